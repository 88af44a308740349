// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/gateway/gateway.h"
#include "core/store/cache.h"
#include "core/store/journal.h"
#include "core/workspace/freshness.h"
#include "core/workspace/settlement.h"

#include <QObject>

#include <memory>

namespace gatehouse::workspace {

// The queue of pending requests and the decisions on them. A decision is journalled, sent with an idempotency
// key and If-Match, and settled only by reading the request back (design.md 7 and 10). Opens from the cache,
// then refreshes. Rows decided in this run stay in the queue, in their decided state, until refresh(). Main
// thread.
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

    // Never fails as a future: what became of it is the Settlement. A reason is required for a rejection.
    Async<Settlement> decide(const gateway::SubscriptionId &id, gateway::Verdict verdict,
                             const QString &reason);
    // Reads one request in full (decisions included) into the queue.
    Async<QueueRow> reload(const gateway::SubscriptionId &id);

signals:
    void rowsChanged();
    void freshnessChanged();
    // Nothing was recorded: the gateway wants a stronger sign-in first. Comes before settled(); afterwards
    // the same decision can be made again.
    void stepUpNeeded(const gatehouse::gateway::SubscriptionId &id, const gatehouse::StepUp &asked);
    void settled(const gatehouse::gateway::SubscriptionId &id, gatehouse::workspace::Sending sending);
    // Open entries of an earlier run were settled: how many ended recorded, not recorded, decided elsewhere.
    void reconciled(int recorded, int notRecorded, int elsewhere);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::workspace
