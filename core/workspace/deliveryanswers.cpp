// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a decision when the gateway has answered.
#include "core/base/follow.h"
#include "core/base/logging.h"
#include "core/workspace/delivery.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;
using State = store::Journal::State;

namespace {

State journalState(Sending sending)
{
    switch (sending) {
    case Sending::Recorded:
        return State::Recorded;
    case Sending::DecidedElsewhere:
        return State::DecidedElsewhere;
    case Sending::Withdrawn:
        return State::Withdrawn;
    default:
        return State::NotRecorded;
    }
}

QString refusalNote(const Error &error)
{
    return error.title.isEmpty() ? u"The gateway refused the decision."_s : error.title;
}

} // namespace

// Held entries leave: the journal says which of them are still ours to send.
void Delivery::release(const QStringList &ids)
{
    if (ids.isEmpty())
        return;
    QStringList keys;
    for (const QString &id : ids) {
        m_items[id].place = Place::Releasing;
        keys.append(m_items[id].entry.id);
    }
    follow(m_journal.release(keys), this, [this, ids](const Result<QStringList> &released) {
        QStringList leaving;
        QStringList others;
        QList<Report> reports;
        for (const QString &id : ids) {
            const auto item = m_items.find(id);
            if (item == m_items.end())
                continue;
            if (!released) {
                reports.append(wait(*item, {.sending = Sending::WaitingForNetwork,
                                            .note = u"The journal on this computer cannot be written; it has "
                                                    "not left yet."_s,
                                            .error = released.error()}));
            } else if (released->contains(item->entry.id)) {
                item->entry.state = State::Prepared;
                if (!item->passage.isEarlierRun)
                    reports.append(progress(*item, {.sending = Sending::Sending}));
                leaving.append(id);
            } else {
                others.append(id);
            }
        }
        report(reports);
        startTimer();
        // What was held by an earlier run has just been read back.
        QStringList fresh;
        for (const QString &id : std::as_const(leaving))
            if (!m_items[id].passage.isEarlierRun)
                fresh.append(id);
        dispatch(fresh);
        for (const QString &id : std::as_const(fresh))
            leaving.removeOne(id);
        post(leaving);
        lookAfter(others);
    });
}

// Another program took them back, or sends them: those are followed until the gateway shows them.
void Delivery::lookAfter(const QStringList &ids)
{
    if (ids.isEmpty())
        return;
    const QString scope = m_items[ids.constFirst()].entry.order.scope;
    follow(m_journal.open(scope), this, [this, ids](const Result<QList<store::Journal::Entry>> &open) {
        QSet<QString> stillOpen;
        if (open)
            for (const store::Journal::Entry &entry : *open)
                stillOpen.insert(entry.id);
        QList<End> gone;
        QList<Report> reports;
        for (const QString &id : ids) {
            Item &item = m_items[id];
            if (open && !stillOpen.contains(item.entry.id)) {
                gone.append({id,
                             {.sending = Sending::Withdrawn,
                              .note = u"Another program of yours took it back or ended it."_s}});
                continue;
            }
            item.entry.state = State::Prepared;
            item.passage.isEarlierRun = true; // as one that somebody else may have sent
            reports.append(
                wait(item, {.sending = Sending::WaitingForNetwork,
                            .note = u"Another program of yours is sending it; the gateway is asked."_s}));
        }
        end(gone);
        report(reports);
        startTimer();
    });
}

void Delivery::takeAnswers(const QList<Courier::Answer> &answers)
{
    QList<End> ends;
    QList<Report> reports;
    QStringList uncertain;
    for (const Courier::Answer &answer : answers) {
        Item *item = byKey(answer.key);
        if (!item || item->place != Place::Away)
            continue;
        const QString id = item->entry.order.subscription;
        if (answer.outcome) {
            m_isAway = false;
            // The "ok" proves nothing: our decision must be in what the gateway shows.
            const Reading reading = judge(*answer.outcome, item->entry, m_gateway.capabilities(), m_subject);
            item->passage.answer = Passage::Answer::Accepted;
            if (reading.finding == Finding::Ours)
                ends.append({id, facts(*item, Sending::Recorded, *answer.outcome, {})});
            else
                uncertain.append(id);
            continue;
        }
        const Error &error = answer.outcome.error();
        m_isAway = isOutOfReach(error);
        if (error.kind == Error::Kind::Conflict) {
            item->passage.answer = Passage::Answer::Conflict;
            uncertain.append(id);
        } else if (isRefusal(error) && item->passage.timesSent <= 1) {
            Settlement refused = facts(*item, Sending::NotRecorded, {}, refusalNote(error));
            refused.error = error;
            ends.append({id, refused});
        } else if (isRefusal(error)) { // an earlier attempt may have been recorded all the same
            item->passage.answer = Passage::Answer::Refused;
            item->passage.refusal = error;
            uncertain.append(id);
        } else {
            reports.append(wait(*item, {.sending = Sending::WaitingForNetwork,
                                        .note = u"The gateway has not confirmed it yet."_s,
                                        .error = error}));
        }
    }
    settle(ends);
    report(reports);
    startTimer();
    readBack(uncertain);
}

void Delivery::takeReadBacks(const QList<ReadBack> &answers)
{
    QList<End> ends;
    QList<Report> reports;
    QStringList leaving;
    QStringList held;
    for (const ReadBack &answer : answers) {
        const auto item = m_items.find(answer.id.value);
        if (item == m_items.end() || item->place != Place::Reading)
            continue;
        m_isAway = !answer.now && isOutOfReach(answer.now.error());
        if (!answer.now && answer.now.error().kind == Error::Kind::NotFound) {
            Settlement gone =
                facts(*item, Sending::NotRecorded, {},
                      u"The gateway no longer shows this request, so nothing of yours stands on it."_s);
            gone.error = answer.now.error();
            ends.append({answer.id.value, gone});
            continue;
        }
        if (!answer.now) {
            reports.append(wait(*item, {.sending = Sending::WaitingForNetwork,
                                        .note = u"The gateway cannot be asked yet."_s,
                                        .error = answer.now.error()}));
            continue;
        }
        const Step step = nextStep(*answer.now, item->entry, m_gateway.capabilities(), m_subject,
                                   item->passage, m_clock.now());
        if (step.what == Step::Do::Settle) {
            Settlement settlement = facts(*item, step.sending, *answer.now, step.note);
            if (step.sending == Sending::NotRecorded && item->passage.answer == Passage::Answer::Refused)
                settlement.error = item->passage.refusal;
            ends.append({answer.id.value, settlement});
        } else if (step.what == Step::Do::Wait) {
            reports.append(
                wait(*item, {.sending = Sending::WaitingForNetwork, .note = step.note}, step.pause));
        } else if (item->entry.state == State::Held) {
            held.append(answer.id.value);
        } else {
            leaving.append(answer.id.value);
        }
    }
    settle(ends);
    report(reports);
    startTimer();
    release(held);
    post(leaving);
}

Delivery::Report Delivery::wait(Item &item, const Settlement &settlement, std::chrono::milliseconds atLeast)
{
    item.place = Place::Waiting;
    item.due.setRemainingTime(std::max(atLeast, pauseBefore(item.attempt++, settlement.error)));
    Report waiting = progress(item, settlement);
    waiting.isAnswer = true;
    return waiting;
}

Settlement Delivery::facts(const Item &item, Sending sending, const gateway::Subscription &request,
                           const QString &note) const
{
    Settlement settlement{.sending = sending, .request = request, .note = note};
    const bool isOther = sending == Sending::DecidedElsewhere || sending == Sending::NotRecorded;
    if (isOther && !request.id.isEmpty() && !item.seen.id.isEmpty() && item.seen.etag != request.etag)
        settlement.seen = item.seen;
    if (sending == Sending::Recorded && request.enforcement && m_gateway.capabilities().enforcement)
        settlement.enforced = request.enforcement->state.value;
    return settlement;
}

void Delivery::settle(const QList<End> &ends)
{
    if (ends.isEmpty())
        return;
    QList<store::Journal::Settlement> settlements;
    for (const End &one : ends) {
        Item &item = m_items[one.id];
        item.place = Place::Settling;
        settlements.append({.id = item.entry.id,
                            .state = journalState(one.settlement.sending),
                            .note = one.settlement.note});
    }
    follow(m_journal.settle(settlements, m_clock.now()), this,
           [this, ends](const Result<QStringList> &settled) {
               // It stays open and is read back again at the next start; what the gateway shows is true all
               // the same.
               if (!settled)
                   qCWarning(log::workspace)
                       << "settled decisions could not be closed in the journal:" << settled.error().detail;
               end(ends);
           });
}

void Delivery::end(const QList<End> &ends)
{
    QList<Report> reports;
    for (const End &one : ends) {
        const Item item = m_items.take(one.id);
        m_ids.remove(item.entry.id);
        reports.append({.entry = item.entry,
                        .settlement = one.settlement,
                        .isEarlierRun = item.passage.isEarlierRun,
                        .isAnswer = true,
                        .hasEnded = true});
    }
    report(reports);
}

} // namespace gatehouse::workspace
