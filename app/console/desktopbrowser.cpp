// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/desktopbrowser.h"

#include <QDesktopServices>

namespace gatehouse::console {

bool DesktopBrowser::open(const QUrl &url)
{
    if (!identity::isOpenable(url))
        return false;
    if (!qEnvironmentVariableIsEmpty("BROWSER"))
        return m_fromEnvironment.open(url);
    return QDesktopServices::openUrl(url);
}

} // namespace gatehouse::console
