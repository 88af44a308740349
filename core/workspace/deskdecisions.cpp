// SPDX-License-Identifier: GPL-3.0-or-later
// The approval desk's decisions on their way.
#include "core/base/follow.h"
#include "core/base/logging.h"
#include "core/workspace/approvaldeskprivate.h"
#include "core/workspace/decisioncontext.h"

#include <QUuid>

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;
using store::Journal;

namespace {

Settlement refusal(Error::Kind kind, const QString &note, bool isConsoleRule = false)
{
    return {.sending = Sending::NotRecorded,
            .note = note,
            .error = Error{.kind = kind, .title = note},
            .isConsoleRule = isConsoleRule};
}

Settlement refusal(const Check &check)
{
    const bool isInput = check.obstacle == Obstacle::ReasonMissing || check.obstacle == Obstacle::NotOffered;
    return refusal(isInput ? Error::Kind::Invalid : Error::Kind::Forbidden, check.why, check.isConsoleRule);
}

} // namespace

Async<Settlement> ApprovalDesk::decide(const gateway::SubscriptionId &id, gateway::Verdict verdict,
                                       const QString &reason)
{
    return follow(decideAll({{.id = id, .verdict = verdict, .reason = reason}}), this,
                  [](const Result<QList<Settlement>> &settlements) -> Result<Settlement> {
                      if (!settlements)
                          return failure(settlements.error());
                      return settlements->constFirst();
                  });
}

Async<QList<Settlement>> ApprovalDesk::decideAll(const QList<DecisionDraft> &drafts)
{
    const auto batch = std::make_shared<Private::Batch>();
    batch->promise.start();
    const Async<QList<Settlement>> future = batch->promise.future();
    if (!d->asksForSecondPerson(drafts)) {
        d->decide(batch, drafts);
        return future;
    }
    // Somebody else may have agreed on this computer meanwhile, in another program.
    d->batches.append(batch);
    follow(d->journal.firstApprovals(d->connection), this,
           [this, batch, drafts](const Result<QList<Journal::Staged>> &first) {
               d->batches.removeOne(batch);
               d->firstApprovals = first.value_or(QList<Journal::Staged>{});
               d->decide(batch, drafts);
           });
    return future;
}

Async<int> ApprovalDesk::undo(const QList<gateway::SubscriptionId> &ids)
{
    return d->delivery.undo(ids);
}

void ApprovalDesk::cancel()
{
    d->delivery.cancel();
}

Async<void> ApprovalDesk::reconcile()
{
    const auto round = std::make_shared<Private::Round>();
    round->done.start();
    follow(d->journal.open(d->scope), this, [this, round](const Result<QList<Journal::Entry>> &entries) {
        if (entries) {
            d->takeUp(*entries, round);
            return;
        }
        round->done.addResult(failure(entries.error()));
        round->done.finish();
    });
    return round->done.future();
}

bool ApprovalDesk::Private::asksForSecondPerson(const QList<DecisionDraft> &drafts) const
{
    return !gateway.capabilities().fourEyes &&
           std::any_of(drafts.cbegin(), drafts.cend(), [this](const DecisionDraft &draft) {
               return checkOne(draft, {}).obstacle == Obstacle::SecondPerson;
           });
}

Journal::Order ApprovalDesk::Private::orderFor(const DecisionDraft &draft,
                                               const gateway::Subscription &request) const
{
    return {.scope = scope,
            .connection = connection,
            .actor = subject,
            .actorName = person,
            .subscription = draft.id.value,
            .verdict = gateway::wordFor(draft.verdict),
            .reason = draft.reason.trimmed(),
            .terms = jsonOf(draft.terms),
            .etag = request.etag,
            .context = contextOf(request)};
}

void ApprovalDesk::Private::decide(const std::shared_ptr<Batch> &batch, const QList<DecisionDraft> &drafts)
{
    QList<Delivery::Parcel> parcels;
    QList<DecisionDraft> kept;
    QSet<gateway::SubscriptionId> chosen;
    for (const DecisionDraft &draft : drafts) {
        const std::optional<gateway::Subscription> found = request(draft.id);
        std::optional<Settlement> refused;
        if (delivery.has(draft.id) || chosen.contains(draft.id)) {
            refused = refusal(Error::Kind::Conflict,
                              u"A decision of yours on this request is already on its way."_s);
        } else if (!found) {
            refused = refusal(Error::Kind::NotFound, u"This request is not in the queue."_s);
        } else if (const Check here = checkHere(draft, *found, gateway.capabilities(), subject, rules,
                                                approversOf(*found, firstApprovals));
                   here.obstacle != Obstacle::None) {
            refused = refusal(here);
            if (here.obstacle == Obstacle::SecondPerson)
                kept.append(draft);
        }
        batch->answers.append(refused.value_or(Settlement{}));
        if (refused)
            continue;
        chosen.insert(draft.id);
        const Journal::Entry entry{.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
                                   .order = orderFor(draft, *found),
                                   .preparedAt = clock.now()};
        batch->unanswered.insert(entry.id, batch->answers.size() - 1);
        batch->open.insert(entry.id);
        parcels.append({.entry = entry, .seen = *found});
    }
    keepFirstApprovals(kept);
    batch->total = static_cast<int>(parcels.size());
    if (parcels.isEmpty()) {
        batch->promise.addResult(batch->answers);
        batch->promise.finish();
        return;
    }
    batches.append(batch);
    delivery.send(parcels, hold);
}

void ApprovalDesk::Private::keepFirstApprovals(const QList<DecisionDraft> &drafts)
{
    for (const DecisionDraft &draft : drafts) {
        const Journal::Order order = orderFor(draft, *request(draft.id));
        firstApprovals.append({.order = order, .at = clock.now()});
        follow(journal.keepFirstApproval(order, clock.now()), q, [this](const Result<void> &kept) {
            if (kept)
                return;
            qCWarning(log::workspace) << "a first approval could not be kept:" << kept.error().detail;
            firstApprovals.clear();
        });
    }
}

void ApprovalDesk::Private::takeUp(const QList<Journal::Entry> &entries, const std::shared_ptr<Round> &round)
{
    const QDateTime now = clock.now();
    for (const Journal::Entry &entry : entries) {
        const bool isStillHeld = entry.state == Journal::State::Held && entry.leavesAt > now;
        if (!delivery.has({entry.order.subscription}) && !isStillHeld)
            round->outstanding.insert(entry.id);
    }
    if (round->outstanding.isEmpty()) {
        round->done.addResult(Result<void>{});
        round->done.finish();
    } else {
        rounds.append(round);
    }
    delivery.takeUp(entries);
}

void ApprovalDesk::Private::takeReports(const QList<Delivery::Report> &reports)
{
    QList<RequestQueue::News> news;
    bool hasEnded = false;
    bool isMarked = false;
    for (const Delivery::Report &report : reports) {
        isMarked = isMarked || std::any_of(staged.cbegin(), staged.cend(), [&](const Journal::Staged &one) {
                       return one.order.subscription == report.entry.order.subscription;
                   });
        news.append({.id = {report.entry.order.subscription},
                     .mine = gateway::verdictOf(report.entry.order.verdict),
                     .settlement = report.settlement});
        hasEnded = hasEnded || report.hasEnded;
    }
    queue.mark(news);
    if (hasEnded)
        keep();
    if (isMarked)
        loadStaged(); // what is journalled is no longer only marked
    const QPointer<ApprovalDesk> guard(q);
    emit q->rowsChanged();
    if (guard)
        afterwards(reports);
}

// The page may do anything when it is told, even close the desk.
void ApprovalDesk::Private::afterwards(const QList<Delivery::Report> &reports)
{
    const QPointer<ApprovalDesk> guard(q);
    QList<std::pair<Journal::Entry, gateway::Subscription>> recorded;
    bool isBlockedByAnother = false;
    for (const Delivery::Report &report : reports) {
        if (!report.hasEnded)
            continue;
        const Settlement &settlement = report.settlement;
        const gateway::SubscriptionId id{report.entry.order.subscription};
        if (settlement.sending == Sending::Recorded)
            recorded.append({report.entry, settlement.request});
        if (settlement.error && settlement.error->stepUp)
            emit q->stepUpNeeded(id, *settlement.error->stepUp);
        if (guard)
            emit q->settled(id, settlement.sending);
        if (!guard)
            return;
        isBlockedByAnother =
            isBlockedByAnother || (settlement.error && settlement.error->kind == Error::Kind::Conflict &&
                                   settlement.request.id.isEmpty() && !report.isEarlierRun);
    }
    watch.add(recorded);
    if (guard)
        answerBatches(reports);
    if (guard)
        countRounds(reports);
    // The journal holds an open entry this desk does not know, from another program: take it up.
    if (guard && isBlockedByAnother)
        q->reconcile();
}

void ApprovalDesk::Private::answerBatches(const QList<Delivery::Report> &reports)
{
    const QPointer<ApprovalDesk> guard(q);
    const QList<std::shared_ptr<Batch>> all = batches;
    for (const std::shared_ptr<Batch> &batch : all) {
        const bool hadAnswered = batch->unanswered.isEmpty();
        const qsizetype openBefore = batch->open.size();
        for (const Delivery::Report &report : reports) {
            const auto place = batch->unanswered.constFind(report.entry.id);
            if (report.isAnswer && place != batch->unanswered.cend()) {
                batch->answers[*place] = report.settlement;
                batch->unanswered.erase(place);
            }
            if (report.hasEnded)
                batch->open.remove(report.entry.id);
        }
        if (batch->open.isEmpty() && openBefore > 0)
            batches.removeOne(batch);
        if (batch->open.size() != openBefore && batch->total > 0)
            emit q->batchProgress(batch->total - static_cast<int>(batch->open.size()), batch->total);
        if (!hadAnswered && batch->unanswered.isEmpty()) {
            batch->promise.addResult(batch->answers);
            batch->promise.finish();
        }
        if (!guard)
            return;
    }
}

void ApprovalDesk::Private::countRounds(const QList<Delivery::Report> &reports)
{
    Round late; // ended after its round was over: it had to wait
    QSet<std::shared_ptr<Round>> over;
    for (const Delivery::Report &report : reports) {
        if (!report.isEarlierRun || !report.isAnswer)
            continue;
        Round *round = &late;
        for (const std::shared_ptr<Round> &one : std::as_const(rounds))
            if (one->outstanding.remove(report.entry.id)) {
                round = one.get();
                if (one->outstanding.isEmpty())
                    over.insert(one);
            }
        round->recorded += report.settlement.sending == Sending::Recorded;
        round->notRecorded += report.settlement.sending == Sending::NotRecorded;
        round->elsewhere += report.settlement.sending == Sending::DecidedElsewhere;
    }
    const auto tell = [this](const Round &round) {
        if (round.recorded + round.notRecorded + round.elsewhere > 0)
            emit q->reconciled(round.recorded, round.notRecorded, round.elsewhere);
    };
    for (const std::shared_ptr<Round> &round : std::as_const(over))
        rounds.removeOne(round);
    tell(late);
    for (const std::shared_ptr<Round> &round : std::as_const(over)) {
        tell(*round);
        round->done.addResult(Result<void>{});
        round->done.finish();
    }
}

void ApprovalDesk::Private::takeFacts(const QList<EnforcementWatch::Fact> &facts)
{
    QList<RequestQueue::News> news;
    for (const EnforcementWatch::Fact &fact : facts) {
        const gateway::SubscriptionId id{fact.entry.order.subscription};
        const QueueRow *row = queue.find(id);
        const bool isFlagged = fact.state == gateway::EnforcementState::Waiting ||
                               fact.state == gateway::EnforcementState::Failed;
        if (row && row->sending == Sending::Recorded) {
            queue.markEnforced(id, fact.state, fact.note);
        } else if ((!row || row->sending == Sending::None) && isFlagged && !fact.now.id.isEmpty()) {
            // Of an earlier run: flagged until it is settled.
            news.append({.id = id,
                         .mine = gateway::verdictOf(fact.entry.order.verdict),
                         .settlement = {.sending = Sending::Recorded,
                                        .request = fact.now,
                                        .note = fact.note,
                                        .enforced = fact.state}});
        }
    }
    queue.mark(news);
    const QPointer<ApprovalDesk> guard(q);
    emit q->rowsChanged();
    for (const EnforcementWatch::Fact &fact : facts)
        if (guard)
            emit q->enforcedChanged({fact.entry.order.subscription}, fact.state);
}

} // namespace gatehouse::workspace
