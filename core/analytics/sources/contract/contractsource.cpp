// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analytics/sources/contract/contractsource.h"

#include "core/base/follow.h"
#include "core/base/json.h"

#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace gatehouse::analytics::contract {

namespace {

QByteArray wordFor(Grouping by)
{
    switch (by) {
    case Grouping::None:
        return "none";
    case Grouping::Tenant:
        return "tenant";
    case Grouping::Api:
        return "api";
    }
    return "none";
}

QByteArray timeParameter(const QDateTime &time)
{
    return QUrl::toPercentEncoding(time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s));
}

// One value per bucket, none negative: a shorter list would move every later value in time.
QList<qint64> measure(JsonReader &r, std::string_view name, qsizetype buckets)
{
    QList<qint64> values = r.integers(name);
    if (values.size() != buckets)
        r.fail(name, "one value per bucket");
    else if (std::any_of(values.cbegin(), values.cend(), [](qint64 v) { return v < 0; }))
        r.fail(name, "values of zero or more");
    return values;
}

UsageTable readUsage(JsonReader &r, const UsageQuery &query)
{
    UsageTable table;
    table.query = query;
    table.start = r.time("start");
    table.bucketSeconds = r.integer("bucket_seconds", 1, 366 * 86400);
    table.buckets = static_cast<qsizetype>(r.integer("buckets", 0, 1'000'000));
    table.completeUntil = r.time("complete_until");
    table.currency = r.string("currency");
    r.objects("series", [&](JsonReader &s) {
        UsageSeries series;
        series.key = s.string("key");
        series.label = s.string("label");
        series.requests = measure(s, "requests", table.buckets);
        series.errors = measure(s, "errors", table.buckets);
        series.tokensIn = measure(s, "tokens_in", table.buckets);
        series.tokensOut = measure(s, "tokens_out", table.buckets);
        series.costMicros = measure(s, "cost_micros", table.buckets);
        table.series.append(std::move(series));
    });
    return table;
}

} // namespace

ContractSource::ContractSource(QUrl api, net::HttpClient &http, QObject *parent)
    : QObject(parent)
    , m_api(std::move(api))
    , m_http(http)
{}

Async<UsageTable> ContractSource::usage(const UsageQuery &query, std::stop_token stop)
{
    net::Request request;
    request.url = m_api;
    QString base = m_api.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    request.url.setPath(base + u"/v1/analytics/usage"_s);
    QByteArray parameters = "from=" + timeParameter(query.from) + "&to=" + timeParameter(query.to) +
                            "&bucket=" + (query.bucket == Bucket::Day ? "day" : "hour") +
                            "&by=" + wordFor(query.by) + "&top=" + QByteArray::number(query.top);
    if (!query.application.isEmpty())
        parameters += "&application=" + QUrl::toPercentEncoding(query.application);
    if (!query.subscription.isEmpty())
        parameters += "&subscription=" + QUrl::toPercentEncoding(query.subscription);
    request.url.setQuery(QString::fromLatin1(parameters), QUrl::StrictMode);
    request.authorization = net::Request::Authorization::Bearer;
    return follow(m_http.send(std::move(request), stop), this,
                  [query](Result<net::Response> response) -> Async<UsageTable> {
                      if (response)
                          response = net::requireSuccess(*std::move(response));
                      if (!response)
                          return readyFailure<UsageTable>(response.error());
                      // Thousands of buckets by many series: decoded aside.
                      return QtConcurrent::run([query, r = *std::move(response)] {
                          return readJson(r.body,
                                          [&query](JsonReader &reader) { return readUsage(reader, query); });
                      });
                  })
        .unwrap();
}

} // namespace gatehouse::analytics::contract
