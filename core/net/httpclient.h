// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/net/httpmessage.h"
#include "core/net/tokensource.h"
#include "core/net/trust.h"

#include <QObject>

#include <memory>
#include <stop_token>

namespace gatehouse::net {

// The only way out to the network. Holds the program's one QNetworkAccessManager.
//  - Redirects are never followed: a 3xx comes back as it is.
//  - TLS 1.2 or later, peer verified; plain http only to loopback hosts (Error::Tls otherwise).
//  - Where keys are pinned, nothing is sent to a server whose verified chain has none of them (Error::Tls).
//  - No cookies, no cache, no pipelining; loopback never goes through a proxy.
//  - Transport failures are Errors (Timeout, Offline, Tls, TooLarge, Decode for a wrong content type); any
//  HTTP
//    status is a Response: see requireSuccess().
//  - Retries idempotent requests with full-jitter back-off on Offline, Timeout, 429, 502, 503, 504, honouring
//    Retry-After and X-RateLimit-* (retrypolicy.h, ratelimit.h); a circuit breaker per origin
//    (circuitbreaker.h).
//  - Equal reads (same URL, headers and bearer use) under way at once share one request.
//  - 401 with Bearer: reject the token, take a fresh one, try once more.
//  - Stop: the future is cancelled first, the reply aborted second.
// Lives on the thread that made it; futures finish there.
class HttpClient : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QByteArray userAgent = "Gatehouse/" GATEHOUSE_VERSION;
        int attempts = 4;                           // in all
        std::chrono::milliseconds backoffBase{250}; // first window; doubles, capped at backoffCap
        std::chrono::milliseconds backoffCap{20'000};
        std::chrono::milliseconds longestServerWait{
            10'000}; // a longer Retry-After is reported, not waited for
        int breakerFailures = 5;
        std::chrono::milliseconds breakerPause{15'000};
        Trust trust = {};
    };

    // `tokens` may be null when no request uses Bearer; both outlive the client.
    HttpClient(const Clock &clock, TokenSource *tokens, const Options &options, QObject *parent = nullptr);
    HttpClient(const Clock &clock, TokenSource *tokens, QObject *parent = nullptr);
    ~HttpClient() override;

    [[nodiscard]] Async<Response> send(Request request, std::stop_token stop = {});

private:
    struct Private;
    std::unique_ptr<Private> d;
};

// 127.0.0.0/8, [::1] and "localhost".
[[nodiscard]] bool isLoopback(const QUrl &url);

} // namespace gatehouse::net
