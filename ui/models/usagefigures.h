// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/totals.h"

namespace gatehouse::ui {

enum class Measure { Requests, ErrorShare, Tokens, Cost };

// One value per bucket: requests, per cent, tokens, or units of money. A share without requests is NaN:
// unknown, not 0.
[[nodiscard]] QList<double> perBucket(const analytics::UsageSeries &series, Measure measure);

} // namespace gatehouse::ui
