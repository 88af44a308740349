// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QRandomGenerator>
#include <QString>

namespace gatehouse::sandbox {

// How one side of the sandbox misbehaves. Percentages are of its requests. A write to the gateway that is
// answered with error, cut, html or a 429 was not done; with garbage, done-cut, truncate or a delay it was.
struct Faults
{
    int slowMilliseconds = 0; // before it is done
    int holdMilliseconds = 0; // done, and not yet said
    int error = 0;
    int cut = 0;      // the line ends within the answer
    int doneCut = 0;  // the line ends before the answer
    int truncate = 0; // half the body, as if that were all
    int delay = 0;    // done, and said later
    int delayMilliseconds = 0;
    int garbage = 0;
    int html = 0;
    int rateLimited = 0;
    int rateLimitedBare = 0; // a 429 without Retry-After
    bool huge = false;
    bool wrongType = false;
    bool operator==(const Faults &) const = default;
};

enum class Fault { None, Error, Cut, DoneCut, Truncate, Delay, Garbage, Html, RateLimited, RateLimitedBare };
// Whether what was asked for is not done at all.
[[nodiscard]] bool isRefusal(Fault fault);

// `roll`: 0…99. The percentages are laid side by side, so that "error=50,cut=50" leaves nothing untouched.
[[nodiscard]] Fault pick(const Faults &faults, int roll);

struct Chaos
{
    Faults gateway{};
    Faults provider{};
    int skewSeconds = 0; // of the provider's clock
    int expireKeys = 0;  // a new signing key each so many tokens
    bool revoke = false; // refreshing answers invalid_grant
    int enforceFail = 0; // percentage of decisions that never take effect

    // "slow=300,error=10"; the error's title is the sentence.
    [[nodiscard]] Result<void> add(const QString &spec);
    bool operator==(const Chaos &) const = default;
};

} // namespace gatehouse::sandbox
