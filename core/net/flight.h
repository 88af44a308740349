// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"
#include "core/net/circuitbreaker.h"
#include "core/net/httpmessage.h"
#include "core/net/retrypolicy.h"
#include "core/net/tokensource.h"
#include "core/net/trust.h"

#include <QObject>
#include <QPointer>

#include <list>
#include <memory>
#include <stop_token>

class QNetworkAccessManager;

namespace gatehouse::net {

class Exchange;

// One request as its callers see it: token, attempts, pauses between them, and everybody who waits for the
// answer. When the last of them stops waiting, or it dies, it aborts what is under way.
class Flight : public QObject
{
    Q_OBJECT
public:
    struct Means
    {
        QNetworkAccessManager &manager;
        TokenSource *tokens;
        RetryPolicy retry;
        Trust trust;
        QByteArray userAgent;
    };

    Flight(const Means &means, CircuitBreaker &breaker, Request request, QObject *parent);
    ~Flight() override;

    [[nodiscard]] Async<Response> join(const std::stop_token &stop);
    void start();

signals:
    // Nobody may join any more; sent just before the waiters are told.
    void over();

private:
    struct Waiter
    {
        Waiter(Flight *owner, const std::stop_token &stop);
        void cancel();
        QPointer<Flight> flight;
        QPromise<Result<Response>> promise;
        bool settled = false; // answered or cancelled
        std::stop_callback<std::function<void()>> onStop;
    };

    void takeToken();
    void attempt();
    void onAnswer(const Result<Response> &outcome);
    [[nodiscard]] bool refreshesAfter(const Result<Response> &outcome) const;
    [[nodiscard]] bool retriesAfter(const Result<Response> &outcome);
    void settleBreaker(const Result<Response> &outcome);
    void finish(const Result<Response> &outcome);
    void leaveIfNobodyWaits();

    const Means &m_means;
    CircuitBreaker &m_breaker;
    const Request m_request;
    std::list<Waiter> m_waiters;
    std::stop_source m_tokenStop;
    std::optional<AccessToken> m_token;
    std::unique_ptr<Exchange> m_exchange; // the attempt under way
    int m_attempts = 0;
    bool m_refreshed = false;
    bool m_hasLearned = false; // what its token source wanted to know
    bool m_over = false;
};

} // namespace gatehouse::net
