// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/usage.h"

#include <optional>

namespace gatehouse::analytics {

// Sums of a table or of one series. Integers: a total is exactly the sum of its parts.
struct Totals
{
    qint64 requests = 0;
    qint64 errors = 0;
    qint64 tokensIn = 0;
    qint64 tokensOut = 0;
    qint64 costMicros = 0;
    bool operator==(const Totals &) const = default;

    [[nodiscard]] qint64 tokens() const { return tokensIn + tokensOut; }
    // 0…1; nothing when there was no request.
    [[nodiscard]] std::optional<double> errorShare() const;
};

[[nodiscard]] Totals totals(const UsageSeries &series);
[[nodiscard]] Totals totals(const UsageTable &table);

// Bucket by bucket over all series.
[[nodiscard]] UsageSeries summed(const UsageTable &table);

// (now − before) / before; nothing when before is 0.
[[nodiscard]] std::optional<double> change(qint64 now, qint64 before);

} // namespace gatehouse::analytics
