// SPDX-License-Identifier: GPL-3.0-or-later
// What an earlier run left open is read back first, and sent only where nothing changed and nothing can
// double.
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

class TestReconcile : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m = std::make_unique<DeskFixture>();
        m->gateway.add(ScriptedGateway::pending(u"s1"_s, 1));
        m->gateway.add(ScriptedGateway::pending(u"s2"_s, 2));
    }
    void cleanup() { m.reset(); }

    void findsOurDecision()
    {
        const Journal::Entry entry = m->leaveOpen(u"s1"_s, 1s);
        m->gateway.record(u"s1"_s, ScriptedGateway::by(u"me"_s, Verdict::Approve, m->clock.now(), entry.id));
        expectEnd(Sending::Recorded, Journal::State::Recorded, {1, 0, 0});
    }
    // The person decided it: it is not lost, and the same key cannot make it twice.
    void unchangedIsSentWithTheSameKey()
    {
        const Journal::Entry entry = m->leaveOpen(u"s1"_s, 60s);
        expectEnd(Sending::Recorded, Journal::State::Recorded, {1, 0, 0}, 1);
        QCOMPARE(m->gateway.sent.first().idempotencyKey, entry.id);
        QCOMPARE(m->gateway.sent.first().ifMatch, entry.order.etag);
        QCOMPARE(m->gateway.readBack.first(), u"s1"_s);
    }
    void aHeldOneIsSentToo()
    {
        const Journal::Entry entry = m->leaveOpen(u"s1"_s, 60s, Journal::State::Held);
        expectEnd(Sending::Recorded, Journal::State::Recorded, {1, 0, 0}, 1);
        QCOMPARE(m->gateway.sent.first().idempotencyKey, entry.id);
    }
    // Another program still holds it: that one may take it back.
    void aHeldOneWhoseTimeHasNotComeIsLeftAlone()
    {
        QVERIFY(!m->leaveOpen(u"s1"_s, -60s, Journal::State::Held).id.isEmpty());
        const auto desk = m->opened();
        QCOMPARE(desk->row({u"s1"_s})->sending, Sending::Held);
        QVERIFY(m->gateway.sent.isEmpty());
        QCOMPARE(m->openEntries(), 1);
    }
    void aChangedOneIsNotSent()
    {
        QVERIFY(!m->leaveOpen(u"s1"_s, 60s).id.isEmpty());
        m->gateway.requests[u"s1"_s].etag = "\"s1-9\"";
        expectEnd(Sending::NotRecorded, Journal::State::NotRecorded, {0, 1, 0});
    }
    void oneOfYesterdayIsNotSent()
    {
        QVERIFY(!m->leaveOpen(u"s1"_s, 24h).id.isEmpty());
        expectEnd(Sending::NotRecorded, Journal::State::NotRecorded, {0, 1, 0});
        QVERIFY(m->newest().note.contains(u"decide again"_s));
    }
    void withoutKeysItIsNeverSentTwice()
    {
        m->gateway.can.idempotentDecisions = false;
        QVERIFY(!m->leaveOpen(u"s1"_s, 60s).id.isEmpty());
        expectEnd(Sending::NotRecorded, Journal::State::NotRecorded, {0, 1, 0});
    }
    void withoutKeysOneThatNeverLeftIsSent()
    {
        m->gateway.can.idempotentDecisions = false;
        QVERIFY(!m->leaveOpen(u"s1"_s, 60s, Journal::State::Held).id.isEmpty());
        expectEnd(Sending::Recorded, Journal::State::Recorded, {1, 0, 0}, 1);
    }
    void decidedByAnother()
    {
        QVERIFY(!m->leaveOpen(u"s1"_s, 60s).id.isEmpty());
        m->gateway.record(u"s1"_s, ScriptedGateway::by(u"noor"_s, Verdict::Reject, m->clock.now(), u"k"_s));
        expectEnd(Sending::DecidedElsewhere, Journal::State::DecidedElsewhere, {0, 0, 1});
    }
    void goneIsNotRecorded()
    {
        QVERIFY(!m->leaveOpen(u"s1"_s, 60s).id.isEmpty());
        m->gateway.requests.remove(u"s1"_s);
        const auto desk = m->opened();
        QCOMPARE(m->newest().state, Journal::State::NotRecorded);
        QVERIFY(m->gateway.sent.isEmpty());
    }
    // A decision that left a moment before the crash may still be under way inside the gateway.
    void justSentIsNotJudgedTooEarly()
    {
        m->gateway.can.idempotentDecisions = false; // nothing would make sending it again safe
        const Journal::Entry entry = m->leaveOpen(u"s1"_s, 1s);
        const auto desk = m->opened();
        QCOMPARE(desk->row({u"s1"_s})->sending, Sending::WaitingForNetwork);
        QCOMPARE(m->openEntries(), 1);
        m->gateway.record(u"s1"_s, ScriptedGateway::by(u"me"_s, Verdict::Approve, m->clock.now(), entry.id));
        const QSignalSpy reconciled(desk.get(), &ApprovalDesk::reconciled);
        desk->refresh();
        QTRY_COMPARE(reconciled.size(), 1);
        QCOMPARE(reconciled.first().first().toInt(), 1);
        QCOMPARE(m->newest().state, Journal::State::Recorded);
    }
    void aWrongClockDoesNotHoldItOpenForEver()
    {
        QVERIFY(!m->leaveOpen(u"s1"_s, -24h).id.isEmpty()); // journalled "tomorrow"
        const auto desk = m->opened(); // how old it is cannot be known, so it is not sent
        QCOMPARE(desk->row({u"s1"_s})->sending, Sending::WaitingForNetwork);
        m->clock.advance(11s);
        desk->refresh();
        QTRY_COMPARE(desk->row({u"s1"_s})->sending, Sending::NotRecorded);
    }
    void staysOpenWhileTheGatewayIsUnreachable()
    {
        QVERIFY(!m->leaveOpen(u"s1"_s, 60s).id.isEmpty());
        m->gateway.onRead = [] { return Error{.kind = Error::Kind::Offline}; };
        const auto desk = m->desk();
        const QSignalSpy reconciled(desk.get(), &ApprovalDesk::reconciled);
        desk->open();
        DeskFixture::settleDown(*desk);
        QCOMPARE(desk->row({u"s1"_s})->sending, Sending::WaitingForNetwork);
        QCOMPARE(reconciled.size(), 0);
        QCOMPARE(m->openEntries(), 1);
        const Settlement locked = resultOf(desk->decide({u"s1"_s}, Verdict::Approve, {})).value();
        QCOMPARE(locked.error->kind, Error::Kind::Conflict);

        m->gateway.onRead = {};
        desk->refresh();
        QTRY_COMPARE(reconciled.size(), 1);
        QCOMPARE(desk->row({u"s1"_s})->sending, Sending::Recorded);
        QCOMPARE(m->gateway.sent.size(), 1);
    }
    void manyAreToldTogether()
    {
        QVERIFY(!m->leaveOpen(u"s1"_s, 24h).id.isEmpty());
        const Journal::Entry second = m->leaveOpen(u"s2"_s, 60s);
        m->gateway.record(u"s2"_s, ScriptedGateway::by(u"me"_s, Verdict::Approve, m->clock.now(), second.id));
        const auto desk = m->desk();
        const QSignalSpy reconciled(desk.get(), &ApprovalDesk::reconciled);
        desk->open();
        DeskFixture::settleDown(*desk);
        QCOMPARE(reconciled.size(), 1);
        QCOMPARE(reconciled.first(), (QVariantList{1, 1, 0}));
    }
    void anotherPersonsEntriesAreNotTouched()
    {
        const QString mine = m->scope;
        m->scope = u"prod/other"_s;
        QVERIFY(!m->leaveOpen(u"s1"_s, 60s).id.isEmpty());
        m->scope = mine;
        const auto desk = m->opened();
        QVERIFY(m->gateway.readBack.isEmpty());
        m->scope = u"prod/other"_s;
        QCOMPARE(m->openEntries(), 1);
    }
    void anEntryOfAnotherProgramIsTakenUp()
    {
        const auto desk = m->opened();
        QVERIFY(!m->leaveOpen(u"s1"_s, 60s).id.isEmpty()); // gatehousectl was killed meanwhile
        const QSignalSpy reconciled(desk.get(), &ApprovalDesk::reconciled);
        const Settlement s = resultOf(desk->decide({u"s1"_s}, Verdict::Approve, {})).value();
        QCOMPARE(s.sending, Sending::NotRecorded);
        QCOMPARE(s.error->kind, Error::Kind::Conflict);
        QTRY_COMPARE(reconciled.size(), 1);
        QTRY_COMPARE(m->openEntries(), 0);
        QCOMPARE(m->gateway.sent.size(), 1); // the other's, with its key
    }

private:
    void expectEnd(Sending sending, Journal::State state, const QVariantList &counts, int sent = 0)
    {
        const auto desk = m->desk();
        const QSignalSpy reconciled(desk.get(), &ApprovalDesk::reconciled);
        desk->open();
        DeskFixture::settleDown(*desk);
        QCOMPARE(reconciled.size(), 1);
        QCOMPARE(reconciled.first(), counts);
        QCOMPARE(desk->row({u"s1"_s})->sending, sending); // it outlives the refresh that follows it
        QCOMPARE(desk->row({u"s1"_s})->mine, Verdict::Approve);
        QCOMPARE(m->newest().state, state);
        QCOMPARE(m->openEntries(), 0);
        QCOMPARE(m->gateway.sent.size(), sent);
    }

    std::unique_ptr<DeskFixture> m;
};

QTEST_GUILESS_MAIN(TestReconcile)
#include "tst_reconcile.moc"
