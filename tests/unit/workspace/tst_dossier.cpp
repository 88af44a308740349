// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/dossierreader.h"

#include "tests/fakes/heldsource.h"
#include "tests/fakes/manualclock.h"
#include "tests/fakes/scriptedgateway.h"

#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::SubscriptionState;
using gateway::Verdict;
using Part = Dossier::Part;

namespace {

gateway::Money euros(qint64 units)
{
    return {.micros = units * 1'000'000, .currency = u"EUR"_s};
}

gateway::Subscription request()
{
    gateway::Subscription s = test::ScriptedGateway::pending(u"s1"_s);
    s.application = {u"app1"_s};
    s.api = {u"api1"_s};
    s.requesterSubject = u"ben"_s;
    s.estimatedMonthlyCost = euros(100);
    return s;
}

gateway::Subscription granted(const QString &id, const QString &application, const QString &tenant)
{
    gateway::Subscription s = test::ScriptedGateway::pending(id);
    s.state = {SubscriptionState::Approved, u"approved"_s};
    s.application = {application};
    s.applicationName = application;
    s.api = {u"api1"_s};
    s.tenant = {tenant};
    return s;
}

gateway::Tenant tenantWith(std::optional<gateway::Money> budget, std::optional<gateway::Money> spent)
{
    return {.id = {u"t1"_s}, .name = u"Fraud"_s, .monthlyBudget = budget, .spentThisMonth = spent};
}

} // namespace

class TestDossier : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void theBudgetIsWeighed_data()
    {
        QTest::addColumn<qint64>("spent");
        QTest::addColumn<int>("now");
        QTest::addColumn<int>("after");
        QTest::addColumn<QList<int>>("cautions");
        QTest::newRow("room") << qint64(590) << 59 << 69 << QList<int>{};
        QTest::newRow("rounded up") << qint64(806) << 81 << 91 << QList<int>{};
        QTest::newRow("exactly full") << qint64(900) << 90 << 100 << QList<int>{};
        QTest::newRow("over by it") << qint64(901) << 91 << 101 << QList<int>{int(Caution::BudgetGoesOver)};
        QTest::newRow("over before") << qint64(1001) << 101 << 111
                                     << QList<int>{int(Caution::BudgetAlreadyOver)};
    }
    void theBudgetIsWeighed()
    {
        QFETCH(qint64, spent);
        const gateway::Subscription asked = request();
        const std::optional<BudgetEffect> effect = budgetEffect(tenantWith(euros(1000), euros(spent)), asked);
        QVERIFY(effect);
        QTEST(effect->percentNow(), "now");
        QTEST(effect->percentAfter(), "after");
        QList<int> cautions;
        for (const Caution caution : cautionsFor(asked, {.budget = effect}, u"me"_s))
            cautions.append(int(caution));
        QTEST(cautions, "cautions");
    }

    void unknownIsNotZero()
    {
        const gateway::Subscription asked = request();
        QVERIFY(!budgetEffect(tenantWith(std::nullopt, euros(1)), asked));
        QVERIFY(!budgetEffect(tenantWith(euros(1), std::nullopt), asked));
        gateway::Subscription unpriced = asked;
        unpriced.estimatedMonthlyCost.reset();
        QVERIFY(!budgetEffect(tenantWith(euros(1), euros(1)), unpriced));
        // Other money is not added up.
        const gateway::Money dollars{.micros = 1, .currency = u"USD"_s};
        QVERIFY(!budgetEffect(tenantWith(euros(1), dollars), asked));
        QCOMPARE((BudgetEffect{.budget = euros(0), .spent = euros(1), .after = euros(2)}).percentNow(), 1000);
    }

    void cautionsAreTheMostSeriousFirst()
    {
        const gateway::Subscription asked = request();
        Dossier dossier{.scopes = {{.name = u"a"_s, .description = {}, .sensitive = true, .wide = true}},
                        .api = gateway::Api{.id = {u"api1"_s},
                                            .name = {},
                                            .version = {},
                                            .kind = {},
                                            .owner = {u"t2"_s},
                                            .scopes = {}},
                        .budget = BudgetEffect{.budget = euros(1), .spent = euros(2), .after = euros(3)},
                        .use = ApplicationUse{},
                        .rights = QList<gateway::Subscription>{granted(u"s9"_s, u"app1"_s, u"t1"_s)}};
        QCOMPARE(cautionsFor(asked, dossier, u"ben"_s),
                 (QList<Caution>{Caution::OwnRequest, Caution::BudgetAlreadyOver, Caution::WideScope,
                                 Caution::OtherTenantsData, Caution::SensitiveScope,
                                 Caution::DormantApplication}));
        // What is not known is no caution.
        QVERIFY(cautionsFor(asked, {}, u"me"_s).isEmpty());
        dossier.use.reset();
        QVERIFY(!cautionsFor(asked, dossier, u"me"_s).contains(Caution::DormantApplication));
    }

    void holdersSayWhetherTheyAreAll()
    {
        const QList<gateway::Subscription> listed{granted(u"1"_s, u"a"_s, u"t1"_s),
                                                  granted(u"2"_s, u"a"_s, u"t1"_s),
                                                  granted(u"3"_s, u"b"_s, u"t2"_s)};
        QCOMPARE(holdersOf(listed, {u"t1"_s}, 3, true),
                 (Holders{.applications = 2, .tenants = 2, .ofSameTenant = {u"a"_s}}));
        QCOMPARE(holdersOf(listed, {u"t1"_s}, 812, false),
                 (Holders{.applications = 812, .tenants = 2, .isAtLeast = true, .ofSameTenant = {u"a"_s}}));
    }

    void everyPartComesByItself()
    {
        Rig rig;
        rig.reader.look(request());
        const Dossier atOnce = rig.reader.dossier();
        QCOMPARE(atOnce.scopes.size(), 1); // the name is there before its description
        QVERIFY(!atOnce.use);
        QTRY_VERIFY(rig.latest().holders.has_value() && rig.latest().tenant.has_value());
        const Dossier read = rig.latest();
        QCOMPARE(read.scopes.first().description, u"Predict fraud"_s);
        QCOMPARE(read.holders->applications, 2);
        QCOMPARE(read.history->size(), 1);
        QCOMPARE(read.history->first().decision.reason, u"fine"_s);
        QCOMPARE(read.rights->size(), 1);
        QCOMPARE(read.budget->percentAfter(), 69);
        QVERIFY(!read.use); // still under way, and holding nothing up
        QVERIFY(read.freshness.value(Part::Use).loading);
        QCOMPARE(rig.source.asked.first().application, u"app1"_s);
        rig.source.answer(
            0, test::tableOf(rig.source.asked.first(),
                             {{.key = u"all"_s, .label = {}, .requests = 10, .errors = 1, .costMicros = 5}}));
        QTRY_VERIFY(rig.latest().use.has_value());
        QCOMPARE(rig.latest().use->totalCalls, 300);
        QCOMPARE(rig.latest().use->totalErrors, 30);
        QCOMPARE(rig.latest().use->totalCost, (gateway::Money{.micros = 150, .currency = u"EUR"_s}));
    }

    void aPartThatFailsSaysSoAndHoldsUpNoOther()
    {
        Rig rig;
        rig.gateway.onList =
            [&rig](const gateway::SubscriptionQuery &query) -> Result<Page<gateway::Subscription>> {
            if (query.latestDecisionFirst)
                return failure(Error::Kind::Server, u"no history today"_s);
            return rig.gateway.pageOf(query);
        };
        rig.reader.look(request());
        QTRY_VERIFY(rig.latest().holders.has_value() && rig.latest().freshness.value(Part::History).error);
        QVERIFY(!rig.latest().history);
        rig.source.answer(0, failure(Error::Kind::Timeout, {}));
        QTRY_VERIFY(rig.latest().freshness.value(Part::Use).error);
        QCOMPARE(rig.latest().freshness.value(Part::Use).error->kind, Error::Kind::Timeout);
    }

    void whoeverWalksOnAsksForNothing()
    {
        Rig rig;
        rig.reader.setPause(10ms);
        gateway::Subscription other = request();
        other.id = {u"s2"_s};
        rig.reader.look(request());
        rig.reader.look(other);
        QTRY_VERIFY(rig.latest().holders.has_value());
        QCOMPARE(rig.latest().request.value, u"s2"_s);
        QCOMPARE(rig.source.asked.size(), 1);
    }

    void aLateAnswerToAnotherRequestIsDropped()
    {
        Rig rig;
        rig.reader.look(request());
        QTRY_COMPARE(rig.source.asked.size(), 1);
        gateway::Subscription other = request();
        other.id = {u"s2"_s};
        rig.reader.look(other);
        QVERIFY(rig.source.stops.first().stop_requested());
        rig.source.answer(
            0, test::tableOf(rig.source.asked.first(), {{.key = u"all"_s, .label = {}, .requests = 7}}));
        QTRY_COMPARE(rig.source.asked.size(), 2);
        QVERIFY(!rig.latest().use);
    }

    void comingBackAsksNobodyForAWhile()
    {
        Rig rig;
        rig.reader.look(request());
        QTRY_COMPARE(rig.source.asked.size(), 1);
        rig.source.answer(0, test::tableOf(rig.source.asked.first(), {}));
        QTRY_VERIFY(rig.latest().use && rig.latest().holders && rig.latest().history && rig.latest().rights);
        gateway::Subscription other = request();
        other.id = {u"s2"_s};
        rig.reader.look(other);
        QTRY_COMPARE(rig.source.asked.size(), 2);
        const qsizetype lists = rig.gateway.lists.size();
        rig.reader.look(request());
        const Dossier back = rig.reader.dossier();
        QVERIFY(back.use && back.holders && back.history && back.rights);
        QTest::qWait(1); // the pause of nothing
        QCOMPARE(rig.source.asked.size(), 2);
        QCOMPARE(rig.gateway.lists.size(), lists);
        rig.clock.advance(301s);
        gateway::Subscription changed = request();
        changed.etag = "\"s1-2\"";
        rig.reader.look(changed);
        QTRY_COMPARE(rig.source.asked.size(), 3);
    }

private:
    struct Rig
    {
        test::ManualClock clock;
        test::ScriptedGateway gateway;
        test::HeldSource source;
        DossierReader reader{gateway, source, clock};
        QSignalSpy changes{&reader, &DossierReader::changed};

        Rig()
        {
            reader.setPause(0ms);
            gateway.scopes = {{.name = u"fraud:predict"_s, .description = u"Predict fraud"_s}};
            gateway.tenants = {tenantWith(euros(1000), euros(590))};
            gateway.add(request());
            gateway::Subscription held = granted(u"h1"_s, u"app1"_s, u"t1"_s);
            held.decisions = {
                test::ScriptedGateway::by(u"noor"_s, Verdict::Approve, clock.now(), {}, u"fine"_s)};
            gateway.add(held);
            gateway.add(granted(u"h2"_s, u"app2"_s, u"t2"_s));
        }
        [[nodiscard]] Dossier latest() const
        {
            return changes.isEmpty() ? Dossier{} : changes.last().first().value<Dossier>();
        }
    };
};

QTEST_GUILESS_MAIN(TestDossier)
#include "tst_dossier.moc"
