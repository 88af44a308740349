// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/adapters/contract/contractgateway.h"

#include "core/base/follow.h"
#include "core/gateway/adapters/contract/readers.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace gatehouse::gateway::contract {

namespace {

// Above this a body is decoded on the thread pool; below, the hop costs more than the work.
constexpr qsizetype DecodeAsideBytes = 256 * 1024;
constexpr int MostOrders = 200; // of one POST /v1/decisions

QByteArray encoded(const QString &text)
{
    return QUrl::toPercentEncoding(text);
}

// Answers of the management API continue here: status to Error, then the decoder, aside when it is long.
template <typename T, typename Decode>
Async<T> decoded(Async<net::Response> answer, QObject *context, Decode decode)
{
    return follow(answer, context,
                  [decode](Result<net::Response> response) -> Async<T> {
                      if (response)
                          response = net::requireSuccess(*std::move(response));
                      if (!response)
                          return readyFailure<T>(response.error());
                      if (response->body.size() < DecodeAsideBytes)
                          return ready<T>(decode(*response));
                      return QtConcurrent::run([decode, r = *std::move(response)] { return decode(r); });
                  })
        .unwrap();
}

template <typename T>
Result<Page<T>> pageOf(const net::Response &response, T (*readItem)(JsonReader &))
{
    if (response.status == 304) {
        Page<T> page;
        page.etag = response.header("ETag");
        page.notModified = true;
        return page;
    }
    Result<Page<T>> page =
        readJson(response.body, [readItem](JsonReader &r) { return readPage<T>(r, readItem); });
    if (page)
        page->etag = response.header("ETag");
    return page;
}

template <typename T>
Result<T> valueOf(const net::Response &response, T (*read)(JsonReader &))
{
    return readJson(response.body, [read](JsonReader &r) { return read(r); });
}

QJsonObject bodyOf(const DecisionOrder &order)
{
    QJsonObject body{{u"verdict"_s, wordFor(order.verdict)}};
    if (!order.reason.isEmpty())
        body.insert(u"reason"_s, order.reason);
    if (order.terms.expiresAt.isValid())
        body.insert(u"expires_at"_s, order.terms.expiresAt.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s));
    if (order.terms.scopes)
        body.insert(u"scopes"_s, QJsonArray::fromStringList(*order.terms.scopes));
    if (!order.terms.plan.isEmpty())
        body.insert(u"plan"_s, order.terms.plan);
    return body;
}

// One answer of many: a subscription, or the problem that a single decision would have been answered with.
Result<Subscription> readOutcome(JsonReader &r)
{
    net::Response response;
    response.status = static_cast<int>(r.integer("status", 100, 599));
    std::optional<Subscription> subscription;
    r.optionalObject("subscription", [&](JsonReader &s) { subscription = readSubscription(s); });
    if (response.status == 200) {
        if (subscription)
            return *std::move(subscription);
        r.fail("subscription", "an object where the status is 200");
        return failure(Error::Kind::Decode, u"a decision without its subscription"_s);
    }
    response.headers = {{"Content-Type", "application/problem+json"}};
    response.body = writeJson(r.raw("problem").toObject());
    const Result<net::Response> refused = net::requireSuccess(std::move(response));
    return failure(refused ? Error{.kind = Error::Kind::Decode} : refused.error());
}

} // namespace

ContractGateway::ContractGateway(QUrl api, net::HttpClient &http, QObject *parent)
    : QObject(parent)
    , m_api(std::move(api))
    , m_http(http)
{}

Capabilities ContractGateway::capabilities() const
{
    return {.verdicts = allVerdicts(),
            .terms = true,
            .idempotentDecisions = true,
            .conditionalDecisions = true,
            .decisionHistory = true,
            .fourEyes = true,
            .enforcement = true,
            .changes = true,
            .decisionsAtOnce = MostOrders,
            .usage = true};
}

net::Request ContractGateway::get(const QByteArray &path, const QByteArrayList &query) const
{
    net::Request request;
    request.url = m_api;
    QByteArray base = m_api.path(QUrl::FullyEncoded).toUtf8();
    while (base.endsWith('/'))
        base.chop(1);
    request.url.setPath(QString::fromUtf8(base + path), QUrl::StrictMode);
    if (!query.isEmpty())
        request.url.setQuery(QString::fromLatin1(query.join('&')), QUrl::StrictMode);
    request.authorization = net::Request::Authorization::Bearer;
    return request;
}

Async<void> ContractGateway::reach(std::stop_token stop)
{
    net::Request request = get("/v1/health");
    request.authorization = net::Request::Authorization::None;
    request.timeout = std::chrono::seconds(10);
    return follow(m_http.send(std::move(request), stop), this,
                  [](const Result<net::Response> &response) -> Result<void> {
                      if (!response)
                          return failure(response.error());
                      const Result<net::Response> success = net::requireSuccess(*response);
                      if (!success)
                          return failure(success.error());
                      const auto status =
                          readJson(success->body, [](JsonReader &r) { return r.string("status"); });
                      return status ? Result<void>{} : Result<void>(tl::unexpect, status.error());
                  });
}

Async<Person> ContractGateway::whoAmI(std::stop_token stop)
{
    return decoded<Person>(m_http.send(get("/v1/me"), stop), this,
                           [](const net::Response &r) { return valueOf(r, readPerson); });
}

Async<Page<Api>> ContractGateway::listApis(const QString &cursor, std::stop_token stop)
{
    QByteArrayList query{"limit=1000"};
    if (!cursor.isEmpty())
        query.append("cursor=" + encoded(cursor));
    return decoded<Page<Api>>(m_http.send(get("/v1/apis", query), stop), this,
                              [](const net::Response &r) { return pageOf(r, readApi); });
}

Async<Page<Tenant>> ContractGateway::listTenants(const QString &cursor, std::stop_token stop)
{
    QByteArrayList query{"limit=1000"};
    if (!cursor.isEmpty())
        query.append("cursor=" + encoded(cursor));
    return decoded<Page<Tenant>>(m_http.send(get("/v1/tenants", query), stop), this,
                                 [](const net::Response &r) { return pageOf(r, readTenant); });
}

Async<Page<Subscription>> ContractGateway::listSubscriptions(const SubscriptionQuery &query,
                                                             std::stop_token stop)
{
    QByteArrayList parts{"limit=" + QByteArray::number(query.limit)};
    for (const SubscriptionState state : query.states)
        parts.append("state=" + encoded(wordFor(state)));
    if (!query.tenant.isEmpty())
        parts.append("tenant=" + encoded(query.tenant));
    if (!query.api.isEmpty())
        parts.append("api=" + encoded(query.api));
    if (!query.application.isEmpty())
        parts.append("application=" + encoded(query.application));
    for (const SubscriptionId &id : query.ids)
        parts.append("id=" + encoded(id.value));
    if (query.latestDecisionFirst)
        parts.append("order=latest-decision");
    if (!query.cursor.isEmpty())
        parts.append("cursor=" + encoded(query.cursor));
    net::Request request = get("/v1/subscriptions", parts);
    if (!query.ifNoneMatch.isEmpty())
        request.headers.append({"If-None-Match", query.ifNoneMatch});
    return decoded<Page<Subscription>>(m_http.send(std::move(request), stop), this,
                                       [](const net::Response &r) { return pageOf(r, readSubscription); });
}

Async<Subscription> ContractGateway::subscription(const SubscriptionId &id, std::stop_token stop)
{
    return decoded<Subscription>(m_http.send(get("/v1/subscriptions/" + encoded(id.value)), stop), this,
                                 [](const net::Response &r) { return valueOf(r, readSubscription); });
}

Async<Subscription> ContractGateway::decide(const DecisionOrder &order, std::stop_token stop)
{
    net::Request request = get("/v1/subscriptions/" + encoded(order.subscription.value) + "/decision");
    request.method = "POST";
    request.headers = {{"If-Match", order.ifMatch}, {"Idempotency-Key", order.idempotencyKey.toUtf8()}};
    request.body = writeJson(bodyOf(order));
    request.contentType = "application/json";
    request.retryPost = true; // the key makes a second arrival harmless
    return decoded<Subscription>(m_http.send(std::move(request), stop), this,
                                 [](const net::Response &r) { return valueOf(r, readSubscription); });
}

Async<QList<Result<Subscription>>> ContractGateway::decideAll(const QList<DecisionOrder> &orders,
                                                              std::stop_token stop)
{
    QJsonArray list;
    for (const DecisionOrder &order : orders) {
        QJsonObject one = bodyOf(order);
        one.insert(u"subscription"_s, order.subscription.value);
        one.insert(u"if_match"_s, QString::fromUtf8(order.ifMatch));
        one.insert(u"idempotency_key"_s, order.idempotencyKey);
        list.append(one);
    }
    net::Request request = get("/v1/decisions");
    request.method = "POST";
    request.body = writeJson({{u"orders"_s, list}});
    request.contentType = "application/json";
    request.retryPost = true; // as for one: the keys make a second arrival harmless
    using Outcomes = QList<Result<Subscription>>;
    return decoded<Outcomes>(
        m_http.send(std::move(request), stop), this, [asked = orders.size()](const net::Response &response) {
            return readJson(response.body, [asked](JsonReader &r) {
                Outcomes outcomes;
                r.objects("results", [&](JsonReader &result) { outcomes.append(readOutcome(result)); });
                if (outcomes.size() != asked)
                    r.fail("results", "one for each order");
                return outcomes;
            });
        });
}

Async<SubscriptionChanges> ContractGateway::changes(const QString &cursor, std::chrono::seconds wait,
                                                    std::stop_token stop)
{
    QByteArrayList query{"wait=" + QByteArray::number(qint64(wait.count()))};
    if (!cursor.isEmpty())
        query.append("after=" + encoded(cursor));
    net::Request request = get("/v1/subscriptions/changes", query);
    request.timeout += wait;
    return follow(m_http.send(std::move(request), stop), this,
                  [](const Result<net::Response> &response) -> Async<SubscriptionChanges> {
                      if (response && response->status == 410)
                          return ready<SubscriptionChanges>(SubscriptionChanges{.isReset = true});
                      if (!response)
                          return readyFailure<SubscriptionChanges>(response.error());
                      const Result<net::Response> success = net::requireSuccess(*response);
                      if (!success)
                          return readyFailure<SubscriptionChanges>(success.error());
                      return ready(valueOf(*success, readChanges));
                  })
        .unwrap();
}

Async<Page<Scope>> ContractGateway::listScopes(const QString &cursor, std::stop_token stop)
{
    QByteArrayList query{"limit=1000"};
    if (!cursor.isEmpty())
        query.append("cursor=" + encoded(cursor));
    return decoded<Page<Scope>>(m_http.send(get("/v1/scopes", query), stop), this,
                                [](const net::Response &r) { return pageOf(r, readScope); });
}

} // namespace gatehouse::gateway::contract
