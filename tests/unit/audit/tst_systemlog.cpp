// SPDX-License-Identifier: GPL-3.0-or-later
// Section 2.5 of the sign-in rules, and Okta's error bodies and rate limits (2.3), against a server that
// answers as Okta's documentation says. Real Okta was not reached.
#include "core/audit/sources/okta/oktaerror.h"
#include "core/audit/sources/okta/systemlog.h"

#include "tests/fakes/answers.h"
#include "tests/fakes/manualclock.h"
#include "tests/fakes/onetoken.h"
#include "tests/fakes/stubserver.h"

#include <QTest>
#include <QUrlQuery>

using namespace gatehouse;
using namespace gatehouse::audit;
using namespace Qt::StringLiterals;
using test::resultOf;
using test::StubServer;

namespace {

// Below the class: moc cannot read these literals.
QByteArray eventJson(const QByteArray &id, const QByteArray &published = "2026-11-23T08:00:00.123Z");
net::Response errorAnswer(int status, const QByteArray &code);

// Somebody who is signed in at the org and reads its log.
struct Reader
{
    Reader()
        : token(server.url())
        , http(clock, &token, {.attempts = 1, .breakerFailures = 1000})
        , log(server.url(), http)
    {}
    [[nodiscard]] Result<EventPage> read(const EventQuery &query) { return resultOf(log.events(query, {})); }
    [[nodiscard]] QByteArray link(const QString &target) const
    {
        return "<" + server.url(target).toEncoded() + ">; rel=\"next\"";
    }
    [[nodiscard]] QUrlQuery asked(qsizetype index) const
    {
        return QUrlQuery(QUrl::fromEncoded("http://x" + server.seen().at(index).target));
    }

    StubServer server;
    test::ManualClock clock;
    test::OneToken token;
    net::HttpClient http;
    okta::SystemLog log;
};

const EventQuery Bounded{.since = QDateTime({2026, 11, 23}, {0, 0}, Qt::UTC),
                         .until = QDateTime({2026, 11, 24}, {0, 0}, Qt::UTC)};
const EventQuery Polling{.since = QDateTime({2026, 11, 23}, {0, 0}, Qt::UTC)};

} // namespace

class TestSystemLog : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void readsAnEventAsPlainText()
    {
        Reader reader;
        reader.server.enqueue({.body = '[' + eventJson("e1") + ']'});
        const Result<EventPage> page = reader.read(Bounded);
        QVERIFY2(page, page ? "" : qPrintable(page.error().detail));
        const Event &event = page->events.constFirst();
        QCOMPARE(event.time, QDateTime({2026, 11, 23}, {8, 0, 0, 123}, Qt::UTC));
        QCOMPARE(event.actor.name, u"Ada Okafor"_s);
        QCOMPARE(event.targets.constFirst().name, u"Gateway"_s);
        QCOMPARE(event.outcome, Outcome::Denied);
        QCOMPARE(event.place, u"Lagos, Nigeria"_s);
        QCOMPARE(event.client, u"<img src=x>"_s);
        QVERIFY(page->cursor.isNull());
        QCOMPARE(reader.server.seen().constFirst().header("Authorization"), "Bearer the-token");
    }
    void asksForItsRange()
    {
        Reader reader;
        reader.server.enqueue({.body = "[]"});
        EventQuery query = Bounded;
        query.words = u"  a+b   c "_s;
        QVERIFY(reader.read(query));
        const QUrlQuery asked = reader.asked(0);
        QCOMPARE(asked.queryItemValue(u"since"_s, QUrl::FullyDecoded), u"2026-11-23T00:00:00.000Z"_s);
        QCOMPARE(asked.queryItemValue(u"until"_s, QUrl::FullyDecoded), u"2026-11-24T00:00:00.000Z"_s);
        QCOMPARE(asked.queryItemValue(u"q"_s, QUrl::FullyDecoded), u"a+b c"_s);
        QVERIFY(reader.server.seen().constFirst().target.contains("a%2Bb%20c")); // no '+' that means a space
    }
    void followsItsPagesToTheEnd()
    {
        Reader reader;
        reader.server.enqueue({.headers = {{"Link", reader.link(u"/api/v1/logs?after=p2"_s)}},
                               .body = '[' + eventJson("e1") + ']'});
        reader.server.enqueue({.body = '[' + eventJson("e2") + ']'});
        const Result<EventPage> first = reader.read(Bounded);
        const Result<EventPage> second = resultOf(reader.log.more(first->cursor, {}));
        QVERIFY(second);
        QCOMPARE(second->events.constFirst().id, u"e2"_s);
        QVERIFY(second->cursor.isNull());
        QCOMPARE(reader.server.seen().at(1).target, "/api/v1/logs?after=p2"); // as it was given
    }
    void pollingGoesOnWithTheSamePlace()
    {
        Reader reader;
        const QByteArray same = reader.link(u"/api/v1/logs?after=p2"_s);
        reader.server.enqueue({.headers = {{"Link", same}}, .body = '[' + eventJson("e1") + ']'});
        reader.server.enqueue({.headers = {{"Link", same}}, .body = "[]"}); // nothing new: ask there again
        const Result<EventPage> first = reader.read(Polling);
        QVERIFY(!reader.asked(0).hasQueryItem(u"until"_s));
        const Result<EventPage> second = resultOf(reader.log.more(first->cursor, {}));
        QVERIFY(second);
        QCOMPARE(second->cursor, first->cursor);
    }
    void aPageThatIsItsOwnNextIsRefused()
    {
        Reader reader;
        const QByteArray same = reader.link(u"/api/v1/logs?after=p2"_s);
        reader.server.setHandler([same](const StubServer::Seen &) {
            return StubServer::Answer{.headers = {{"Link", same}}, .body = '[' + eventJson("e1") + ']'};
        });
        const Result<EventPage> first = reader.read(Bounded);
        QCOMPARE(resultOf(reader.log.more(first->cursor, {})).error().kind, Error::Kind::Decode);
    }
    void theTokenGoesNowhereElse_data()
    {
        QTest::addColumn<QByteArray>("link");
        QTest::newRow("origin") << QByteArray("<https://evil.example/api/v1/logs?after=x>; rel=\"next\"");
        QTest::newRow("path") << QByteArray("</api/v1/users>; rel=\"next\"");
        QTest::newRow("user info") << QByteArray("<http://a@127.0.0.1/api/v1/logs>; rel=\"next\"");
        QTest::newRow("too long") << QByteArray("</api/v1/logs?" + QByteArray(9000, 'a') + ">; rel=\"next\"");
    }
    void theTokenGoesNowhereElse()
    {
        QFETCH(QByteArray, link);
        Reader reader;
        reader.server.enqueue({.headers = {{"Link", link}}, .body = "[]"});
        QCOMPARE(reader.read(Bounded).error().kind, Error::Kind::Decode); // not a silent end either
        QCOMPARE(resultOf(reader.log.more(u"https://evil.example/api/v1/logs"_s, {})).error().kind,
                 Error::Kind::Decode);
        QCOMPARE(reader.server.seen().size(), 1);
    }
    void aQueryItCannotDoIsNotSent_data()
    {
        QTest::addColumn<EventQuery>("query");
        EventQuery query = Bounded;
        query.until = query.since;
        QTest::newRow("no range") << query;
        query = Bounded;
        query.pageSize = 1001;
        QTest::newRow("page") << query;
        query = Bounded;
        query.words = u"a b c d e f g h i j k"_s;
        QTest::newRow("eleven words") << query;
        query.words = QString(41, u'a');
        QTest::newRow("a long word") << query;
    }
    void aQueryItCannotDoIsNotSent()
    {
        QFETCH(EventQuery, query);
        Reader reader;
        const Result<EventPage> page = reader.read(query);
        QCOMPARE(page.error().kind, Error::Kind::Invalid);
        QCOMPARE(page.error().fields.size(), 1);
        QVERIFY(reader.server.seen().isEmpty());
    }
    void anEventOutOfItsFormIsSaidWithItsPlace()
    {
        Reader reader;
        reader.server.enqueue({.body = '[' + eventJson("e1") + ',' + eventJson("e2", "yesterday") + ']'});
        const Result<EventPage> page = reader.read(Bounded);
        QCOMPARE(page.error().kind, Error::Kind::Decode);
        QVERIFY2(page.error().detail.contains(u"[1].published"_s), qPrintable(page.error().detail));
    }
    void whatComesBehindTheListIsRefused()
    {
        Reader reader;
        reader.server.enqueue({.body = "[],\"more\":1"}); // would be a member of what we wrap it in
        QCOMPARE(reader.read(Bounded).error().kind, Error::Kind::Decode);
    }
    void stoppingReachesTheSocket()
    {
        Reader reader;
        reader.server.enqueue({.fault = StubServer::Answer::Fault::Silent});
        std::stop_source stop;
        const Async<EventPage> page = reader.log.events(Bounded, stop.get_token());
        QTRY_COMPARE(reader.server.seen().size(), 1);
        stop.request_stop();
        QVERIFY(!resultOf(page));
    }

    void errorsByTheirCode_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<Error::Kind>("kind");
        QTest::newRow("validation") << 400 << QByteArray("E0000001") << Error::Kind::Invalid;
        QTest::newRow("search") << 400 << QByteArray("E0000031") << Error::Kind::Invalid;
        QTest::newRow("token") << 401 << QByteArray("E0000011") << Error::Kind::Unauthorized;
        QTest::newRow("permission") << 403 << QByteArray("E0000006") << Error::Kind::Forbidden;
        QTest::newRow("not found") << 404 << QByteArray("E0000007") << Error::Kind::NotFound;
        QTest::newRow("internal") << 500 << QByteArray("E0000009") << Error::Kind::Server;
        QTest::newRow("rate") << 429 << QByteArray("E0000047") << Error::Kind::RateLimited;
        QTest::newRow("rate with another status")
            << 400 << QByteArray("E0000047") << Error::Kind::RateLimited;
        QTest::newRow("a code to come") << 400 << QByteArray("E9999999") << Error::Kind::Invalid;
    }
    void errorsByTheirCode()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        QFETCH(Error::Kind, kind);
        const net::Response response = errorAnswer(status, code);
        const Result<net::Response> result = okta::requireAnswer(response);
        QCOMPARE(result.error().kind, kind);
        QCOMPARE(result.error().code, QString::fromLatin1(code));
        QCOMPARE(result.error().requestId, u"oae42"_s);
        QCOMPARE(result.error().title, u"<b>no</b>"_s);
    }
    void howLongToWait_data()
    {
        QTest::addColumn<QByteArray>("limit");
        QTest::addColumn<qint64>("resetIn");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("a minute's bucket") << QByteArray("600") << qint64(25) << qint64(25);
        QTest::newRow("over already") << QByteArray("600") << qint64(-5) << qint64(1);
        QTest::newRow("far away") << QByteArray("600") << qint64(3000) << qint64(120);
        QTest::newRow("concurrency, 0 of 0") << QByteArray("0") << qint64(7) << qint64(7);
    }
    void howLongToWait()
    {
        QFETCH(QByteArray, limit);
        QFETCH(qint64, resetIn);
        QFETCH(qint64, seconds);
        const net::Response response{
            .status = 429,
            .headers = {{"Date", "Mon, 23 Nov 2026 08:00:00 GMT"}, // a server whose clock is not ours
                        {"X-Rate-Limit-Limit", limit},
                        {"X-Rate-Limit-Remaining", "0"},
                        {"X-Rate-Limit-Reset",
                         QByteArray::number(QDateTime({2026, 11, 23}, {8, 0}, Qt::UTC).toSecsSinceEpoch() +
                                            resetIn)}},
            .body = errorAnswer(429, "E0000047").body};
        const Result<net::Response> result = okta::requireAnswer(response);
        QCOMPARE(qint64(result.error().retryAfter->count()), seconds);
    }
};

namespace {

QByteArray eventJson(const QByteArray &id, const QByteArray &published)
{
    return R"({"uuid":")" + id + R"(","published":")" + published +
           R"(","eventType":"user.session.start","displayMessage":"User login to Okta","severity":"INFO",)"
           R"("actor":{"id":"00u1","type":"User","alternateId":"ada@example.com","displayName":"Ada Okafor"},)"
           R"("client":{"ipAddress":"203.0.113.7","userAgent":{"rawUserAgent":"<img src=x>"},)"
           R"("geographicalContext":{"city":"Lagos","country":"Nigeria"}},)"
           R"("outcome":{"result":"DENY","reason":"VERIFICATION_ERROR"},)"
           R"("target":[{"id":"0oa1","type":"AppInstance","displayName":"unknown","alternateId":"Gateway"}]})";
}

net::Response errorAnswer(int status, const QByteArray &code)
{
    return {.status = status,
            .headers = {},
            .body = R"({"errorCode":")" + code +
                    R"(","errorSummary":"<b>no</b>","errorLink":"x","errorId":"oae42",)"
                    R"("errorCauses":[{"errorSummary":"why"}]})",
            .url = QUrl(u"https://org.example/api/v1/logs"_s)};
}

} // namespace

QTEST_GUILESS_MAIN(TestSystemLog)
#include "tst_systemlog.moc"
