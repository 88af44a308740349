// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "core/net/flight.h"
#include "core/net/proxypolicy.h"
#include "core/net/tlspolicy.h"

#include <QNetworkAccessManager>

#include <map>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

namespace {

// A line break in a header would start another one.
bool isHeaderSafe(const QByteArray &text)
{
    return !text.contains('\r') && !text.contains('\n') && !text.contains('\0');
}

std::optional<Error> unsendable(const Request &request, const TokenSource *tokens)
{
    if (std::optional<Error> refusal = refusalOf(request.url))
        return refusal;
    bool safe =
        isHeaderSafe(request.method) && isHeaderSafe(request.contentType) && isHeaderSafe(request.accept);
    for (const auto &[name, value] : request.headers)
        safe = safe && !name.isEmpty() && isHeaderSafe(name) && isHeaderSafe(value);
    if (!safe)
        return Error{.kind = Error::Kind::Internal, .detail = u"a header with a line break"_s};
    if (request.authorization == Request::Authorization::Bearer && !tokens)
        return Error{.kind = Error::Kind::Internal, .detail = u"a bearer request without a token source"_s};
    return {};
}

// What two reads must have in common to share one answer; empty for what is no read.
QByteArray shareKey(const Request &request)
{
    if (request.method != "GET" && request.method != "HEAD")
        return {};
    QByteArrayList parts = {request.method,
                            request.url.toEncoded(),
                            request.accept,
                            request.authorization == Request::Authorization::Bearer ? "bearer" : "",
                            QByteArray::number(request.maxResponseBytes),
                            QByteArray::number(qint64(request.timeout.count()))};
    for (const auto &[name, value] : request.headers)
        parts << name.toLower() << value;
    return parts.join('\n');
}

} // namespace

struct HttpClient::Private
{
    Private(const Clock &c, TokenSource *tokens, const Options &o)
        : clock(c)
        , options(o)
        , means{.manager = manager,
                .tokens = tokens,
                .retry = {.attempts = o.attempts,
                          .backoffBase = o.backoffBase,
                          .backoffCap = o.backoffCap,
                          .longestServerWait = o.longestServerWait},
                .trust = o.trust,
                .userAgent = o.userAgent}
    {
        manager.setProxyFactory(new ProxyPolicy(o.trust.proxy));
    }

    CircuitBreaker &breakerFor(const QUrl &url)
    {
        return breakers.try_emplace(originOf(url), clock, options.breakerFailures, options.breakerPause)
            .first->second;
    }

    const Clock &clock;
    const Options options;
    QNetworkAccessManager manager;
    Flight::Means means;
    std::map<QByteArray, CircuitBreaker> breakers; // a flight keeps a reference: nodes must not move
    QHash<QByteArray, Flight *> shared;            // reads under way that others may join
};

HttpClient::HttpClient(const Clock &clock, TokenSource *tokens, const Options &options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(clock, tokens, options))
{}

HttpClient::HttpClient(const Clock &clock, TokenSource *tokens, QObject *parent)
    : HttpClient(clock, tokens, Options(), parent)
{}

HttpClient::~HttpClient()
{
    // Before the manager whose replies they hold.
    qDeleteAll(findChildren<Flight *>(Qt::FindDirectChildrenOnly));
}

Async<Response> HttpClient::send(Request request, std::stop_token stop)
{
    if (stop.stop_requested()) {
        QPromise<Result<Response>> promise;
        promise.start();
        promise.future().cancel();
        promise.finish();
        return promise.future();
    }
    if (std::optional<Error> refusal = unsendable(request, d->means.tokens))
        return readyFailure<Response>(*std::move(refusal));

    const QByteArray key = shareKey(request);
    if (Flight *underWay = d->shared.value(key); underWay && !key.isEmpty())
        return underWay->join(stop);
    CircuitBreaker &breaker = d->breakerFor(request.url);
    auto *flight = new Flight(d->means, breaker, std::move(request), this);
    if (!key.isEmpty()) {
        d->shared.insert(key, flight);
        connect(flight, &Flight::over, this, [this, key] { d->shared.remove(key); });
    }
    Async<Response> answer = flight->join(stop);
    flight->start();
    return answer;
}

} // namespace gatehouse::net
