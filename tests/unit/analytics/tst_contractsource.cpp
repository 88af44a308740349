// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analytics/sources/contract/contractsource.h"
#include "tests/fakes/answers.h"
#include "tests/fakes/manualclock.h"
#include "tests/fakes/onetoken.h"
#include "tests/fakes/stubserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::analytics;

namespace {

constexpr auto Two = R"({"start":"2026-11-22T23:00:00.000Z","bucket_seconds":3600,"buckets":2,
 "complete_until":"2026-11-23T00:30:00.000Z","currency":"EUR","series":[
  {"key":"t1","label":"Acme <b>Bank</b>","requests":[10,20],"errors":[0,1],"tokens_in":[5,6],
   "tokens_out":[7,8],"cost_micros":[9007199254740991,1]},
  {"key":"other","label":"Other","requests":[1,1],"errors":[0,0],"tokens_in":[0,0],"tokens_out":[0,0],
   "cost_micros":[0,0],"a_later_member":true}]})";

const QDateTime From(QDate(2026, 11, 22), QTime(23, 0), Qt::UTC);
const QDateTime To(QDate(2026, 11, 23), QTime(1, 0), Qt::UTC);

} // namespace

class TestContractSource : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_server = std::make_unique<test::StubServer>();
        m_tokens = std::make_unique<test::OneToken>(m_server->url());
        m_http = std::make_unique<net::HttpClient>(m_clock, m_tokens.get(),
                                                   net::HttpClient::Options{.attempts = 1});
    }
    void cleanup()
    {
        m_http.reset();
        m_server.reset();
    }
    void asksForWhatIsShown_data();
    void asksForWhatIsShown();
    void readsEveryMember();
    void anAnswerThatWouldShiftTimeIsRefused_data();
    void anAnswerThatWouldShiftTimeIsRefused();
    void whatTheGatewaySaysIsTheError();
    void aStoppedQuestionIsCancelled();

private:
    [[nodiscard]] Result<UsageTable> ask(const UsageQuery &query)
    {
        contract::ContractSource source(m_server->url(u"/gw/"_s), *m_http);
        return test::resultOf(source.usage(query, {}));
    }

    test::ManualClock m_clock;
    std::unique_ptr<test::StubServer> m_server;
    std::unique_ptr<test::OneToken> m_tokens;
    std::unique_ptr<net::HttpClient> m_http;
};

void TestContractSource::asksForWhatIsShown_data()
{
    QTest::addColumn<UsageQuery>("query");
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("hours by tenant")
        << UsageQuery{.from = From, .to = To}
        << QByteArray("/gw/v1/analytics/usage?from=2026-11-22T23%3A00%3A00.000Z&to=2026-11-23T01%3A00%3A00."
                      "000Z&bucket=hour&by=tenant&top=5");
    QTest::newRow("days by API, in a zone")
        << UsageQuery{.from = From.toOffsetFromUtc(7200),
                      .to = To.toOffsetFromUtc(-3600),
                      .bucket = Bucket::Day,
                      .by = Grouping::Api,
                      .top = 9}
        << QByteArray("/gw/v1/analytics/usage?from=2026-11-22T23%3A00%3A00.000Z&to=2026-11-23T01%3A00%3A00."
                      "000Z&bucket=day&by=api&top=9");
    QTest::newRow("all together")
        << UsageQuery{.from = From, .to = To, .by = Grouping::None, .top = 1}
        << QByteArray("/gw/v1/analytics/usage?from=2026-11-22T23%3A00%3A00.000Z&to=2026-11-23T01%3A00%3A00."
                      "000Z&bucket=hour&by=none&top=1");
    QTest::newRow("of one right")
        << UsageQuery{.from = From, .to = To, .application = u"app/ø&x"_s, .subscription = u"sub 1"_s}
        << QByteArray("/gw/v1/analytics/usage?from=2026-11-22T23%3A00%3A00.000Z&to=2026-11-23T01%3A00%3A00."
                      "000Z&bucket=hour&by=tenant&top=5&application=app%2F%C3%B8%26x&subscription=sub%201");
}

void TestContractSource::asksForWhatIsShown()
{
    QFETCH(UsageQuery, query);
    m_server->enqueue({.body = Two});
    QVERIFY(ask(query));
    QCOMPARE(m_server->seen().size(), 1);
    QCOMPARE(m_server->seen().first().method, QByteArray("GET"));
    QTEST(m_server->seen().first().target, "target");
    QCOMPARE(m_server->seen().first().header("Authorization"), QByteArray("Bearer the-token"));
}

void TestContractSource::readsEveryMember()
{
    m_server->enqueue({.body = Two});
    const UsageQuery query{.from = From, .to = To};
    const Result<UsageTable> table = ask(query);
    QVERIFY(table);
    QCOMPARE(table->query, query);
    QCOMPARE(table->start, From);
    QCOMPARE(table->bucketSeconds, 3600);
    QCOMPARE(table->buckets, 2);
    QCOMPARE(table->completeUntil, From.addSecs(5400));
    QCOMPARE(table->currency, u"EUR"_s);
    QCOMPARE(table->series.size(), 2);
    const UsageSeries first{.key = u"t1"_s,
                            .label = u"Acme <b>Bank</b>"_s,
                            .requests = {10, 20},
                            .errors = {0, 1},
                            .tokensIn = {5, 6},
                            .tokensOut = {7, 8},
                            .costMicros = {9'007'199'254'740'991, 1}};
    QCOMPARE(table->series.first(), first);
    QCOMPARE(table->series.last().key, u"other"_s);
}

// A list that is too short would draw every later value in the wrong hour; nothing is better.
void TestContractSource::anAnswerThatWouldShiftTimeIsRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("path");
    const auto with = [](const char *from, const char *to) {
        QByteArray body(Two);
        return body.replace(from, to);
    };
    QTest::newRow("a bucket short") << with("[10,20]", "[10]") << u"$.series[0].requests"_s;
    QTest::newRow("a bucket more") << with("[5,6]", "[5,6,7]") << u"$.series[0].tokens_in"_s;
    QTest::newRow("less than nothing") << with("[0,1]", "[0,-1]") << u"$.series[0].errors"_s;
    QTest::newRow("a fraction") << with("[7,8]", "[7,8.5]") << u"$.series[0].tokens_out"_s;
    QTest::newRow("beyond 64 bits") << with("9007199254740991", "92233720368547758070")
                                    << u"out of range"_s; // refused by the parser, which knows no path
    QTest::newRow("a bucket of no length") << with(":3600", ":0") << u"$.bucket_seconds"_s;
    QTest::newRow("a million and one buckets")
        << with("\"buckets\":2", "\"buckets\":1000001") << u"$.buckets"_s;
    QTest::newRow("a time without a zone") << with("00.000Z\",\"bucket", "00.000\",\"bucket") << u"$.start"_s;
    QTest::newRow("no series") << with("\"series\"", "\"rows\"") << u"$.series"_s;
    QTest::newRow("no label") << with("\"label\":\"Other\",", "") << u"$.series[1].label"_s;
}

void TestContractSource::anAnswerThatWouldShiftTimeIsRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, path);
    m_server->enqueue({.body = body});
    const Result<UsageTable> table = ask({.from = From, .to = To});
    QVERIFY(!table);
    QCOMPARE(table.error().kind, Error::Kind::Decode);
    QVERIFY2(table.error().detail.contains(path), qPrintable(table.error().detail));
}

void TestContractSource::whatTheGatewaySaysIsTheError()
{
    m_server->enqueue({.status = 403,
                       .body = R"({"type":"https://x.example/problems/missing-scope","title":"No usage"})",
                       .contentType = "application/problem+json"});
    const Result<UsageTable> table = ask({.from = From, .to = To});
    QVERIFY(!table);
    QCOMPARE(table.error().kind, Error::Kind::Forbidden);
    QCOMPARE(table.error().code, u"missing-scope"_s);
    QCOMPARE(table.error().title, u"No usage"_s);
}

void TestContractSource::aStoppedQuestionIsCancelled()
{
    m_server->setHandler([](const test::StubServer::Seen &) {
        return test::StubServer::Answer{.fault = test::StubServer::Answer::Fault::Silent};
    });
    contract::ContractSource source(m_server->url(), *m_http);
    std::stop_source stop;
    const Async<UsageTable> answer = source.usage({.from = From, .to = To}, stop.get_token());
    QTRY_COMPARE(m_server->seen().size(), 1);
    stop.request_stop();
    QTRY_VERIFY(answer.isCanceled());
    QCOMPARE(answer.resultCount(), 0);
}

QTEST_GUILESS_MAIN(TestContractSource)
#include "tst_contractsource.moc"
