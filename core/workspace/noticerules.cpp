// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/noticerules.h"

namespace gatehouse::workspace {

using gateway::SubscriptionId;

namespace {

Notice noticeOf(Notice::Kind kind, const QList<const gateway::Subscription *> &requests, bool isLocked)
{
    Notice notice{.kind = kind, .count = requests.size()};
    if (requests.size() == 1 && !isLocked)
        notice.only = *requests.first();
    return notice;
}

// What is gone may come back: then it is new again. It also keeps the sets as small as the queue.
QSet<SubscriptionId> stillThere(QSet<SubscriptionId> told, const QSet<SubscriptionId> &now)
{
    return told.intersect(now);
}

} // namespace

bool isQuiet(const NoticeChoices &choices, const QDateTime &local)
{
    if (!choices.hasQuietHours)
        return false;
    const int day = local.date().dayOfWeek();
    if (choices.quietWeekends && (day == Qt::Saturday || day == Qt::Sunday))
        return true;
    const int hour = local.time().hour();
    const int from = choices.quietFrom;
    const int to = choices.quietTo;
    return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
}

bool asksForDecision(const QueueRow &row)
{
    return row.request.state == gateway::SubscriptionState::Pending && row.request.mayDecide &&
           row.sending == Sending::None;
}

bool waitsTooLong(const gateway::Subscription &request, const QDateTime &now)
{
    if (request.dueAt.isValid())
        return request.dueAt <= now;
    return request.requestedAt.isValid() &&
           request.requestedAt.addSecs(std::chrono::seconds(waitsLong).count()) <= now;
}

NoticeRound noticesFor(const QList<QueueRow> &rows, const Told &before, const QDateTime &local,
                       const NoticeChoices &choices, bool isLocked)
{
    QSet<SubscriptionId> waiting, late;
    QList<const gateway::Subscription *> newOnes, newlyLate;
    for (const QueueRow &row : rows) {
        if (!asksForDecision(row))
            continue;
        const gateway::Subscription &request = row.request;
        const bool isLate = waitsTooLong(request, local);
        waiting.insert(request.id);
        if (isLate)
            late.insert(request.id);
        if (isLate && !before.overdue.contains(request.id))
            newlyLate.append(&request);
        else if (!isLate && !before.known.contains(request.id))
            newOnes.append(&request);
    }
    if (!before.isPrimed || !choices.isOn)
        return {.told = {.isPrimed = true, .known = waiting, .overdue = late, .at = before.at}};

    // A clock that was set back holds nothing up.
    const bool isTooSoon = before.at.isValid() && local >= before.at &&
                           local < before.at.addSecs(std::chrono::seconds(betweenNotices).count());
    const bool hasNothing = newOnes.isEmpty() && newlyLate.isEmpty();
    if (hasNothing || isTooSoon || isQuiet(choices, local))
        return {.told = {.isPrimed = true,
                         .known = stillThere(before.known, waiting),
                         .overdue = stillThere(before.overdue, late),
                         .at = before.at}};

    NoticeRound round{.told = {.isPrimed = true, .known = waiting, .overdue = late, .at = local}};
    if (!newOnes.isEmpty())
        round.notices.append(noticeOf(Notice::Kind::New, newOnes, isLocked));
    if (!newlyLate.isEmpty())
        round.notices.append(noticeOf(Notice::Kind::Overdue, newlyLate, isLocked));
    return round;
}

} // namespace gatehouse::workspace
