// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded is not effective: what was recorded is followed until the gateway enforces it.
#include "tests/unit/workspace/deskfixture.h"

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using gateway::EnforcementState;
using gateway::Verdict;
using store::Journal;
using test::DeskFixture;
using test::resultOf;
using test::ScriptedGateway;

class TestEffect : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m = std::make_unique<DeskFixture>();
        m->gateway.can.enforcement = true;
        m->gateway.add(ScriptedGateway::pending(u"s1"_s, 1));
        m->gateway.add(ScriptedGateway::pending(u"s2"_s, 2));
        m_desk = m->opened();
    }
    void cleanup()
    {
        m_desk.reset();
        m.reset();
    }

    void followsUntilItIsInForce()
    {
        m->gateway.enforcementOfNew = enforcement(EnforcementState::Waiting);
        decide();
        QCOMPARE(m_desk->row({u"s1"_s})->enforced, EnforcementState::Waiting);
        QTRY_COMPARE(m->newest().enforced, Journal::Enforced::Waiting);
        const QSignalSpy changed(m_desk.get(), &ApprovalDesk::enforcedChanged);
        m->gateway.requests[u"s1"_s].enforcement = enforcement(EnforcementState::Effective);
        QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty(), 10'000); // by itself, after a pause
        QCOMPARE(m_desk->row({u"s1"_s})->enforced, EnforcementState::Effective);
        QTRY_COMPARE(m->newest().enforced, Journal::Enforced::Effective);
    }
    void atOnceWhereTheAnswerSaysSo()
    {
        m->gateway.enforcementOfNew = enforcement(EnforcementState::Effective);
        decide();
        QCOMPARE(m_desk->row({u"s1"_s})->enforced, EnforcementState::Effective);
        QTRY_COMPARE(m->newest().enforced, Journal::Enforced::Effective);
    }
    void oneThatFailedStaysFlagged()
    {
        m->gateway.enforcementOfNew = enforcement(EnforcementState::Failed, u"node 3 refused it"_s);
        decide();
        QCOMPARE(m_desk->row({u"s1"_s})->enforced, EnforcementState::Failed);
        QCOMPARE(m_desk->row({u"s1"_s})->note, u"node 3 refused it"_s);
        m_desk->refresh();
        DeskFixture::settleDown(*m_desk);
        QVERIFY(m_desk->row({u"s1"_s})); // refreshing does not hide it
        QCOMPARE(m_desk->pendingCount(), 1);
        // Also after a restart.
        QTRY_COMPARE(m->newest().enforced, Journal::Enforced::Failed);
        m_desk.reset();
        m_desk = m->opened();
        QTRY_VERIFY(m_desk->row({u"s1"_s}));
        QCOMPARE(m_desk->row({u"s1"_s})->sending, Sending::Recorded);
        QCOMPARE(m_desk->row({u"s1"_s})->mine, Verdict::Approve);
        QCOMPARE(m_desk->row({u"s1"_s})->enforced, EnforcementState::Failed);
        // Until it is settled.
        m->gateway.requests[u"s1"_s].enforcement = enforcement(EnforcementState::Effective);
        m_desk->refresh();
        QTRY_COMPARE(m_desk->row({u"s1"_s})->enforced, EnforcementState::Effective);
        DeskFixture::settleDown(*m_desk);
        m_desk->refresh();
        QTRY_VERIFY(!m_desk->row({u"s1"_s}));
    }
    void whatALaterDecisionReplacedIsNotAskedAbout()
    {
        m->gateway.enforcementOfNew = enforcement(EnforcementState::Waiting);
        decide();
        m->gateway.record(u"s1"_s, ScriptedGateway::by(u"noor"_s, Verdict::Revoke, m->clock.now(), u"k"_s));
        m_desk->refresh();
        QTRY_COMPARE(m_desk->row({u"s1"_s})->enforced, EnforcementState::Unknown);
        QTRY_COMPARE(m->newest().enforced, Journal::Enforced::Unknown);
    }
    void aGatewayThatDoesNotSayIsNotAsked()
    {
        m->gateway.can.enforcement = false;
        m->gateway.enforcementOfNew = enforcement(EnforcementState::Waiting);
        decide();
        QCOMPARE(m_desk->row({u"s1"_s})->enforced, EnforcementState::Unknown);
        QCOMPARE(m->newest().enforced, Journal::Enforced::Unknown);
    }

private:
    static gateway::Enforcement enforcement(EnforcementState state, const QString &detail = {})
    {
        return {.state = {state, gateway::wordFor(state)}, .since = {}, .detail = detail};
    }
    void decide()
    {
        QCOMPARE(resultOf(m_desk->decide({u"s1"_s}, Verdict::Approve, {})).value().sending,
                 Sending::Recorded);
    }

    std::unique_ptr<DeskFixture> m;
    std::unique_ptr<ApprovalDesk> m_desk;
};

QTEST_GUILESS_MAIN(TestEffect)
#include "tst_effect.moc"
