// SPDX-License-Identifier: GPL-3.0-or-later
// Many decisions at once: journalled together, sent in batches, each judged by itself.
#include "tests/unit/workspace/deskfixture.h"

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::SubscriptionState;
using gateway::Verdict;
using store::Journal;
using test::DeskFixture;
using test::resultOf;
using test::ScriptedGateway;

class TestBulk : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m = std::make_unique<DeskFixture>();
        for (int i = 0; i < 25; ++i)
            m->gateway.add(ScriptedGateway::pending(id(i).value, i));
        m_desk = m->opened();
        QCOMPARE(m_desk->rows().size(), 25);
    }
    void cleanup()
    {
        m_desk.reset();
        m.reset();
    }

    void sendsInBatches()
    {
        const QSignalSpy progress(m_desk.get(), &ApprovalDesk::batchProgress);
        const QList<Settlement> all = decideAll(25);
        QCOMPARE(count(all, Sending::Recorded), 25);
        QCOMPARE(m->gateway.batches, (QList<qsizetype>{10, 10, 5}));
        QCOMPARE(m->gateway.sent.size(), 25);
        QCOMPARE(progress.last(), (QVariantList{25, 25}));
        QCOMPARE(m->openEntries(), 0);
        QCOMPARE(m_desk->pendingCount(), 0);
    }
    void oneByOneWhereTheGatewayTakesOne()
    {
        m->gateway.can.decisionsAtOnce = 1;
        QCOMPARE(count(decideAll(25), Sending::Recorded), 25);
        QVERIFY(m->gateway.batches.isEmpty());
        QCOMPARE(m->gateway.sent.size(), 25);
    }
    void oneByOneWhereItKnowsNoBatches()
    {
        m->gateway.onBatch = [] { return Error{.kind = Error::Kind::NotFound}; };
        QCOMPARE(count(decideAll(25), Sending::Recorded), 25);
        for (const gateway::Subscription &s : std::as_const(m->gateway.requests))
            QCOMPARE(s.decisions.size(), 1);
    }
    void eachAnswerIsItsOwn()
    {
        m->gateway.record(id(1).value,
                          ScriptedGateway::by(u"noor"_s, Verdict::Reject, m->clock.now(), u"k"_s));
        m->gateway.requests[id(2).value].etag = "\"other\"";
        m->gateway.onDecide = [this](const gateway::DecisionOrder &order) -> Result<gateway::Subscription> {
            if (order.subscription == id(3))
                return failure({.kind = Error::Kind::Forbidden, .title = u"Not you"_s});
            return m->gateway.judge(order, m->clock.now());
        };
        const QList<Settlement> all = decideAll(25);
        QCOMPARE(count(all, Sending::Recorded), 22);
        QCOMPARE(all.at(1).sending, Sending::DecidedElsewhere);
        QVERIFY(all.at(1).note.contains(u"NOOR"_s));
        QCOMPARE(all.at(2).sending, Sending::NotRecorded);
        QCOMPARE(all.at(3).note, u"Not you"_s);
        // What we saw stands beside what it is now.
        QCOMPARE(all.at(1).seen->state.value, SubscriptionState::Pending);
        QCOMPARE(all.at(1).request.state.value, SubscriptionState::Rejected);
        QCOMPARE(m_desk->row(id(1))->seen->state.value, SubscriptionState::Pending);
        QCOMPARE(all.at(2).seen->etag, QByteArray("\"s02-1\""));
    }
    void anOkWithoutOurKeyIsReadBack()
    {
        m->gateway.onDecide = [this](const gateway::DecisionOrder &order) -> Result<gateway::Subscription> {
            return m->gateway.requests.value(order.subscription.value);
        };
        const QList<Settlement> all = decideAll(3);
        QCOMPARE(count(all, Sending::NotRecorded), 3);
        QVERIFY(all.first().note.contains(u"accepted"_s));
        QCOMPARE(m->gateway.lists.last().ids.size(), 3); // in one request
    }
    void aLostBatchIsReadBackTogetherAndSentAgain_data()
    {
        QTest::addColumn<bool>("isRecorded");
        QTest::newRow("it had arrived") << true;
        QTest::newRow("it had not") << false;
    }
    void aLostBatchIsReadBackTogetherAndSentAgain()
    {
        QFETCH(bool, isRecorded);
        m->gateway.isRecordedBeforeItFails = isRecorded;
        m->gateway.onBatch = [] { return Error{.kind = Error::Kind::Timeout}; };
        const QList<Settlement> waiting = decideAll(25);
        QCOMPARE(count(waiting, Sending::WaitingForNetwork), 25);
        QCOMPARE(m->openEntries(), 25);
        m->gateway.onBatch = {};
        const qsizetype reads = m->gateway.lists.size();
        m_desk->refresh();
        QTRY_COMPARE(m->openEntries(), 0);
        QCOMPARE(m->gateway.lists.at(reads).ids.size(), 25);
        QCOMPARE(m->gateway.sent.size(), isRecorded ? 25 : 50);
        QSet<QString> keys;
        for (const gateway::DecisionOrder &order : std::as_const(m->gateway.sent))
            keys.insert(order.idempotencyKey);
        QCOMPARE(keys.size(), 25);
        for (const gateway::Subscription &s : std::as_const(m->gateway.requests))
            QCOMPARE(s.decisions.size(), 1);
    }
    void aRefusalOfTheSecondAttemptIsReadBack()
    {
        m->gateway.onDecide = [](const gateway::DecisionOrder &) -> Result<gateway::Subscription> {
            return failure({.kind = Error::Kind::Timeout});
        };
        QCOMPARE(count(decideAll(1), Sending::WaitingForNetwork), 1);
        // The first attempt arrives late, and the right to decide is gone before the second.
        m->gateway.onDecide = [this](const gateway::DecisionOrder &order) -> Result<gateway::Subscription> {
            m->gateway.accept(order, m->clock.now());
            return failure({.kind = Error::Kind::Forbidden});
        };
        m_desk->refresh();
        QTRY_COMPARE(m->openEntries(), 0);
        QCOMPARE(m->newest().state, Journal::State::Recorded);
    }
    void atMostTwoBatchesAreUnderWayAndTheRestCanBeStopped()
    {
        m->gateway.holdsDecisions = true;
        const Async<QList<Settlement>> all = m_desk->decideAll(drafts(25));
        QTRY_COMPARE(m->gateway.batches, (QList<qsizetype>{10, 10}));
        m_desk->cancel();
        QTRY_COMPARE(m->openEntries(), 20);
        QCOMPARE(m_desk->row(id(24))->sending, Sending::None);
        QCOMPARE(m->newest().state, Journal::State::Withdrawn);
        QCOMPARE(m_desk->row(id(0))->sending, Sending::Sending);
        QVERIFY(!all.isFinished());
    }
    void aPauseThatIsAskedForIsKept()
    {
        m->gateway.onBatch = [] { return Error{.kind = Error::Kind::RateLimited, .retryAfter = 60s}; };
        const Async<QList<Settlement>> all = m_desk->decideAll(drafts(25));
        QTRY_COMPARE(m_desk->row(id(0))->sending, Sending::WaitingForNetwork);
        QCOMPARE(m->gateway.batches.size(), 1); // the others stand still
        QCOMPARE(m_desk->row(id(24))->sending, Sending::Sending);
    }
    void theSameTwiceIsSentOnce()
    {
        QList<DecisionDraft> twice = drafts(1) + drafts(1);
        const QList<Settlement> all = resultOf(m_desk->decideAll(twice)).value();
        QCOMPARE(all.at(0).sending, Sending::Recorded);
        QCOMPARE(all.at(1).error->kind, Error::Kind::Conflict);
        QCOMPARE(m->gateway.sent.size(), 1);
    }
    void termsAndReasonTravel()
    {
        const gateway::Terms terms{.expiresAt = m->clock.now().addDays(30),
                                   .scopes = QStringList{u"fraud:predict"_s},
                                   .plan = u"silver"_s};
        const QList<Settlement> all =
            resultOf(m_desk->decideAll({{.id = id(0), .reason = u" fine "_s, .terms = terms}})).value();
        QCOMPARE(all.first().sending, Sending::Recorded);
        QCOMPARE(m->gateway.sent.first().terms, terms);
        QCOMPARE(m->gateway.sent.first().reason, u"fine"_s);
        QCOMPARE(m->newest().order.terms.value(u"plan"_s).toString(), u"silver"_s);
        QCOMPARE(m->newest().order.context.value(u"application"_s).toString(), u"Fraud Dashboard"_s);
    }
    void aReasonIsRequiredWhereTheGatewaySaysSo()
    {
        gateway::Subscription &told = m->gateway.requests[id(0).value];
        told.possible = {Verdict::Approve, Verdict::Reject};
        told.reasonRequired = {Verdict::Approve};
        told.etag = "\"told\"";
        m_desk->refresh();
        DeskFixture::settleDown(*m_desk);
        const auto settle = [this](Verdict verdict, int number) {
            return resultOf(m_desk->decide(id(number), verdict, {})).value();
        };
        QCOMPARE(settle(Verdict::Approve, 0).error->kind, Error::Kind::Invalid);
        QVERIFY(!settle(Verdict::Approve, 0).isConsoleRule);
        QCOMPARE(settle(Verdict::Reject, 0).sending, Sending::Recorded);
        for (const Verdict verdict : {Verdict::Reject, Verdict::AskBack, Verdict::Revoke, Verdict::Suspend}) {
            QCOMPARE(settle(verdict, 1).error->kind, Error::Kind::Invalid);
            QVERIFY(settle(verdict, 1).isConsoleRule);
        }
    }
    void whatTheGatewayCannotIsNotSent()
    {
        m->gateway.can.verdicts = {Verdict::Approve, Verdict::Reject};
        m->gateway.can.terms = false;
        QCOMPARE(resultOf(m_desk->decide(id(0), Verdict::AskBack, u"why?"_s)).value().error->kind,
                 Error::Kind::Invalid);
        const QList<DecisionDraft> withPlan{{.id = id(0), .terms = {.plan = u"gold"_s}}};
        QCOMPARE(resultOf(m_desk->decideAll(withPlan)).value().first().error->kind, Error::Kind::Invalid);
        QVERIFY(m->gateway.sent.isEmpty());
    }
    void readsManyAtOnce()
    {
        gateway::Subscription granted = ScriptedGateway::pending(u"granted"_s);
        granted.state = {SubscriptionState::Approved, u"approved"_s};
        m->gateway.add(granted);
        QVERIFY(resultOf(m_desk->load({{u"granted"_s}, {u"nowhere"_s}})));
        QVERIFY(m_desk->row({u"granted"_s}));
        QVERIFY(!m_desk->row({u"nowhere"_s}));
        QCOMPARE(m->gateway.readBack, QStringList{u"nowhere"_s}); // the list did not name it: asked by itself
    }

    // Offline
    void whatWaitsForTheNetworkIsReadBackAndThenSent()
    {
        bool isAway = true;
        const auto away = [&isAway]() -> std::optional<Error> {
            return isAway ? std::optional(Error{.kind = Error::Kind::Offline}) : std::nullopt;
        };
        m->gateway.onRead = away;
        m->gateway.onDecide = [&](const gateway::DecisionOrder &order) -> Result<gateway::Subscription> {
            if (isAway)
                return failure({.kind = Error::Kind::Offline});
            return m->gateway.judge(order, m->clock.now());
        };
        m->gateway.can.idempotentDecisions = false; // only what never left may be sent without
        QCOMPARE(count(decideAll(1), Sending::WaitingForNetwork), 1);
        QCOMPARE(m->gateway.sent.size(), 1);
        // The network is known to be away: this one does not even leave.
        QCOMPARE(resultOf(m_desk->decide(id(5), Verdict::Approve, {})).value().sending,
                 Sending::WaitingForNetwork);
        QCOMPARE(m->gateway.sent.size(), 1);
        QCOMPARE(m->openEntries(), 2);
        isAway = false;
        m->clock.advance(11s);
        m_desk->refresh();
        QTRY_COMPARE(m->openEntries(), 0);
        QCOMPARE(m_desk->row(id(5))->sending, Sending::Recorded);
        QCOMPARE(m_desk->row(id(0))->sending, Sending::NotRecorded); // it may have left: decide again
        QVERIFY(m->gateway.readBack.contains(id(5).value));
    }
    void whatChangedWhileTheNetworkWasAwayIsNotSent()
    {
        m->gateway.onDecide = [](const gateway::DecisionOrder &) -> Result<gateway::Subscription> {
            return failure({.kind = Error::Kind::Offline});
        };
        QCOMPARE(count(decideAll(1), Sending::WaitingForNetwork), 1);
        m->gateway.requests[id(0).value].plan = u"gold"_s;
        m->gateway.requests[id(0).value].etag = "\"new\"";
        m->gateway.onDecide = {};
        m_desk->refresh();
        QTRY_COMPARE(m->openEntries(), 0);
        QCOMPARE(m_desk->row(id(0))->sending, Sending::NotRecorded);
        QCOMPARE(m_desk->row(id(0))->request.plan, u"gold"_s);
        QVERIFY(m_desk->row(id(0))->seen->plan != u"gold"_s);
        QCOMPARE(m->gateway.sent.size(), 1);
    }

private:
    static gateway::SubscriptionId id(int number) { return {u"s%1"_s.arg(number, 2, 10, QChar(u'0'))}; }
    static QList<DecisionDraft> drafts(int howMany)
    {
        QList<DecisionDraft> all;
        for (int i = 0; i < howMany; ++i)
            all.append({.id = id(i)});
        return all;
    }
    QList<Settlement> decideAll(int howMany)
    {
        return resultOf(m_desk->decideAll(drafts(howMany))).value_or(QList<Settlement>{});
    }
    static qsizetype count(const QList<Settlement> &all, Sending sending)
    {
        return std::count_if(all.cbegin(), all.cend(),
                             [sending](const Settlement &s) { return s.sending == sending; });
    }

    std::unique_ptr<DeskFixture> m;
    std::unique_ptr<ApprovalDesk> m_desk;
};

QTEST_GUILESS_MAIN(TestBulk)
#include "tst_bulk.moc"
