// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/errortext.h"

#include <QCoreApplication>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

// Server text as a quotation: one line, not long, no control characters.
QString quoted(const QString &text)
{
    QString line;
    for (const QChar c : text.simplified().left(160)) {
        const bool isSafe = c.isPrint() && c.category() != QChar::Other_Format;
        line.append(isSafe ? c : QChar(u'·'));
    }
    return line;
}

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
    return {Words::tr("The gateway cannot be reached"),
            error.title.isEmpty()
                ? Words::tr("There is no connection to it from this computer.")
                : Words::tr("There is no connection to %1 from this computer.").arg(quoted(error.title)),
            Words::tr("Check the network and the VPN, then press Ctrl+R.")};
}

// What providers say that an administrator can do something about (Okta's error table for the most part):
// recognised by its code and, where one code has many meanings, by a piece of its text.
std::optional<ErrorText> sayingOfProvider(const Error &error)
{
    const auto says = [&error](QLatin1StringView code, QLatin1StringView piece) {
        return error.code == code && error.title.contains(piece, Qt::CaseInsensitive);
    };
    if (says("server_error"_L1, "groups claim"_L1))
        return ErrorText{
            Words::tr("You are in too many groups for the sign-in"),
            Words::tr("Okta ends a sign-in when more than 100 groups fit the filter of the groups claim."),
            Words::tr("Ask the Okta administrator to narrow that filter, for example to groups that start "
                      "with gw-.")};
    if (says("access_denied"_L1, "not assigned"_L1))
        return ErrorText{Words::tr("You are not assigned to this application"),
                         Words::tr("The sign-in service knows you, but has not given you this console."),
                         Words::tr("Ask its administrator to assign you, or one of your groups, to it.")};
    if (says("access_denied"_L1, "policy evaluation"_L1))
        return ErrorText{Words::tr("A policy of the sign-in service said no"),
                         Words::tr("No rule of its access policy fits you and this application."),
                         Words::tr("Ask its administrator to look at the policies of this authorization "
                                   "server.")};
    if (says("access_denied"_L1, "scopes"_L1) || error.code == "invalid_scope"_L1)
        return ErrorText{Words::tr("The sign-in service refuses a scope"),
                         Words::tr("One of the scopes that the connection asks for is not known there, or "
                                   "not for you; one is enough to refuse all."),
                         Words::tr("Test the connection under Connections: it names the scopes that are not "
                                   "known.")};
    if (error.code == "invalid_dpop_proof"_L1 || error.code == "use_dpop_nonce"_L1)
        return ErrorText{Words::tr("The proof of this computer's key was refused"),
                         Words::tr("The tokens of this connection are bound to a key here, and the sign-in "
                                   "service did not take the proof of it."),
                         Words::tr("Check this computer's clock, then sign in again.")};
    if (error.code == "temporarily_unavailable"_L1)
        return ErrorText{Words::tr("The sign-in service is busy"),
                         Words::tr("It could not take the sign-in now; nothing is lost."),
                         Words::tr("Wait a moment, then sign in again.")};
    if (error.code == "invalid_request"_L1 && error.title.contains("redirect"_L1))
        return ErrorText{Words::tr("The redirect address is not registered"),
                         Words::tr("The sign-in service compares the address it sends the browser back to, "
                                   "and does not know the one of this connection."),
                         Words::tr("Ask its administrator to register http://127.0.0.1:PORT/callback for "
                                   "each port of the connection.")};
    return std::nullopt;
}

ErrorText signInRefused(const Error &error)
{
    // The identity library says so when a token is from the future or the past.
    if (error.code.contains("clock"_L1) || error.code.contains("skew"_L1))
        return {
            Words::tr("This computer's clock is wrong"),
            Words::tr(
                "The sign-in service's answer is dated too far from the time here, so it cannot be trusted."),
            Words::tr("Set the clock to automatic time, then sign in again.")};
    if (error.code == "idtoken.sub"_L1)
        return {Words::tr("Somebody else signed in"),
                Words::tr("The sign-in was for another person than the one whose session this is, so it was "
                          "refused and undone at the sign-in service."),
                Words::tr("Sign in as the same person, or sign out first to be somebody else.")};
    if (error.code == "idtoken.acr"_L1 || error.code == "idtoken.auth_time"_L1 ||
        error.code == "unmet_authentication_requirements"_L1 ||
        error.code == "insufficient_user_authentication"_L1)
        return {
            Words::tr("The sign-in was not strong enough"),
            Words::tr("The sign-in service did not confirm the stronger or more recent sign-in that was "
                      "asked for; your session goes on as it was."),
            Words::tr("Try again and use your second factor; if it stays so, ask the administrator of the "
                      "sign-in service.")};
    if (std::optional<ErrorText> known = sayingOfProvider(error))
        return *std::move(known);
    if (error.code == "access_denied"_L1)
        return {Words::tr("The sign-in was declined"),
                Words::tr("You or the sign-in service said no, so nobody is signed in."),
                Words::tr("Sign in again, or ask an administrator for access.")};
    const QString reason = quoted(error.title);
    return {Words::tr("The sign-in was not accepted"),
            reason.isEmpty()
                ? Words::tr("The sign-in service's answer could not be accepted, so nobody is signed in.")
                : Words::tr("The sign-in ended with “%1”, so nobody is signed in.").arg(reason),
            Words::tr("Sign in again. If it stays like this, check the connection's issuer and client ID.")};
}

ErrorText invalid(const Error &error)
{
    const QString fields = fieldText(error);
    return {Words::tr("The gateway did not take the input"),
            fields.isEmpty() ? Words::tr("It found a mistake in what was sent; nothing was changed.")
                             : Words::tr("Nothing was changed: %1.").arg(fields),
            Words::tr("Correct it and send it again.")};
}

// Failures between here and the gateway, and of the gateway itself.
ErrorText remote(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Timeout:
        return {Words::tr("The gateway does not answer"),
                Words::tr("It was asked and did not answer in time."),
                Words::tr("Try again with Ctrl+R; if it stays silent, tell the people who run it.")};
    case Error::Kind::Tls:
        return {Words::tr("The connection is not secure"),
                Words::tr("The certificate of %1 was not accepted, so nothing was sent.")
                    .arg(error.title.isEmpty() ? Words::tr("the gateway") : quoted(error.title)),
                Words::tr("Do not go on: ask the people who run it to check the certificate, and check this "
                          "computer's clock.")};
    case Error::Kind::NotFound:
        return {Words::tr("It is no longer there"),
                Words::tr("The gateway does not know what was asked for; it may have been removed."),
                Words::tr("Press Ctrl+R to read the list again.")};
    case Error::Kind::RateLimited:
        return {
            Words::tr("The gateway asks to slow down"),
            Words::tr("Too many questions came in a short time, from here or from others with this account."),
            waitText(error)};
    case Error::Kind::Server:
        return {
            Words::tr("The gateway failed"),
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
            Words::tr("What came is not what this gateway's interface promises, so none of it is shown."),
            Words::tr("Check that the address in the connection is the gateway's management API, not a web "
                      "page or a proxy.")};
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
    case Error::Kind::Configuration: {
        const QString fields = fieldText(error);
        return {Words::tr("The connection cannot be used as it is"),
                !fields.isEmpty()       ? Words::tr("This does not fit: %1.").arg(fields)
                : error.title.isEmpty() ? Words::tr("One of its settings does not fit.")
                                        : Words::tr("This does not fit: %1.").arg(quoted(error.title)),
                Words::tr("Correct it in Settings, under Connections.")};
    }
    default:
        return {Words::tr("The program made a mistake"),
                Words::tr("Something happened that must not happen; nothing was sent."),
                Words::tr("Start the program again, and report what you did.")};
    }
}

ErrorText wordsFor(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Offline:
        return offline(error);
    case Error::Kind::SignInRefused:
        return signInRefused(error);
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
