// SPDX-License-Identifier: GPL-3.0-or-later
// What the approval desk relies on, asked of every Gateway there is: the adapter against the real sandbox,
// and the double that stands in for a gateway in the tests of the desk. A double that keeps other rules than
// the real ones proves nothing.
#include "tests/contract/gateway/runningsandbox.h"
#include "tests/fakes/scriptedgateway.h"

#include <QSet>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::gateway;

class TestGatewayRules : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase() { m_sandbox.reset(); }
    void init();

    void theListEndsAndHoldsEachOnce_data() { gateways(); }
    void theListEndsAndHoldsEachOnce();
    void aFilterIsKept_data() { gateways(); }
    void aFilterIsKept();
    void readBackIsWhatWasListed_data() { gateways(); }
    void readBackIsWhatWasListed();
    void unchangedListIsNotSentAgain_data() { gateways(); }
    void unchangedListIsNotSentAgain();
    void whatIsNotThereIsNotFound_data() { gateways(); }
    void whatIsNotThereIsNotFound();
    void decisionIsRecordedUnderItsKey_data() { verdicts(); }
    void decisionIsRecordedUnderItsKey();
    void sameKeyIsOneDecision_data() { gateways(); }
    void sameKeyIsOneDecision();
    void changedRequestIsAConflict_data() { gateways(); }
    void changedRequestIsAConflict();
    void decidedRequestIsAConflict_data() { gateways(); }
    void decidedRequestIsAConflict();
    void everyVerdictLeadsToItsState_data() { gateways(); }
    void everyVerdictLeadsToItsState();
    void termsAreRecorded_data() { gateways(); }
    void termsAreRecorded();
    void eachOfManyIsAnsweredForItself_data() { gateways(); }
    void eachOfManyIsAnsweredForItself();
    void manySentAgainAreDecidedOnce_data() { gateways(); }
    void manySentAgainAreDecidedOnce();
    void onlyTheNamedAreListed_data() { gateways(); }
    void onlyTheNamedAreListed();
    void changesAreToldFromAPointOn_data() { thoseThatCan(&Capabilities::changes); }
    void changesAreToldFromAPointOn();
    void aPointNobodyKnowsIsAReset_data() { thoseThatCan(&Capabilities::changes); }
    void aPointNobodyKnowsIsAReset();
    void scopesAreExplained();
    void stoppedQuestionHasNoAnswer_data() { gateways(); }
    void stoppedQuestionHasNoAnswer();

private:
    static void gateways()
    {
        QTest::addColumn<QString>("which");
        QTest::newRow("sandbox") << u"sandbox"_s;
        QTest::newRow("double") << u"double"_s;
    }
    static void verdicts()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<Verdict>("verdict");
        for (const QString &which : {u"sandbox"_s, u"double"_s}) {
            QTest::addRow("%s approves", qPrintable(which)) << which << Verdict::Approve;
            QTest::addRow("%s rejects", qPrintable(which)) << which << Verdict::Reject;
        }
    }
    void thoseThatCan(bool Capabilities::*what)
    {
        QTest::addColumn<QString>("which");
        if (m_sandbox->gateway->capabilities().*what)
            QTest::newRow("sandbox") << u"sandbox"_s;
        if (test::ScriptedGateway().can.*what)
            QTest::newRow("double") << u"double"_s;
    }
    [[nodiscard]] Gateway &asked()
    {
        const QString which = *static_cast<QString *>(QTest::qData("which", QMetaType::QString));
        if (which == "sandbox"_L1)
            return *m_sandbox->gateway;
        return *m_double;
    }
    [[nodiscard]] QList<Subscription> everyPage(SubscriptionQuery query, qint64 *total = nullptr)
    {
        QList<Subscription> all;
        for (int pages = 0; pages < 1000; ++pages) {
            const Result<Page<Subscription>> page = test::resultOf(asked().listSubscriptions(query, {}));
            if (!page)
                qFatal("no page: %s", qPrintable(page.error().detail));
            all += page->items;
            if (total)
                *total = page->total.value_or(-1);
            if (!page->nextCursor)
                return all;
            query.cursor = *page->nextCursor;
        }
        qFatal("the list has no end");
    }
    // Requests that one decision of ours settles. When they run out, another sandbox has new ones.
    [[nodiscard]] QList<Subscription> decidable(qsizetype count)
    {
        for (int attempt = 0; attempt < 2; ++attempt) {
            QList<Subscription> found;
            for (const QList<Subscription> pending = everyPage({}); const Subscription &s : pending)
                if (s.mayDecide && s.requiredApprovals == 1 && found.size() < count)
                    found.append(s);
            if (found.size() == count)
                return found;
            m_sandbox.reset();
            initTestCase();
        }
        qFatal("nothing is left to decide");
    }
    [[nodiscard]] Subscription decidable() { return decidable(1).first(); }
    [[nodiscard]] static DecisionOrder orderFor(const Subscription &s, Verdict verdict = Verdict::Reject)
    {
        return {.subscription = s.id,
                .verdict = verdict,
                .reason = u"Said \"no\" <b>twice</b>\nand über"_s,
                .idempotencyKey = QUuid::createUuid().toString(QUuid::WithoutBraces),
                .ifMatch = s.etag};
    }
    [[nodiscard]] Result<Subscription> decide(const DecisionOrder &order)
    {
        return test::resultOf(asked().decide(order, {}));
    }
    [[nodiscard]] Result<Subscription> readBack(const SubscriptionId &id)
    {
        return test::resultOf(asked().subscription(id, {}));
    }

    std::unique_ptr<test::RunningSandbox> m_sandbox;
    std::unique_ptr<test::ScriptedGateway> m_double;
};

void TestGatewayRules::initTestCase()
{
    m_sandbox = std::make_unique<test::RunningSandbox>(QStringLiteral(GATEHOUSE_SANDBOX));
}

void TestGatewayRules::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_double = std::make_unique<test::ScriptedGateway>();
    m_double->pageSize = 3;
    for (int i = 0; i < 10; ++i)
        m_double->add(test::ScriptedGateway::pending(u"r%1"_s.arg(i), i));
}

void TestGatewayRules::theListEndsAndHoldsEachOnce()
{
    qint64 total = 0;
    const QList<Subscription> all = everyPage({.limit = 3}, &total);
    QVERIFY(all.size() > 3);
    QSet<QString> ids;
    for (const Subscription &s : all) {
        ids.insert(s.id.value);
        QCOMPARE(s.state.value, SubscriptionState::Pending);
        QVERIFY(!s.etag.isEmpty());
    }
    QCOMPARE(ids.size(), all.size());
    QCOMPARE(total, all.size());
}

void TestGatewayRules::aFilterIsKept()
{
    const Subscription done = decidable();
    QVERIFY(decide(orderFor(done)));
    const QList<Subscription> rejected = everyPage({.states = {SubscriptionState::Rejected}});
    QVERIFY(!rejected.isEmpty());
    for (const Subscription &s : rejected)
        QCOMPARE(s.state.value, SubscriptionState::Rejected);
    const QList<Subscription> ofTenant =
        everyPage({.states = {SubscriptionState::Rejected}, .tenant = done.tenant.value});
    QVERIFY(!ofTenant.isEmpty());
    for (const Subscription &s : ofTenant)
        QCOMPARE(s.tenant, done.tenant);
    for (const QList<Subscription> pending = everyPage({}); const Subscription &s : pending)
        QVERIFY(s.id != done.id);
}

void TestGatewayRules::readBackIsWhatWasListed()
{
    const QList<Subscription> pending = everyPage({});
    const Result<Subscription> one = readBack(pending.first().id);
    QVERIFY(one);
    QCOMPARE(*one, pending.first());
}

void TestGatewayRules::unchangedListIsNotSentAgain()
{
    const auto list = [this](const QByteArray &etag) {
        return test::resultOf(asked().listSubscriptions({.limit = 3, .ifNoneMatch = etag}, {}));
    };
    const Result<Page<Subscription>> first = list({});
    QVERIFY(first);
    QVERIFY(!first->etag.isEmpty());
    const Result<Page<Subscription>> again = list(first->etag);
    QVERIFY(again);
    QVERIFY(again->notModified);
    QVERIFY(again->items.isEmpty());
    QVERIFY(decide(orderFor(first->items.first())));
    const Result<Page<Subscription>> changed = list(first->etag);
    QVERIFY(changed);
    QVERIFY(!changed->notModified);
}

void TestGatewayRules::whatIsNotThereIsNotFound()
{
    const SubscriptionId nowhere{u"no/such thing"_s};
    const Result<Subscription> read = readBack(nowhere);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::NotFound);
    Subscription s;
    s.id = nowhere;
    s.etag = "\"1\"";
    const Result<Subscription> decided = decide(orderFor(s));
    QVERIFY(!decided);
    QCOMPARE(decided.error().kind, Error::Kind::NotFound);
}

void TestGatewayRules::decisionIsRecordedUnderItsKey()
{
    QFETCH(Verdict, verdict);
    const Subscription before = decidable();
    const DecisionOrder order = orderFor(before, verdict);
    const Result<Subscription> answer = decide(order);
    QVERIFY(answer);
    const Result<Subscription> after = readBack(before.id);
    QVERIFY(after);
    QCOMPARE(*after, *answer);
    QCOMPARE(after->state.value,
             verdict == Verdict::Approve ? SubscriptionState::Approved : SubscriptionState::Rejected);
    QVERIFY(after->etag != before.etag);
    QCOMPARE(after->decisions.size(), before.decisions.size() + 1);
    const Decision &recorded = after->decisions.last();
    QCOMPARE(recorded.verdict, verdict);
    QCOMPARE(recorded.idempotencyKey, order.idempotencyKey);
    QCOMPARE(recorded.reason, order.reason);
    QVERIFY(!recorded.bySubject.isEmpty());
    QVERIFY(recorded.at.isValid());
    QCOMPARE(recorded.at.timeSpec(), Qt::UTC);
}

// The first answer was lost and the order went out again, with the ETag it was written under.
void TestGatewayRules::sameKeyIsOneDecision()
{
    const DecisionOrder order = orderFor(decidable());
    const Result<Subscription> first = decide(order);
    QVERIFY(first);
    const Result<Subscription> second = decide(order);
    QVERIFY(second);
    QCOMPARE(second->decisions, first->decisions);
    QCOMPARE(readBack(order.subscription)->decisions.size(), first->decisions.size());
}

void TestGatewayRules::changedRequestIsAConflict()
{
    const Subscription before = decidable();
    DecisionOrder order = orderFor(before);
    order.ifMatch = "\"of another day\"";
    const Result<Subscription> answer = decide(order);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::Conflict);
    QCOMPARE(*readBack(before.id), before);
}

void TestGatewayRules::decidedRequestIsAConflict()
{
    const Subscription before = decidable();
    const Result<Subscription> decided = decide(orderFor(before, Verdict::Approve));
    QVERIFY(decided);
    const Result<Subscription> second = decide(orderFor(*decided, Verdict::Reject));
    QVERIFY(!second);
    QCOMPARE(second.error().kind, Error::Kind::Conflict);
    QCOMPARE(*readBack(before.id), *decided);
}

void TestGatewayRules::everyVerdictLeadsToItsState()
{
    Subscription s = decidable();
    const auto step = [&](Verdict verdict, const Terms &terms = {}) {
        DecisionOrder order = orderFor(s, verdict);
        order.terms = terms;
        const Result<Subscription> answer = decide(order);
        if (answer)
            s = *answer;
        return answer ? s.state.value : SubscriptionState::Unknown;
    };
    const QDateTime end = QDateTime::currentDateTimeUtc().addDays(90);
    QCOMPARE(step(Verdict::AskBack), SubscriptionState::Returned);
    QCOMPARE(step(Verdict::Approve), SubscriptionState::Approved);
    QCOMPARE(step(Verdict::Suspend), SubscriptionState::Suspended);
    QCOMPARE(step(Verdict::Resume), SubscriptionState::Approved);
    QCOMPARE(step(Verdict::Extend, {.expiresAt = end}), SubscriptionState::Approved);
    QCOMPARE(step(Verdict::Revoke), SubscriptionState::Revoked);
    QCOMPARE(s.decisions.size(), 6);
    for (const Verdict verdict : allVerdicts()) {
        const Result<Subscription> late = decide(orderFor(s, verdict));
        QVERIFY(!late);
        QCOMPARE(late.error().kind, Error::Kind::Conflict);
    }
    QCOMPARE(*readBack(s.id), s);
}

void TestGatewayRules::termsAreRecorded()
{
    DecisionOrder order = orderFor(decidable(), Verdict::Approve);
    order.terms.expiresAt = QDateTime(QDate(2999, 12, 31), QTime(23, 59, 59, 7), Qt::UTC);
    order.terms.plan = u"Trial"_s;
    const Result<Subscription> before = readBack(order.subscription);
    QVERIFY(before);
    order.terms.scopes = before->scopes;
    const Result<Subscription> after = decide(order);
    QVERIFY(after);
    QCOMPARE(after->decisions.last().terms, order.terms);
}

void TestGatewayRules::eachOfManyIsAnsweredForItself()
{
    const QList<Subscription> before = decidable(3);
    QList<DecisionOrder> orders{orderFor(before.at(0), Verdict::Approve), orderFor(before.at(1)),
                                orderFor(before.at(2)), orderFor(before.at(0))};
    orders[1].ifMatch = "\"of another day\"";
    Subscription nowhere;
    nowhere.id = {u"no/such thing"_s};
    nowhere.etag = "\"1\"";
    orders.insert(2, orderFor(nowhere));
    QVERIFY(orders.size() <= asked().capabilities().decisionsAtOnce);
    const Result<QList<Result<Subscription>>> answer = test::resultOf(asked().decideAll(orders, {}));
    QVERIFY(answer);
    QCOMPARE(answer->size(), orders.size());
    QCOMPARE(*answer->at(0), *readBack(before.at(0).id));
    QCOMPARE(answer->at(0)->state.value, SubscriptionState::Approved);
    QCOMPARE(answer->at(1).error().kind, Error::Kind::Conflict);
    QCOMPARE(*readBack(before.at(1).id), before.at(1));
    QCOMPARE(answer->at(2).error().kind, Error::Kind::NotFound);
    QCOMPARE(answer->at(3)->state.value, SubscriptionState::Rejected);
    QCOMPARE(answer->at(3)->decisions.last().idempotencyKey, orders.at(3).idempotencyKey);
    QCOMPARE(answer->at(4).error().kind, Error::Kind::Conflict);
}

void TestGatewayRules::manySentAgainAreDecidedOnce()
{
    const QList<Subscription> before = decidable(2);
    const QList<DecisionOrder> orders{orderFor(before.at(0)), orderFor(before.at(1), Verdict::Approve)};
    const Result<QList<Result<Subscription>>> first = test::resultOf(asked().decideAll(orders, {}));
    QVERIFY(first);
    // In another order, and one of them alone: the keys are what counts.
    const Result<QList<Result<Subscription>>> again =
        test::resultOf(asked().decideAll({orders.at(1), orders.at(0)}, {}));
    QVERIFY(again);
    const Result<Subscription> alone = decide(orders.at(0));
    QVERIFY(alone);
    for (int i = 0; i < 2; ++i) {
        QVERIFY(first->at(i) && again->at(1 - i));
        QCOMPARE(*again->at(1 - i), *first->at(i));
        QCOMPARE(readBack(before.at(i).id)->decisions.size(), before.at(i).decisions.size() + 1);
    }
    QCOMPARE(*alone, *first->at(0));
}

void TestGatewayRules::onlyTheNamedAreListed()
{
    const QList<Subscription> two = everyPage({}).mid(1, 2);
    const QList<Subscription> named =
        everyPage({.ids = {two.at(1).id, two.at(0).id, {u"no such"_s}}, .limit = 1});
    QCOMPARE(named, two);
    QVERIFY(everyPage({.ids = {SubscriptionId{u"no such"_s}}}).isEmpty());
}

void TestGatewayRules::changesAreToldFromAPointOn()
{
    const auto since = [this](const QString &cursor) {
        return test::resultOf(asked().changes(cursor, std::chrono::seconds(20), {}));
    };
    const Result<SubscriptionChanges> start = since({});
    QVERIFY(start);
    QVERIFY(start->items.isEmpty());
    const DecisionOrder order = orderFor(decidable());
    const Async<SubscriptionChanges> waiting = asked().changes(start->cursor, std::chrono::seconds(20), {});
    const Result<Subscription> decided = decide(order);
    QVERIFY(decided);
    const Result<SubscriptionChanges> told = test::resultOf(waiting);
    QVERIFY(told);
    QVERIFY(!told->isReset);
    QCOMPARE(told->items, QList{*decided});
    QVERIFY(told->cursor != start->cursor);
    QCOMPARE(since(start->cursor)->items, told->items);
}

void TestGatewayRules::aPointNobodyKnowsIsAReset()
{
    const Result<SubscriptionChanges> told =
        test::resultOf(asked().changes(u"of another gateway"_s, std::chrono::seconds(0), {}));
    QVERIFY(told);
    QVERIFY(told->isReset);
    QVERIFY(told->items.isEmpty());
}

// The double has what its tests give it.
void TestGatewayRules::scopesAreExplained()
{
    QSet<QString> explained;
    const Result<Page<Scope>> scopes = test::resultOf(m_sandbox->gateway->listScopes({}, {}));
    QVERIFY(scopes);
    for (const Scope &scope : scopes->items) {
        QVERIFY(scope.description.endsWith(u'.'));
        explained.insert(scope.name);
    }
    const Result<Page<Api>> apis = test::resultOf(m_sandbox->gateway->listApis({}, {}));
    QVERIFY(apis);
    for (const Api &api : apis->items) {
        QVERIFY(!api.plans.isEmpty());
        for (const QString &scope : api.scopes)
            QVERIFY2(explained.contains(scope), qPrintable(scope));
    }
}

void TestGatewayRules::stoppedQuestionHasNoAnswer()
{
    std::stop_source stop;
    stop.request_stop();
    const Async<Page<Subscription>> list = asked().listSubscriptions({}, stop.get_token());
    QTRY_VERIFY(list.isFinished());
    QVERIFY(list.isCanceled());
    QCOMPARE(list.resultCount(), 0);
}

QTEST_GUILESS_MAIN(TestGatewayRules)
#include "tst_gatewayrules.moc"
