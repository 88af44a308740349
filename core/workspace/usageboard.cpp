// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/usageboard.h"

#include "core/base/follow.h"
#include "core/base/lifetime.h"
#include "core/base/logging.h"
#include "core/workspace/usagecodec.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

constexpr int kHourlyUpToDays = 30;

analytics::UsageQuery queryFor(int days, analytics::Grouping by, const QDateTime &now)
{
    const QDateTime utc = now.toUTC();
    const QDateTime today(utc.date(), QTime(0, 0), Qt::UTC);
    const QDateTime hour(utc.date(), QTime(utc.time().hour(), 0), Qt::UTC);
    const bool isHourly = days <= kHourlyUpToDays;
    return {.from = today.addDays(-days),
            .to = isHourly ? hour.addSecs(3600) : today.addDays(1),
            .bucket = isHourly ? analytics::Bucket::Hour : analytics::Bucket::Day,
            .by = by};
}

analytics::UsageQuery before(analytics::UsageQuery query)
{
    const qint64 length = query.from.secsTo(query.to);
    query.to = query.from;
    query.from = query.from.addSecs(-length);
    return query;
}

QString word(analytics::Grouping by)
{
    switch (by) {
    case analytics::Grouping::None:
        return u"none"_s;
    case analytics::Grouping::Tenant:
        return u"tenant"_s;
    case analytics::Grouping::Api:
        return u"api"_s;
    }
    return {};
}

} // namespace

struct UsageBoard::Private
{
    UsageBoard *q;
    analytics::Source &source;
    store::Cache &cache;
    const Clock &clock;
    QString scope;

    int days = 0;
    analytics::Grouping by = analytics::Grouping::Tenant;
    std::optional<analytics::UsageTable> table = {};
    std::optional<analytics::UsageTable> previous = {};
    Freshness freshness = {};
    Lifetime lifetime = {};
    int showing = 0; // the cache takes no stop token: its answer to an earlier show() is dropped by this

    [[nodiscard]] QString cacheKey() const { return u"usage/%1/%2"_s.arg(days).arg(word(by)); }
    void showCached(const Result<std::optional<store::Cache::Entry>> &entry);
    void ask();
    void take(const Result<analytics::UsageTable> &answer, const analytics::UsageQuery &query);
    void askPrevious(const analytics::UsageQuery &query);
};

UsageBoard::UsageBoard(analytics::Source &source, store::Cache &cache, const Clock &clock, QString scope,
                       QObject *parent)
    : QObject(parent)
    , d(new Private{.q = this, .source = source, .cache = cache, .clock = clock, .scope = std::move(scope)})
{}

UsageBoard::~UsageBoard() = default;

void UsageBoard::show(int days, analytics::Grouping by)
{
    d->lifetime.restart();
    d->days = days;
    d->by = by;
    d->table.reset();
    d->previous.reset();
    d->freshness = {.readAt = {}, .loading = true};
    emit changed();
    follow(d->cache.read(d->scope, d->cacheKey()), this,
           [this, mine = ++d->showing](const Result<std::optional<store::Cache::Entry>> &entry) {
               if (mine != d->showing)
                   return;
               d->showCached(entry);
               d->ask();
           });
}

void UsageBoard::refresh()
{
    if (d->days == 0)
        return; // nothing has been shown yet
    ++d->showing;
    d->ask();
}

int UsageBoard::days() const
{
    return d->days;
}

analytics::Grouping UsageBoard::grouping() const
{
    return d->by;
}

const std::optional<analytics::UsageTable> &UsageBoard::table() const
{
    return d->table;
}

const std::optional<analytics::UsageTable> &UsageBoard::previous() const
{
    return d->previous;
}

const Freshness &UsageBoard::freshness() const
{
    return d->freshness;
}

void UsageBoard::Private::showCached(const Result<std::optional<store::Cache::Entry>> &entry)
{
    if (!entry || !*entry)
        return;
    Result<analytics::UsageTable> cached = decodeUsage((*entry)->body);
    if (!cached) {
        qCWarning(log::workspace) << "the cached usage is not used:" << cached.error().detail;
        return;
    }
    table = *std::move(cached);
    freshness.readAt = (*entry)->storedAt;
    freshness.fromCache = true;
    freshness.complete = true;
    emit q->changed();
}

void UsageBoard::Private::ask()
{
    lifetime.restart();
    freshness.loading = true;
    emit q->changed();
    const analytics::UsageQuery query = queryFor(days, by, clock.now());
    const std::stop_token stop = lifetime.token();
    follow(source.usage(query, stop), q, [this, query, stop](const Result<analytics::UsageTable> &answer) {
        if (!stop.stop_requested()) // an answer that was already on its way here
            take(answer, query);
    });
}

void UsageBoard::Private::take(const Result<analytics::UsageTable> &answer,
                               const analytics::UsageQuery &query)
{
    freshness.loading = false;
    if (!answer) {
        freshness.error = answer.error(); // what was shown stays
        emit q->changed();
        return;
    }
    table = *answer;
    freshness = {.readAt = clock.now(), .complete = true};
    follow(cache.write(scope, cacheKey(), encodeUsage(*answer), freshness.readAt), q,
           [](const Result<void> &written) {
               if (!written)
                   qCWarning(log::workspace) << "the usage could not be kept:" << written.error().detail;
           });
    askPrevious(before(query));
    emit q->changed();
}

void UsageBoard::Private::askPrevious(const analytics::UsageQuery &query)
{
    const std::stop_token stop = lifetime.token();
    follow(source.usage(query, stop), q, [this, stop](const Result<analytics::UsageTable> &answer) {
        if (!answer || stop.stop_requested())
            return; // deltas are an extra: without them the page says nothing about them
        previous = *answer;
        emit q->changed();
    });
}

} // namespace gatehouse::workspace
