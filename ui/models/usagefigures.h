// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/usage.h"

#include <optional>

// Sums over a usage answer: what the tiles and the table show.
namespace gatehouse::ui {

enum class Measure { Requests, Errors, ErrorShare, Tokens, Cost };

struct UsageTotals
{
    qint64 requests = 0;
    qint64 errors = 0;
    qint64 tokens = 0;
    qint64 costMicros = 0;
    bool operator==(const UsageTotals &) const = default;
};

[[nodiscard]] UsageTotals totalsOf(const analytics::UsageSeries &series);
[[nodiscard]] UsageTotals totalsOf(const analytics::UsageTable &table);

// One value per bucket, over all series. An error share without requests is NaN: unknown, not 0.
[[nodiscard]] QList<double> perBucket(const analytics::UsageTable &table, Measure measure);
[[nodiscard]] QList<double> perBucket(const analytics::UsageSeries &series, Measure measure);

// Relative change in per cent; empty when there is nothing to compare with.
[[nodiscard]] std::optional<double> change(qint64 now, qint64 before);
// Change of the error share in percentage points.
[[nodiscard]] std::optional<double> shareChange(const UsageTotals &now, const UsageTotals &before);

} // namespace gatehouse::ui
