// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/catalog.h"
#include "app/sandbox/shares.h"
#include "app/sandbox/subscriptionrow.h"
#include "app/sandbox/times.h"

#include <QJsonArray>

#include <array>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qint64 HourMs = 3'600'000;
constexpr qint64 DayMs = 24 * HourMs;
constexpr qint64 MostBuckets = 24 * 400;

enum class By { None, Tenant, Api };

struct Question
{
    qint64 from = 0;
    qint64 to = 0;
    bool byDay = false;
    By by = By::None;
    QString byWord = u"none"_s;
    int top = 5;
    QString application; // only what came with its rights
    QString subscription;

    [[nodiscard]] bool isOfSome() const { return !application.isEmpty() || !subscription.isEmpty(); }
    [[nodiscard]] qint64 step() const { return byDay ? DayMs : HourMs; }
    [[nodiscard]] qsizetype buckets() const { return qsizetype((to - from) / step()); }
};

struct Series
{
    QString key;
    QString label;
    std::array<QList<qint64>, 5> values; // requests, errors, tokens in, tokens out, cost
    std::array<qint64, 5> totals{};
    double weight = 0; // its largest share of any measure but errors, for the ranking

    explicit Series(const QString &k, const QString &l, qsizetype buckets)
        : key(k)
        , label(l)
    {
        for (QList<qint64> &list : values)
            list.resize(buckets, 0);
    }
};

std::optional<Question> readQuestion(const Parameters &query)
{
    const auto from = timeOf(query.value(u"from"_s));
    const auto to = timeOf(query.value(u"to"_s));
    const QString bucket = query.value(u"bucket"_s, u"hour"_s);
    Question q;
    q.byWord = query.value(u"by"_s, u"none"_s);
    bool isNumber = true;
    if (query.contains(u"top"_s))
        q.top = query.value(u"top"_s).toInt(&isNumber);
    if (!from || !to || !isNumber || q.top < 1 || q.top > 50 || (bucket != u"hour"_s && bucket != u"day"_s) ||
        (q.byWord != u"none"_s && q.byWord != u"tenant"_s && q.byWord != u"api"_s))
        return std::nullopt;
    q.application = query.value(u"application"_s);
    q.subscription = query.value(u"subscription"_s);
    q.byDay = bucket == u"day"_s;
    q.by = q.byWord == u"tenant"_s ? By::Tenant : q.byWord == u"api"_s ? By::Api : By::None;
    q.from = *from / q.step() * q.step();
    q.to = *to / q.step() * q.step();
    if (q.to <= q.from || q.buckets() > MostBuckets)
        return std::nullopt;
    return q;
}

// Fixed statements for each grouping: nothing of the request becomes SQL.
QString statementFor(const Question &q)
{
    // Hours of a tenant lie together; those of an API do not, and adding them up here is quicker than sorting
    // them.
    const bool isSummed = q.by != By::Api;
    const QString figures =
        isSummed ? u"sum(requests), sum(errors), sum(tokens_in), sum(tokens_out), sum(cost_micros) "_s
                 : u"requests, errors, tokens_in, tokens_out, cost_micros "_s;
    const QString within = u" >= ? AND %1 < ? AND (? = '*' OR tenant IN (SELECT value FROM json_each(?))) "_s;
    const QString time = q.byDay ? u"day"_s : u"hour"_s;
    const QString table = q.byDay ? u"usage_days"_s : u"usage_hours"_s;
    const QString key = q.by == By::Tenant ? u"tenant"_s : q.by == By::Api ? u"api"_s : u"'all'"_s;
    QStringList parts{u"SELECT"_s, time, u","_s, key, u","_s, figures, u"FROM"_s, table, u"WHERE"_s, time};
    parts.append(within);
    if (isSummed)
        parts.append({u"GROUP BY"_s, time});
    if (q.by == By::Tenant)
        parts.append({u","_s, key});
    return parts.join(u' ').replace(u"%1"_s, time);
}

QString labelOf(Database &database, By by, const QString &key)
{
    if (by == By::Tenant)
        return database.value(u"SELECT name FROM tenants WHERE id = ?"_s, {key}).toString();
    if (by == By::Api)
        return database.value(u"SELECT name || ' ' || version FROM apis WHERE id = ?"_s, {key}).toString();
    return u"All"_s;
}

QList<Series> ranked(Database &database, quint32 seed, const Question &q, const Caller &caller)
{
    QHash<QString, Series> byKey;
    Figures sums{};
    const auto add = [&](qint64 time, const QString &key, const Figures &figures) {
        auto it = byKey.find(key);
        if (it == byKey.end())
            it = byKey.insert(key, Series(key, {}, q.buckets()));
        const auto at = qsizetype((time - q.from) / q.step());
        for (std::size_t measure = 0; measure < figures.size(); ++measure) {
            it->values[measure][at] += figures[measure];
            it->totals[measure] += figures[measure];
            sums[measure] += figures[measure];
        }
    };
    if (q.isOfSome()) {
        forEachShare(
            database, seed,
            {.application = q.application, .subscription = q.subscription, .from = q.from, .to = q.to},
            caller, [&](qint64 hour, const QString &tenant, const QString &api, const Figures &figures) {
                add(hour, q.by == By::Tenant ? tenant : q.by == By::Api ? api : u"all"_s, figures);
            });
    } else {
        const QString tenants = caller.person.seesAll ? u"*"_s : jsonList(caller.person.tenants);
        QSqlQuery rows = database.run(statementFor(q), {q.from, q.to, tenants, tenants});
        while (rows.next()) {
            Figures figures{};
            for (int measure = 0; measure < 5; ++measure)
                figures[std::size_t(measure)] = rows.value(2 + measure).toLongLong();
            add(rows.value(0).toLongLong(), rows.value(1).toString(), figures);
        }
    }
    QList<Series> all = byKey.values();
    for (Series &series : all) {
        for (const int measure : {0, 2, 3, 4})
            series.weight = std::max(series.weight, double(series.totals[measure]) /
                                                        double(std::max<qint64>(1, sums[measure])));
    }
    std::sort(all.begin(), all.end(), [](const Series &a, const Series &b) {
        return a.weight != b.weight ? a.weight > b.weight : a.key < b.key;
    });
    if (all.size() > q.top) {
        Series other(u"other"_s, u"Other (%1)"_s.arg(all.size() - q.top), q.buckets());
        for (qsizetype i = q.top; i < all.size(); ++i) {
            for (int measure = 0; measure < 5; ++measure) {
                for (qsizetype bucket = 0; bucket < q.buckets(); ++bucket)
                    other.values[measure][bucket] += all.at(i).values[measure].at(bucket);
            }
        }
        all.remove(q.top, all.size() - q.top);
        all.append(std::move(other));
    }
    return all;
}

QJsonArray numbers(const QList<qint64> &values)
{
    QJsonArray array;
    for (const qint64 value : values)
        array.append(value);
    return array;
}

} // namespace

Answer usage(Database &database, quint32 seed, const Request &request, const Caller &caller)
{
    const std::optional<Question> q = readQuestion(request.query);
    if (!q)
        return problem(
            400, u"invalid-parameter"_s, u"A parameter cannot be understood."_s,
            u"from and to are RFC 3339 times, from before to, at most 400 days of hours; bucket is hour or day; by is none, tenant or api; top is 1 to 50."_s);
    QJsonArray series;
    for (const Series &s : ranked(database, seed, *q, caller)) {
        series.append(QJsonObject{{u"key"_s, s.key},
                                  {u"label"_s, s.label.isEmpty() ? labelOf(database, q->by, s.key) : s.label},
                                  {u"requests"_s, numbers(s.values[0])},
                                  {u"errors"_s, numbers(s.values[1])},
                                  {u"tokens_in"_s, numbers(s.values[2])},
                                  {u"tokens_out"_s, numbers(s.values[3])},
                                  {u"cost_micros"_s, numbers(s.values[4])}});
    }
    return cacheable(request, {{u"start"_s, timeText(q->from)},
                               {u"bucket_seconds"_s, q->step() / 1000},
                               {u"buckets"_s, qint64(q->buckets())},
                               {u"complete_until"_s, timeText(database.meta(u"filled_until"_s).toLongLong())},
                               {u"currency"_s, u"EUR"_s},
                               {u"by"_s, q->byWord},
                               {u"series"_s, series}});
}

} // namespace gatehouse::sandbox
