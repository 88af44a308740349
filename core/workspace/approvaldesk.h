// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/gateway/gateway.h"
#include "core/store/cache.h"
#include "core/store/journal.h"
#include "core/workspace/freshness.h"
#include "core/workspace/obstacles.h"
#include "core/workspace/settlement.h"

#include <QObject>

#include <memory>

namespace gatehouse::workspace {

// The queue of pending requests and the decisions on them, and on granted subscriptions. A decision is
// journalled, sent with an idempotency key and If-Match, and settled only by reading the request back
// (design.md 7 and 10); docs/adr/0009-journal.md says what becomes of one that an earlier run left open.
// Opens from the cache, then refreshes. Rows decided in this run stay in the queue, in their decided state,
// until refresh(), and as long as what was recorded is not in force. Main thread.
class ApprovalDesk : public QObject
{
    Q_OBJECT
public:
    // `scope` names connection and person, for cache and journal; `subject` is the person at the gateway, by
    // which a decision is known again where the gateway shows no idempotency keys. All references outlive the
    // desk.
    ApprovalDesk(gateway::Gateway &gateway, store::Cache &cache, store::Journal &journal, const Clock &clock,
                 QString scope, QObject *parent = nullptr, QString subject = {});
    ~ApprovalDesk() override;

    // The names of the connection and of the person, as journal and trail tell them.
    void setNames(const QString &connection, const QString &person);
    // How long a decision can be taken back before it leaves; 0: it leaves at once.
    void setHold(std::chrono::milliseconds hold);
    void setConsoleRules(const ConsoleRules &rules);
    // While somebody looks, changes come in by themselves.
    void setWatched(bool isWatched);

    // Shows the cached queue, then refreshes; first settles what an earlier run left open in the journal.
    void open();
    void refresh();
    // Only settles what an earlier run left open: done when the gateway has been asked about each once.
    // Storage when the journal cannot be read.
    Async<void> reconcile();

    [[nodiscard]] const QList<QueueRow> &rows() const; // oldest request first
    [[nodiscard]] std::optional<QueueRow> row(const gateway::SubscriptionId &id) const;
    [[nodiscard]] const Freshness &freshness() const;
    [[nodiscard]] int pendingCount() const;
    [[nodiscard]] gateway::Capabilities capabilities() const;
    [[nodiscard]] qsizetype openCount() const; // decisions of ours that have not ended

    // Never fails as a future: what became of it is the Settlement.
    Async<Settlement> decide(const gateway::SubscriptionId &id, gateway::Verdict verdict,
                             const QString &reason);
    // Journalled in one transaction, sent as many at once as the gateway takes. One answer for each, when
    // every one has ended or had to wait; what comes of those that wait is told by settled().
    Async<QList<Settlement>> decideAll(const QList<DecisionDraft> &drafts);
    // Takes held decisions back; the answer is how many were.
    Async<int> undo(const QList<gateway::SubscriptionId> &ids);
    // Takes back whatever has not left this computer.
    void cancel();

    // Decisions that are only marked: kept in the journal, sent by nobody but commitStaged().
    Async<void> stage(const QList<DecisionDraft> &drafts);
    Async<void> unstage(const QList<gateway::SubscriptionId> &ids);
    [[nodiscard]] QList<DecisionDraft> staged() const; // in the order of marking
    [[nodiscard]] Preview preview() const;             // of what is staged
    [[nodiscard]] Preview preview(const QList<DecisionDraft> &drafts) const;
    // decideAll() for those that can be sent; the others stay staged. The answers are for
    // preview().sendable().
    Async<QList<Settlement>> commitStaged();

    // Reads one request in full (decisions included) into the queue.
    Async<QueueRow> reload(const gateway::SubscriptionId &id);
    // Reads many, whatever state they are in. Those that the gateway does not show are not there afterwards.
    Async<void> load(const QList<gateway::SubscriptionId> &ids);

signals:
    void rowsChanged();
    void freshnessChanged();
    // Nothing was recorded: the gateway wants a stronger sign-in first. Comes before settled(); afterwards
    // the same decision can be made again.
    void stepUpNeeded(const gatehouse::gateway::SubscriptionId &id, const gatehouse::StepUp &asked);
    void settled(const gatehouse::gateway::SubscriptionId &id, gatehouse::workspace::Sending sending);
    // Open entries of an earlier run were settled: how many ended recorded, not recorded, decided elsewhere.
    void reconciled(int recorded, int notRecorded, int elsewhere);
    // Of the decideAll() under way: how many have ended.
    void batchProgress(int done, int total);
    // Whether a recorded decision is in force is known anew.
    void enforcedChanged(const gatehouse::gateway::SubscriptionId &id,
                         gatehouse::gateway::EnforcementState enforced);
    void stagedChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::workspace
