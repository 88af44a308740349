// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/usage.h"
#include "ui/models/usagefigures.h"
#include "ui/widgets/chartdata.h"

namespace gatehouse::ui {

// The charts of a usage answer, reduced to `pixels` steps at most: groups stacked, largest at the bottom,
// "other" last; requests with the error share as a line on its own scale.
[[nodiscard]] ChartData chartOf(const analytics::UsageTable &table, Measure measure, int pixels);

// "per hour", "per day"
[[nodiscard]] QString perBucketText(const analytics::UsageTable &table);

} // namespace gatehouse::ui
