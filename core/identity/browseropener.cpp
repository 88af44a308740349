// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/browseropener.h"

#include "core/net/httpclient.h"

#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

// The command lines of $BROWSER in order ("firefox:w3m -o %s"), then the system's opener.
QStringList candidates()
{
    QStringList commands = qEnvironmentVariable("BROWSER").split(u':', Qt::SkipEmptyParts);
#ifdef Q_OS_MACOS
    commands.append(u"open"_s);
#else
    commands.append(u"xdg-open"_s);
#endif
    return commands;
}

bool start(const QString &command, const QString &address)
{
    QStringList words = QProcess::splitCommand(command);
    if (words.isEmpty())
        return false;
    const QString program = QStandardPaths::findExecutable(words.takeFirst());
    if (program.isEmpty())
        return false;
    bool isPlaced = false;
    for (QString &word : words) {
        if (word.contains(u"%s"_s)) {
            word.replace(u"%s"_s, address);
            isPlaced = true;
        }
    }
    if (!isPlaced)
        words.append(address);
    QProcess process;
    process.setProgram(program);
    process.setArguments(words); // never through a shell: the address is the provider's
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    return process.startDetached();
}

} // namespace

bool isOpenable(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && net::isLoopback(url));
}

bool ProcessBrowserOpener::open(const QUrl &url)
{
    if (!isOpenable(url))
        return false;
    const QString address = url.toString(QUrl::FullyEncoded);
    const QStringList commands = candidates();
    return std::any_of(commands.cbegin(), commands.cend(),
                       [&](const QString &command) { return start(command, address); });
}

} // namespace gatehouse::identity
