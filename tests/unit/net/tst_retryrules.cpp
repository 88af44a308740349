// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/circuitbreaker.h"
#include "core/net/ratelimit.h"
#include "core/net/retrypolicy.h"
#include "tests/fakes/manualclock.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::net;
using namespace std::chrono_literals;

using Wait = std::optional<std::chrono::milliseconds>;

class TestRetryRules : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void serverWait_data();
    void serverWait();
    void pauseDoublesUpToTheCap_data();
    void pauseDoublesUpToTheCap();
    void pauseHonoursTheServer();
    void repeatable_data();
    void repeatable();
    void transient_data();
    void transient();
    void breakerOpensAndProbes();
    void breakerForgivesOnSuccess();
    void breakerProbeFailsOrIsAbandoned();
    void breakerSurvivesAClockSetBack();
};

void TestRetryRules::serverWait_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QStringList>("headers");
    QTest::addColumn<qint64>("ms"); // -1: says nothing
    const auto row = [](const char *name, int status, const QStringList &headers, qint64 ms) {
        QTest::newRow(name) << status << headers << ms;
    };
    // The clock of these tests says 2026-11-23 12:00:00, epoch 1795435200.
    row("nothing", 429, {}, -1);
    row("seconds", 429, {u"Retry-After: 7"_s}, 7000);
    row("seconds, with 503", 503, {u"retry-after:  7 "_s}, 7000);
    row("zero", 429, {u"Retry-After: 0"_s}, 0);
    row("negative", 429, {u"Retry-After: -5"_s}, -1);
    row("words", 429, {u"Retry-After: soon"_s}, -1);
    row("fraction", 429, {u"Retry-After: 1.5"_s}, -1);
    row("beyond 64 bits", 429, {u"Retry-After: 99999999999999999999"_s}, -1);
    row("a thousand years", 429, {u"Retry-After: 31536000000"_s}, 7LL * 24 * 3600 * 1000);
    row("date", 429, {u"Retry-After: Mon, 23 Nov 2026 12:00:30 GMT"_s}, 30'000);
    row("date, past", 429, {u"Retry-After: Mon, 23 Nov 2026 11:00:00 GMT"_s}, 0);
    row("date by the server's wrong clock", 429,
        {u"Retry-After: Mon, 23 Nov 2026 15:00:30 GMT"_s, u"Date: Mon, 23 Nov 2026 15:00:00 GMT"_s}, 30'000);
    row("draft reset", 429, {u"RateLimit-Reset: 12"_s}, 12'000);
    row("gateway reset in seconds", 429, {u"X-RateLimit-Remaining: 0"_s, u"X-RateLimit-Reset: 12"_s}, 12'000);
    row("reset in epoch seconds", 429, {u"X-RateLimit-Reset: 1795435212"_s}, 12'000);
    row("reset in epoch milliseconds", 429, {u"X-RateLimit-Reset: 1795435212000"_s}, 12'000);
    row("Okta", 429,
        {u"X-Rate-Limit-Limit: 600"_s, u"X-Rate-Limit-Remaining: 0"_s, u"X-Rate-Limit-Reset: 1795435260"_s},
        60'000);
    row("Okta by the server's clock", 429,
        {u"X-Rate-Limit-Reset: 1795438860"_s, u"Date: Mon, 23 Nov 2026 13:00:00 GMT"_s}, 60'000);
    row("reset in the past", 429, {u"X-Rate-Limit-Reset: 1795435000"_s}, 0);
    row("draft list", 429, {uR"(RateLimit: "burst";r=0;t=12, "daily";r=40;t=900)"_s}, 12'000);
    row("draft list, two spent", 429, {uR"(RateLimit: "burst";r=0;t=12, "daily";r=0;t=900)"_s}, 900'000);
    row("draft, older", 429, {u"RateLimit: limit=10, remaining=0, reset=12"_s}, 12'000);
    row("Retry-After goes first", 429, {u"X-RateLimit-Reset: 99"_s, u"Retry-After: 2"_s}, 2000);
    row("a quota that is not spent", 200, {u"RateLimit-Reset: 12"_s}, -1);
    row("a quota with 503", 503, {u"RateLimit-Reset: 12"_s}, -1);
}

void TestRetryRules::serverWait()
{
    QFETCH(int, status);
    QFETCH(QStringList, headers);
    QFETCH(qint64, ms);
    Headers parsed;
    for (const QString &line : headers)
        parsed.append({line.section(u':', 0, 0).toLatin1(), line.section(u':', 1).toLatin1()});
    const Wait wait = net::serverWait(status, parsed, test::ManualClock().now());
    QCOMPARE(wait ? qint64(wait->count()) : -1, ms);
}

void TestRetryRules::pauseDoublesUpToTheCap_data()
{
    QTest::addColumn<int>("made");
    QTest::addColumn<double>("random");
    QTest::addColumn<qint64>("ms"); // -1: gives up
    QTest::newRow("first, whole window") << 1 << 0.999999 << qint64(99);
    QTest::newRow("first, no time at all") << 1 << 0.0 << qint64(0);
    QTest::newRow("second") << 2 << 0.5 << qint64(100);
    QTest::newRow("third") << 3 << 0.5 << qint64(200);
    QTest::newRow("capped") << 8 << 0.5 << qint64(500);
    QTest::newRow("far out") << 99 << 0.5 << qint64(500);
    QTest::newRow("last") << 100 << 0.5 << qint64(-1);
}

void TestRetryRules::pauseDoublesUpToTheCap()
{
    QFETCH(int, made);
    QFETCH(double, random);
    QFETCH(qint64, ms);
    const RetryPolicy policy{.attempts = 100, .backoffBase = 100ms, .backoffCap = 1000ms};
    const Wait pause = policy.pause(made, {}, random);
    QCOMPARE(pause ? qint64(pause->count()) : -1, ms);
}

void TestRetryRules::pauseHonoursTheServer()
{
    const RetryPolicy policy{.attempts = 3, .backoffBase = 100ms, .longestServerWait = 10s};
    QCOMPARE(policy.pause(1, 2000ms, 0.0), Wait(2000ms));
    QCOMPARE(policy.pause(1, 2000ms, 0.5), Wait(2050ms)); // callers told the same do not come back at once
    QCOMPARE(policy.pause(1, 10s, 0.0), Wait(10s));
    QCOMPARE(policy.pause(1, 10001ms, 0.0), Wait());
    QCOMPARE(policy.pause(3, 1ms, 0.0), Wait());
}

void TestRetryRules::repeatable_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("retryPost");
    QTest::addColumn<bool>("key");
    QTest::addColumn<bool>("expected");
    for (const char *method : {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
        QTest::newRow(method) << QByteArray(method) << false << false << true;
    QTest::newRow("POST") << QByteArray("POST") << false << false << false;
    QTest::newRow("POST with key only") << QByteArray("POST") << false << true << false;
    QTest::newRow("POST that says so without a key") << QByteArray("POST") << true << false << false;
    QTest::newRow("POST with both") << QByteArray("POST") << true << true << true;
    QTest::newRow("PATCH") << QByteArray("PATCH") << true << true << false;
    QTest::newRow("lower case is another method") << QByteArray("get") << false << false << false;
}

void TestRetryRules::repeatable()
{
    QFETCH(QByteArray, method);
    QFETCH(bool, retryPost);
    QFETCH(bool, key);
    Request request{.method = method, .retryPost = retryPost};
    if (key)
        request.headers = {{"idempotency-KEY", "k"}};
    QTEST(isRepeatable(request), "expected");
}

void TestRetryRules::transient_data()
{
    QTest::addColumn<Result<Response>>("outcome");
    QTest::addColumn<bool>("retried");
    QTest::addColumn<bool>("outage");
    const QList<int> outages = {502, 503, 504};
    for (const int status :
         {200, 204, 302, 304, 400, 401, 403, 404, 409, 412, 422, 429, 500, 501, 502, 503, 504})
        QTest::addRow("%d", status) << Result<Response>(Response{.status = status})
                                    << (status == 429 || outages.contains(status))
                                    << outages.contains(status);
    for (const Error::Kind kind : allErrorKinds()) {
        const bool passing = kind == Error::Kind::Offline || kind == Error::Kind::Timeout;
        QTest::addRow("%s", qPrintable(name(kind)))
            << Result<Response>(failure(kind, {})) << passing << passing;
    }
}

void TestRetryRules::transient()
{
    QFETCH(Result<Response>, outcome);
    QTEST(isTransient(outcome), "retried");
    QTEST(isOutage(outcome), "outage");
}

void TestRetryRules::breakerOpensAndProbes()
{
    test::ManualClock clock;
    CircuitBreaker breaker(clock, 3, 10s);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(breaker.admit());
        breaker.failed(Error::Kind::Offline);
    }
    QVERIFY(!breaker.admit());
    QCOMPARE(breaker.remaining(), 10s);
    clock.advance(9999ms);
    QVERIFY(!breaker.admit());
    QCOMPARE(breaker.remaining(), 1ms);
    clock.advance(1ms);
    QVERIFY(breaker.admit());
    QVERIFY(!breaker.admit()); // one probe, not a crowd
    breaker.succeeded();
    QVERIFY(breaker.admit());
    breaker.failed(Error::Kind::Offline);
    QVERIFY(breaker.admit()); // counting starts anew
}

void TestRetryRules::breakerForgivesOnSuccess()
{
    test::ManualClock clock;
    CircuitBreaker breaker(clock, 2, 10s);
    for (int i = 0; i < 5; ++i) {
        breaker.failed(Error::Kind::Offline);
        breaker.succeeded();
    }
    QVERIFY(breaker.admit());
}

void TestRetryRules::breakerProbeFailsOrIsAbandoned()
{
    test::ManualClock clock;
    CircuitBreaker breaker(clock, 1, 10s);
    breaker.failed(Error::Kind::Offline);
    clock.advance(10s);
    QVERIFY(breaker.admit());
    breaker.failed(Error::Kind::Offline);
    QVERIFY(!breaker.admit());
    QCOMPARE(breaker.remaining(), 10s);
    clock.advance(10s);
    QVERIFY(breaker.admit());
    breaker.abandoned();
    QVERIFY(breaker.admit()); // the next one probes at once
}

void TestRetryRules::breakerSurvivesAClockSetBack()
{
    test::ManualClock clock;
    CircuitBreaker breaker(clock, 1, 10s);
    breaker.failed(Error::Kind::Offline);
    clock.advance(-3600s);
    QVERIFY(breaker.admit());
}

QTEST_GUILESS_MAIN(TestRetryRules)
#include "tst_retryrules.moc"
