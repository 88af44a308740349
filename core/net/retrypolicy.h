// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <chrono>
#include <optional>

namespace gatehouse::net {

// When a request is sent again, and after how long. Pure: the caller brings the dice.
struct RetryPolicy
{
    int attempts = 4; // in all
    std::chrono::milliseconds backoffBase{250};
    std::chrono::milliseconds backoffCap{20'000};
    std::chrono::milliseconds longestServerWait{10'000};

    // The pause after the `made`th attempt: anywhere in a window that doubles (full jitter), `random` in
    // [0, 1). On top of what the server asked for; nothing when it is time to give up.
    [[nodiscard]] std::optional<std::chrono::milliseconds>
    pause(int made, std::optional<std::chrono::milliseconds> serverWait, double random) const;
};

// Sending it twice has the effect of sending it once.
[[nodiscard]] bool isRepeatable(const Request &request);
// Worth another try: the fault is likely to pass.
[[nodiscard]] bool isTransient(const Result<Response> &outcome);
// Transient, and the fault of the server or the way to it (not of our own pace, as 429 is).
[[nodiscard]] bool isOutage(const Result<Response> &outcome);

} // namespace gatehouse::net
