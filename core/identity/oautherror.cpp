// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/oautherror.h"

#include "core/base/json.h"
#include "core/net/ratelimit.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

using std::chrono::seconds;

// What identity itself says beside "rule.part" (Error::code).
const QStringList ours{u"browser"_s, u"cancelled"_s, u"device"_s, u"dpop"_s,  u"issuer"_s, u"jwks"_s,
                       u"locked"_s,  u"managed"_s,   u"par"_s,    u"ports"_s, u"tokens"_s};

// RFC 6749, appendix A.7, without the dot that ours have.
bool isWord(const QString &said)
{
    return !said.isEmpty() && said.size() <= 64 && std::all_of(said.cbegin(), said.cend(), [](QChar c) {
        return c > u' ' && c < u'\x7f' && c != u'"' && c != u'\\' && c != u'.';
    });
}

// Okta says invalid_grant with status 400 when it means 429; its headers give it away, or its text does.
bool isRateLimit(const Error &error, const net::Headers &headers)
{
    return error.title.contains("rate limit"_L1, Qt::CaseInsensitive) ||
           (error.code == "invalid_grant"_L1 && net::header(headers, "x-rate-limit-remaining") == "0");
}

void readBody(Error &error, const QByteArray &body)
{
    const auto read = readJson(
        body,
        [](JsonReader &r) { return std::pair(r.string("error"), r.optionalString("error_description")); },
        {.bytes = 64 * 1024, .depth = 8});
    if (!read)
        return;
    error.code = providerError(read->first);
    error.title = read->second.value_or(QString()).left(512);
}

} // namespace

QString providerError(const QString &said)
{
    return isWord(said) && !ours.contains(said) ? said : u"unknown_error"_s;
}

bool isOutage(const Error &error)
{
    return error.kind == Error::Kind::Offline || error.kind == Error::Kind::Timeout ||
           error.kind == Error::Kind::Server || error.kind == Error::Kind::RateLimited;
}

Error oauthError(const net::Response &response, const QDateTime &now)
{
    const Result<net::Response> success = net::requireSuccess(response);
    Error error =
        success ? Error{.kind = Error::Kind::Server, .httpStatus = response.status} : success.error();
    error.code.clear(); // of a problem document
    readBody(error, response.body);
    if (error.code.isEmpty() && response.status != 429 && response.status < 500)
        return {
            .kind = Error::Kind::Server, .httpStatus = response.status, .detail = u"not an OAuth error"_s};
    if (response.status != 429 && response.status < 500) {
        const bool isSettings = error.code == "invalid_client"_L1 || error.code == "unauthorized_client"_L1;
        error.kind = isSettings ? Error::Kind::Configuration : Error::Kind::SignInRefused;
        if (isRateLimit(error, response.headers))
            error.kind = Error::Kind::RateLimited;
    }
    if (error.kind == Error::Kind::RateLimited && !error.retryAfter) // headers of a 429 on another status
        if (const auto wait = net::serverWait(429, response.headers, now))
            error.retryAfter = std::chrono::ceil<seconds>(*wait);
    if (error.retryAfter)
        error.retryAfter = std::clamp(*error.retryAfter, seconds(1), seconds(120));
    return error;
}

} // namespace gatehouse::identity
