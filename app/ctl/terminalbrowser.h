// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/output.h"
#include "core/identity/browseropener.h"

namespace gatehouse::ctl {

// $BROWSER or the system's, and always the address in words: a terminal may have no browser beside it.
class TerminalBrowser final : public identity::BrowserOpener
{
public:
    TerminalBrowser(const Output &output, bool opens)
        : m_output(output)
        , m_opens(opens)
    {}

    bool open(const QUrl &url) override
    {
        const bool isOpen = m_opens && m_process.open(url);
        m_output.note(isOpen
                          ? QStringLiteral("Waiting for the browser. If it does not open, use this address:")
                          : QStringLiteral("Open this address in a browser on this computer:"));
        m_output.note(url.toString(QUrl::FullyEncoded));
        return isOpen;
    }

private:
    const Output &m_output;
    bool m_opens = true;
    identity::ProcessBrowserOpener m_process = {};
};

} // namespace gatehouse::ctl
