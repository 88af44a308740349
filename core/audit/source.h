// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/event.h"
#include "core/base/async.h"

#include <stop_token>

namespace gatehouse::audit {

// A range of time, read newest first. Without an end it is read oldest first and never ends: the cursor of
// its last page asks for what came since, and events may come out of order and more than once (see
// EventList).
struct EventQuery
{
    QDateTime since = {};
    QDateTime until = {}; // null: polling
    QString words = {};   // to be found in the event; empty: any
    int pageSize = 100;
    bool operator==(const EventQuery &) const = default;
};

// Where events come from. Implemented below sources/. Main thread.
// Errors: Invalid with a field for a query the source cannot do, Decode for an answer out of its form or a
// cursor that leads elsewhere, RateLimited with retryAfter, and those of net.
class EventSource
{
public:
    virtual ~EventSource() = default;
    [[nodiscard]] virtual Async<EventPage> events(const EventQuery &query, std::stop_token stop) = 0;
    [[nodiscard]] virtual Async<EventPage> more(const QString &cursor, std::stop_token stop) = 0;
};

} // namespace gatehouse::audit
