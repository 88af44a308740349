// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions that can be taken back before they leave.
#include "tests/unit/workspace/deskfixture.h"

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::Verdict;
using store::Journal;
using test::DeskFixture;
using test::resultOf;
using test::ScriptedGateway;

class TestHeld : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m = std::make_unique<DeskFixture>();
        m->gateway.add(ScriptedGateway::pending(u"s1"_s, 1));
        m->gateway.add(ScriptedGateway::pending(u"s2"_s, 2));
        m_desk = m->opened();
    }
    void cleanup()
    {
        m_desk.reset();
        m.reset();
    }

    void leavesWhenItsTimeHasCome()
    {
        m_desk->setHold(400ms);
        const Async<Settlement> end = m_desk->decide({u"s1"_s}, Verdict::Approve, {});
        QTRY_COMPARE(m_desk->row({u"s1"_s})->sending, Sending::Held);
        QCOMPARE(m_desk->row({u"s1"_s})->leavesAt, m->clock.now().addMSecs(400));
        QCOMPARE(resultOf(end).value().sending, Sending::Recorded);
        QCOMPARE(m->gateway.sent.size(), 1);
        QCOMPARE(m->newest().state, Journal::State::Recorded);
    }
    void canBeTakenBack()
    {
        m_desk->setHold(1h);
        const QSignalSpy settled(m_desk.get(), &ApprovalDesk::settled);
        const Async<QList<Settlement>> end = m_desk->decideAll({{.id = {u"s1"_s}}, {.id = {u"s2"_s}}});
        QTRY_COMPARE(m_desk->row({u"s2"_s})->sending, Sending::Held);
        QCOMPARE(m->openEntries(), 2);
        QCOMPARE(resultOf(m_desk->undo({{u"s1"_s}, {u"s9"_s}})).value(), 1);
        QCOMPARE(m_desk->row({u"s1"_s})->sending, Sending::None);
        QCOMPARE(m_desk->row({u"s2"_s})->sending, Sending::Held);
        QCOMPARE(settled.first().at(1).value<Sending>(), Sending::Withdrawn);
        QCOMPARE(m->openEntries(), 1);
        QVERIFY(m->gateway.sent.isEmpty());
        // And decided otherwise, at once.
        m_desk->setHold(0ms);
        QCOMPARE(resultOf(m_desk->decide({u"s1"_s}, Verdict::Reject, u"no"_s)).value().sending,
                 Sending::Recorded);
        QVERIFY(!end.isFinished());
    }
    void cancelTakesBackAll()
    {
        m_desk->setHold(1h);
        const Async<QList<Settlement>> end = m_desk->decideAll({{.id = {u"s1"_s}}, {.id = {u"s2"_s}}});
        QTRY_COMPARE(m_desk->row({u"s2"_s})->sending, Sending::Held);
        m_desk->cancel();
        const QList<Settlement> all = resultOf(end).value();
        QCOMPARE(all.at(0).sending, Sending::Withdrawn);
        QCOMPARE(all.at(1).sending, Sending::Withdrawn);
        QCOMPARE(m->openEntries(), 0);
    }
    void stoppedWhileItIsWritten()
    {
        const Async<Settlement> end = m_desk->decide({u"s1"_s}, Verdict::Approve, {});
        m_desk->cancel();
        QCOMPARE(resultOf(end).value().sending, Sending::Withdrawn);
        QVERIFY(m->gateway.sent.isEmpty());
        QCOMPARE(m->newest().state, Journal::State::Withdrawn);
    }
    void anotherProgramTookItBack()
    {
        m_desk->setHold(1s);
        const Async<Settlement> end = m_desk->decide({u"s1"_s}, Verdict::Approve, {});
        QTRY_COMPARE(m->openEntries(), 1);
        QCOMPARE(resultOf(m->journal->withdraw({m->newest().id}, m->clock.now())).value().size(), 1);
        QCOMPARE(resultOf(end).value().sending, Sending::Withdrawn);
        QVERIFY(m->gateway.sent.isEmpty());
    }
    void anotherProgramSentIt()
    {
        m_desk->setHold(1s);
        const Async<Settlement> end = m_desk->decide({u"s1"_s}, Verdict::Approve, {});
        QTRY_COMPARE(m->openEntries(), 1);
        const Journal::Entry entry = m->newest();
        QCOMPARE(resultOf(m->journal->release({entry.id})).value().size(), 1);
        m->gateway.record(u"s1"_s, ScriptedGateway::by(u"me"_s, Verdict::Approve, m->clock.now(), entry.id));
        QCOMPARE(resultOf(end).value().sending, Sending::WaitingForNetwork);
        m_desk->refresh();
        QTRY_COMPARE(m_desk->row({u"s1"_s})->sending, Sending::Recorded);
        QVERIFY(m->gateway.sent.isEmpty());
    }
    void aDyingProgramLeavesItHeld()
    {
        m_desk->setHold(1h);
        const Async<Settlement> end = m_desk->decide({u"s1"_s}, Verdict::Approve, {});
        QTRY_COMPARE(m_desk->row({u"s1"_s})->sending, Sending::Held);
        m_desk.reset();
        QVERIFY(end.isCanceled());
        QCOMPARE(m->newest().state, Journal::State::Held);
        m->clock.advance(2h);
        m_desk = m->opened();
        QTRY_COMPARE(m_desk->row({u"s1"_s})->sending, Sending::Recorded);
    }

private:
    std::unique_ptr<DeskFixture> m;
    std::unique_ptr<ApprovalDesk> m_desk;
};

QTEST_GUILESS_MAIN(TestHeld)
#include "tst_held.moc"
