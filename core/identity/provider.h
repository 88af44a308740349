// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/issuer.h"
#include "core/identity/roles.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

namespace gatehouse::identity {

// What a provider's makers do their own way; Standard is by the specifications alone.
enum class Profile { Standard, Okta };

// How to sign in at one provider, as configured.
struct Provider
{
    Issuer issuer;
    QString clientId;
    QStringList scopes{QStringLiteral("openid"), QStringLiteral("profile"), QStringLiteral("email"),
                       QStringLiteral("offline_access")};
    QList<quint16> ports{0};        // loopback ports in order of preference; 0 is ephemeral (RFC 8252 7.3)
    bool pushesRequest = false;     // RFC 9126 although the provider does not demand it
    bool allowsDeviceGrant = false; // RFC 8628
    bool provesPossession = false;  // RFC 9449: tokens are bound to a key of ours (DPoP)
    bool asksConsent = false;       // prompt=consent: some give a refresh token only then (Core 11)
    bool ownPath = false;           // a redirect path of this issuer's own (A18)
    Profile profile = Profile::Standard;
    QString resource = {};             // RFC 8707; empty: none
    QStringList trustedAudiences = {}; // beside the client id in an ID token's "aud"
    std::chrono::seconds skew{60};     // between the clocks; at most 300
    QList<RoleRule> roles = {};        // empty: the gateway alone decides
    bool operator==(const Provider &) const = default;
};

// Who signed in: from the validated ID token. The account's key is (issuer, subject), nothing else.
struct Account
{
    QString issuer;
    QString subject;
    QString name;  // display only
    QString email; // display only
    // By the connection's role rules; nothing when it has none.
    std::optional<QStringList> rights = {};
    bool operator==(const Account &) const = default;
};

} // namespace gatehouse::identity
