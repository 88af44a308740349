// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/traffic.h"

#include "app/sandbox/noise.h"

#include <QDateTime>

#include <cmath>
#include <numbers>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qint64 HourMs = 3'600'000;

double shapeOf(const QDateTime &hour)
{
    const double h = hour.time().hour();
    const double day = 0.12 + 0.88 * std::exp(-std::pow((h - 13.0) / 4.6, 2.0));
    return hour.date().dayOfWeek() >= 6 ? day * 0.28 : day;
}

} // namespace

Hour hourOf(const Pair &pair, const QDateTime &hour, const QDateTime &anchor, quint32 seed)
{
    const quint64 key = keyOf(pair.tenant + u'/' + pair.api) ^ (quint64(seed) << 40) ^
                        quint64(hour.toMSecsSinceEpoch() / HourMs);
    const double daysBefore = static_cast<double>(hour.msecsTo(anchor)) / 86'400'000.0;
    const double growth = std::exp(-daysBefore / 365.0 * std::numbers::ln2); // doubles in a year
    double calls = pair.calls * shapeOf(hour) * growth * (0.85 + 0.3 * noise(key));
    double errorShare = 0.003 + 0.006 * noise(key ^ 0x51ED270BULL);
    double costFactor = 1.0;

    const bool isSpike = pair.api == u"api_explain_2"_s && daysBefore > 6.2 && daysBefore < 7.4;
    if (isSpike) {
        calls *= 3.1;
        costFactor = 2.2; // a loop that sent whole cases with every question
    }
    if (pair.api == u"api_forecast_2"_s && daysBefore > 20.6 && daysBefore < 20.9)
        errorShare = 0.34;

    Hour result;
    result.requests = std::llround(calls);
    result.errors = std::min(result.requests, static_cast<qint64>(std::llround(calls * errorShare)));
    if (pair.tokenShare > 0) {
        const double answered = static_cast<double>(result.requests - result.errors);
        result.tokensIn =
            std::llround(answered * 820 * pair.tokenShare * costFactor * (0.9 + 0.2 * noise(key ^ 0xA5ULL)));
        result.tokensOut =
            std::llround(answered * 210 * pair.tokenShare * (0.9 + 0.2 * noise(key ^ 0x5AULL)));
    }
    result.costMicros = std::llround(static_cast<double>(result.requests * pair.microsPerCall) * costFactor);
    return result;
}

void fillTraffic(Database &database, const Options &options, const QDateTime &now)
{
    const qint64 end = now.toMSecsSinceEpoch() / HourMs * HourMs;
    const QString filled = database.meta(u"filled_until"_s);
    const bool isFirst = filled.isEmpty();
    if (isFirst)
        database.setMeta(u"anchor"_s, QString::number(end));
    const QDateTime anchor = QDateTime::fromMSecsSinceEpoch(database.meta(u"anchor"_s).toLongLong(), Qt::UTC);
    // Whole days: the daily figures are sums of the hourly ones.
    const qint64 start =
        isFirst ? (end - 365 * 24 * HourMs) / (24 * HourMs) * (24 * HourMs) : filled.toLongLong();
    if (start >= end)
        return;

    QList<Pair> pairs;
    QSqlQuery query = database.run(
        u"SELECT tenant, api, calls, token_share, micros_per_call FROM traffic ORDER BY tenant, api"_s);
    while (query.next())
        pairs.append({query.value(0).toString(), query.value(1).toString(), query.value(2).toDouble(),
                      query.value(3).toDouble(), query.value(4).toLongLong()});

    QSqlQuery insert =
        database.prepared(u"INSERT OR REPLACE INTO usage_hours VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s);
    for (qint64 at = start; at < end; at += HourMs) {
        const QDateTime hour = QDateTime::fromMSecsSinceEpoch(at, Qt::UTC);
        for (const Pair &pair : pairs) {
            const Hour h = hourOf(pair, hour, anchor, options.seed);
            for (const QVariant &value : std::initializer_list<QVariant>{
                     at, pair.tenant, pair.api, h.requests, h.errors, h.tokensIn, h.tokensOut, h.costMicros})
                insert.addBindValue(value);
            if (!insert.exec())
                qFatal("sandbox database: traffic cannot be written");
        }
        if (isFirst && options.scale != Scale::Demo && (at - start) / HourMs % 730 == 0)
            fprintf(stderr, "making a year of traffic: %d %%\n", int((at - start) * 100 / (end - start)));
    }
    const qint64 firstDay = start / (24 * HourMs) * (24 * HourMs);
    database.run(
        u"INSERT OR REPLACE INTO usage_days SELECT hour / 86400000 * 86400000 AS day, tenant, api, "
        u"sum(requests), "
        "sum(errors), sum(tokens_in), sum(tokens_out), sum(cost_micros) FROM usage_hours WHERE hour >= ? "
        "GROUP BY day, tenant, api"_s,
        {firstDay});
    database.setMeta(u"filled_until"_s, QString::number(end));
}

} // namespace gatehouse::sandbox
