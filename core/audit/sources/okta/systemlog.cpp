// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/sources/okta/systemlog.h"

#include "core/audit/sources/okta/oktaerror.h"
#include "core/base/follow.h"
#include "core/base/json.h"
#include "core/net/linkheader.h"

using namespace Qt::StringLiterals;

namespace gatehouse::audit::okta {

namespace {

constexpr qsizetype LongestText = 1024;
constexpr qsizetype MostTargets = 64;
constexpr qsizetype MostWords = 10;
constexpr qsizetype LongestWord = 40;

QString text(JsonReader &r, std::string_view name)
{
    return r.optionalString(name).value_or(QString()).left(LongestText);
}

Party readParty(JsonReader &r)
{
    Party party{.id = text(r, "id"), .type = text(r, "type"), .name = text(r, "displayName")};
    const QString login = text(r, "alternateId");
    if (party.name.isEmpty() || party.name == u"unknown"_s)
        party.name = login;
    return party;
}

Outcome outcomeFor(const QString &word)
{
    if (word == "SUCCESS"_L1 || word == "ALLOW"_L1)
        return Outcome::Success;
    if (word == "FAILURE"_L1)
        return Outcome::Failure;
    if (word == "DENY"_L1)
        return Outcome::Denied;
    if (word == "CHALLENGE"_L1)
        return Outcome::Challenged;
    if (word == "SKIPPED"_L1)
        return Outcome::Skipped;
    return Outcome::Unknown; // Okta adds words; an event is none the less true
}

void readClient(JsonReader &r, Event &event)
{
    event.address = text(r, "ipAddress");
    r.optionalObject("userAgent",
                     [&event](JsonReader &agent) { event.client = text(agent, "rawUserAgent"); });
    r.optionalObject("geographicalContext", [&event](JsonReader &place) {
        QStringList parts{text(place, "city"), text(place, "country")};
        parts.removeAll(QString());
        event.place = parts.join(u", "_s);
    });
}

Event readEvent(JsonReader &r)
{
    Event event{.id = r.string("uuid"),
                .time = r.time("published"),
                .type = r.string("eventType").left(LongestText),
                .message = text(r, "displayMessage")};
    if (event.id.isEmpty() || event.id.size() > 128)
        r.fail("uuid", "1 to 128 characters");
    r.object("actor", [&event](JsonReader &actor) { event.actor = readParty(actor); });
    r.optionalObject("client", [&event](JsonReader &client) { readClient(client, event); });
    r.optionalObject("outcome", [&event](JsonReader &outcome) {
        event.outcome = outcomeFor(text(outcome, "result"));
        event.reason = text(outcome, "reason");
    });
    r.optionalObjects("target", [&event](JsonReader &target) {
        if (event.targets.size() < MostTargets)
            event.targets.append(readParty(target));
    });
    return event;
}

// The answer is a list; our readers begin at an object.
Result<QList<Event>> readEvents(const QByteArray &body)
{
    return readJson("{\"events\":" + body + '}', [](JsonReader &r) {
        QList<Event> events;
        if (r.memberNames().size() != 1)
            r.fail("events", "a list and nothing behind it");
        r.objects("events", [&events](JsonReader &event) { events.append(readEvent(event)); });
        return events;
    });
}

Error invalid(const QString &field, const QString &message)
{
    return {.kind = Error::Kind::Invalid, .fields = {{.path = field, .message = message}}};
}

std::optional<Error> refusalOf(const EventQuery &query)
{
    if (!query.since.isValid() || (query.until.isValid() && query.until <= query.since))
        return invalid(u"since"_s, u"The end must be after the beginning."_s);
    if (query.pageSize < 1 || query.pageSize > 1000)
        return invalid(u"limit"_s, u"A page has 1 to 1000 events."_s);
    const QStringList words = query.words.split(u' ', Qt::SkipEmptyParts);
    if (words.size() > MostWords || std::any_of(words.cbegin(), words.cend(), [](const QString &word) {
            return word.size() > LongestWord;
        }))
        return invalid(u"q"_s, u"At most ten words of forty characters each."_s);
    return std::nullopt;
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzz'Z'"_s);
}

} // namespace

SystemLog::SystemLog(QUrl org, net::HttpClient &http, QObject *parent)
    : QObject(parent)
    , m_address(std::move(org))
    , m_http(http)
{
    m_address.setPath(u"/api/v1/logs"_s);
}

Async<EventPage> SystemLog::events(const EventQuery &query, std::stop_token stop)
{
    if (std::optional<Error> refusal = refusalOf(query))
        return readyFailure<EventPage>(*std::move(refusal));
    // Polling is by Okta's rule in ascending order; of a range people want the newest first.
    const QString order = query.until.isValid() ? u"DESCENDING"_s : u"ASCENDING"_s;
    QList<std::pair<QString, QString>> parameters{{u"since"_s, timeText(query.since)},
                                                  {u"sortOrder"_s, order},
                                                  {u"limit"_s, QString::number(query.pageSize)}};
    if (query.until.isValid())
        parameters.append({u"until"_s, timeText(query.until)});
    if (const QString words = query.words.simplified(); !words.isEmpty())
        parameters.append({u"q"_s, words});
    QStringList pairs;
    for (const auto &[name, value] : parameters)
        pairs.append(name + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value)));
    QUrl url = m_address;
    url.setQuery(pairs.join(u'&'), QUrl::StrictMode);
    return get(url, std::move(stop));
}

Async<EventPage> SystemLog::more(const QString &cursor, std::stop_token stop)
{
    const QUrl url(cursor, QUrl::StrictMode);
    if (!url.isValid() || url.adjusted(QUrl::RemoveQuery) != m_address)
        return readyFailure<EventPage>({.kind = Error::Kind::Decode, .detail = u"a cursor of another log"_s});
    return get(url, std::move(stop));
}

Async<EventPage> SystemLog::get(const QUrl &url, std::stop_token stop)
{
    net::Request request;
    request.url = url;
    request.authorization = net::Request::Authorization::Bearer;
    request.timeout = std::chrono::seconds(40); // Okta gives a query 30
    return follow(m_http.send(std::move(request), std::move(stop)), this,
                  [url](const Result<net::Response> &answer) -> Result<EventPage> {
                      if (!answer)
                          return failure(answer.error());
                      const Result<net::Response> response = requireAnswer(*answer);
                      if (!response)
                          return failure(response.error());
                      const Result<QList<Event>> events = readEvents(response->body);
                      if (!events)
                          return failure(events.error());
                      const std::optional<QUrl> next = net::nextLink(*response);
                      if (!next && net::namesNext(*response))
                          return failure(Error::Kind::Decode, u"the next page is said to be elsewhere"_s);
                      if (next && *next == url && !events->isEmpty())
                          return failure(Error::Kind::Decode, u"the next page is said to be this one"_s);
                      return EventPage{.events = *events,
                                       .cursor = next ? next->toString(QUrl::FullyEncoded) : QString()};
                  });
}

} // namespace gatehouse::audit::okta
