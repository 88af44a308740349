// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/errortext.h"

#include "ui/shell/signintext.h"

#include <QCoreApplication>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

QString waitText(const Error &error)
{
    const qint64 seconds = error.retryAfter ? error.retryAfter->count() : 0;
    if (seconds <= 0)
        return Words::tr("Wait a moment, then try again.");
    if (seconds < 120)
        return Words::tr("Try again in %1 s.").arg(seconds); // units as signs: no plural to get wrong
    return Words::tr("Try again in %1 min.").arg((seconds + 59) / 60);
}

QString fieldText(const Error &error)
{
    QStringList parts;
    for (const Error::Field &field : error.fields)
        parts.append(field.path.isEmpty() ? quoted(field.message)
                                          : quoted(field.path) + u": "_s + quoted(field.message));
    return parts.join(u"; "_s);
}

ErrorText offline(const Error &error)
{
    return {Words::tr("The server cannot be reached"),
            error.title.isEmpty()
                ? Words::tr("There is no connection to it from this computer.")
                : Words::tr("There is no connection to %1 from this computer.").arg(quoted(error.title)),
            Words::tr("Check the network and the VPN, then press Ctrl+R.")};
}

ErrorText invalid(const Error &error)
{
    const QString fields = fieldText(error);
    return {Words::tr("The gateway did not take the input"),
            fields.isEmpty() ? Words::tr("It found a mistake in what was sent; nothing was changed.")
                             : Words::tr("Nothing was changed: %1.").arg(fields),
            Words::tr("Correct it and send it again.")};
}

// The certificate that was refused, to be compared with the one that the server's people know.
QString certificateText(const Error &error)
{
    const auto field = [&error](QLatin1StringView path) {
        for (const Error::Field &one : error.fields)
            if (one.path == path)
                return one.message.isEmpty() ? Words::tr("nobody") : quoted(one.message);
        return QString();
    };
    const QString fingerprint = field("certificate.sha256"_L1);
    if (fingerprint.isEmpty())
        return {};
    return u' ' + Words::tr("It is for %1 (%2), from %3, good from %4 until %5; its SHA-256 is %6.")
                      .arg(field("certificate.subject"_L1), field("certificate.names"_L1),
                           field("certificate.issuer"_L1), field("certificate.from"_L1),
                           field("certificate.until"_L1), fingerprint);
}

ErrorText notSecure(const Error &error)
{
    const QString host = error.title.isEmpty() ? Words::tr("the server") : quoted(error.title);
    if (error.code == "pins"_L1)
        return {Words::tr("The server has another key"),
                Words::tr("The certificate of %1 is none of those that the connection demands, so nothing "
                          "was sent.")
                        .arg(host) +
                    certificateText(error),
                Words::tr("Do not go on: ask the people who run it whether its key was changed.")};
    return {Words::tr("The connection is not secure"),
            Words::tr("The certificate of %1 was not accepted, so nothing was sent.").arg(host) +
                certificateText(error),
            Words::tr("Do not go on: ask the people who run it to check the certificate, and check this "
                      "computer's clock.")};
}

// Failures on the way to a server and of the server itself: of the gateway mostly, but the session behind a
// read may have failed at the sign-in service, so none of them is blamed by name.
ErrorText remote(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Timeout:
        return {Words::tr("The server does not answer"),
                error.title.isEmpty()
                    ? Words::tr("It was asked and did not answer in time.")
                    : Words::tr("%1 was asked and did not answer in time.").arg(quoted(error.title)),
                Words::tr("Try again with Ctrl+R; if it stays silent, tell the people who run it.")};
    case Error::Kind::Tls:
        return notSecure(error);
    case Error::Kind::NotFound:
        return {Words::tr("It is no longer there"),
                Words::tr("The gateway does not know what was asked for; it may have been removed."),
                Words::tr("Press Ctrl+R to read the list again.")};
    case Error::Kind::RateLimited:
        return {
            Words::tr("The server asks to slow down"),
            Words::tr("Too many questions came in a short time, from here or from others with this account."),
            waitText(error)};
    case Error::Kind::Server:
        return {
            Words::tr("The server failed"),
            error.httpStatus > 0
                ? Words::tr("It answered that it could not do this (status %1).").arg(error.httpStatus)
                : Words::tr("It could not do this."),
            error.requestId.isEmpty()
                ? Words::tr("Try again with Ctrl+R; if it stays so, tell the people who run it.")
                : Words::tr("Try again with Ctrl+R; if it stays so, tell the people who run it, and quote "
                            "request %1.")
                      .arg(quoted(error.requestId))};
    case Error::Kind::Decode:
        return {
            Words::tr("The answer could not be read"),
            Words::tr("What came is not what was agreed on, so none of it is used."),
            Words::tr("Check that the addresses in the connection are the gateway's management API and the "
                      "sign-in service, not a web page or a proxy.")};
    case Error::Kind::TooLarge:
        return {Words::tr("The answer is too large"),
                Words::tr("It is larger than this program accepts, so it was not read to its end."),
                Words::tr("Choose a shorter range or a narrower filter.")};
    default:
        return {};
    }
}

// What a person may do, and what others did meanwhile.
ErrorText rights(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Unauthorized:
        return {Words::tr("You are signed out"), Words::tr("The session ended and could not be renewed."),
                Words::tr("Sign in again; your work on this page is kept.")};
    case Error::Kind::StepUpNeeded:
        return {Words::tr("A stronger sign-in is needed"),
                Words::tr("The gateway asks you to confirm who you are before this; nothing was changed."),
                Words::tr("Confirm it in the browser, then it goes on from here.")};
    case Error::Kind::Forbidden:
        return {Words::tr("You may not do this"),
                error.title.isEmpty() ? Words::tr("The gateway says that your account lacks the right.")
                                      : Words::tr("The gateway says: “%1”.").arg(quoted(error.title)),
                Words::tr("Ask a platform admin of this gateway for the right.")};
    case Error::Kind::Conflict:
        return {
            Words::tr("Somebody else was faster"),
            Words::tr("It was changed or decided by somebody else meanwhile, so nothing was changed now."),
            Words::tr("Look at the new state, then decide again if it is still needed.")};
    default:
        return {};
    }
}

ErrorText configuration(const Error &error)
{
    if (error.code == "proxy.authentication"_L1)
        return {Words::tr("The proxy asks for a password"),
                Words::tr("The proxy on the way to %1 lets nobody through without a user name and a "
                          "password, and this program keeps none for it.")
                    .arg(quoted(error.title)),
                Words::tr("Ask the people of your network for a way without, or name another proxy on the "
                          "Connections page.")};
    if (error.code == "policy"_L1)
        return {Words::tr("The policy of this computer cannot be followed"),
                Words::tr("%1 cannot be read, or says something that this version does not know, so no "
                          "connection is opened.")
                    .arg(quoted(error.title)),
                Words::tr("Ask the administrator of this computer to correct it.")};
    const QString fields = fieldText(error);
    return {Words::tr("The connection cannot be used as it is"),
            !fields.isEmpty()       ? Words::tr("This does not fit: %1.").arg(fields)
            : error.title.isEmpty() ? Words::tr("One of its settings does not fit.")
                                    : Words::tr("This does not fit: %1.").arg(quoted(error.title)),
            Words::tr("Correct it on the Connections page.")};
}

// Failures of this computer.
ErrorText local(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::SecretsLocked:
        return {
            Words::tr("The key store is locked"), Words::tr("The saved sign-in is in it and cannot be read."),
            Words::tr(
                "Unlock the key store (it is unlocked when you log in to your desktop), then try again.")};
    case Error::Kind::NoSecretStore:
        return {Words::tr("There is no key store"),
                Words::tr(
                    "The sign-in cannot be kept safely on this computer; it lasts until the program closes."),
                Words::tr("Install and start a key store such as GNOME Keyring or KWallet.")};
    case Error::Kind::Storage:
        return {Words::tr("A file of this program cannot be used"),
                error.title.isEmpty() ? Words::tr("The disk is full, read-only, or the file is damaged.")
                                      : Words::tr("%1: the disk is full, read-only, or the file is damaged.")
                                            .arg(quoted(error.title)),
                Words::tr("Make room and check the rights of the folder, then start the program again.")};
    case Error::Kind::Configuration:
        return configuration(error);
    default:
        return {Words::tr("The program made a mistake"),
                Words::tr("Something happened that must not happen; nothing was sent."),
                Words::tr("Start the program again, and report what you did.")};
    }
}

ErrorText wordsFor(const Error &error)
{
    if (std::optional<ErrorText> text = signInText(error))
        return *std::move(text);
    switch (error.kind) {
    case Error::Kind::Offline:
        return offline(error);
    case Error::Kind::Invalid:
        return invalid(error);
    case Error::Kind::Timeout:
    case Error::Kind::Tls:
    case Error::Kind::NotFound:
    case Error::Kind::RateLimited:
    case Error::Kind::Server:
    case Error::Kind::Decode:
    case Error::Kind::TooLarge:
        return remote(error);
    case Error::Kind::Unauthorized:
    case Error::Kind::StepUpNeeded:
    case Error::Kind::Forbidden:
    case Error::Kind::Conflict:
        return rights(error);
    case Error::Kind::SecretsLocked:
    case Error::Kind::NoSecretStore:
    case Error::Kind::Storage:
    case Error::Kind::Configuration:
    case Error::Kind::Internal:
        return local(error);
    case Error::Kind::SignInRefused:
        break; // signInText has words for each
    }
    Q_UNREACHABLE();
}

} // namespace

QString ErrorText::sentence() const
{
    return explanation + u' ' + whatToDo;
}

ErrorText describe(const Error &error, const QString &impact)
{
    ErrorText text = wordsFor(error);
    if (!impact.isEmpty())
        text.explanation += u' ' + impact;
    return text;
}

} // namespace gatehouse::ui
