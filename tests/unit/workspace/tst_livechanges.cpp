// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the requests meanwhile comes in by itself, one by one.
#include "core/workspace/livechanges.h"
#include "tests/unit/workspace/deskfixture.h"

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::Verdict;
using test::DeskFixture;
using test::resultOf;
using test::ScriptedGateway;

class TestLiveChanges : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m = std::make_unique<DeskFixture>();
        m->gateway.can.changes = true;
        m->gateway.add(ScriptedGateway::pending(u"s1"_s, 1));
        m->gateway.add(ScriptedGateway::pending(u"s2"_s, 2));
        m_desk = m->opened();
    }
    void cleanup()
    {
        m_desk.reset();
        m.reset();
    }

    void mergesByKey()
    {
        const QueueRow before = *m_desk->row({u"s2"_s});
        const qsizetype lists = m->gateway.lists.size();
        answerWith({}, u"1"_s);
        m_desk->setWatched(true);
        QTRY_COMPARE(m->gateway.changesAsked.size(), 2);  // the point that is now, and from there on
        QTRY_COMPARE(m->gateway.lists.size(), lists + 1); // what happened before that point is not missed
        DeskFixture::settleDown(*m_desk);

        gateway::Subscription fresh = ScriptedGateway::pending(u"s3"_s, 3);
        m->gateway.add(fresh);
        m->gateway.record(u"s1"_s, ScriptedGateway::by(u"noor"_s, Verdict::Reject, m->clock.now(), u"k"_s));
        restartWith({fresh, m->gateway.requests.value(u"s1"_s)});
        QTRY_VERIFY(m_desk->row({u"s3"_s}));
        QVERIFY(!m_desk->row({u"s1"_s})); // decided elsewhere
        QCOMPARE(*m_desk->row({u"s2"_s}), before);
    }
    void whatIsOursStays()
    {
        m->gateway.record(u"s2"_s, ScriptedGateway::by(u"noor"_s, Verdict::Reject, m->clock.now(), u"k"_s));
        QCOMPARE(resultOf(m_desk->decide({u"s1"_s}, Verdict::Approve, {})).value().sending,
                 Sending::Recorded);
        restartWith({m->gateway.requests.value(u"s1"_s), m->gateway.requests.value(u"s2"_s)});
        QTRY_VERIFY(!m_desk->row({u"s2"_s}));
        QCOMPARE(m_desk->row({u"s1"_s})->sending, Sending::Recorded);
    }
    void anOldPointReadsTheListAgain()
    {
        m->gateway.nextChanges = {{.isReset = true}};
        const qsizetype lists = m->gateway.lists.size();
        m_desk->setWatched(true);
        QTRY_COMPARE(m->gateway.lists.size(), lists + 1);
        QTRY_COMPARE_WITH_TIMEOUT(m->gateway.changesAsked, (QStringList{QString(), QString()}), 10'000);
    }
    void stopsWhenNobodyLooks()
    {
        m_desk->setWatched(true);
        QCOMPARE(m->gateway.changesAsked.size(), 1);
        m_desk->setWatched(false);
        m_desk->setWatched(true);
        QCOMPARE(m->gateway.changesAsked.size(), 2);
        m_desk.reset(); // and when it dies, with a request under way
    }
    void asksForTheFirstPageWhereTheGatewayTellsNothing()
    {
        m->gateway.can.changes = false;
        QByteArray etag = m->gateway.pageOf({}).value().etag;
        LiveChanges live(
            m->gateway, [&etag] { return etag; }, 5ms);
        const QSignalSpy old(&live, &LiveChanges::listIsOld);
        const qsizetype lists = m->gateway.lists.size();
        live.start();
        QTRY_VERIFY(m->gateway.lists.size() >= lists + 3);
        QVERIFY(old.isEmpty()); // not modified
        QCOMPARE(m->gateway.lists.last().ifNoneMatch, etag);
        m->gateway.add(ScriptedGateway::pending(u"s9"_s, 9));
        QTRY_VERIFY(!old.isEmpty());
        live.stop();
    }

private:
    // One answer; after it the gateway waits for ever.
    void answerWith(const QList<gateway::Subscription> &items, const QString &cursor)
    {
        m->gateway.nextChanges = {{.items = items, .cursor = cursor}};
    }
    void restartWith(const QList<gateway::Subscription> &items)
    {
        m_desk->setWatched(false);
        answerWith(items, u"2"_s);
        m_desk->setWatched(true);
    }

    std::unique_ptr<DeskFixture> m;
    std::unique_ptr<ApprovalDesk> m_desk;
};

QTEST_GUILESS_MAIN(TestLiveChanges)
#include "tst_livechanges.moc"
