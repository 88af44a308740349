// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace gatehouse::identity {

// Opens the system browser; knows nothing of tokens. Returns false when nothing could be opened, and the URL
// is then shown to be copied. `gatehousectl` and the console without Qt Gui use $BROWSER (browserprocess.h).
class BrowserOpener
{
public:
    virtual ~BrowserOpener() = default;
    virtual bool open(const QUrl &url) = 0;
};

// https with a host, or http to this computer: what a browser may be sent to. The address is the provider's:
// file:, smb: or a scheme that some program registered would do something else than sign in.
[[nodiscard]] bool isOpenable(const QUrl &url);

// Starts the program named in $BROWSER (a command line, %s or last argument is the URL), else xdg-open /
// open, detached, with its output discarded. Never through a shell.
class ProcessBrowserOpener final : public BrowserOpener
{
public:
    bool open(const QUrl &url) override;
};

} // namespace gatehouse::identity
