// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/flight.h"

#include "core/base/logging.h"
#include "core/net/challenge.h"
#include "core/net/exchange.h"
#include "core/net/ratelimit.h"

#include <QCoreApplication>
#include <QPointer>
#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

Flight::Waiter::Waiter(Flight *owner, const std::stop_token &stop)
    : flight(owner)
    , onStop(stop, [this] { cancel(); })
{
    promise.start();
}

// The future first, so that no continuation runs; the reply second, when the caller's stack is gone. Whoever
// hears of the first may destroy the client, and this with it: only locals after that.
void Flight::Waiter::cancel()
{
    if (std::exchange(settled, true))
        return;
    const QPointer<Flight> owner = flight;
    QPromise<Result<Response>> stopped = std::move(promise);
    stopped.future().cancel();
    stopped.finish();
    if (owner)
        owner->leaveIfNobodyWaits();
}

Flight::Flight(const Means &means, CircuitBreaker &breaker, Request request, QObject *parent)
    : QObject(parent)
    , m_means(means)
    , m_breaker(breaker)
    , m_request(std::move(request))
{}

Flight::~Flight()
{
    m_over = true; // a token that is cancelled now must not be answered for
    m_tokenStop.request_stop();
    if (m_exchange)
        m_breaker.abandoned();
}

Async<Response> Flight::join(const std::stop_token &stop)
{
    return m_waiters.emplace_back(this, stop).promise.future();
}

void Flight::start()
{
    if (m_request.authorization == Request::Authorization::Bearer && m_means.tokens->allows(m_request.url))
        takeToken();
    else
        attempt();
}

void Flight::takeToken()
{
    // The application is the context: the token may come when this flight is gone (core/base/follow.h).
    const QPointer<Flight> self(this);
    m_means.tokens->fresh(m_tokenStop.get_token())
        .then(QCoreApplication::instance(),
              [self](const Result<AccessToken> &token) {
                  if (!self)
                      return;
                  if (!token)
                      return self->finish(failure(token.error()));
                  self->m_token = *token;
                  self->attempt();
              })
        .onCanceled(QCoreApplication::instance(), [self] {
            if (self)
                self->finish(
                    failure(Error::Kind::Unauthorized, u"the session went away while giving a token"_s));
        });
}

void Flight::attempt()
{
    if (!m_breaker.admit()) {
        Error error{.kind = m_breaker.lastFailure(),
                    .title = m_request.url.host(),
                    .detail = u"failed too often just now: sending nothing for a while"_s};
        error.retryAfter = std::chrono::ceil<std::chrono::seconds>(m_breaker.remaining());
        return finish(failure(std::move(error)));
    }
    ++m_attempts;
    Request request = m_request;
    if (m_token)
        request.headers += m_means.tokens->proofFor(*m_token, request.method, request.url);
    m_exchange = std::make_unique<Exchange>(m_means.manager, request, m_means.userAgent, m_means.trust,
                                            m_token ? &*m_token : nullptr, nullptr);
    connect(m_exchange.get(), &Exchange::finished, this, &Flight::onAnswer);
}

void Flight::onAnswer(const Result<Response> &outcome)
{
    m_exchange->setParent(this); // it is its signal we are in
    m_exchange.release()->deleteLater();
    settleBreaker(outcome);
    bool mayGoOn = m_token && outcome && m_means.tokens->learnFrom(*outcome);
    // Of requests that left together only the first to come back brings something new; the others were sent
    // without it all the same.
    if (m_token && m_token->scheme == "DPoP" && outcome && outcome->status == 401)
        mayGoOn = mayGoOn || asksForNonce(outcome->header("www-authenticate"));
    if (mayGoOn && !std::exchange(m_hasLearned, true)) {
        --m_attempts; // the server has not looked at the request yet
        attempt();
        return;
    }
    if (refreshesAfter(outcome)) {
        m_refreshed = true;
        m_means.tokens->reject(*m_token);
        // A fresh token for whoever asks next; what may not arrive twice is asked again by the person only.
        if (!isRepeatable(m_request))
            return finish(outcome);
        --m_attempts; // the server has not looked at the request yet
        return takeToken();
    }
    if (!retriesAfter(outcome))
        finish(outcome);
}

bool Flight::refreshesAfter(const Result<Response> &outcome) const
{
    if (!m_token || m_refreshed || !outcome || outcome->status != 401)
        return false;
    // RFC 9470, RFC 6750 3.1: where the token is good but the person must prove more, or lacks a right, or
    // the request is wrong, a fresh one of the same kind does not help.
    return isTokenRefused(outcome->header("www-authenticate"));
}

bool Flight::retriesAfter(const Result<Response> &outcome)
{
    if (!isTransient(outcome) || !isRepeatable(m_request))
        return false;
    std::optional<std::chrono::milliseconds> asked;
    if (outcome)
        asked = serverWait(outcome->status, outcome->headers, QDateTime::currentDateTimeUtc());
    const double random = QRandomGenerator::global()->generateDouble();
    const auto pause = m_means.retry.pause(m_attempts, asked, random);
    if (!pause || m_breaker.remaining() > *pause)
        return false;
    qCDebug(log::net) << "attempt" << m_attempts << "failed, again in" << pause->count() << "ms";
    QTimer::singleShot(*pause, this, &Flight::attempt);
    return true;
}

void Flight::settleBreaker(const Result<Response> &outcome)
{
    if (isOutage(outcome))
        m_breaker.failed(outcome ? Error::Kind::Server : outcome.error().kind);
    else if (outcome)
        m_breaker.succeeded();
    else
        m_breaker.abandoned();
}

void Flight::finish(const Result<Response> &outcome)
{
    if (std::exchange(m_over, true))
        return;
    const Result<Response> kept = outcome; // NOLINT(performance-unnecessary-copy-initialization): see below
    std::list<Waiter> waiters;
    waiters.swap(m_waiters);
    emit over();
    deleteLater();
    // From here on only locals: a continuation may destroy the client, and this with it.
    for (Waiter &waiter : waiters) {
        if (std::exchange(waiter.settled, true))
            continue;
        waiter.promise.addResult(kept);
        waiter.promise.finish();
    }
}

void Flight::leaveIfNobodyWaits()
{
    const auto settled = [](const Waiter &waiter) { return waiter.settled; };
    if (!std::all_of(m_waiters.begin(), m_waiters.end(), settled) || std::exchange(m_over, true))
        return;
    emit over(); // an equal read from now on starts anew
    deleteLater();
}

} // namespace gatehouse::net
