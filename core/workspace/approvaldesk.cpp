// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/approvaldeskprivate.h"

#include "core/base/follow.h"
#include "core/base/logging.h"
#include "core/workspace/queuecodec.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kEncodeHereUpTo = 1000; // rows; more are encoded on the thread pool

QString cacheKey()
{
    return u"approvals/pending"_s;
}

} // namespace

ApprovalDesk::Private::Private(ApprovalDesk *desk, gateway::Gateway &theGateway, store::Cache &theCache,
                               store::Journal &theJournal, const Clock &theClock, QString theScope,
                               QString theSubject)
    : q(desk)
    , gateway(theGateway)
    , cache(theCache)
    , journal(theJournal)
    , clock(theClock)
    , scope(std::move(theScope))
    , subject(std::move(theSubject))
    , reader(theGateway, [this](const gateway::SubscriptionId &id) { return request(id); })
    , delivery(theGateway, theJournal, theClock, subject)
    , watch(theGateway, theJournal, theClock, subject)
    , live(theGateway, [this] { return first.etag; })
{
    connect(&reader, &QueueReader::pageRead, q,
            [this](const QList<gateway::Subscription> &items) { showPage(items); });
    connect(&reader, &QueueReader::ended, q, [this](const Listing &listing) { take(listing); });
    connect(&delivery, &Delivery::reported, q,
            [this](const QList<Delivery::Report> &reports) { takeReports(reports); });
    connect(&watch, &EnforcementWatch::learned, q,
            [this](const QList<EnforcementWatch::Fact> &facts) { takeFacts(facts); });
    connect(&live, &LiveChanges::changed, q, [this](const QList<gateway::Subscription> &items) {
        queue.update(items);
        keep();
        emit q->rowsChanged();
    });
    connect(&live, &LiveChanges::listIsOld, q, [this] { readList(); });
}

std::optional<gateway::Subscription> ApprovalDesk::Private::request(const gateway::SubscriptionId &id) const
{
    const QueueRow *row = queue.find(id);
    return row ? std::optional(row->request) : std::nullopt;
}

ApprovalDesk::ApprovalDesk(gateway::Gateway &gateway, store::Cache &cache, store::Journal &journal,
                           const Clock &clock, QString scope, QObject *parent, QString subject)
    : QObject(parent)
    , d(std::make_unique<Private>(this, gateway, cache, journal, clock, std::move(scope), std::move(subject)))
{}

ApprovalDesk::~ApprovalDesk() = default;

void ApprovalDesk::setNames(const QString &connection, const QString &person)
{
    d->connection = connection;
    d->person = person;
}

void ApprovalDesk::setHold(std::chrono::milliseconds hold)
{
    d->hold = hold;
}

void ApprovalDesk::setConsoleRules(const ConsoleRules &rules)
{
    d->rules = rules;
}

void ApprovalDesk::setWatched(bool isWatched)
{
    if (isWatched)
        d->live.start();
    else
        d->live.stop();
}

void ApprovalDesk::open()
{
    d->freshness.loading = true;
    emit freshnessChanged();
    d->loadStaged();
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
                       d->watch.resume(d->scope);
                       d->readList();
                   });
               });
           });
}

void ApprovalDesk::refresh()
{
    d->queue.clearEnded();
    d->delivery.retry();
    d->watch.retry();
    d->readList();
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

qsizetype ApprovalDesk::openCount() const
{
    return d->delivery.count();
}

gateway::Capabilities ApprovalDesk::capabilities() const
{
    return d->gateway.capabilities();
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

Async<void> ApprovalDesk::load(const QList<gateway::SubscriptionId> &ids)
{
    if (ids.isEmpty())
        return ready<void>({});
    const auto load = std::make_shared<Private::Load>();
    load->done.start();
    load->outstanding = ids.size();
    auto *reader = new BulkReader(d->gateway, this);
    connect(reader, &BulkReader::answered, this, [this, load, reader](const QList<ReadBack> &answers) {
        QList<gateway::Subscription> read;
        for (const ReadBack &answer : answers)
            if (answer.now)
                read.append(*answer.now);
            else if (answer.now.error().kind != Error::Kind::NotFound)
                load->error = answer.now.error();
        d->queue.merge(read);
        emit rowsChanged();
        load->outstanding -= answers.size();
        if (load->outstanding > 0)
            return;
        reader->deleteLater();
        load->done.addResult(load->error ? Result<void>(tl::unexpect, *load->error) : Result<void>());
        load->done.finish();
    });
    reader->read(ids);
    return load->done.future();
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

} // namespace gatehouse::workspace
