// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/requestqueue.h"

namespace gatehouse::workspace {

namespace {

bool hasEnded(Sending sending)
{
    return sending != Sending::Sending && sending != Sending::WaitingForNetwork;
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
    const auto it = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                 [&](const QueueRow &row) { return row.request.id == id; });
    return it == m_rows.cend() ? nullptr : &*it;
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
    merge(listed);
}

void RequestQueue::merge(const QList<gateway::Subscription> &listed)
{
    QHash<gateway::SubscriptionId, qsizetype> places;
    places.reserve(m_rows.size() + listed.size());
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        places.insert(m_rows.at(i).request.id, i);
    m_rows.reserve(m_rows.size() + listed.size());
    for (const gateway::Subscription &request : listed) {
        const auto place = places.constFind(request.id);
        if (place != places.cend()) {
            m_rows[*place] = rowFor(request);
        } else {
            places.insert(request.id, m_rows.size());
            m_rows.append(rowFor(request));
        }
    }
    sort();
}

void RequestQueue::mark(const gateway::SubscriptionId &id, const std::optional<gateway::Verdict> &mine,
                        const Settlement &settlement)
{
    m_marks.insert(id, {.sending = settlement.sending, .mine = mine, .note = settlement.note});
    if (!settlement.request.id.isEmpty()) {
        merge({settlement.request});
        return;
    }
    for (QueueRow &row : m_rows)
        if (row.request.id == id)
            row = rowFor(row.request);
}

void RequestQueue::clearEnded()
{
    for (Mark &mark : m_marks)
        mark.isStale = hasEnded(mark.sending);
}

QueueRow RequestQueue::rowFor(const gateway::Subscription &request) const
{
    QueueRow row{.request = request};
    if (const auto mark = m_marks.constFind(request.id); mark != m_marks.cend()) {
        row.sending = mark->sending;
        row.mine = mark->mine;
        row.note = mark->note;
    }
    return row;
}

void RequestQueue::sort()
{
    if (!std::is_sorted(m_rows.cbegin(), m_rows.cend(), isEarlier))
        std::sort(m_rows.begin(), m_rows.end(), isEarlier);
}

} // namespace gatehouse::workspace
