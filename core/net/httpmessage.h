// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QUrl>

#include <chrono>
#include <optional>
#include <utility>

namespace gatehouse::net {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

// Case-insensitive; empty when absent, joined with ", " when repeated.
[[nodiscard]] QByteArray header(const Headers &headers, QByteArrayView name);

struct Request
{
    enum class Authorization { None, Bearer }; // Bearer: from the client's TokenSource

    QByteArray method = "GET";
    QUrl url = {};
    Headers headers = {};
    QByteArray body = {};
    QByteArray contentType = {}; // with a body
    Authorization authorization = Authorization::None;
    // Media type the answer must have on success ("application/json" also takes "application/…+json"); empty
    // takes any.
    QByteArray accept = "application/json";
    qint64 maxResponseBytes = 16 * 1024 * 1024; // enforced while streaming
    std::chrono::milliseconds timeout{30'000};
    // GET, HEAD, OPTIONS, PUT and DELETE are retried; a POST only when it carries an Idempotency-Key and says
    // so.
    bool retryPost = false;
};

struct Response
{
    int status = 0;
    Headers headers = {};
    QByteArray body = {};
    QUrl url = {};

    [[nodiscard]] QByteArray header(QByteArrayView name) const { return net::header(headers, name); }
    bool operator==(const Response &) const = default;
};

// Scheme, host and port, the default port spelled out: "https://api.example.com:443".
[[nodiscard]] QByteArray originOf(const QUrl &url);

// RFC 9110 5.6.7, the one form servers may send: "Sun, 06 Nov 1994 08:49:37 GMT". Invalid when it is not
// that.
[[nodiscard]] QDateTime httpDate(const QByteArray &text);
// The answer's Date minus `now`, whole seconds; 0 when it has none.
[[nodiscard]] std::chrono::seconds serverAhead(const Response &response, const QDateTime &now);
// How long the answer may be kept by its own word (RFC 9111 5.2.2: max-age; no-store and no-cache are 0);
// nothing when it does not say.
[[nodiscard]] std::optional<std::chrono::seconds> maxAge(const Response &response);

// The answer itself for 2xx and 304, else an Error: 401 Unauthorized, or StepUpNeeded with what is asked (RFC
// 9470), 403 Forbidden, 404 NotFound, 409/412 Conflict, 400/422/428 Invalid, 413 TooLarge, 429 RateLimited,
// 5xx and everything else Server. An RFC 9457 problem document fills title, code (the type's last segment),
// detail and fields ("errors":
// [{"pointer"|"field", "detail"}]).
[[nodiscard]] Result<Response> requireSuccess(Response response);

} // namespace gatehouse::net
