// SPDX-License-Identifier: GPL-3.0-or-later
// The approval desk's decisions that are only marked.
#include "core/base/follow.h"
#include "core/workspace/approvaldeskprivate.h"
#include "core/workspace/decisioncontext.h"

namespace gatehouse::workspace {

using store::Journal;

namespace {

DecisionDraft draftOf(const Journal::Order &order)
{
    return {.id = {order.subscription},
            .verdict = gateway::verdictOf(order.verdict).value_or(gateway::Verdict::Reject),
            .reason = order.reason,
            .terms = termsOf(order.terms)};
}

} // namespace

Async<void> ApprovalDesk::stage(const QList<DecisionDraft> &drafts)
{
    QList<Journal::Staged> marked;
    for (const DecisionDraft &draft : drafts)
        if (const std::optional<gateway::Subscription> request = d->request(draft.id))
            marked.append({.order = d->orderFor(draft, *request), .at = d->clock.now()});
    return follow(d->journal.stage(marked), this, [this, marked](const Result<void> &kept) -> Result<void> {
        if (!kept)
            return kept;
        for (const Journal::Staged &one : marked) {
            d->staged.removeIf([&one](const Journal::Staged &before) {
                return before.order.subscription == one.order.subscription;
            });
            d->staged.append(one);
        }
        emit stagedChanged();
        return kept;
    });
}

Async<void> ApprovalDesk::unstage(const QList<gateway::SubscriptionId> &ids)
{
    QStringList subscriptions;
    for (const gateway::SubscriptionId &id : ids)
        subscriptions.append(id.value);
    return follow(d->journal.unstage(d->scope, subscriptions), this,
                  [this, subscriptions](const Result<void> &removed) -> Result<void> {
                      if (!removed)
                          return removed;
                      d->staged.removeIf([&subscriptions](const Journal::Staged &one) {
                          return subscriptions.contains(one.order.subscription);
                      });
                      emit stagedChanged();
                      return removed;
                  });
}

QList<DecisionDraft> ApprovalDesk::staged() const
{
    QList<DecisionDraft> drafts;
    for (const Journal::Staged &one : std::as_const(d->staged))
        drafts.append(draftOf(one.order));
    return drafts;
}

Preview ApprovalDesk::preview() const
{
    Preview preview{.connection = d->connection};
    for (const Journal::Staged &one : std::as_const(d->staged)) {
        const DecisionDraft draft = draftOf(one.order);
        preview.lines.append({.draft = draft, .check = d->checkOne(draft, one.order.etag)});
    }
    return preview;
}

Preview ApprovalDesk::preview(const QList<DecisionDraft> &drafts) const
{
    Preview preview{.connection = d->connection};
    for (const DecisionDraft &draft : drafts)
        preview.lines.append({.draft = draft, .check = d->checkOne(draft, {})});
    return preview;
}

Async<QList<Settlement>> ApprovalDesk::commitStaged()
{
    return decideAll(preview().sendable()); // the journal takes their marks away when it takes them
}

void ApprovalDesk::Private::loadStaged()
{
    follow(journal.staged(scope), q, [this](const Result<QList<Journal::Staged>> &kept) {
        if (!kept || *kept == staged)
            return; // what cannot be read is said where it matters: before a decision
        staged = *kept;
        emit q->stagedChanged();
    });
    follow(journal.firstApprovals(connection), q, [this](const Result<QList<Journal::Staged>> &kept) {
        if (kept)
            firstApprovals = *kept;
    });
}

Check ApprovalDesk::Private::checkOne(const DecisionDraft &draft, const QByteArray &seen) const
{
    const std::optional<gateway::Subscription> found = request(draft.id);
    if (!found)
        return {.obstacle = Obstacle::NotRead, .why = QStringLiteral("The gateway does not show it here.")};
    if (delivery.has(draft.id))
        return {.obstacle = Obstacle::UnderWay,
                .why = QStringLiteral("A decision of yours on it is on its way already.")};
    return check(draft, *found, seen, gateway.capabilities(), subject, rules,
                 approversOf(*found, firstApprovals));
}

} // namespace gatehouse::workspace
