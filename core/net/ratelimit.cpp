// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/ratelimit.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds longest = std::chrono::days(7);

milliseconds clamped(qint64 secondsToGo)
{
    return milliseconds(1000 * std::clamp<qint64>(secondsToGo, 0, seconds(std::chrono::days(7)).count()));
}

std::optional<qint64> wholeNumber(QByteArrayView text)
{
    bool ok = false;
    const qint64 value = text.trimmed().toByteArray().toLongLong(&ok);
    if (!ok || value < 0)
        return {};
    return value;
}

std::optional<milliseconds> retryAfter(const Headers &headers, const QDateTime &serverNow)
{
    const QByteArray value = header(headers, "retry-after");
    if (const std::optional<qint64> delta = wholeNumber(value))
        return clamped(*delta);
    const QDateTime date = httpDate(value);
    if (!date.isValid())
        return {};
    return std::clamp(milliseconds(serverNow.msecsTo(date)), milliseconds(0), longest);
}

// Seconds to go, or epoch seconds, or epoch milliseconds: nobody resets a quota 30 years from now.
std::optional<milliseconds> resetAt(QByteArrayView text, const QDateTime &serverNow)
{
    constexpr qint64 epochSeconds = 1'000'000'000;
    constexpr qint64 epochMilliseconds = 1'000'000'000'000;
    std::optional<qint64> value = wholeNumber(text);
    if (!value)
        return {};
    if (*value >= epochMilliseconds)
        *value /= 1000;
    if (*value >= epochSeconds)
        *value -= serverNow.toSecsSinceEpoch();
    return clamped(*value);
}

// RateLimit: "burst";r=0;t=12, "daily";r=40;t=900  or the older  limit=10, remaining=0, reset=12: the longest
// reset of those that are spent, else the longest.
std::optional<milliseconds> draftRateLimit(const QByteArray &value, const QDateTime &serverNow)
{
    std::optional<milliseconds> spent;
    std::optional<milliseconds> any;
    for (const QByteArray &policy : value.split(',')) {
        bool empty = false;
        std::optional<milliseconds> reset;
        for (const QByteArray &parameter : policy.split(';')) {
            const QByteArray trimmed = parameter.trimmed();
            empty = empty || trimmed == "r=0";
            if (trimmed.startsWith("t=") || trimmed.startsWith("reset="))
                reset = resetAt(QByteArrayView(trimmed).sliced(trimmed.indexOf('=') + 1), serverNow);
        }
        any = std::max(any, reset);
        if (empty)
            spent = std::max(spent, reset);
    }
    return spent ? spent : any;
}

} // namespace

std::optional<milliseconds> serverWait(int status, const Headers &headers, const QDateTime &now)
{
    const QDateTime date = httpDate(header(headers, "date"));
    const QDateTime serverNow = date.isValid() ? date : now;
    if (const auto wait = retryAfter(headers, serverNow))
        return wait;
    if (status != 429)
        return {};
    for (const QByteArrayView name : {"ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"}) {
        if (const auto wait = resetAt(header(headers, name), serverNow))
            return wait;
    }
    return draftRateLimit(header(headers, "ratelimit"), serverNow);
}

} // namespace gatehouse::net
