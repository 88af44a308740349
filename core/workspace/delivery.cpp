// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/delivery.h"

#include "core/base/follow.h"
#include "core/workspace/decisioncontext.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = store::Journal::State;

namespace {

// Another program may hold it: that one is given the time to send it itself.
constexpr std::chrono::milliseconds kAfterAnother = 2s;
// However wrong the clock is, nothing is held longer than this.
constexpr std::chrono::milliseconds kLongestHold = 10min;
// What is due within this is done together.
constexpr qint64 kTogetherMs = 50;

QList<gateway::SubscriptionId> idsOf(const QStringList &ids)
{
    QList<gateway::SubscriptionId> all;
    for (const QString &id : ids)
        all.append({id});
    return all;
}

} // namespace

Delivery::Delivery(gateway::Gateway &gateway, store::Journal &journal, const Clock &clock, QString subject,
                   QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_journal(journal)
    , m_clock(clock)
    , m_subject(std::move(subject))
    , m_courier(gateway)
    , m_reader(gateway)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Delivery::onTimer);
    connect(&m_courier, &Courier::left, this, [this](const QStringList &keys) {
        for (const QString &key : keys)
            if (Item *item = byKey(key)) {
                item->place = Place::Away;
                ++item->passage.timesSent;
                item->passage.answer = Passage::Answer::None;
            }
    });
    connect(&m_courier, &Courier::answered, this, &Delivery::takeAnswers);
    connect(&m_reader, &BulkReader::answered, this, &Delivery::takeReadBacks);
}

Delivery::~Delivery() = default;

void Delivery::send(const QList<Parcel> &parcels, std::chrono::milliseconds hold)
{
    QList<store::Journal::Entry> entries;
    QStringList ids;
    QList<Report> reports;
    for (const Parcel &parcel : parcels) {
        Item item{.entry = parcel.entry, .seen = parcel.seen};
        item.passage.since = m_clock.now();
        if (hold > 0ms) {
            item.entry.state = State::Held;
            item.entry.leavesAt = item.entry.preparedAt.addMSecs(hold.count());
            item.due.setRemainingTime(hold);
        }
        const QString id = item.entry.order.subscription;
        m_items.insert(id, item);
        m_ids.insert(item.entry.id, id);
        entries.append(item.entry);
        ids.append(id);
        reports.append(progress(item, {.sending = Sending::Sending}));
    }
    report(reports);
    follow(m_journal.prepare(entries), this,
           [this, ids](const Result<QStringList> &taken) { takePrepared(ids, taken); });
}

void Delivery::takePrepared(const QStringList &ids, const Result<QStringList> &taken)
{
    QList<End> refused;
    QList<End> cancelled;
    QList<Report> held;
    QStringList leaving;
    for (const QString &id : ids) {
        Item &item = m_items[id];
        if (!taken || taken->contains(item.entry.id)) {
            // Nothing left this computer, and there is no entry of this id to settle.
            const QString note = taken
                                     ? u"Another decision of yours on this request is still open."_s
                                     : u"The decision could not be written to the journal on this computer, "
                                       "so it was not sent."_s;
            refused.append({id,
                            {.sending = Sending::NotRecorded,
                             .note = note,
                             .error = taken ? Error{.kind = Error::Kind::Conflict} : taken.error()}});
        } else if (item.isCancelled) {
            cancelled.append(
                {id, {.sending = Sending::Withdrawn, .note = u"It was stopped before it left."_s}});
        } else if (item.entry.state == State::Held) {
            item.place = Place::Held;
            held.append(progress(item, {.sending = Sending::Held, .leavesAt = item.entry.leavesAt}));
        } else {
            leaving.append(id);
        }
    }
    end(refused);
    settle(cancelled);
    report(held);
    startTimer();
    dispatch(leaving);
}

// While the gateway is out of reach it is asked first: what waited for the network leaves only when the
// request is read back unchanged.
void Delivery::dispatch(const QStringList &ids)
{
    if (m_isAway)
        readBack(ids);
    else
        post(ids);
}

void Delivery::post(const QStringList &ids)
{
    QList<gateway::DecisionOrder> orders;
    for (const QString &id : ids) {
        Item &item = m_items[id];
        item.place = Place::Queued;
        const store::Journal::Order &order = item.entry.order;
        orders.append({.subscription = {id},
                       .verdict = gateway::verdictOf(order.verdict).value_or(gateway::Verdict::Reject),
                       .reason = order.reason,
                       .idempotencyKey = item.entry.id,
                       .ifMatch = order.etag,
                       .terms = termsOf(order.terms)});
    }
    if (!orders.isEmpty())
        m_courier.post(orders);
}

qsizetype Delivery::takeUp(const QList<store::Journal::Entry> &entries)
{
    QStringList asked;
    QList<Report> reports;
    const QDateTime now = m_clock.now();
    for (const store::Journal::Entry &entry : entries) {
        const QString id = entry.order.subscription;
        if (m_items.contains(id))
            continue;
        Item item{.entry = entry, .seen = subscriptionOf(entry.order)};
        item.passage.isEarlierRun = true;
        item.passage.since = std::min(entry.preparedAt, now);
        const std::chrono::milliseconds left(now.msecsTo(entry.leavesAt));
        const bool isHeld = entry.state == State::Held && entry.leavesAt.isValid() && left > 0ms;
        if (isHeld) {
            item.place = Place::Held;
            item.due.setRemainingTime(std::min(left, kLongestHold) + kAfterAnother);
        } else {
            asked.append(id);
        }
        m_items.insert(id, item);
        m_ids.insert(entry.id, id);
        reports.append(
            progress(item, isHeld ? Settlement{.sending = Sending::Held, .leavesAt = entry.leavesAt}
                                  : Settlement{.sending = Sending::WaitingForNetwork,
                                               .note = u"Left open by an earlier run; the gateway is being "
                                                       "asked."_s}));
    }
    report(reports);
    startTimer();
    readBack(asked);
    return asked.size();
}

Async<int> Delivery::undo(const QList<gateway::SubscriptionId> &ids)
{
    QStringList keys;
    for (const gateway::SubscriptionId &id : ids) {
        const auto item = m_items.find(id.value);
        if (item == m_items.end() || item->place != Place::Held)
            continue;
        item->place = Place::Withdrawing;
        keys.append(item->entry.id);
    }
    return follow(m_journal.withdraw(keys, m_clock.now()), this,
                  [this, keys](const Result<QStringList> &withdrawn) -> Result<int> {
                      QList<End> ends;
                      for (const QString &key : keys) {
                          Item *item = byKey(key);
                          if (!item)
                              continue;
                          if (withdrawn && withdrawn->contains(key))
                              ends.append({item->entry.order.subscription,
                                           {.sending = Sending::Withdrawn,
                                            .note = u"You took it back before it left."_s}});
                          else
                              item->place = Place::Held; // it leaves, or another program sent it
                      }
                      end(ends);
                      startTimer();
                      if (!withdrawn)
                          return failure(withdrawn.error());
                      return int(ends.size());
                  });
}

void Delivery::cancel()
{
    QStringList stopped;
    QList<gateway::SubscriptionId> held;
    for (const QString &key : m_courier.recall())
        if (const Item *item = byKey(key);
            item && item->passage.timesSent == 0 && !item->passage.isEarlierRun)
            stopped.append(item->entry.order.subscription);
        else if (item)
            post({item->entry.order.subscription}); // it left once: it goes on
    for (Item &item : m_items) {
        if (item.passage.isEarlierRun || item.passage.timesSent > 0)
            continue;
        const QString &id = item.entry.order.subscription;
        item.isCancelled = item.place == Place::Preparing;
        if (item.place == Place::Held)
            held.append({id});
        else if (item.place == Place::Waiting)
            stopped.append(id);
    }
    QList<End> ends;
    for (const QString &id : std::as_const(stopped))
        ends.append({id, {.sending = Sending::Withdrawn, .note = u"It was stopped before it left."_s}});
    settle(ends);
    (void)undo(held);
}

void Delivery::retry()
{
    QStringList due;
    for (const Item &item : std::as_const(m_items))
        if (item.place == Place::Waiting)
            due.append(item.entry.order.subscription);
    readBack(due); // what is being asked already is not asked twice
}

void Delivery::readBack(const QStringList &ids)
{
    for (const QString &id : ids)
        m_items[id].place = Place::Reading;
    m_reader.read(idsOf(ids));
}

void Delivery::onTimer()
{
    QStringList leaving;
    QStringList asked;
    for (const Item &item : std::as_const(m_items)) {
        if (item.due.remainingTime() > kTogetherMs)
            continue;
        if (item.place == Place::Held)
            (item.passage.isEarlierRun ? asked : leaving).append(item.entry.order.subscription);
        else if (item.place == Place::Waiting)
            asked.append(item.entry.order.subscription);
    }
    release(leaving);
    readBack(asked);
    startTimer();
}

void Delivery::startTimer()
{
    std::optional<qint64> next;
    for (const Item &item : std::as_const(m_items))
        if (item.place == Place::Held || item.place == Place::Waiting)
            next = std::min(next.value_or(item.due.remainingTime()), item.due.remainingTime());
    if (next)
        m_timer.start(static_cast<int>(*next));
    else
        m_timer.stop();
}

Delivery::Item *Delivery::byKey(const QString &key)
{
    const auto item = m_items.find(m_ids.value(key));
    return item == m_items.end() ? nullptr : &*item;
}

Delivery::Report Delivery::progress(const Item &item, Settlement settlement) const
{
    return {
        .entry = item.entry, .settlement = std::move(settlement), .isEarlierRun = item.passage.isEarlierRun};
}

void Delivery::report(const QList<Report> &reports)
{
    if (!reports.isEmpty())
        emit reported(reports);
}

} // namespace gatehouse::workspace
