// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/identity/jose.h"
#include "core/identity/roles.h"

#include <QDateTime>

namespace gatehouse::identity {

// What an ID token must fit (OpenID Connect Core 1.0, 3.1.3.7 and 12.2).
struct IdTokenRules
{
    QString issuer;
    QString clientId;
    QByteArrayList algorithms{"RS256"};
    std::optional<Secret> nonce;       // that was sent: required then
    std::optional<Secret> accessToken; // for at_hash; without it the claim is not looked at
    QDateTime now;                     // UTC
    std::chrono::seconds skew{60};
    std::chrono::seconds serverAhead{0};        // the server's Date minus our clock, when known
    QString expectedSubject;                    // on refresh and step-up: the account's; empty on sign-in
    QStringList trustedAudiences;               // beside the client's own id, which must be among "aud"
    QStringList acr;                            // one of them must be said; empty: none was asked for
    std::optional<std::chrono::seconds> maxAge; // then auth_time must be said and be no older
    QDateTime authenticatedSince;               // asked for anew then: auth_time must not be before
    // On refresh, of the ID token the session began with (12.2): absent or as it was.
    std::optional<QByteArray> originalNonceHash; // SHA-256; empty: none was sent, so that none can come back
    std::optional<qint64> originalAuthTime;
    std::optional<bool> originalHadAzp; // then it is there again, or not there again
    QStringList grantedScopes;          // stand in for the claim "scope" where the token has none
    QStringList listClaims; // names of claims to be read as lists; "a.b" is b in a (see claimAt())
};

struct IdTokenClaims
{
    QString subject;
    QString name;
    QString email;
    std::optional<qint64> authTime;
    bool hasAzp = false;
    ListClaims lists;
    bool operator==(const IdTokenClaims &) const = default;
};

// Signature first, then every rule; SignInRefused with "idtoken.<claim>" for the first that fails. When a
// time rule fails and the server's clock is off ours by more than the skew, the code is "idtoken.clock" and
// the title the number of minutes, with sign.
[[nodiscard]] Result<IdTokenClaims> checkIdToken(QByteArrayView token, const Jwks &keys,
                                                 const IdTokenRules &rules);

} // namespace gatehouse::identity
