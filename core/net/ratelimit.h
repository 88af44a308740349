// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <QDateTime>

#include <chrono>
#include <optional>

namespace gatehouse::net {

// How long the server asks to wait before the next request, if it says. Read are Retry-After (seconds or a
// date) with any status, and with 429 the reset of the spent quota in its spellings: RateLimit-Reset,
// RateLimit with t= or reset=, X-RateLimit-Reset (gateways: seconds to go; others: epoch seconds),
// X-Rate-Limit-Reset (Okta: epoch seconds). Dates count from the server's own Date where it sends one, so its
// clock may be wrong. Never negative, at most a week.
[[nodiscard]] std::optional<std::chrono::milliseconds> serverWait(int status, const Headers &headers,
                                                                  const QDateTime &now);

} // namespace gatehouse::net
