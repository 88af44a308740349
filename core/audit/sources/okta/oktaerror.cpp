// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/sources/okta/oktaerror.h"

#include "core/base/json.h"
#include "core/net/ratelimit.h"

using namespace Qt::StringLiterals;

namespace gatehouse::audit::okta {

namespace {

constexpr JsonLimits ErrorLimits{.bytes = 64 * 1024, .depth = 8};

struct Body
{
    QString code;
    QString summary;
    QString id;
    QStringList causes = {};
};

Body readBody(JsonReader &r)
{
    Body body{.code = r.string("errorCode").left(32),
              .summary = r.optionalString("errorSummary").value_or(QString()).left(512),
              .id = r.optionalString("errorId").value_or(QString()).left(128)};
    r.optionalObjects("errorCauses", [&body](JsonReader &cause) {
        body.causes.append(cause.optionalString("errorSummary").value_or(QString()).left(512));
    });
    return body;
}

Error::Kind kindOf(const QString &code, Error::Kind byStatus)
{
    if (code == u"E0000047"_s)
        return Error::Kind::RateLimited;
    if (code == u"E0000004"_s || code == u"E0000011"_s)
        return Error::Kind::Unauthorized;
    if (code == u"E0000006"_s)
        return Error::Kind::Forbidden;
    if (code == u"E0000007"_s)
        return Error::Kind::NotFound;
    if (code == u"E0000001"_s || code == u"E0000003"_s || code == u"E0000031"_s)
        return Error::Kind::Invalid;
    return byStatus;
}

} // namespace

Result<net::Response> requireAnswer(const net::Response &response)
{
    using namespace std::chrono_literals;
    Result<net::Response> success = net::requireSuccess(response);
    if (success)
        return success;
    Error error = success.error();
    if (const Result<Body> body = readJson(response.body, readBody, ErrorLimits)) {
        error.kind = kindOf(body->code, error.kind);
        error.code = body->code;
        error.title = body->summary;
        error.requestId = body->id;
        error.detail += u": "_s + body->causes.join(u"; "_s);
    }
    if (error.kind == Error::Kind::RateLimited) {
        // Only a 429 is read for its reset; E0000047 means the same with any status.
        const auto wait = net::serverWait(429, response.headers, QDateTime::currentDateTimeUtc());
        error.retryAfter = std::clamp(std::chrono::ceil<std::chrono::seconds>(wait.value_or(60s)), 1s, 120s);
    }
    return failure(std::move(error));
}

} // namespace gatehouse::audit::okta
