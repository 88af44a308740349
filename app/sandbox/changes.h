// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/subscriptionrow.h"

namespace gatehouse::sandbox {

// GET /v1/subscriptions/changes. Each subscription carries the number of its last change; what has a higher
// one than the cursor is what changed after it.
class Changes
{
public:
    explicit Changes(Database &database)
        : m_database(database)
        , m_reader(database)
    {}

    // 0 when it is not said; nothing when it cannot be understood.
    [[nodiscard]] static std::optional<std::chrono::seconds> waitOf(const Request &request);
    // Nothing when there is nothing to tell yet and `mayWait`.
    [[nodiscard]] std::optional<Answer> since(const Request &request, const Caller &caller, bool mayWait);

private:
    Database &m_database;
    SubscriptionReader m_reader;
};

} // namespace gatehouse::sandbox
