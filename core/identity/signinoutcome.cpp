// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/signinoutcome.h"

#include <QCryptographicHash>

namespace gatehouse::identity {

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
    if (rules.nonce)
        outcome.nonceHash =
            QCryptographicHash::hash(rules.nonce->reveal().toByteArray(), QCryptographicHash::Sha256);
    return outcome;
}

} // namespace gatehouse::identity
