// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/tokenclient.h"

namespace gatehouse::identity {

// What a sign-in brought, whichever way it went: checked, and of somebody.
struct SignInOutcome
{
    Tokens tokens;
    Account account;
    std::optional<qint64> authTime;
    QByteArray nonceHash; // SHA-256; empty: there was none
    bool hasAzp = false;  // the ID token had one (12.2)
    bool operator==(const SignInOutcome &) const = default;
};

// The ID token held against `rules`.
[[nodiscard]] Result<SignInOutcome> outcomeOf(const Tokens &tokens, const Provider &provider,
                                              const Jwks &keys, const IdTokenRules &rules);

} // namespace gatehouse::identity
