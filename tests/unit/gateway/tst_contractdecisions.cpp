// SPDX-License-Identifier: GPL-3.0-or-later
// What the contract has beyond a list and a yes: batches, changes, scopes, terms and how far they are in
// force.
#include "core/gateway/adapters/contract/contractgateway.h"
#include "tests/fakes/answers.h"
#include "tests/fakes/manualclock.h"
#include "tests/fakes/onetoken.h"
#include "tests/fakes/stubserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::gateway;

namespace {

const QDateTime End(QDate(2026, 12, 31), QTime(23, 0), Qt::UTC);

// The least the contract allows, with `more` members.
QByteArray subscriptionWith(const QByteArray &more = {})
{
    return R"({"id":"s1","state":"approved","etag":"7","application":{"id":"a1","name":"A"},)"
           R"("api":{"id":"p1","name":"P","version":"1","sensitive":false},"plan":"Team","scopes":["x:a","x:b"],)"
           R"("tenant":{"id":"t1","name":"T"},"requester":{"subject":"u7","name":"U"},"justification":"",)"
           R"("requested_at":"2026-11-20T08:03:04.005Z","required_approvals":1,"decisions":[],"may_decide":true)" +
           more + "}";
}

} // namespace

class TestContractDecisions : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_server = std::make_unique<test::StubServer>();
        m_tokens = std::make_unique<test::OneToken>(m_server->url());
        m_http = std::make_unique<net::HttpClient>(m_clock, m_tokens.get(),
                                                   net::HttpClient::Options{.attempts = 1});
        m_gateway = std::make_unique<contract::ContractGateway>(m_server->url(u"/gw"_s), *m_http);
    }
    void cleanup()
    {
        m_gateway.reset();
        m_http.reset();
        m_server.reset();
    }

    void readsWhatIsKnownOfARight()
    {
        m_server->enqueue(
            {.body = subscriptionWith(
                 R"(,"granted_scopes":["x:a"],"due_at":"2026-11-20T12:03:04.005Z",)"
                 R"("expires_at":"2026-12-31T23:00:00.000Z","last_used_at":"2026-11-22T10:00:00.000Z",)"
                 R"("possible":["revoke","dance","suspend"],"reason_required":["revoke"],)"
                 R"("enforcement":{"state":"failed","since":"2026-11-20T09:00:00.000Z","detail":"zone 2"},)"
                 R"("conversation":[{"by":{"subject":"u7","name":"U"},"at":"x","text":"Why?"}])")});
        const Result<Subscription> s = test::resultOf(m_gateway->subscription({u"s1"_s}, {}));
        QVERIFY(s);
        QCOMPARE(*s->grantedScopes, QStringList{u"x:a"_s});
        QCOMPARE(s->dueAt, QDateTime(QDate(2026, 11, 20), QTime(12, 3, 4, 5), Qt::UTC));
        QCOMPARE(s->expiresAt, End);
        QCOMPARE(s->lastUsedAt, QDateTime(QDate(2026, 11, 22), QTime(10, 0), Qt::UTC));
        QCOMPARE(s->possible, (QList{Verdict::Revoke, Verdict::Suspend}));
        QCOMPARE(s->reasonRequired, QList{Verdict::Revoke});
        QVERIFY(s->enforcement && s->enforcement->state == EnforcementState::Failed);
        QCOMPARE(s->enforcement->detail, u"zone 2"_s);
    }

    void aGatewayThatKnowsNoneOfItIsRead()
    {
        m_server->enqueue({.body = subscriptionWith()});
        const Result<Subscription> s = test::resultOf(m_gateway->subscription({u"s1"_s}, {}));
        QVERIFY(s);
        QVERIFY(!s->grantedScopes && !s->enforcement && s->possible.isEmpty());
        QVERIFY(s->expiresAt.isNull() && s->dueAt.isNull() && s->lastUsedAt.isNull());
    }

    void readsPoliciesPlansAndScopes()
    {
        m_server->enqueue(
            {.body =
                 R"({"items":[{"id":"t1","name":"T","spent_this_month":{"micros":5,"currency":"EUR"},"policy":)"
                 R"({"reason_required":["approve"],"required_approvals":2,"answer_within_minutes":240}}],"total":1})"});
        const Result<Page<Tenant>> tenants = test::resultOf(m_gateway->listTenants({}, {}));
        QVERIFY(tenants);
        QCOMPARE(tenants->items.first().policy, (TenantPolicy{.reasonRequired = {Verdict::Approve},
                                                              .requiredApprovals = 2,
                                                              .answerWithin = std::chrono::minutes(240)}));
        QCOMPARE(tenants->items.first().spentThisMonth->micros, 5);
        m_server->enqueue(
            {.body =
                 R"({"items":[{"id":"p1","name":"P","version":"1","kind":"llm","owner_tenant":"t1","scopes":[],)"
                 R"("sensitive":false,"required_approvals":1,"plans":[{"name":"Trial","monthly_calls":10},)"
                 R"({"name":"All","monthly_fee":{"micros":9,"currency":"EUR"}}]}],"total":1})"});
        const Result<Page<Api>> apis = test::resultOf(m_gateway->listApis({}, {}));
        QVERIFY(apis);
        QCOMPARE(apis->items.first().plans.size(), 2);
        QCOMPARE(apis->items.first().plans.first().monthlyCalls, std::optional<qint64>(10));
        QVERIFY(!apis->items.first().plans.last().monthlyCalls);
        m_server->enqueue(
            {.body =
                 R"({"items":[{"name":"x:a","description":"All of it.","sensitive":true,"wide":true}],"total":1})"});
        const Result<Page<Scope>> scopes = test::resultOf(m_gateway->listScopes(u"c/1"_s, {}));
        QVERIFY(scopes);
        QCOMPARE(m_server->seen().last().target, QByteArray("/gw/v1/scopes?limit=1000&cursor=c%2F1"));
        QCOMPARE(scopes->items.first(), (Scope{u"x:a"_s, u"All of it."_s, true, true}));
    }

    void asksForTheNamedOnes()
    {
        m_server->enqueue({.body = R"({"items":[],"total":0})"});
        QVERIFY(test::resultOf(m_gateway->listSubscriptions({.states = {},
                                                             .application = u"app&1"_s,
                                                             .ids = {{u"a/b"_s}, {u"c"_s}},
                                                             .latestDecisionFirst = true,
                                                             .limit = 5},
                                                            {})));
        QCOMPARE(m_server->seen().last().target,
                 QByteArray(
                     "/gw/v1/subscriptions?limit=5&application=app%261&id=a%2Fb&id=c&order=latest-decision"));
    }

    void sendsManyAndReadsEachAnswer()
    {
        m_server->enqueue(
            {.body = R"({"results":[{"status":200,"subscription":)" + subscriptionWith() +
                     R"(},{"status":409,"problem":{"type":"https://x/already-decided","title":"Late.",)"
                     R"("status":409}},{"status":422,"problem":{"title":"No.","status":422}}]})"});
        const QList<DecisionOrder> orders{
            {.subscription = {u"s1"_s},
             .verdict = Verdict::Approve,
             .reason = u"fits"_s,
             .idempotencyKey = u"key-1"_s,
             .ifMatch = "\"6\"",
             .terms = {.expiresAt = End, .scopes = {{u"x:a"_s}}, .plan = u"Trial"_s}},
            {.subscription = {u"s2"_s}, .verdict = Verdict::AskBack},
            {.subscription = {u"s3"_s}, .verdict = Verdict::Resume}};
        const auto answer = test::resultOf(m_gateway->decideAll(orders, {}));
        QVERIFY(answer);
        QCOMPARE(answer->size(), 3);
        QCOMPARE(answer->at(0)->id.value, u"s1"_s);
        QCOMPARE(answer->at(1).error().kind, Error::Kind::Conflict);
        QCOMPARE(answer->at(2).error().kind, Error::Kind::Invalid);
        const test::StubServer::Seen sent = m_server->seen().first();
        QCOMPARE(sent.method + ' ' + sent.target, QByteArray("POST /gw/v1/decisions"));
        const QJsonArray body = QJsonDocument::fromJson(sent.body).object()[u"orders"_s].toArray();
        QCOMPARE(body.size(), 3);
        QCOMPARE(body.at(0).toObject(), (QJsonObject{{u"subscription"_s, u"s1"_s},
                                                     {u"verdict"_s, u"approve"_s},
                                                     {u"reason"_s, u"fits"_s},
                                                     {u"if_match"_s, u"\"6\""_s},
                                                     {u"idempotency_key"_s, u"key-1"_s},
                                                     {u"expires_at"_s, u"2026-12-31T23:00:00.000Z"_s},
                                                     {u"scopes"_s, QJsonArray{u"x:a"_s}},
                                                     {u"plan"_s, u"Trial"_s}}));
        QCOMPARE(body.at(1)[u"verdict"_s].toString(), u"ask_back"_s);
    }

    // Who gets another number of answers cannot know which is whose.
    void resultsThatDoNotFitAreRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("none") << QByteArray(R"({"results":[]})");
        QTest::newRow("no list") << QByteArray(R"({})");
        QTest::newRow("no status") << QByteArray(R"({"results":[{"subscription":{}}]})");
        QTest::newRow("200 of nothing") << QByteArray(R"({"results":[{"status":200}]})");
        QTest::newRow("two for one") << QByteArray(
            R"({"results":[{"status":409,"problem":{}},{"status":409}]})");
    }
    void resultsThatDoNotFitAreRefused()
    {
        QFETCH(QByteArray, body);
        m_server->enqueue({.body = body});
        const auto answer = test::resultOf(m_gateway->decideAll({{.subscription = {u"s1"_s}}}, {}));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, Error::Kind::Decode);
    }

    void followsChanges()
    {
        m_server->enqueue({.body = R"({"items":[)" + subscriptionWith() + R"(],"cursor":"n/2"})"});
        const auto told = test::resultOf(m_gateway->changes(u"n/1"_s, std::chrono::seconds(20), {}));
        QVERIFY(told);
        QCOMPARE(m_server->seen().last().target,
                 QByteArray("/gw/v1/subscriptions/changes?wait=20&after=n%2F1"));
        QCOMPARE(told->items.size(), 1);
        QCOMPARE(told->cursor, u"n/2"_s);
        QVERIFY(!told->isReset);
        m_server->enqueue({.status = 410, .body = R"({"title":"Gone.","status":410})"});
        const auto gone = test::resultOf(m_gateway->changes(u"n/0"_s, std::chrono::seconds(0), {}));
        QVERIFY(gone);
        QVERIFY(gone->isReset && gone->items.isEmpty());
        m_server->enqueue({.status = 403, .body = R"({"title":"No.","status":403})"});
        QVERIFY(!test::resultOf(m_gateway->changes({}, std::chrono::seconds(0), {})));
    }

private:
    test::ManualClock m_clock;
    std::unique_ptr<test::StubServer> m_server;
    std::unique_ptr<test::OneToken> m_tokens;
    std::unique_ptr<net::HttpClient> m_http;
    std::unique_ptr<contract::ContractGateway> m_gateway;
};

QTEST_GUILESS_MAIN(TestContractDecisions)
#include "tst_contractdecisions.moc"
