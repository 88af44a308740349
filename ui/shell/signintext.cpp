// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/signintext.h"

#include <QCoreApplication>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SignInText)
};

// The console itself could not carry the sign-in out.
std::optional<ErrorText> ofThisComputer(const Error &error)
{
    if (error.kind == Error::Kind::Timeout && error.code == "browser"_L1)
        return ErrorText{
            Words::tr("The browser did not come back"),
            Words::tr("Nothing came back to %1 in time, so nobody is signed in.").arg(quoted(error.title)),
            Words::tr("If the browser shows an error about the redirect address, have exactly %1 registered "
                      "at the sign-in service. If nothing happens after Approve, the service's page forbids "
                      "the way back in Chrome and Safari (form-action): try Firefox. Or choose Use another "
                      "device, where the connection allows it.")
                .arg(quoted(error.title))};
    if (error.kind != Error::Kind::Configuration)
        return std::nullopt;
    if (error.code == "ports"_L1)
        return ErrorText{
            Words::tr("The ports for the sign-in are taken"),
            Words::tr("The browser can come back only to port %1 of this computer, and other programs use "
                      "that.")
                .arg(quoted(error.title)),
            Words::tr("End what uses the port, name another one on the Connections page and have it "
                      "registered, or choose Use another device, where the connection allows it.")};
    if (error.code == "par"_L1)
        return ErrorText{Words::tr("The sign-in service takes no pushed request"),
                         Words::tr("The connection asks to push the request first, and %1 does not offer it.")
                             .arg(quoted(error.title)),
                         Words::tr("Switch “Push the request first” off on the Connections page.")};
    if (error.code == "device"_L1)
        return ErrorText{
            Words::tr("Signing in on another device is not possible here"),
            Words::tr("The connection does not allow it, or %1 does not offer it.").arg(quoted(error.title)),
            Words::tr("Sign in with the browser of this computer.")};
    if (error.code == "dpop"_L1)
        return ErrorText{Words::tr("The sign-in service binds no tokens to a key"),
                         Words::tr("The connection asks for that, and %1 does not say that it can (DPoP with "
                                   "ES256).")
                             .arg(quoted(error.title)),
                         Words::tr("Switch “Bind tokens to a key of this computer” off on the Connections "
                                   "page, or ask the administrator of the sign-in service for it.")};
    if (error.code == "invalid_client"_L1 || error.code == "unauthorized_client"_L1)
        return ErrorText{Words::tr("The sign-in service does not accept this client"),
                         Words::tr("It does not know the client ID of the connection, or does not let it "
                                   "sign people in this way (%1).")
                             .arg(error.code),
                         Words::tr("Compare the client ID on the Connections page; at the service it must be "
                                   "a native application without a secret.")};
    return std::nullopt;
}

// The title carries by how many minutes this clock is ahead of the sign-in service's.
ErrorText wrongClock(const Error &error)
{
    const qint64 ahead = error.title.toLongLong();
    const qint64 minutes = std::abs(ahead);
    const QString how = minutes == 0   ? Words::tr("This computer's clock is off by less than a minute.")
                        : minutes == 1 ? (ahead > 0 ? Words::tr("This computer's clock is one minute fast.")
                                                    : Words::tr("This computer's clock is one minute slow."))
                        : ahead > 0    ? Words::tr("This computer's clock is %1 minutes fast.").arg(minutes)
                                       : Words::tr("This computer's clock is %1 minutes slow.").arg(minutes);
    return {Words::tr("This computer's clock is wrong"),
            how + u' ' + Words::tr("The sign-in service's answer cannot be trusted then."),
            Words::tr("Set the clock to automatic time, then sign in again.")};
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
        return ErrorText{
            Words::tr("The sign-in service refuses a scope"),
            Words::tr("One of the scopes that the connection asks for is not known there, or "
                      "not for you; one is enough to refuse all."),
            Words::tr("Press Check on the Connections page: it names the scopes that are not known.")};
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
        return ErrorText{
            Words::tr("The redirect address is not registered"),
            Words::tr("The sign-in service compares the address it sends the browser back to, "
                      "and does not know the one of this connection."),
            Words::tr("Ask its administrator to register the addresses that the Connections page "
                      "lists for this connection, letter by letter.")};
    return std::nullopt;
}

// What the specifications define (RFC 6749, 8628 and 8707, OpenID Connect Core).
std::optional<ErrorText> wordOfTheProtocol(const Error &error)
{
    if (error.code == "expired_token"_L1)
        return ErrorText{Words::tr("The code is no longer good"),
                         Words::tr("It was not entered on the other device in time, so nobody is signed in."),
                         Words::tr("Choose Use another device again and enter the new code.")};
    if (error.code == "login_required"_L1 || error.code == "interaction_required"_L1)
        return ErrorText{Words::tr("The sign-in service wants to see you"),
                         Words::tr("It has no session of yours in the browser, or has a question to you, and "
                                   "could not ask it."),
                         Words::tr("Sign in again and answer it in the browser.")};
    if (error.code == "consent_required"_L1)
        return ErrorText{Words::tr("Your consent is missing"),
                         Words::tr("The sign-in service gives this console nothing before you, or its "
                                   "administrator, agreed."),
                         Words::tr("Sign in again and agree in the browser; if it does not ask, switch “Ask "
                                   "for consent each time” on, on the Connections page.")};
    if (error.code == "invalid_target"_L1)
        return ErrorText{Words::tr("The sign-in service does not know the resource"),
                         Words::tr("The connection names what the tokens are for, and the service does not "
                                   "give any for that."),
                         Words::tr("Correct the field Resource on the Connections page, or empty it.")};
    if (error.code == "server_error"_L1)
        return ErrorText{Words::tr("The sign-in service failed"),
                         Words::tr("It could not carry out the sign-in, so nobody is signed in."),
                         Words::tr("Sign in again; if it stays so, tell its administrator.")};
    if (error.code == "cancelled"_L1)
        return ErrorText{Words::tr("The sign-in was given up"),
                         Words::tr("It was ended here, so nobody is signed in."),
                         Words::tr("Sign in again when you are ready.")};
    if (error.code == "access_denied"_L1)
        return ErrorText{Words::tr("The sign-in was declined"),
                         Words::tr("You or the sign-in service said no, so nobody is signed in."),
                         Words::tr("Sign in again, or ask an administrator for access.")};
    return std::nullopt;
}

ErrorText signInRefused(const Error &error)
{
    if (error.code == "idtoken.clock"_L1)
        return wrongClock(error);
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
    if (std::optional<ErrorText> known = wordOfTheProtocol(error))
        return *std::move(known);
    // Its own words, else its code or the rule that its answer broke: something to tell the administrator.
    const QString reason = quoted(error.title.isEmpty() ? error.code : error.title);
    return {Words::tr("The sign-in was not accepted"),
            reason.isEmpty()
                ? Words::tr("The sign-in service's answer could not be accepted, so nobody is signed in.")
                : Words::tr("The sign-in ended with “%1”, so nobody is signed in.").arg(reason),
            Words::tr("Sign in again. If it stays like this, check the connection's issuer and client ID.")};
}

} // namespace

QString quoted(const QString &text)
{
    QString line;
    for (const QChar c : text.simplified().left(160)) {
        const bool isSafe = c.isPrint() && c.category() != QChar::Other_Format;
        line.append(isSafe ? c : QChar(u'·'));
    }
    return line;
}

std::optional<ErrorText> signInText(const Error &error)
{
    if (error.kind == Error::Kind::SignInRefused)
        return signInRefused(error);
    return ofThisComputer(error);
}

} // namespace gatehouse::ui
