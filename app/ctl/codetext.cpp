// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/codetext.h"

#include "app/ctl/texttable.h"

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

namespace {

// The title carries by how many minutes this clock is ahead of the provider's.
QString clockText(const Error &error)
{
    const qint64 ahead = error.title.toLongLong();
    const qint64 minutes = std::abs(ahead);
    const QString how =
        minutes == 0 ? u"off by less than a minute"_s
                     : u"%1 %2 %3"_s.arg(QString::number(minutes), minutes == 1 ? u"minute"_s : u"minutes"_s,
                                         ahead > 0 ? u"fast"_s : u"slow"_s);
    return u"This computer's clock is %1, so the identity provider's answer cannot be trusted. Set it to "
           "automatic time and sign in again."_s.arg(how);
}

std::optional<QString> ofConfiguration(const Error &error, const QString &title)
{
    if (error.code == "ports"_L1)
        return u"The ports for the sign-in are taken: %1. End what uses them, name others with "
               "gatehousectl connect … --ports and have them registered, or run gatehousectl signin --device "
               "where the connection allows it."_s.arg(title);
    if (error.code == "par"_L1)
        return u"The connection asks for pushed requests, which %1 does not offer. Set pushed_request to "
               "false in the connection."_s.arg(title);
    if (error.code == "device"_L1)
        return u"Signing in on another device is not allowed by the connection, or not offered by %1. Run "
               "gatehousectl signin without --device."_s.arg(title);
    if (error.code == "dpop"_L1)
        return u"The connection binds tokens to a key (DPoP), and %1 does not say that it can, with ES256. "
               "Set dpop to false in the connection, or ask its administrator."_s.arg(title);
    if (error.code == "invalid_client"_L1 || error.code == "unauthorized_client"_L1)
        return u"The identity provider does not accept the connection's client id (%1). It must be a native "
               "application without a secret there."_s.arg(error.code);
    if (error.code == "proxy.authentication"_L1)
        return u"The proxy on the way to %1 asks for a user name and password, and Gatehouse keeps none. Ask "
               "for a way without, or set another proxy in the connection."_s.arg(title);
    if (error.code == "policy"_L1)
        return u"The policy %1 cannot be read or says something unknown, so no connection is opened. Ask the "
               "administrator of this computer."_s.arg(title);
    return std::nullopt;
}

std::optional<QString> ofSignIn(const Error &error, const QString &title)
{
    if (error.code == "idtoken.clock"_L1)
        return clockText(error);
    if (error.code == "expired_token"_L1)
        return u"The code was not entered on the other device in time. Run gatehousectl signin --device "
               "again."_s;
    if (error.code == "login_required"_L1 || error.code == "interaction_required"_L1)
        return u"The identity provider wants to ask you something and could not. Run gatehousectl signin "
               u"again "
               "and answer it in the browser."_s;
    if (error.code == "consent_required"_L1)
        return u"The identity provider gives nothing before you, or its administrator, agreed. Run "
               "gatehousectl signin again and agree in the browser."_s;
    if (error.code == "invalid_target"_L1)
        return u"The identity provider does not know the connection's resource. Correct or remove it in the "
               "connection."_s;
    if (error.code == "invalid_scope"_L1)
        return u"The identity provider does not know one of the connection's scopes, or not for you. Correct "
               "it with gatehousectl connect … --scope."_s;
    if (error.code == "temporarily_unavailable"_L1 || error.code == "server_error"_L1)
        return u"The identity provider could not carry out the sign-in now%1. Wait a moment and run "
               "gatehousectl signin again."_s.arg(title.isEmpty() ? QString() : u": "_s + title);
    if (error.code == "invalid_dpop_proof"_L1 || error.code == "use_dpop_nonce"_L1)
        return u"The identity provider refused the proof of this computer's key. Check this computer's "
               u"clock, "
               "then run gatehousectl signin again."_s;
    if (error.code == "invalid_request"_L1 && error.title.contains("redirect"_L1))
        return u"The identity provider does not know the address it is to send the browser back to. Have the "
               "redirect addresses that gatehousectl connections --json lists registered, letter by letter."_s;
    if (error.code == "cancelled"_L1)
        return u"The sign-in was given up. Run gatehousectl signin to try again."_s;
    if (title.isEmpty() && !error.code.isEmpty()) // else there would be nothing to tell the administrator
        return u"The sign-in was refused: %1. Try again with: gatehousectl signin; if it stays so, tell the "
               "administrator of the identity provider."_s.arg(escaped(error.code));
    return std::nullopt;
}

} // namespace

std::optional<QString> codeText(const Error &error)
{
    const QString title = escaped(error.title);
    switch (error.kind) {
    case Error::Kind::Timeout:
        if (error.code == "browser"_L1)
            return u"The browser did not come back to %1 in time. If it shows an error about the redirect "
                   "address, have exactly that address registered. If nothing happens after Approve, the "
                   "provider's page forbids the way back in Chrome and Safari (form-action): try Firefox, or "
                   "gatehousectl signin --device where the connection allows it."_s.arg(title);
        return std::nullopt;
    case Error::Kind::Tls:
        if (error.code == "pins"_L1)
            return u"The certificate of %1 is none of those that the connection demands. Nothing was sent; "
                   u"ask "
                   "its operator whether the key was changed."_s.arg(title);
        return std::nullopt;
    case Error::Kind::Forbidden:
        if (error.code == "roles"_L1)
            return u"The role rules of this connection do not let you do this (%1), whatever the gateway "
                   "allows. Nothing was sent; ask whoever set the connection up."_s.arg(title);
        return std::nullopt;
    case Error::Kind::Configuration:
        return ofConfiguration(error, title);
    case Error::Kind::SignInRefused:
        return ofSignIn(error, title);
    default:
        return std::nullopt;
    }
}

} // namespace gatehouse::ctl
