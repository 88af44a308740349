// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/browseropener.h"

namespace gatehouse::console {

// The browser the desktop is set to; $BROWSER, when somebody set it, goes first.
class DesktopBrowser final : public identity::BrowserOpener
{
public:
    bool open(const QUrl &url) override;

private:
    identity::ProcessBrowserOpener m_fromEnvironment;
};

} // namespace gatehouse::console
