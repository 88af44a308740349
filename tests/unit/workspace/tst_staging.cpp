// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions that are only marked, what a preview says of them, and the rules the console keeps by itself.
#include "tests/unit/workspace/deskfixture.h"

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using gateway::SubscriptionState;
using gateway::Verdict;
using store::Journal;
using test::DeskFixture;
using test::resultOf;
using test::ScriptedGateway;

class TestStaging : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m = std::make_unique<DeskFixture>();
        for (int i = 1; i <= 8; ++i)
            m->gateway.add(ScriptedGateway::pending(u"s%1"_s.arg(i), i));
        reopen();
    }
    void cleanup()
    {
        m_desk.reset();
        m.reset();
    }

    void marksOutliveARestart()
    {
        const QSignalSpy changed(m_desk.get(), &ApprovalDesk::stagedChanged);
        stage({{.id = {u"s2"_s}}, {.id = {u"s1"_s}, .verdict = Verdict::Reject, .reason = u"no"_s}});
        QCOMPARE(changed.size(), 1);
        stage({{.id = {u"s2"_s},
                .verdict = Verdict::AskBack,
                .reason = u"why?"_s,
                .terms = {.plan = u"gold"_s}}});
        const QList<DecisionDraft> marked = m_desk->staged();
        QCOMPARE(marked.size(), 2);
        QCOMPARE(marked.last().verdict, Verdict::AskBack); // the later replaces the earlier
        QCOMPARE(marked.last().terms.plan, u"gold"_s);
        reopen();
        QTRY_COMPARE(m_desk->staged(), marked);
        QVERIFY(m->gateway.sent.isEmpty());
        QVERIFY(resultOf(m_desk->unstage({{u"s1"_s}, {u"s2"_s}})));
        QVERIFY(m_desk->staged().isEmpty());
        reopen();
        QVERIFY(m_desk->staged().isEmpty());
    }
    void previewsInNumbers()
    {
        m->gateway.requests[u"s3"_s].mayDecide = false;
        m->gateway.requests[u"s3"_s].mayNotDecideBecause = u"You are not an approver."_s;
        m->gateway.requests[u"s5"_s].requesterSubject = u"me"_s;
        QVERIFY(resultOf(m_desk->load({{u"s3"_s}, {u"s5"_s}})));
        stage({{.id = {u"s1"_s}},
               {.id = {u"s2"_s}},
               {.id = {u"s3"_s}},
               {.id = {u"s4"_s}},
               {.id = {u"s5"_s}},
               {.id = {u"s6"_s}, .verdict = Verdict::Reject},
               {.id = {u"s7"_s}, .verdict = Verdict::Reject, .reason = u"no"_s},
               {.id = {u"s8"_s}}});
        // Meanwhile one changes and one is decided.
        m->gateway.requests[u"s4"_s].etag = "\"s4-7\"";
        m->gateway.record(u"s8"_s, ScriptedGateway::by(u"noor"_s, Verdict::Reject, m->clock.now(), u"k"_s));
        QVERIFY(resultOf(m_desk->load({{u"s4"_s}, {u"s8"_s}})));

        const Preview preview = m_desk->preview();
        QCOMPARE(preview.connection, u"prod"_s);
        QCOMPARE(preview.sends(), (QMap<Verdict, int>{{Verdict::Approve, 2}, {Verdict::Reject, 1}}));
        QCOMPARE(preview.obstacles(), (QMap<Obstacle, int>{{Obstacle::NoRight, 1},
                                                           {Obstacle::Changed, 1},
                                                           {Obstacle::OwnRequest, 1},
                                                           {Obstacle::ReasonMissing, 1},
                                                           {Obstacle::Decided, 1}}));
        QCOMPARE(preview.lines.at(2).check.why, u"You are not an approver."_s);

        const QList<Settlement> all = resultOf(m_desk->commitStaged()).value();
        QCOMPARE(all.size(), 3);
        for (const Settlement &settlement : all)
            QCOMPARE(settlement.sending, Sending::Recorded);
        QCOMPARE(m->gateway.sent.size(), 3);
        QTRY_COMPARE(m_desk->staged().size(), 5); // what could not be sent stays marked
    }
    void aPreviewOfDraftsSendsNothing()
    {
        const Preview preview = m_desk->preview({{.id = {u"s1"_s}}, {.id = {u"s99"_s}}});
        QCOMPARE(preview.sendable().size(), 1);
        QCOMPARE(preview.lines.last().check.obstacle, Obstacle::NotRead);
        QVERIFY(m->gateway.sent.isEmpty());
    }
    void anEmptyCommitEnds() { QVERIFY(resultOf(m_desk->commitStaged()).value().isEmpty()); }

    // Where the gateway has no such rule, the console keeps it and says that it is its own.
    void ownRequestsAreRefusedHere()
    {
        m->gateway.requests[u"s1"_s].requesterSubject = u"me"_s;
        m->gateway.requests[u"s1"_s].etag = "\"mine\"";
        m->gateway.can.fourEyes = false;
        reopen();
        const Settlement s = resultOf(m_desk->decide({u"s1"_s}, Verdict::Approve, {})).value();
        QCOMPARE(s.sending, Sending::NotRecorded);
        QVERIFY(s.isConsoleRule);
        QVERIFY(s.note.contains(u"console's own"_s));
        QVERIFY(m->gateway.sent.isEmpty());
        QVERIFY(m_desk->preview({{.id = {u"s1"_s}}}).lines.first().check.isConsoleRule);
        // A gateway that has the rule is left to say it.
        m->gateway.can.fourEyes = true;
        QCOMPARE(resultOf(m_desk->decide({u"s1"_s}, Verdict::Approve, {})).value().sending,
                 Sending::Recorded);
    }
    void aSecondPersonOnThisComputerCompletesIt()
    {
        m->gateway.can.fourEyes = false;
        reopen();
        m_desk->setConsoleRules({.approvals = 2});
        QCOMPARE(m_desk->preview({{.id = {u"s1"_s}}}).lines.first().check.obstacle, Obstacle::SecondPerson);
        const Settlement first = resultOf(m_desk->decide({u"s1"_s}, Verdict::Approve, u"fine"_s)).value();
        QCOMPARE(first.sending, Sending::NotRecorded);
        QVERIFY(first.isConsoleRule);
        QVERIFY(first.note.contains(u"kept on this computer"_s));
        // The same person again is still one person.
        QVERIFY(resultOf(m_desk->decide({u"s1"_s}, Verdict::Approve, {})).value().isConsoleRule);
        QVERIFY(m->gateway.sent.isEmpty());
        // A rejection needs nobody else.
        QCOMPARE(resultOf(m_desk->decide({u"s2"_s}, Verdict::Reject, u"no"_s)).value().sending,
                 Sending::Recorded);

        m->scope = u"prod/noor"_s;
        auto second = std::make_unique<ApprovalDesk>(m->gateway, *m->cache, *m->journal, m->clock, m->scope,
                                                     nullptr, u"noor"_s);
        second->setNames(u"prod"_s, u"Noor"_s);
        second->setConsoleRules({.approvals = 2});
        second->open();
        DeskFixture::settleDown(*second);
        QCOMPARE(resultOf(second->decide({u"s1"_s}, Verdict::Approve, {})).value().sending,
                 Sending::Recorded);
        QCOMPARE(m->gateway.sent.size(), 2);
    }
    void aFirstApprovalOfAnotherRequestDoesNotCount()
    {
        m->gateway.can.fourEyes = false;
        reopen();
        m_desk->setConsoleRules({.approvals = 2});
        QVERIFY(resultOf(m_desk->decide({u"s1"_s}, Verdict::Approve, {})).value().isConsoleRule);
        m->gateway.requests[u"s1"_s].etag = "\"s1-changed\"";
        ApprovalDesk second(m->gateway, *m->cache, *m->journal, m->clock, u"prod/noor"_s, nullptr, u"noor"_s);
        second.setNames(u"prod"_s, u"Noor"_s);
        second.setConsoleRules({.approvals = 2});
        second.open();
        DeskFixture::settleDown(second);
        QVERIFY(resultOf(second.decide({u"s1"_s}, Verdict::Approve, {})).value().isConsoleRule);
        QVERIFY(m->gateway.sent.isEmpty());
    }

private:
    void reopen()
    {
        m_desk.reset();
        m_desk = m->desk();
        m_desk->setNames(u"prod"_s, u"Me"_s);
        m_desk->open();
        DeskFixture::settleDown(*m_desk);
    }
    void stage(const QList<DecisionDraft> &drafts) { QVERIFY(resultOf(m_desk->stage(drafts))); }

    std::unique_ptr<DeskFixture> m;
    std::unique_ptr<ApprovalDesk> m_desk;
};

QTEST_GUILESS_MAIN(TestStaging)
#include "tst_staging.moc"
