// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/approvaldesk.h"

#include "core/base/follow.h"
#include "core/base/lifetime.h"
#include "core/base/logging.h"
#include "core/workspace/delivery.h"
#include "core/workspace/queuecodec.h"
#include "core/workspace/queuereader.h"
#include "core/workspace/requestqueue.h"

#include <QUuid>

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kEncodeHereUpTo = 1000; // rows; more are encoded on the thread pool

QString cacheKey()
{
    return u"approvals/pending"_s;
}

Settlement refusal(Error::Kind kind, const QString &note)
{
    return {.sending = Sending::NotRecorded,
            .request = {},
            .note = note,
            .error = Error{.kind = kind, .title = note}};
}

// The first outcomes of the entries that were found open together.
struct Round
{
    QPromise<Result<void>> done;
    qsizetype outstanding = 0;
    int recorded = 0;
    int notRecorded = 0;
    int elsewhere = 0;

    void count(Sending sending)
    {
        recorded += sending == Sending::Recorded;
        notRecorded += sending == Sending::NotRecorded;
        elsewhere += sending == Sending::DecidedElsewhere;
    }
};

} // namespace

class ApprovalDesk::Private
{
public:
    Private(ApprovalDesk *desk, gateway::Gateway &theGateway, store::Cache &theCache,
            store::Journal &theJournal, const Clock &theClock, QString theScope, QString theSubject)
        : q(desk)
        , gateway(theGateway)
        , cache(theCache)
        , journal(theJournal)
        , clock(theClock)
        , scope(std::move(theScope))
        , subject(std::move(theSubject))
        , reader(theGateway, [this](const gateway::SubscriptionId &id) { return request(id); })
    {
        connect(&reader, &QueueReader::pageRead, q,
                [this](const QList<gateway::Subscription> &items) { showPage(items); });
        connect(&reader, &QueueReader::ended, q, [this](const Listing &listing) { take(listing); });
    }

    [[nodiscard]] std::optional<gateway::Subscription> request(const gateway::SubscriptionId &id) const
    {
        const QueueRow *row = queue.find(id);
        return row ? std::optional(row->request) : std::nullopt;
    }

    void showCached(const Result<CachedQueue> &cached);
    void readList();
    void showPage(const QList<gateway::Subscription> &items);
    void take(const Listing &listing);
    void keep();
    void write(const QByteArray &body, const QDateTime &at);

    void takeUp(const QList<store::Journal::Entry> &entries, const std::shared_ptr<Round> &round);
    Delivery *deliver(const store::Journal::Entry &entry, Delivery::Origin origin);
    void close(Delivery *delivery, const Settlement &settlement);
    void mark(const Delivery &delivery, const Settlement &settlement);

    ApprovalDesk *q;
    gateway::Gateway &gateway;
    store::Cache &cache;
    store::Journal &journal;
    const Clock &clock;
    QString scope;
    QString subject;

    RequestQueue queue;
    Freshness freshness;
    FirstPage first;
    QueueReader reader;
    QHash<gateway::SubscriptionId, Delivery *> deliveries; // children of the desk
    bool showsPages = false; // nothing was there: each page is shown as it comes
    int keeping = 0;         // the latest write to the cache wins
    Lifetime lifetime;
};

ApprovalDesk::ApprovalDesk(gateway::Gateway &gateway, store::Cache &cache, store::Journal &journal,
                           const Clock &clock, QString scope, QObject *parent, QString subject)
    : QObject(parent)
    , d(std::make_unique<Private>(this, gateway, cache, journal, clock, std::move(scope), std::move(subject)))
{}

ApprovalDesk::~ApprovalDesk()
{
    qDeleteAll(d->deliveries); // before what they use
}

void ApprovalDesk::open()
{
    d->freshness.loading = true;
    emit freshnessChanged();
    follow(d->cache.read(d->scope, cacheKey())
               .then(QtFuture::Launch::Async,
                     [](const Result<std::optional<store::Cache::Entry>> &entry) -> Result<CachedQueue> {
                         if (!entry)
                             return failure(entry.error());
                         if (!*entry)
                             return failure(Error::Kind::NotFound, u"nothing is cached"_s);
                         return decodeQueue((*entry)->body);
                     }),
           this, [this](const Result<CachedQueue> &cached) {
               d->showCached(cached);
               QTimer::singleShot(cacheBeforeNetwork, this, [this] {
                   follow(reconcile(), this, [this](const Result<void> &reconciled) {
                       if (!reconciled)
                           d->freshness.error = reconciled.error();
                       d->readList();
                   });
               });
           });
}

void ApprovalDesk::refresh()
{
    d->queue.clearEnded();
    const QList<Delivery *> open = d->deliveries.values();
    for (Delivery *delivery : open)
        delivery->retry();
    d->readList();
}

Async<void> ApprovalDesk::reconcile()
{
    const auto round = std::make_shared<Round>();
    round->done.start();
    follow(d->journal.open(d->scope), this,
           [this, round](const Result<QList<store::Journal::Entry>> &entries) {
               if (entries) {
                   d->takeUp(*entries, round);
                   return;
               }
               round->done.addResult(failure(entries.error()));
               round->done.finish();
           });
    return round->done.future();
}

const QList<QueueRow> &ApprovalDesk::rows() const
{
    return d->queue.rows();
}

std::optional<QueueRow> ApprovalDesk::row(const gateway::SubscriptionId &id) const
{
    const QueueRow *row = d->queue.find(id);
    return row ? std::optional(*row) : std::nullopt;
}

const Freshness &ApprovalDesk::freshness() const
{
    return d->freshness;
}

int ApprovalDesk::pendingCount() const
{
    return d->queue.pendingCount();
}

Async<Settlement> ApprovalDesk::decide(const gateway::SubscriptionId &id, gateway::Verdict verdict,
                                       const QString &reason)
{
    const QString given = reason.trimmed();
    if (verdict == gateway::Verdict::Reject && given.isEmpty())
        return ready<Settlement>(refusal(Error::Kind::Invalid, u"A rejection needs a reason."_s));
    if (d->deliveries.contains(id))
        return ready<Settlement>(
            refusal(Error::Kind::Conflict, u"A decision of yours on this request is already on its way."_s));
    const std::optional<gateway::Subscription> request = d->request(id);
    if (!request)
        return ready<Settlement>(refusal(Error::Kind::NotFound, u"This request is not in the queue."_s));

    const store::Journal::Entry entry{.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
                                      .order = {.scope = d->scope,
                                                .actor = d->subject,
                                                .subscription = id.value,
                                                .verdict = gateway::wordFor(verdict),
                                                .reason = given,
                                                .etag = request->etag},
                                      .preparedAt = d->clock.now()};
    Delivery *delivery = d->deliver(entry, Delivery::Origin::Now);
    const auto promise = std::make_shared<QPromise<Result<Settlement>>>();
    promise->start();
    const auto answer = [promise](const Settlement &settlement) {
        if (promise->future().isFinished())
            return; // it waited first; what came of it is told by settled()
        promise->addResult(settlement);
        promise->finish();
    };
    connect(delivery, &Delivery::waiting, this, answer);
    connect(delivery, &Delivery::ended, this, answer);
    d->mark(*delivery, {.sending = Sending::Sending, .request = {}, .note = {}, .error = {}});
    delivery->start();
    return promise->future();
}

Async<QueueRow> ApprovalDesk::reload(const gateway::SubscriptionId &id)
{
    return follow(d->gateway.subscription(id, d->lifetime.token()), this,
                  [this](const Result<gateway::Subscription> &request) -> Result<QueueRow> {
                      if (!request)
                          return failure(request.error());
                      d->queue.merge({*request});
                      emit rowsChanged();
                      return *d->queue.find(request->id);
                  });
}

void ApprovalDesk::Private::showCached(const Result<CachedQueue> &cached)
{
    if (!cached) {
        if (cached.error().kind != Error::Kind::NotFound)
            qCWarning(log::workspace) << "the cached queue is not used:" << cached.error().detail;
        return;
    }
    queue.merge(cached->requests);
    first = cached->first;
    freshness.readAt = cached->readAt;
    freshness.fromCache = true;
    freshness.complete = cached->isComplete;
    emit q->rowsChanged();
    emit q->freshnessChanged();
}

void ApprovalDesk::Private::readList()
{
    freshness.loading = true;
    showsPages = queue.rows().isEmpty();
    emit q->freshnessChanged();
    reader.read(first);
}

void ApprovalDesk::Private::showPage(const QList<gateway::Subscription> &items)
{
    if (!showsPages)
        return;
    queue.merge(items);
    freshness.readAt = clock.now();
    emit q->rowsChanged();
    emit q->freshnessChanged();
}

// A list that did not prove its end removes nothing: what was known stays, what came is newer.
void ApprovalDesk::Private::take(const Listing &listing)
{
    freshness.loading = false;
    freshness.error = listing.error;
    if (listing.isComplete) {
        queue.replace(listing.items);
        first = listing.first;
        freshness.readAt = clock.now();
        freshness.fromCache = false;
        freshness.complete = true;
        keep();
    } else if (!listing.items.isEmpty()) {
        queue.merge(listing.items);
        freshness.complete = false;
    }
    emit q->rowsChanged();
    emit q->freshnessChanged();
}

void ApprovalDesk::Private::keep()
{
    if (!freshness.readAt.isValid())
        return; // the list was never read here: what an earlier run kept is better than nothing
    const CachedQueue kept{.requests = queue.pending(),
                           .first = first,
                           .readAt = freshness.readAt,
                           .isComplete = freshness.complete};
    const int mine = ++keeping;
    if (kept.requests.size() <= kEncodeHereUpTo) {
        write(encodeQueue(kept), kept.readAt);
        return;
    }
    follow(QtFuture::makeReadyFuture(kept).then(QtFuture::Launch::Async,
                                                [](const CachedQueue &rows) { return encodeQueue(rows); }),
           q, [this, mine, at = kept.readAt](const QByteArray &body) {
               if (mine == keeping)
                   write(body, at);
           });
}

void ApprovalDesk::Private::write(const QByteArray &body, const QDateTime &at)
{
    follow(cache.write(scope, cacheKey(), body, at), q, [](const Result<void> &written) {
        if (!written)
            qCWarning(log::workspace)
                << "the queue could not be kept for the next start:" << written.error().detail;
    });
}

void ApprovalDesk::Private::takeUp(const QList<store::Journal::Entry> &entries,
                                   const std::shared_ptr<Round> &round)
{
    const auto countDown = [this, round] {
        if (--round->outstanding > 0)
            return;
        if (round->recorded + round->notRecorded + round->elsewhere > 0)
            emit q->reconciled(round->recorded, round->notRecorded, round->elsewhere);
        round->done.addResult(Result<void>{});
        round->done.finish();
    };
    QList<Delivery *> found;
    for (const store::Journal::Entry &entry : entries)
        if (!deliveries.contains({entry.order.subscription}))
            found.append(deliver(entry, Delivery::Origin::EarlierRun));
    round->outstanding = found.size() + 1; // one for this function: an answer may come at once
    for (Delivery *delivery : found) {
        const auto hasReported = std::make_shared<bool>(false);
        connect(delivery, &Delivery::waiting, q, [countDown, hasReported] {
            if (!std::exchange(*hasReported, true))
                countDown();
        });
        connect(delivery, &Delivery::ended, q, [this, round, countDown, hasReported](const Settlement &end) {
            if (std::exchange(*hasReported, true)) { // it had to wait; the round is over
                Round late;
                late.count(end.sending);
                emit q->reconciled(late.recorded, late.notRecorded, late.elsewhere);
                return;
            }
            round->count(end.sending);
            countDown();
        });
        mark(*delivery, {.sending = Sending::WaitingForNetwork,
                         .request = {},
                         .note = u"Left open by an earlier run; the gateway is being asked."_s,
                         .error = {}});
        delivery->start();
    }
    countDown();
}

Delivery *ApprovalDesk::Private::deliver(const store::Journal::Entry &entry, Delivery::Origin origin)
{
    auto *delivery = new Delivery(gateway, journal, clock, entry, subject, origin, q);
    deliveries.insert({entry.order.subscription}, delivery);
    connect(delivery, &Delivery::waiting, q,
            [this, delivery](const Settlement &settlement) { mark(*delivery, settlement); });
    connect(delivery, &Delivery::ended, q,
            [this, delivery](const Settlement &settlement) { close(delivery, settlement); });
    return delivery;
}

void ApprovalDesk::Private::close(Delivery *delivery, const Settlement &settlement)
{
    const gateway::SubscriptionId id{delivery->entry().order.subscription};
    deliveries.remove(id);
    delivery->deleteLater();
    mark(*delivery, settlement);
    keep();
    if (settlement.error && settlement.error->stepUp)
        emit q->stepUpNeeded(id, *settlement.error->stepUp);
    emit q->settled(id, settlement.sending);
    // The journal holds an open entry this desk does not know, from another program: take it up.
    if (settlement.error && settlement.error->kind == Error::Kind::Conflict &&
        settlement.request.id.isEmpty())
        q->reconcile();
}

void ApprovalDesk::Private::mark(const Delivery &delivery, const Settlement &settlement)
{
    const store::Journal::Order &order = delivery.entry().order;
    queue.mark({order.subscription}, gateway::verdictOf(order.verdict), settlement);
    emit q->rowsChanged();
}

} // namespace gatehouse::workspace
