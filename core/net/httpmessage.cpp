// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpmessage.h"
#include "core/net/challenge.h"
#include "core/net/problem.h"
#include "core/net/ratelimit.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

namespace {

Error::Kind kindOf(int status)
{
    switch (status) {
    case 401:
        return Error::Kind::Unauthorized;
    case 403:
        return Error::Kind::Forbidden;
    case 404:
        return Error::Kind::NotFound;
    case 409:
    case 412:
        return Error::Kind::Conflict;
    case 400:
    case 422:
    case 428:
        return Error::Kind::Invalid;
    case 413:
        return Error::Kind::TooLarge;
    case 429:
        return Error::Kind::RateLimited;
    default:
        return Error::Kind::Server;
    }
}

QString requestIdOf(const Response &response)
{
    for (const QByteArrayView name :
         {"x-request-id", "x-correlation-id", "x-okta-request-id", "x-kong-request-id", "x-amzn-requestid"}) {
        if (const QByteArray value = response.header(name); !value.isEmpty())
            return QString::fromLatin1(value.left(128));
    }
    return {};
}

} // namespace

QByteArray header(const Headers &headers, QByteArrayView name)
{
    QByteArray joined;
    bool found = false;
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        joined += (found ? ", " : "") + value;
        found = true;
    }
    return joined;
}

QByteArray originOf(const QUrl &url)
{
    const int port = url.port(url.scheme() == u"https"_s ? 443 : 80);
    return (url.scheme() + u"://"_s + url.host(QUrl::FullyEncoded) + u':' + QString::number(port)).toLatin1();
}

QDateTime httpDate(const QByteArray &text)
{
    QDateTime date =
        QLocale::c().toDateTime(QString::fromLatin1(text.trimmed()), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    date.setTimeSpec(Qt::UTC);
    return date;
}

std::chrono::seconds serverAhead(const Response &response, const QDateTime &now)
{
    const QDateTime date = httpDate(response.header("Date"));
    return std::chrono::seconds(date.isValid() ? now.secsTo(date) : 0);
}

std::optional<std::chrono::seconds> maxAge(const Response &response)
{
    std::optional<std::chrono::seconds> age;
    for (const QByteArray &directive : response.header("Cache-Control").toLower().split(',')) {
        const QByteArray word = directive.trimmed();
        if (word == "no-store" || word == "no-cache")
            return std::chrono::seconds(0);
        bool isNumber = false;
        const qint64 seconds = word.startsWith("max-age=") ? word.sliced(8).toLongLong(&isNumber) : 0;
        if (isNumber && seconds >= 0)
            age = std::chrono::seconds(seconds);
    }
    return age;
}

Result<Response> requireSuccess(Response response)
{
    if ((response.status >= 200 && response.status < 300) || response.status == 304)
        return response;
    Error error{.kind = kindOf(response.status),
                .httpStatus = response.status,
                .detail = u"HTTP %1 from %2"_s.arg(response.status)
                              .arg(response.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)),
                .requestId = requestIdOf(response)};
    if (response.status == 401)
        error.stepUp = stepUpChallenge(response.header("www-authenticate"));
    if (error.stepUp)
        error.kind = Error::Kind::StepUpNeeded;
    if (const auto wait = serverWait(response.status, response.headers, QDateTime::currentDateTimeUtc()))
        error.retryAfter = std::chrono::ceil<std::chrono::seconds>(*wait);
    if (std::optional<Problem> problem = readProblem(response.header("content-type"), response.body)) {
        error.title = std::move(problem->title);
        error.code = std::move(problem->code);
        error.fields = std::move(problem->fields);
        if (!problem->detail.isEmpty())
            error.detail += u": "_s + problem->detail;
    }
    return failure(std::move(error));
}

} // namespace gatehouse::net
