// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

namespace gatehouse::audit::okta {

// net::requireSuccess() for Okta's own API, whose errors are {errorCode, errorSummary, errorId, errorCauses}:
// the code says what kind it is (E0000047 is a spent rate limit whatever the status), the id is what its
// support asks for. A wait is at least a second and at most two minutes: with a concurrency limit (0 of 0)
// the reset is only a suggestion.
[[nodiscard]] Result<net::Response> requireAnswer(const net::Response &response);

} // namespace gatehouse::audit::okta
