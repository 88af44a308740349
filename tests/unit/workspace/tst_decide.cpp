// SPDX-License-Identifier: GPL-3.0-or-later
// Every end a decision made now can come to, and how often it was sent.
#include "tests/unit/workspace/deskfixture.h"

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using gateway::Verdict;
using store::Journal;
using test::DeskFixture;
using test::resultOf;
using test::ScriptedGateway;

class TestDecide : public QObject
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
        QCOMPARE(m_desk->rows().size(), 2);
    }
    void cleanup()
    {
        m_desk.reset();
        m.reset();
    }

    void recordsAnApproval()
    {
        const QSignalSpy settled(m_desk.get(), &ApprovalDesk::settled);
        const QByteArray etag = m->gateway.requests.value(u"s1"_s).etag;
        const Settlement s = decide(u"s1"_s);
        QCOMPARE(s.sending, Sending::Recorded);
        QVERIFY(!s.error);
        QCOMPARE(m->gateway.sent.size(), 1);
        QCOMPARE(m->gateway.sent.first().ifMatch, etag);
        QCOMPARE(m->newest().id, m->gateway.sent.first().idempotencyKey);
        QCOMPARE(m->newest().state, Journal::State::Recorded);
        QCOMPARE(m->openEntries(), 0);
        QCOMPARE(settled.size(), 1);
        const QueueRow row = *m_desk->row({u"s1"_s});
        QCOMPARE(row.sending, Sending::Recorded);
        QCOMPARE(row.mine, Verdict::Approve);
        QCOMPARE(row.request.state.value, gateway::SubscriptionState::Approved);
        QCOMPARE(m_desk->pendingCount(), 1);
    }
    void keepsTheDecidedRowUntilTheNextRefresh()
    {
        QCOMPARE(decide(u"s1"_s).sending, Sending::Recorded);
        QCOMPARE(m_desk->rows().size(), 2);
        m_desk->refresh();
        DeskFixture::settleDown(*m_desk);
        QCOMPARE(m_desk->rows().size(), 1);
        QCOMPARE(m_desk->rows().first().request.id.value, u"s2"_s);
    }
    void updatesTheCache()
    {
        QCOMPARE(decide(u"s1"_s).sending, Sending::Recorded);
        m->gateway.onList = [](const gateway::SubscriptionQuery &) -> Result<Page<gateway::Subscription>> {
            return failure({.kind = Error::Kind::Offline});
        };
        const auto next = m->opened();
        QCOMPARE(next->rows().size(), 1);
        QVERIFY(next->freshness().fromCache);
        QCOMPARE(next->freshness().error->kind, Error::Kind::Offline);
    }
    void oneOfTwoApprovalsIsRecorded()
    {
        m->gateway.requests[u"s1"_s].requiredApprovals = 2;
        QCOMPARE(decide(u"s1"_s).sending, Sending::Recorded);
        QCOMPARE(m_desk->row({u"s1"_s})->request.state.value, gateway::SubscriptionState::Pending);
        m_desk->refresh();
        DeskFixture::settleDown(*m_desk);
        QCOMPARE(m_desk->rows().size(), 2);
        QCOMPARE(m_desk->row({u"s1"_s})->request.decisions.size(), 1);
    }
    void aRejectionNeedsAReason()
    {
        const Settlement s = resultOf(m_desk->decide({u"s1"_s}, Verdict::Reject, u"  \n"_s)).value();
        QCOMPARE(s.sending, Sending::NotRecorded);
        QCOMPARE(s.error->kind, Error::Kind::Invalid);
        QVERIFY(m->gateway.sent.isEmpty());
        QVERIFY(m->newest().id.isEmpty());
        const Settlement ok = resultOf(m_desk->decide({u"s1"_s}, Verdict::Reject, u" too wide "_s)).value();
        QCOMPARE(ok.sending, Sending::Recorded);
        QCOMPARE(m->gateway.sent.first().reason, u"too wide"_s);
        QCOMPARE(m->gateway.sent.first().verdict, Verdict::Reject);
    }
    void aRequestThatIsNotThereIsNotSent()
    {
        QCOMPARE(decide(u"s9"_s).error->kind, Error::Kind::NotFound);
        QVERIFY(m->gateway.sent.isEmpty());
    }
    void withoutAJournalNothingIsSent()
    {
        m_desk.reset();
        m->journal.reset();
        QFile::remove(m->dir.filePath(u"journal.sqlite"_s));
        QVERIFY(
            QDir().mkpath(m->dir.filePath(u"nowhere/journal.sqlite/x"_s))); // a folder where the file goes
        QTest::failOnWarning(QRegularExpression(u"^$"_s)); // the store says in the log what it met
        m->journal = std::make_unique<Journal>(m->dir.filePath(u"nowhere/journal.sqlite"_s));
        m_desk = m->opened();
        const Settlement s = decide(u"s1"_s);
        QCOMPARE(s.sending, Sending::NotRecorded);
        QCOMPARE(s.error->kind, Error::Kind::Storage);
        QVERIFY(m->gateway.sent.isEmpty());
        QCOMPARE(m_desk->row({u"s1"_s})->sending, Sending::NotRecorded);
    }

    void aRefusalIsNotRecorded_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("forbidden") << int(Error::Kind::Forbidden);
        QTest::newRow("invalid") << int(Error::Kind::Invalid);
        QTest::newRow("not found") << int(Error::Kind::NotFound);
    }
    void aRefusalIsNotRecorded()
    {
        QFETCH(int, kind);
        failDecisionsWith({.kind = Error::Kind(kind), .title = u"Not you"_s});
        const Settlement s = decide(u"s1"_s);
        QCOMPARE(s.sending, Sending::NotRecorded);
        QCOMPARE(int(s.error->kind), kind);
        QCOMPARE(s.note, u"Not you"_s);
        QCOMPARE(m->gateway.sent.size(), 1);
        QCOMPARE(m->newest().state, Journal::State::NotRecorded);
    }

    void aConflictIsReadBack()
    {
        // Our own decision was recorded and its answer lost on the way: the repeat met a decided request.
        m->gateway.onDecide = [this](const gateway::DecisionOrder &order) -> Result<gateway::Subscription> {
            m->gateway.accept(order, m->clock.now());
            return failure({.kind = Error::Kind::Conflict});
        };
        QCOMPARE(decide(u"s1"_s).sending, Sending::Recorded);
        QCOMPARE(m->newest().state, Journal::State::Recorded);
    }
    void aConflictBySomebodyElse()
    {
        m->gateway.onDecide = [this](const gateway::DecisionOrder &) -> Result<gateway::Subscription> {
            m->gateway.record(u"s1"_s,
                              ScriptedGateway::by(u"noor"_s, Verdict::Reject, m->clock.now(), u"k"_s));
            return failure({.kind = Error::Kind::Conflict});
        };
        const Settlement s = decide(u"s1"_s);
        QCOMPARE(s.sending, Sending::DecidedElsewhere);
        QCOMPARE(s.note, u"Rejected by NOOR on 2026-11-23 12:00 UTC."_s);
        QCOMPARE(m->newest().state, Journal::State::DecidedElsewhere);
        QCOMPARE(m->newest().note, s.note);
        QCOMPARE(m->gateway.sent.size(), 1);
        QCOMPARE(m_desk->row({u"s1"_s})->request.state.value, gateway::SubscriptionState::Rejected);
    }
    void aChangedRequestIsShownAnew()
    {
        m->gateway.onDecide = [this](const gateway::DecisionOrder &) -> Result<gateway::Subscription> {
            m->gateway.requests[u"s1"_s].plan = u"gold"_s;
            m->gateway.requests[u"s1"_s].etag = "\"s1-2\"";
            return failure({.kind = Error::Kind::Conflict});
        };
        const Settlement s = decide(u"s1"_s);
        QCOMPARE(s.sending, Sending::NotRecorded);
        QVERIFY(s.note.contains(u"changed"_s));
        QCOMPARE(m_desk->row({u"s1"_s})->request.plan, u"gold"_s);
        QCOMPARE(m->gateway.sent.size(), 1);
        m->gateway.onDecide = {};
        QCOMPARE(decide(u"s1"_s).sending, Sending::Recorded); // with the new ETag
        QCOMPARE(m->gateway.sent.last().ifMatch, QByteArray("\"s1-2\""));
    }
    void anOkWithoutOurDecisionIsNotBelieved()
    {
        m->gateway.onDecide = [this](const gateway::DecisionOrder &) -> Result<gateway::Subscription> {
            return m->gateway.requests.value(u"s1"_s);
        };
        QCOMPARE(decide(u"s1"_s).sending, Sending::NotRecorded);
        QCOMPARE(m->gateway.readBack, QStringList{u"s1"_s});
        QCOMPARE(m->gateway.sent.size(), 1);
    }
    void anOkWithoutOurDecisionIsReadBack()
    {
        m->gateway.onDecide = [this](const gateway::DecisionOrder &order) -> Result<gateway::Subscription> {
            const gateway::Subscription before = m->gateway.requests.value(u"s1"_s);
            m->gateway.accept(order, m->clock.now());
            return before;
        };
        QCOMPARE(decide(u"s1"_s).sending, Sending::Recorded);
    }
    void aWithdrawnRequestIsNotRecorded()
    {
        m->gateway.onDecide = [this](const gateway::DecisionOrder &) -> Result<gateway::Subscription> {
            m->gateway.requests[u"s1"_s].state = {gateway::SubscriptionState::Withdrawn, u"withdrawn"_s};
            return failure({.kind = Error::Kind::Conflict});
        };
        const Settlement s = decide(u"s1"_s);
        QCOMPARE(s.sending, Sending::NotRecorded);
        QVERIFY(s.note.contains(u"withdrawn"_s));
    }

    void anUnknownEndStaysOpen_data()
    {
        QTest::addColumn<int>("kind");
        for (const Error::Kind kind :
             {Error::Kind::Offline, Error::Kind::Timeout, Error::Kind::Server, Error::Kind::RateLimited,
              Error::Kind::Decode, Error::Kind::TooLarge, Error::Kind::Tls, Error::Kind::Unauthorized})
            QTest::newRow(qPrintable(name(kind))) << int(kind);
    }
    void anUnknownEndStaysOpen()
    {
        QFETCH(int, kind);
        failDecisionsWith({.kind = Error::Kind(kind)});
        const Settlement s = decide(u"s1"_s);
        QCOMPARE(s.sending, Sending::WaitingForNetwork);
        QCOMPARE(int(s.error->kind), kind);
        QCOMPARE(m->openEntries(), 1);
        QCOMPARE(m_desk->row({u"s1"_s})->sending, Sending::WaitingForNetwork);

        // Locked meanwhile; another request is not.
        const Settlement second = decide(u"s1"_s);
        QCOMPARE(second.error->kind, Error::Kind::Conflict);
        QCOMPARE(m->gateway.sent.size(), 1);
        m->gateway.onDecide = {};
        QCOMPARE(decide(u"s2"_s).sending, Sending::Recorded);
        QCOMPARE(m->openEntries(), 1);
    }
    void aLostAnswerIsFoundAgain()
    {
        m->gateway.onDecide = [this](const gateway::DecisionOrder &order) -> Result<gateway::Subscription> {
            m->gateway.accept(order, m->clock.now());
            return failure({.kind = Error::Kind::Timeout});
        };
        QCOMPARE(decide(u"s1"_s).sending, Sending::WaitingForNetwork);
        QCOMPARE(afterRefresh(), Sending::Recorded);
        QCOMPARE(m->gateway.sent.size(), 1);
        QCOMPARE(m->newest().state, Journal::State::Recorded);
    }
    void whatDidNotArriveIsSentAgainWithTheSameKey()
    {
        failDecisionsWith({.kind = Error::Kind::Offline});
        QCOMPARE(decide(u"s1"_s).sending, Sending::WaitingForNetwork);
        m->gateway.onDecide = {};
        QCOMPARE(afterRefresh(), Sending::Recorded);
        QCOMPARE(m->gateway.sent.size(), 2);
        QCOMPARE(m->gateway.sent.at(0).idempotencyKey, m->gateway.sent.at(1).idempotencyKey);
        QCOMPARE(m->gateway.requests.value(u"s1"_s).decisions.size(), 1);
    }
    void whatChangedMeanwhileIsNotSentAgain()
    {
        failDecisionsWith({.kind = Error::Kind::Offline});
        QCOMPARE(decide(u"s1"_s).sending, Sending::WaitingForNetwork);
        m->gateway.requests[u"s1"_s].etag = "\"s1-9\"";
        QCOMPARE(afterRefresh(), Sending::NotRecorded);
        QCOMPARE(m->gateway.sent.size(), 1);
    }
    void whatSomebodyDecidedMeanwhile()
    {
        failDecisionsWith({.kind = Error::Kind::Offline});
        QCOMPARE(decide(u"s1"_s).sending, Sending::WaitingForNetwork);
        m->gateway.record(u"s1"_s, ScriptedGateway::by(u"noor"_s, Verdict::Approve, m->clock.now(), u"k"_s));
        QCOMPARE(afterRefresh(), Sending::DecidedElsewhere);
        QCOMPARE(m->gateway.sent.size(), 1);
    }
    void whatIsGoneMeanwhile()
    {
        failDecisionsWith({.kind = Error::Kind::Offline});
        QCOMPARE(decide(u"s1"_s).sending, Sending::WaitingForNetwork);
        m->gateway.requests.remove(u"s1"_s);
        QCOMPARE(afterRefresh(), Sending::NotRecorded);
        QCOMPARE(m->newest().state, Journal::State::NotRecorded);
    }
    void asksAgainByItself()
    {
        failDecisionsWith({.kind = Error::Kind::Offline});
        const QSignalSpy settled(m_desk.get(), &ApprovalDesk::settled);
        QCOMPARE(decide(u"s1"_s).sending, Sending::WaitingForNetwork);
        m->gateway.onDecide = {};
        QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 10'000);
        QCOMPARE(settled.first().at(1).value<Sending>(), Sending::Recorded);
    }
    void whileItCannotBeReadBackItStaysOpen()
    {
        failDecisionsWith({.kind = Error::Kind::Offline});
        m->gateway.onRead = [] { return Error{.kind = Error::Kind::Forbidden}; };
        QCOMPARE(decide(u"s1"_s).sending, Sending::WaitingForNetwork);
        m_desk->refresh();
        DeskFixture::settleDown(*m_desk);
        QCOMPARE(m_desk->row({u"s1"_s})->sending, Sending::WaitingForNetwork);
        QCOMPARE(m->openEntries(), 1);
        QCOMPARE(m->gateway.sent.size(), 1);
    }

    void withoutKeysTheDecisionIsKnownByItsMaker()
    {
        m->gateway.can.idempotentDecisions = false;
        QCOMPARE(decide(u"s1"_s).sending, Sending::Recorded);
        failDecisionsWith({.kind = Error::Kind::Timeout});
        QCOMPARE(decide(u"s2"_s).sending, Sending::WaitingForNetwork);
        m->clock.advance(std::chrono::seconds(11));            // it is no longer under way inside the gateway
        QCOMPARE(afterRefresh(u"s2"_s), Sending::NotRecorded); // not sent twice: nothing makes that safe
        QCOMPARE(m->gateway.sent.size(), 2);
    }
    void dyingInTheMiddleLeavesItOpen()
    {
        m->gateway.holdsDecisions = true;
        const Async<Settlement> never = m_desk->decide({u"s1"_s}, Verdict::Approve, {});
        QTRY_COMPARE(m->gateway.sent.size(), 1);
        QCOMPARE(m_desk->row({u"s1"_s})->sending, Sending::Sending);
        m_desk.reset();
        QVERIFY(never.isCanceled());
        QCOMPARE(m->openEntries(), 1);
    }

private:
    Settlement decide(const QString &id)
    {
        return resultOf(m_desk->decide({id}, Verdict::Approve, {})).value_or(Settlement{});
    }
    void failDecisionsWith(const Error &error)
    {
        m->gateway.onDecide = [error](const gateway::DecisionOrder &) -> Result<gateway::Subscription> {
            return failure(error);
        };
    }
    // The first outcome after the network is asked again.
    Sending afterRefresh(const QString &id = u"s1"_s)
    {
        QSignalSpy settled(m_desk.get(), &ApprovalDesk::settled);
        m_desk->refresh();
        if (settled.isEmpty() && !settled.wait(10'000))
            return Sending::None;
        const std::optional<QueueRow> row = m_desk->row({id});
        return row ? row->sending : Sending::None;
    }

    std::unique_ptr<DeskFixture> m;
    std::unique_ptr<ApprovalDesk> m_desk;
};

QTEST_GUILESS_MAIN(TestDecide)
#include "tst_decide.moc"
