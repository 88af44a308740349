// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/settlement.h"

#include <QList>
#include <QSet>

#include <chrono>

namespace gatehouse::workspace {

// What the person chose about being told of requests.
struct NoticeChoices
{
    bool isOn = true;
    bool hasQuietHours = false;
    int quietFrom = 19;        // full hours of the local day, 0 to 23; from 19 to 7 goes over midnight
    int quietTo = 7;           // the first hour that is not quiet any more; the same as quietFrom: none
    bool quietWeekends = true; // the whole of Saturday and Sunday, where there are quiet hours
    bool operator==(const NoticeChoices &) const = default;
};

// Requests that nobody has been told of yet, all of one kind in one notice.
struct Notice
{
    enum class Kind { New, Overdue };
    Kind kind = Kind::New;
    qsizetype count = 0;
    // The request, when there is but one and its names may be shown.
    std::optional<gateway::Subscription> only = {};
    bool operator==(const Notice &) const = default;
};

// What has been told before.
struct Told
{
    bool isPrimed = false; // what the first list held is nothing new
    QSet<gateway::SubscriptionId> known = {};
    QSet<gateway::SubscriptionId> overdue = {};
    QDateTime at = {}; // of the last notice
    bool operator==(const Told &) const = default;
};

struct NoticeRound
{
    QList<Notice> notices = {}; // at most one of each kind
    Told told = {};             // for the next round
    bool operator==(const NoticeRound &) const = default;
};

// A request without a date of its own is overdue after so long.
constexpr std::chrono::hours waitsLong{24};
// Requests that come one by one are told together, not one a second.
constexpr std::chrono::minutes betweenNotices{1};

// Whether nothing is to be told at this local time.
[[nodiscard]] bool isQuiet(const NoticeChoices &choices, const QDateTime &local);
// Pending, for this person to decide, and none of their decisions on its way or made.
[[nodiscard]] bool asksForDecision(const QueueRow &row);
[[nodiscard]] bool waitsTooLong(const gateway::Subscription &request, const QDateTime &now);

// What is to be told now. Each request is told of once as new and once as overdue; what came in quiet hours
// or within betweenNotices is told afterwards, together; while notices are off, everything counts as told.
// Locked, a notice is a count. `local` is now in the time zone of the person.
[[nodiscard]] NoticeRound noticesFor(const QList<QueueRow> &rows, const Told &before, const QDateTime &local,
                                     const NoticeChoices &choices, bool isLocked);

} // namespace gatehouse::workspace
