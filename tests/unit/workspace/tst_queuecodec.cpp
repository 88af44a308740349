// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/queuecodec.h"
#include "core/workspace/usagecodec.h"

#include <QTest>

#include "tests/fakes/scriptedgateway.h"

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using test::ScriptedGateway;

namespace {

const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0, 0, 7), Qt::UTC);

CachedQueue queue()
{
    gateway::Subscription full = ScriptedGateway::pending(u"s1"_s);
    full.state = {gateway::SubscriptionState::Unknown, u"parked"_s};
    full.application = {u"a1"_s};
    full.apiName = u"Škoda \U0001F697"_s;
    full.sensitive = true;
    full.requiredApprovals = 2;
    full.decisions = {ScriptedGateway::by(u"noor"_s, gateway::Verdict::Reject, noon, u"k"_s)};
    full.mayDecide = false;
    full.mayNotDecideBecause = u"It is your own."_s;
    gateway::Subscription bare = ScriptedGateway::pending(u"s2"_s);
    bare.requestedAt = {};
    bare.estimatedMonthlyCost.reset();
    return {.requests = {full, bare},
            .first = {.etag = "\"e\"", .ids = {{u"s1"_s}}, .nextCursor = u"c"_s},
            .readAt = noon,
            .isComplete = true};
}

analytics::UsageTable table()
{
    analytics::UsageTable t;
    t.query = {.from = noon,
               .to = noon.addDays(2),
               .bucket = analytics::Bucket::Day,
               .by = analytics::Grouping::Api};
    t.start = noon;
    t.bucketSeconds = 86'400;
    t.buckets = 2;
    t.completeUntil = noon.addDays(1);
    t.currency = u"EUR"_s;
    t.series = {{.key = u"x"_s,
                 .label = u"X"_s,
                 .requests = {1, 2},
                 .errors = {0, 1},
                 .tokensIn = {5, 6},
                 .tokensOut = {7, 8},
                 .costMicros = {9, std::numeric_limits<qint64>::max()}}};
    return t;
}

} // namespace

class TestQueueCodec : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void keepsEveryMember()
    {
        const Result<CachedQueue> read = decodeQueue(encodeQueue(queue()));
        QVERIFY(read.has_value());
        QCOMPARE(read->requests.size(), 2);
        QVERIFY(*read == queue());
    }
    void keepsUsage()
    {
        const Result<analytics::UsageTable> read = decodeUsage(encodeUsage(table()));
        QVERIFY(read.has_value());
        QVERIFY(*read == table());
    }
    void refusesEveryCut()
    {
        const QByteArray queueBytes = encodeQueue(queue());
        for (qsizetype size = 0; size < queueBytes.size(); ++size)
            QVERIFY2(!decodeQueue(queueBytes.left(size)), qPrintable(QString::number(size)));
        QVERIFY(!decodeQueue(queueBytes + 'x'));
        const QByteArray usageBytes = encodeUsage(table());
        for (qsizetype size = 0; size < usageBytes.size(); ++size)
            QVERIFY2(!decodeUsage(usageBytes.left(size)), qPrintable(QString::number(size)));
        QVERIFY(!decodeUsage(usageBytes + 'x'));
    }
    // Damage must end in an answer, whatever it is: no crash, no huge allocation (the sanitizers watch).
    void survivesEveryDamagedByte()
    {
        const QByteArray good = encodeQueue(queue());
        for (qsizetype i = 0; i < good.size(); ++i) {
            for (const char flip : {'\x01', '\x80', '\xff'}) {
                QByteArray bad = good;
                bad[i] = static_cast<char>(bad.at(i) ^ flip);
                const Result<CachedQueue> read = decodeQueue(bad);
                QVERIFY(read.has_value() || read.error().kind == Error::Kind::Decode);
            }
        }
        QCOMPARE(decodeQueue("not a queue").error().kind, Error::Kind::Decode);
        QCOMPARE(decodeUsage("not usage").error().kind, Error::Kind::Decode);
    }
    void sharesTexts()
    {
        CachedQueue many;
        for (int i = 0; i < 1000; ++i)
            many.requests.append(ScriptedGateway::pending(u"s%1"_s.arg(i)));
        const Result<CachedQueue> read = decodeQueue(encodeQueue(many));
        QVERIFY(read.has_value());
        QCOMPARE(read->requests.first().applicationName.constData(),
                 read->requests.last().applicationName.constData());
    }
};

QTEST_GUILESS_MAIN(TestQueueCodec)
#include "tst_queuecodec.moc"
