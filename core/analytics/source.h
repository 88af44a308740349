// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/usage.h"
#include "core/base/async.h"

#include <stop_token>

namespace gatehouse::analytics {

// Where usage comes from. Aggregation happens there: an answer is buckets, never rows. Implemented below
// sources/.
class Source
{
public:
    virtual ~Source() = default;
    [[nodiscard]] virtual Async<UsageTable> usage(const UsageQuery &query, std::stop_token stop) = 0;
};

} // namespace gatehouse::analytics
