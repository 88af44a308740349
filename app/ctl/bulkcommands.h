// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"

#include <QTimer>

namespace gatehouse::ctl {

// Waits until no decision of ours is open, or for so long.
class OpenDecisions : public QObject
{
    Q_OBJECT
public:
    void wait(workspace::ApprovalDesk &desk, std::chrono::seconds longest);

signals:
    void over();

private:
    QTimer m_longest;
};

// Decides many, as standard input names them. What an earlier run left open is settled first.
class DecideManyCommand : public Command
{
    Q_OBJECT
public:
    using Command::Command;
    void start() override;
    // What has not left yet is taken back; the answers to what has are awaited. The second time it just ends.
    bool stop() override;

private:
    void preview();
    void send(const QList<workspace::DecisionDraft> &drafts);
    void take(const QList<workspace::DecisionDraft> &drafts, const QList<workspace::Settlement> &settlements);
    void stepUp(const StepUp &asked, const QList<workspace::DecisionDraft> &again);
    void report();

    QList<workspace::DecisionDraft> m_drafts;
    QHash<gateway::SubscriptionId, workspace::Settlement> m_settlements;
    OpenDecisions m_open;
    bool m_hasSteppedUp = false;
    bool m_isSending = false;
    bool m_isStopped = false;
};

// Settles what an earlier run left open.
class SettleRequestsCommand : public Command
{
    Q_OBJECT
public:
    using Command::Command;
    void start() override;

private:
    void report();

    OpenDecisions m_open;
    int m_recorded = 0;
    int m_notRecorded = 0;
    int m_elsewhere = 0;
};

// Tells of each request that comes, changes or goes, until it is stopped.
class WatchRequestsCommand : public Command
{
    Q_OBJECT
public:
    using Command::Command;
    void start() override;

private:
    void compare();
    void tell(const QString &what, const workspace::QueueRow &row);

    QHash<gateway::SubscriptionId, workspace::QueueRow> m_known;
};

} // namespace gatehouse::ctl
