// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/signinoutcome.h"

#include "core/base/logging.h"

#include <QCryptographicHash>

namespace gatehouse::identity {

namespace {

// Of the scopes asked for; what else was granted is the server's own text.
void noteMissing(const Tokens &tokens, const Provider &provider)
{
    QStringList missing;
    for (const QString &scope : provider.scopes)
        if (tokens.scopes && !tokens.scopes->contains(scope))
            missing.append(scope);
    if (!missing.isEmpty())
        qCInfo(log::identity) << "the provider granted fewer scopes than asked for, not:" << missing;
}

} // namespace

Result<SignInOutcome> outcomeOf(const Tokens &tokens, const Provider &provider, const Jwks &keys,
                                const IdTokenRules &rules)
{
    const Result<IdTokenClaims> claims = checkIdToken(tokens.idToken.reveal(), keys, rules);
    if (!claims)
        return failure(claims.error());
    SignInOutcome outcome;
    outcome.tokens = tokens;
    outcome.account = {.issuer = rules.issuer,
                       .subject = claims->subject,
                       .name = claims->name,
                       .email = claims->email,
                       .rights = rightsBy(provider.roles, claims->lists)};
    outcome.authTime = claims->authTime;
    outcome.hasAzp = claims->hasAzp;
    noteMissing(tokens, provider);
    if (rules.nonce)
        outcome.nonceHash =
            QCryptographicHash::hash(rules.nonce->reveal().toByteArray(), QCryptographicHash::Sha256);
    return outcome;
}

} // namespace gatehouse::identity
