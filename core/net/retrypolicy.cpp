// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/retrypolicy.h"

#include <algorithm>

namespace gatehouse::net {

std::optional<std::chrono::milliseconds>
RetryPolicy::pause(int made, std::optional<std::chrono::milliseconds> serverWait, double random) const
{
    if (made >= attempts || serverWait > longestServerWait)
        return {};
    constexpr int mostDoublings = 20; // keeps the shift in range; the cap is reached long before
    const qint64 doubled = backoffBase.count() << std::clamp(made - 1, 0, mostDoublings);
    const qint64 window = std::min<qint64>(doubled, backoffCap.count());
    const std::chrono::milliseconds jitter{static_cast<qint64>(static_cast<double>(window) * random)};
    return serverWait.value_or(std::chrono::milliseconds(0)) + jitter;
}

bool isRepeatable(const Request &request)
{
    static const QList<QByteArray> idempotent = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"};
    if (idempotent.contains(request.method))
        return true;
    return request.method == "POST" && request.retryPost &&
           !header(request.headers, "idempotency-key").isEmpty();
}

bool isTransient(const Result<Response> &outcome)
{
    return isOutage(outcome) || (outcome && outcome->status == 429);
}

bool isOutage(const Result<Response> &outcome)
{
    if (!outcome)
        return outcome.error().kind == Error::Kind::Offline || outcome.error().kind == Error::Kind::Timeout;
    return outcome->status == 502 || outcome->status == 503 || outcome->status == 504;
}

} // namespace gatehouse::net
