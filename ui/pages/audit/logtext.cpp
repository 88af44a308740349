// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/logtext.h"

#include "ui/models/visibletext.h"

#include <QCoreApplication>

namespace gatehouse::ui {
namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("LogText", text);
}

} // namespace

ErrorText describeLog(const Error &error, const QString &host)
{
    switch (error.kind) {
    case Error::Kind::Offline:
    case Error::Kind::Timeout:
        return {words("The System Log cannot be reached"),
                words("%1 did not answer. It is asked again in a minute.").arg(host),
                words("Check the network and the VPN if it stays so.")};
    case Error::Kind::RateLimited:
        return {words("The System Log asks to slow down"),
                words("An Okta org answers a certain number of questions a minute, whoever asks them."),
                words("It is asked again by itself.")};
    case Error::Kind::Forbidden:
        return {words("You may not read the System Log"),
                error.title.isEmpty() ? words("Your account at %1 lacks the right.").arg(host)
                                      : words("%1 says: “%2”.").arg(host, visibleText(error.title)),
                words("It takes a role that may read logs there and the scope okta.logs.read granted to this "
                      "application: ask the Okta administrator for both.")};
    case Error::Kind::Server:
        return {words("The System Log failed"),
                words("%1 answered that it could not do this (status %2).").arg(host).arg(error.httpStatus),
                words("It is asked again in a minute.")};
    case Error::Kind::Decode:
    case Error::Kind::TooLarge:
        return {words("The System Log's answer could not be read"),
                words("What came is not what Okta describes, so none of it is shown."),
                words("Check that the connection names the Okta org itself, not a web page or a proxy.")};
    case Error::Kind::Invalid:
        return {words("The System Log cannot look for this"),
                words("It takes at most ten words of forty characters each."), words("Shorten the filter.")};
    case Error::Kind::SignInRefused:
        if (error.code == QLatin1String("log.person"))
            return {words("Somebody else signed in to the System Log"),
                    words("The browser signed in %1 there, and you are somebody else here. It was signed out "
                          "again; nothing was read.")
                        .arg(visibleText(error.title)),
                    words("Sign out at %1 in the browser, then sign in as yourself.").arg(host)};
        return describe(error);
    default:
        return describe(error);
    }
}

} // namespace gatehouse::ui
