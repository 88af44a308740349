// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>

namespace gatehouse::net {

// What a WWW-Authenticate header (RFC 9110 11.6.1) asks of the person by RFC 9470:
// "insufficient_user_authentication" with acr_values, max_age, or neither. Nothing for any other challenge,
// and for one that cannot be read.
[[nodiscard]] std::optional<StepUp> stepUpChallenge(const QByteArray &wwwAuthenticate);

// Whether a 401 with this WWW-Authenticate says no more than that the token is not good (any more): RFC 6750
// 3.1 "invalid_token", or no error at all. Not when it names another reason, which a fresh token will not
// mend.
[[nodiscard]] bool isTokenRefused(const QByteArray &wwwAuthenticate);
// Whether it asks for the nonce that came with the answer (RFC 9449 9).
[[nodiscard]] bool asksForNonce(const QByteArray &wwwAuthenticate);

} // namespace gatehouse::net
