// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/requestqueue.h"

#include <QSet>

namespace gatehouse::workspace {

namespace {

bool hasEnded(Sending sending)
{
    return sending != Sending::Sending && sending != Sending::WaitingForNetwork && sending != Sending::Held;
}

bool isWatched(gateway::EnforcementState enforced)
{
    return enforced == gateway::EnforcementState::Waiting || enforced == gateway::EnforcementState::Failed;
}

bool isEarlier(const QueueRow &a, const QueueRow &b)
{
    if (a.request.requestedAt != b.request.requestedAt)
        return a.request.requestedAt < b.request.requestedAt;
    return a.request.id < b.request.id;
}

} // namespace

const QueueRow *RequestQueue::find(const gateway::SubscriptionId &id) const
{
    const auto place = m_places.constFind(id);
    return place == m_places.cend() ? nullptr : &m_rows.at(*place);
}

int RequestQueue::pendingCount() const
{
    return static_cast<int>(std::count_if(m_rows.cbegin(), m_rows.cend(), [](const QueueRow &row) {
        return row.request.state == gateway::SubscriptionState::Pending;
    }));
}

QList<gateway::Subscription> RequestQueue::pending() const
{
    QList<gateway::Subscription> requests;
    requests.reserve(m_rows.size());
    for (const QueueRow &row : m_rows)
        if (row.request.state == gateway::SubscriptionState::Pending)
            requests.append(row.request);
    return requests;
}

void RequestQueue::replace(const QList<gateway::Subscription> &listed)
{
    m_marks.removeIf([](const QHash<gateway::SubscriptionId, Mark>::iterator &it) { return it->isStale; });
    QList<QueueRow> kept;
    for (const QueueRow &row : std::as_const(m_rows))
        if (m_marks.contains(row.request.id))
            kept.append(row);
    m_rows = std::move(kept);
    sort();
    merge(listed);
}

void RequestQueue::merge(const QList<gateway::Subscription> &listed)
{
    m_rows.reserve(m_rows.size() + listed.size());
    for (const gateway::Subscription &request : listed) {
        const auto place = m_places.constFind(request.id);
        if (place != m_places.cend()) {
            m_rows[*place] = rowFor(request);
        } else {
            m_places.insert(request.id, m_rows.size());
            m_rows.append(rowFor(request));
        }
    }
    sort();
}

void RequestQueue::update(const QList<gateway::Subscription> &changed)
{
    QList<gateway::Subscription> kept;
    QSet<gateway::SubscriptionId> gone;
    for (const gateway::Subscription &request : changed) {
        if (request.state == gateway::SubscriptionState::Pending || m_marks.contains(request.id))
            kept.append(request);
        else if (m_places.contains(request.id))
            gone.insert(request.id);
    }
    if (!gone.isEmpty()) {
        m_rows.removeIf([&gone](const QueueRow &row) { return gone.contains(row.request.id); });
        sort();
    }
    merge(kept);
}

void RequestQueue::mark(const QList<News> &news)
{
    QList<gateway::Subscription> read;
    for (const News &one : news) {
        if (one.settlement.sending == Sending::Withdrawn)
            m_marks.remove(one.id); // as if it had never been decided
        else
            m_marks.insert(one.id,
                           {.sending = one.settlement.sending,
                            .mine = one.mine,
                            .note = one.settlement.note,
                            .leavesAt = one.settlement.leavesAt,
                            .enforced = one.settlement.enforced,
                            .seen = one.settlement.seen
                                        ? std::make_shared<const gateway::Subscription>(*one.settlement.seen)
                                        : nullptr});
        if (one.settlement.request.id.isEmpty())
            rebuild(one.id);
        else
            read.append(one.settlement.request);
    }
    merge(read);
}

void RequestQueue::markEnforced(const gateway::SubscriptionId &id, gateway::EnforcementState enforced,
                                const QString &note)
{
    const auto mark = m_marks.find(id);
    if (mark == m_marks.end() || mark->sending != Sending::Recorded)
        return;
    mark->enforced = enforced;
    mark->note = note;
    rebuild(id);
}

void RequestQueue::clearEnded()
{
    for (Mark &mark : m_marks)
        mark.isStale = hasEnded(mark.sending) && !isWatched(mark.enforced);
}

void RequestQueue::rebuild(const gateway::SubscriptionId &id)
{
    const auto place = m_places.constFind(id);
    if (place != m_places.cend())
        m_rows[*place] = rowFor(m_rows.at(*place).request);
}

QueueRow RequestQueue::rowFor(const gateway::Subscription &request) const
{
    QueueRow row{.request = request};
    if (const auto mark = m_marks.constFind(request.id); mark != m_marks.cend()) {
        row.sending = mark->sending;
        row.mine = mark->mine;
        row.note = mark->note;
        row.leavesAt = mark->leavesAt;
        row.enforced = mark->enforced;
        row.seen = mark->seen;
    }
    return row;
}

void RequestQueue::sort()
{
    if (!std::is_sorted(m_rows.cbegin(), m_rows.cend(), isEarlier))
        std::sort(m_rows.begin(), m_rows.end(), isEarlier);
    m_places.clear();
    m_places.reserve(m_rows.size());
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        m_places.insert(m_rows.at(i).request.id, i);
}

} // namespace gatehouse::workspace
