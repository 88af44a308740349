// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/settlement.h"

#include <QHash>
#include <QList>

namespace gatehouse::workspace {

// The rows of the approvals queue: what the gateway listed, with what became of our own decisions laid over
// it. Pure, oldest request first.
class RequestQueue
{
public:
    [[nodiscard]] const QList<QueueRow> &rows() const { return m_rows; }
    [[nodiscard]] const QueueRow *find(const gateway::SubscriptionId &id) const;
    [[nodiscard]] int pendingCount() const;
    // What the queue will be next time: the requests that are still waiting.
    [[nodiscard]] QList<gateway::Subscription> pending() const;

    // The whole list as the gateway gave it. Rows it does not name go, except those with a decision of ours
    // that is on its way or has ended since clearEnded().
    void replace(const QList<gateway::Subscription> &listed);
    // Part of a list: updates and adds, removes nothing.
    void merge(const QList<gateway::Subscription> &listed);

    // What became of a decision of ours.
    struct News
    {
        gateway::SubscriptionId id;
        std::optional<gateway::Verdict> mine;
        Settlement settlement;
    };
    void mark(const QList<News> &news);
    // Whether a recorded decision is in force.
    void markEnforced(const gateway::SubscriptionId &id, gateway::EnforcementState enforced,
                      const QString &note);
    // What the gateway says of single ones: those that wait for nobody any more go, except with a decision of
    // ours on them.
    void update(const QList<gateway::Subscription> &changed);
    // Decisions that have ended are no longer spoken of from the next replace() on, except those that are
    // recorded and not in force.
    void clearEnded();

private:
    struct Mark
    {
        Sending sending = Sending::None;
        std::optional<gateway::Verdict> mine = {};
        QString note = {};
        QDateTime leavesAt = {};
        gateway::EnforcementState enforced = gateway::EnforcementState::Unknown;
        std::shared_ptr<const gateway::Subscription> seen = {};
        bool isStale = false; // ended before the list now being read was asked for
    };

    [[nodiscard]] QueueRow rowFor(const gateway::Subscription &request) const;
    void rebuild(const gateway::SubscriptionId &id);
    void sort();

    QList<QueueRow> m_rows;
    QHash<gateway::SubscriptionId, qsizetype> m_places;
    QHash<gateway::SubscriptionId, Mark> m_marks;
};

} // namespace gatehouse::workspace
