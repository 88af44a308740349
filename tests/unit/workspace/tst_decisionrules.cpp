// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/decisionrules.h"

#include <QTest>

#include "tests/fakes/scriptedgateway.h"

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::SubscriptionState;
using gateway::Verdict;
using test::ScriptedGateway;

namespace {

const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);

store::Journal::Entry entry()
{
    store::Journal::Entry e;
    e.id = u"key-1"_s;
    e.order.subscription = u"s1"_s;
    e.order.verdict = u"approve"_s;
    e.preparedAt = noon;
    return e;
}

} // namespace

class TestDecisionRules : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void judges_data()
    {
        QTest::addColumn<bool>("hasKeys");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<int>("minutes");
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("finding");

        const auto row = [](const char *name, bool hasKeys, SubscriptionState state, const QString &subject,
                            Verdict verdict, int minutes, const QString &key, Finding finding) {
            QTest::newRow(name) << hasKeys << int(state) << subject << int(verdict) << minutes << key
                                << int(finding);
        };
        const QString me = u"me"_s;
        const QString other = u"other"_s;
        row("our key", true, SubscriptionState::Approved, me, Verdict::Approve, 1, u"key-1"_s, Finding::Ours);
        row("our key, still pending", true, SubscriptionState::Pending, me, Verdict::Approve, 1, u"key-1"_s,
            Finding::Ours);
        row("our key, revoked later", true, SubscriptionState::Revoked, me, Verdict::Approve, 1, u"key-1"_s,
            Finding::Ours);
        row("our own, other key", true, SubscriptionState::Approved, me, Verdict::Approve, 1, u"key-2"_s,
            Finding::Elsewhere);
        row("another, rejected", true, SubscriptionState::Rejected, other, Verdict::Reject, 1, u"key-2"_s,
            Finding::Elsewhere);
        row("another approved, one of two", true, SubscriptionState::Pending, other, Verdict::Approve, 1,
            u"key-2"_s, Finding::Pending);
        row("withdrawn after one of two", true, SubscriptionState::Withdrawn, other, Verdict::Approve, 1,
            u"key-2"_s, Finding::Closed);
        row("expired", true, SubscriptionState::Expired, {}, Verdict::Approve, 0, {}, Finding::Closed);
        row("untouched", true, SubscriptionState::Pending, {}, Verdict::Approve, 0, {}, Finding::Pending);
        row("no keys: ours", false, SubscriptionState::Approved, me, Verdict::Approve, 1, {}, Finding::Ours);
        row("no keys: at that moment", false, SubscriptionState::Approved, me, Verdict::Approve, 0, {},
            Finding::Ours);
        row("no keys: earlier", false, SubscriptionState::Approved, me, Verdict::Approve, -1, {},
            Finding::Elsewhere);
        row("no keys: other verdict", false, SubscriptionState::Rejected, me, Verdict::Reject, 1, {},
            Finding::Elsewhere);
        row("no keys: other person", false, SubscriptionState::Approved, other, Verdict::Approve, 1, {},
            Finding::Elsewhere);
    }
    void judges()
    {
        QFETCH(bool, hasKeys);
        QFETCH(int, state);
        QFETCH(QString, subject);
        QFETCH(int, verdict);
        QFETCH(int, minutes);
        QFETCH(QString, key);
        QFETCH(int, finding);
        gateway::Subscription request = ScriptedGateway::pending(u"s1"_s);
        request.state = {SubscriptionState(state), gateway::wordFor(SubscriptionState(state))};
        if (!subject.isEmpty())
            request.decisions = {
                ScriptedGateway::by(subject, Verdict(verdict), noon.addSecs(60 * minutes), key)};
        const Reading reading = judge(request, entry(), {.idempotentDecisions = hasKeys}, u"me"_s);
        QCOMPARE(int(reading.finding), finding);
        const bool isExplained = reading.finding == Finding::Elsewhere || reading.finding == Finding::Closed;
        QCOMPARE(!reading.note.isEmpty(), isExplained);
    }
    void tellsWhoWhenAndHow()
    {
        gateway::Subscription request = ScriptedGateway::pending(u"s1"_s);
        request.state = {SubscriptionState::Rejected, u"rejected"_s};
        request.decisions = {ScriptedGateway::by(u"noor"_s, Verdict::Reject, noon, u"k"_s)};
        QCOMPARE(judge(request, entry(), {.idempotentDecisions = true}, {}).note,
                 u"Rejected by NOOR on 2026-11-23 12:00 UTC."_s);
    }
    // Each kind of decision is still to be made in some states, and overtaken in others.
    void everyVerdictHasItsStates_data()
    {
        QTest::addColumn<int>("verdict");
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("finding");
        const auto row = [](const char *name, Verdict verdict, SubscriptionState state, Finding finding) {
            QTest::newRow(name) << int(verdict) << int(state) << int(finding);
        };
        using State = SubscriptionState;
        row("ask back, pending", Verdict::AskBack, State::Pending, Finding::Pending);
        row("approve, asked back", Verdict::Approve, State::Returned, Finding::Pending);
        row("approve, approved", Verdict::Approve, State::Approved, Finding::Elsewhere);
        row("revoke, approved", Verdict::Revoke, State::Approved, Finding::Pending);
        row("revoke, suspended", Verdict::Revoke, State::Suspended, Finding::Pending);
        row("revoke, revoked", Verdict::Revoke, State::Revoked, Finding::Elsewhere);
        row("extend, approved", Verdict::Extend, State::Approved, Finding::Pending);
        row("extend, expired", Verdict::Extend, State::Expired, Finding::Pending);
        row("suspend, suspended", Verdict::Suspend, State::Suspended, Finding::Elsewhere);
        row("suspend, expired", Verdict::Suspend, State::Expired, Finding::Closed);
        row("resume, suspended", Verdict::Resume, State::Suspended, Finding::Pending);
        row("resume, approved", Verdict::Resume, State::Approved, Finding::Elsewhere);
    }
    void everyVerdictHasItsStates()
    {
        QFETCH(int, verdict);
        QFETCH(int, state);
        QFETCH(int, finding);
        gateway::Subscription request = ScriptedGateway::pending(u"s1"_s);
        request.state = {SubscriptionState(state), gateway::wordFor(SubscriptionState(state))};
        request.decisions = {ScriptedGateway::by(u"noor"_s, Verdict::Approve, noon, u"k"_s)};
        store::Journal::Entry ours = entry();
        ours.order.verdict = gateway::wordFor(Verdict(verdict));
        QCOMPARE(int(judge(request, ours, {.idempotentDecisions = true}, {}).finding), finding);
    }
    void theGatewaysOwnWordOnWhatIsPossibleComesFirst()
    {
        gateway::Subscription request = ScriptedGateway::pending(u"s1"_s);
        request.state = {SubscriptionState::Returned, u"returned"_s};
        request.possible = {Verdict::Approve};
        request.decisions = {ScriptedGateway::by(u"noor"_s, Verdict::AskBack, noon, u"k"_s)};
        store::Journal::Entry ours = entry();
        ours.order.verdict = gateway::wordFor(Verdict::AskBack);
        const Reading reading = judge(request, ours, {.idempotentDecisions = true}, {});
        QCOMPARE(reading.finding, Finding::Elsewhere);
        QVERIFY(reading.note.startsWith(u"Asked back by NOOR"_s));
    }
    void withoutASubjectNothingIsOurs()
    {
        gateway::Subscription request = ScriptedGateway::pending(u"s1"_s);
        request.decisions = {ScriptedGateway::by({}, Verdict::Approve, noon, {})};
        QCOMPARE(judge(request, entry(), {}, {}).finding, Finding::Pending);
    }
    void pausesGrowAndHonourTheServer()
    {
        QCOMPARE(pauseBefore(0, {}), 1000ms);
        QCOMPARE(pauseBefore(3, {}), 8000ms);
        QCOMPARE(pauseBefore(1000, {}), 60'000ms);
        QCOMPARE(pauseBefore(0, Error{.kind = Error::Kind::RateLimited, .retryAfter = 30s}), 30'000ms);
        QCOMPARE(pauseBefore(0, Error{.kind = Error::Kind::RateLimited, .retryAfter = 0s}), 1000ms);
        QCOMPARE(pauseBefore(0, Error{.kind = Error::Kind::RateLimited, .retryAfter = 86'400s}), 600'000ms);
    }
    void onlyADefiniteNoIsARefusal()
    {
        const QList<Error::Kind> refusals{Error::Kind::Forbidden, Error::Kind::Invalid, Error::Kind::NotFound,
                                          Error::Kind::StepUpNeeded};
        for (const Error::Kind kind : allErrorKinds())
            QCOMPARE(isRefusal({.kind = kind}), refusals.contains(kind));
    }
};

QTEST_GUILESS_MAIN(TestDecisionRules)
#include "tst_decisionrules.moc"
