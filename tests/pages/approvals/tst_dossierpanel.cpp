// SPDX-License-Identifier: GPL-3.0-or-later
// The evidence beside a request: said in words, each part with its own state.
#include "core/workspace/dossierreader.h"
#include "tests/fakes/heldsource.h"
#include "tests/pages/accountfixture.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/approvals/dossierpanel.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/tableview.h"

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::SubscriptionState;
using gateway::Verdict;

namespace {

gateway::Money euros(qint64 units)
{
    return {.micros = units * 1'000'000, .currency = u"EUR"_s};
}

struct Rig : test::AccountFixture
{
    test::HeldSource source;
    workspace::DossierReader dossiers{gateway, source, clock};
    std::unique_ptr<workspace::ApprovalDesk> theDesk = desk();
    ApprovalsPage page{preferences, clock};

    Rig()
    {
        dossiers.setPause(0ms);
        tellStory();
        for (gateway::Subscription &request : gateway.requests)
            request.api = {request.apiName};
        gateway.scopes = {{.name = u"llm:chat"_s,
                           .description = u"send prompts to any chat model of this plan"_s,
                           .sensitive = true,
                           .wide = true}};
        gateway.tenants = {{.id = {u"t-Customer Support"_s},
                            .name = u"Customer Support"_s,
                            .monthlyBudget = euros(4000),
                            .spentThisMonth = euros(2900)}};
        gateway::Subscription held = gateway.requests.value(u"sub_48213"_s);
        held.id = {u"sub_1"_s};
        held.applicationName = u"desk-bot"_s;
        held.application = {u"app-desk-bot"_s};
        held.state = {SubscriptionState::Approved, u"approved"_s};
        held.decisions = {test::ScriptedGateway::by(u"mikael"_s, Verdict::Approve, clock.now().addDays(-11),
                                                    {}, u"read-only use"_s)};
        gateway.add(held);
    }
    ~Rig()
    {
        page.setDesk(nullptr, nullptr);
        page.setDossiers(nullptr);
    }

    void open()
    {
        page.setDesk(theDesk.get(), nullptr);
        page.setDossiers(&dossiers);
        theDesk->open();
        show(page, {1268, 1100});
        settleDown(*theDesk);
        page.activate();
        page.select({u"sub_48213"_s}); // support-copilot
    }
    void answerUse(qint64 calls)
    {
        QTRY_VERIFY(!source.asked.isEmpty() && source.asked.last().application == u"app-support-copilot"_s);
        analytics::UsageTable table = test::tableOf(source.asked.last(), {{.key = u"all"_s,
                                                                           .label = {},
                                                                           .requests = calls,
                                                                           .errors = calls / 250,
                                                                           .costMicros = 1'240'000}});
        for (qsizetype i = 0; i < table.buckets; ++i) // a course to look at
            table.series[0].requests[i] += (i * 37) % 11 * calls / 40;
        source.answer(source.asked.size() - 1, table);
    }
    [[nodiscard]] QString words() const
    {
        QStringList all;
        for (const PlainLabel *label : page.findChild<DossierPanel *>()->findChildren<PlainLabel *>())
            if (label->isVisible())
                all.append(label->text());
        return all.join(u'\n');
    }
    [[nodiscard]] QString pageWords() const
    {
        QStringList all;
        for (const PlainLabel *label : page.findChildren<PlainLabel *>())
            if (label->isVisible())
                all.append(label->text());
        return all.join(u'\n');
    }
};

} // namespace

class TestDossierPanel : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }

    void saysWhatFollowsFromAYes()
    {
        Rig rig;
        rig.open();
        rig.answerUse(280);
        QTRY_VERIFY2(rig.words().contains(u"105\u2009% of its budget"_s), qPrintable(rig.words()));
        const QString words = rig.words();
        QVERIFY2(words.contains(u"(now 73\u2009%)"_s), qPrintable(words));
        QVERIFY(words.contains(u"llm:chat reaches further"_s));
        QTRY_VERIFY2(rig.words().contains(u"calls · 0."_s), qPrintable(rig.words()));
        QVERIFY(rig.words().contains(u"in all"_s));
        QVERIFY2(rig.words().contains(u"one application"_s), qPrintable(rig.words()));
        QVERIFY2(rig.words().contains(u"approved for desk-bot by MIKAEL"_s), qPrintable(rig.words()));
        QVERIFY(rig.words().contains(u"“read-only use”"_s));
        QVERIFY(rig.pageWords().contains(u"llm:chat — send prompts to any chat model of this plan"_s));
        for (const Sparkline *line : rig.page.findChildren<Sparkline *>())
            QVERIFY(!line->accessibleName().isEmpty());
        rig.picture(rig.page, u"approvals-dossier"_s);
    }

    void whatIsNotThereYetSaysSo()
    {
        Rig rig;
        rig.gateway.onList =
            [&rig](
                const gateway::SubscriptionQuery &query) -> Result<gatehouse::Page<gateway::Subscription>> {
            if (query.latestDecisionFirst)
                return failure(Error::Kind::Server, u"broken"_s);
            return rig.gateway.pageOf(query);
        };
        rig.open();
        QTRY_VERIFY2(rig.words().contains(u"could not be read"_s), qPrintable(rig.words()));
        QVERIFY(rig.words().contains(u"being read…"_s)); // the usage is still under way
        QTRY_COMPARE(rig.source.asked.last().application, u"app-support-copilot"_s);
        rig.source.answer(rig.source.asked.size() - 1, failure(Error::Kind::Timeout, {}));
        QTRY_VERIFY(!rig.words().contains(u"being read…"_s));
        QCOMPARE(rig.words().count(u"could not be read"_s), 2);
    }

    void aDecidedRequestHasNoIfAnyMore()
    {
        Rig rig;
        rig.open();
        QTRY_VERIFY(rig.words().contains(u"If you approve"_s));
        rig.gateway.record(u"sub_48213"_s,
                           test::ScriptedGateway::by(u"noor"_s, Verdict::Reject, rig.clock.now(), {}));
        QVERIFY(test::resultOf(rig.theDesk->reload({u"sub_48213"_s})));
        QTRY_VERIFY(!rig.words().contains(u"If you approve"_s));
    }

    void hostileNamesStayText()
    {
        Rig rig;
        const QString evil = u"<b>x</b>\u202Egnp.exe"_s;
        rig.gateway.scopes[0].description = evil;
        for (gateway::Subscription &request : rig.gateway.requests)
            request.applicationName = evil;
        rig.open();
        rig.answerUse(0);
        QTRY_VERIFY(rig.words().contains(u"no calls"_s));
        QTRY_VERIFY2(rig.words().contains(u"<b>x</b>"_s), qPrintable(rig.words()));
        QVERIFY(!rig.pageWords().contains(QChar(0x202E)));
    }
};

QTEST_MAIN(TestDossierPanel)
#include "tst_dossierpanel.moc"
