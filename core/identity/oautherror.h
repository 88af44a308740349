// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

namespace gatehouse::identity {

// The provider's word for what went wrong (RFC 6749 4.1.2.1, 5.2) as an Error's code. A word of our own rules
// says that we found something, so a provider cannot use it: that, and what is no word, is "unknown_error".
[[nodiscard]] QString providerError(const QString &said);

// Nobody answered, or with nothing about us: what held before still does, and a later try may go well.
[[nodiscard]] bool isOutage(const Error &error);

// The Error of an answer that is not the one hoped for (RFC 6749 5.2). The title is the server's description:
// it is for the log, and for recognising rate limiting, which Okta may call invalid_grant. 5xx and 429 stay
// Server and RateLimited, whatever they say. retryAfter is within 1 and 120 seconds.
[[nodiscard]] Error oauthError(const net::Response &response, const QDateTime &now);

} // namespace gatehouse::identity
