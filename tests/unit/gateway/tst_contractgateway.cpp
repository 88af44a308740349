// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/adapters/contract/contractgateway.h"
#include "tests/fakes/answers.h"
#include "tests/fakes/manualclock.h"
#include "tests/fakes/onetoken.h"
#include "tests/fakes/stubserver.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::gateway;

class TestContractGateway : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_server = std::make_unique<test::StubServer>();
        m_tokens = std::make_unique<test::OneToken>(m_server->url());
        m_http = std::make_unique<net::HttpClient>(
            m_clock, m_tokens.get(),
            net::HttpClient::Options{.backoffBase = std::chrono::milliseconds(1),
                                     .backoffCap = std::chrono::milliseconds(2)});
        m_gateway = std::make_unique<contract::ContractGateway>(m_server->url(u"/gw"_s), *m_http);
    }
    void cleanup()
    {
        m_gateway.reset();
        m_http.reset();
        m_server.reset();
    }
    void readsASubscription();
    void readsAnApiATenantAPerson();
    void asksForAPage_data();
    void asksForAPage();
    void unchangedPageIsSaidSo();
    void lastPageHasNoCursor();
    void sendsADecision_data();
    void sendsADecision();
    void decisionArrivesAgainUnderItsKey();
    void refusals_data();
    void refusals();
    void brokenContract_data();
    void brokenContract();
    void unknownWordsAreKept();
    void longListIsDecodedAside();
    void stoppedQuestionIsCancelled();

private:
    [[nodiscard]] Result<Subscription> readOne(const QByteArray &body)
    {
        m_server->enqueue({.body = body});
        return test::resultOf(m_gateway->subscription({u"s"_s}, {}));
    }

    test::ManualClock m_clock;
    std::unique_ptr<test::StubServer> m_server;
    std::unique_ptr<test::OneToken> m_tokens;
    std::unique_ptr<net::HttpClient> m_http;
    std::unique_ptr<contract::ContractGateway> m_gateway;
};

// Below the class: moc 6.4 does not find its way out of a raw string with an escaped quote in it.
namespace {

constexpr auto OneSubscription = R"({"id":"sub/1 ü","state":"pending","etag":"\"7\"",
 "application":{"id":"a1","name":"Fraud <i>Dashboard</i>"},
 "api":{"id":"p1","name":"Fraud scoring","version":"2.1","sensitive":true},
 "plan":"gold","scopes":["fraud:predict","fraud:explain"],"tenant":{"id":"t1","name":"Retail"},
 "requester":{"subject":"u7","name":"Jonas Weber"},"justification":"Needed\u2028now",
 "requested_at":"2026-11-20T08:03:04.005+01:00",
 "estimated_monthly_cost":{"micros":12000001,"currency":"EUR"},"required_approvals":2,
 "decisions":[{"verdict":"approve","reason":"fine","by":{"subject":"u1","name":"Ada"},
   "at":"2026-11-21T09:00:00.000Z","idempotency_key":"k-1"}],
 "may_decide":false,"may_not_decide_because":"You asked for this yourself.","later":{"x":1}})";

QByteArray page(const QByteArray &items, const QByteArray &rest = R"(,"total":1)")
{
    return R"({"items":[)" + items + "]" + rest + "}";
}

} // namespace

void TestContractGateway::readsASubscription()
{
    m_server->enqueue({.body = OneSubscription});
    const Result<Subscription> s = test::resultOf(m_gateway->subscription({u"sub/1 ü?#"_s}, {}));
    QVERIFY(s);
    QCOMPARE(m_server->seen().first().target, QByteArray("/gw/v1/subscriptions/sub%2F1%20%C3%BC%3F%23"));
    QCOMPARE(m_server->seen().first().header("Authorization"), QByteArray("Bearer the-token"));
    const Subscription expected{.id = {u"sub/1 ü"_s},
                                .state = {SubscriptionState::Pending, u"pending"_s},
                                .application = {u"a1"_s},
                                .applicationName = u"Fraud <i>Dashboard</i>"_s,
                                .api = {u"p1"_s},
                                .apiName = u"Fraud scoring"_s,
                                .apiVersion = u"2.1"_s,
                                .sensitive = true,
                                .plan = u"gold"_s,
                                .scopes = {u"fraud:predict"_s, u"fraud:explain"_s},
                                .tenant = {u"t1"_s},
                                .tenantName = u"Retail"_s,
                                .requesterSubject = u"u7"_s,
                                .requesterName = u"Jonas Weber"_s,
                                .justification = u"Needed\u2028now"_s,
                                .requestedAt = QDateTime(QDate(2026, 11, 20), QTime(7, 3, 4, 5), Qt::UTC),
                                .estimatedMonthlyCost = Money{.micros = 12'000'001, .currency = u"EUR"_s},
                                .requiredApprovals = 2,
                                .decisions = {{.verdict = Verdict::Approve,
                                               .reason = u"fine"_s,
                                               .bySubject = u"u1"_s,
                                               .byName = u"Ada"_s,
                                               .at = QDateTime(QDate(2026, 11, 21), QTime(9, 0), Qt::UTC),
                                               .idempotencyKey = u"k-1"_s}},
                                .mayDecide = false,
                                .mayNotDecideBecause = u"You asked for this yourself."_s,
                                .etag = "\"7\""};
    QCOMPARE(*s, expected);
}

void TestContractGateway::readsAnApiATenantAPerson()
{
    m_server->enqueue({.body = page(R"({"id":"p1","name":"Chat","version":"1","kind":"llm",
        "owner_tenant":"t1","scopes":["chat:write"],"sensitive":false,"required_approvals":1})")});
    const Result<Page<Api>> apis = test::resultOf(m_gateway->listApis({}, {}));
    QVERIFY(apis);
    QCOMPARE(apis->items, (QList<Api>{{.id = {u"p1"_s},
                                       .name = u"Chat"_s,
                                       .version = u"1"_s,
                                       .kind = {ApiKind::Llm, u"llm"_s},
                                       .owner = {u"t1"_s},
                                       .scopes = {u"chat:write"_s}}}));
    m_server->enqueue({.body = page(R"({"id":"t1","name":"Retail"},
        {"id":"t2","name":"Risk","monthly_budget":{"micros":5,"currency":"JPY"}})")});
    const Result<Page<Tenant>> tenants = test::resultOf(m_gateway->listTenants(u"a b"_s, {}));
    QVERIFY(tenants);
    QCOMPARE(tenants->items.size(), 2);
    QVERIFY(!tenants->items.first().monthlyBudget);
    QCOMPARE(tenants->items.last().monthlyBudget, (Money{.micros = 5, .currency = u"JPY"_s}));
    m_server->enqueue({.body = R"({"subject":"u1","name":"Ada","email":null,"roles":["approver"],
        "scopes":["gw:read"],"tenants":["t1"],"may":["requests.read"]})"});
    const Result<Person> person = test::resultOf(m_gateway->whoAmI({}));
    QVERIFY(person);
    QCOMPARE(*person, (Person{.subject = u"u1"_s,
                              .name = u"Ada"_s,
                              .email = {},
                              .roles = {u"approver"_s},
                              .scopes = {u"gw:read"_s},
                              .tenants = {u"t1"_s},
                              .may = {u"requests.read"_s}}));
    QCOMPARE(m_server->seen().at(0).target, QByteArray("/gw/v1/apis?limit=1000"));
    QCOMPARE(m_server->seen().at(1).target, QByteArray("/gw/v1/tenants?limit=1000&cursor=a%20b"));
    QCOMPARE(m_server->seen().at(2).target, QByteArray("/gw/v1/me"));
}

void TestContractGateway::asksForAPage_data()
{
    QTest::addColumn<SubscriptionQuery>("query");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("ifNoneMatch");
    QTest::newRow("the queue") << SubscriptionQuery{} << QByteArray("limit=500&state=pending")
                               << QByteArray();
    QTest::newRow("everything said") << SubscriptionQuery{.states = {SubscriptionState::Approved,
                                                                     SubscriptionState::Withdrawn},
                                                          .tenant = u"t&1=x"_s,
                                                          .api = u"p+1"_s,
                                                          .limit = 20,
                                                          .cursor = u"{\"k\":\"ü\"}"_s,
                                                          .ifNoneMatch = "\"e1\""}
                                     << QByteArray("limit=20&state=approved&state=withdrawn&tenant=t%261%3Dx&"
                                                   "api=p%2B1&cursor=%7B%22k%22%3A%22%C3%BC%22%7D")
                                     << QByteArray("\"e1\"");
}

void TestContractGateway::asksForAPage()
{
    QFETCH(SubscriptionQuery, query);
    QFETCH(QByteArray, target);
    m_server->enqueue({.headers = {{"ETag", "\"e2\""}},
                       .body = page(OneSubscription, R"(,"total":7,"next_cursor":"n 1")")});
    const Result<Page<Subscription>> found = test::resultOf(m_gateway->listSubscriptions(query, {}));
    QVERIFY(found);
    QCOMPARE(m_server->seen().first().target, "/gw/v1/subscriptions?" + target);
    QTEST(m_server->seen().first().header("If-None-Match"), "ifNoneMatch");
    QCOMPARE(found->items.size(), 1);
    QCOMPARE(found->total, 7);
    QCOMPARE(found->nextCursor, u"n 1"_s);
    QCOMPARE(found->etag, QByteArray("\"e2\""));
    QVERIFY(!found->notModified);
}

void TestContractGateway::unchangedPageIsSaidSo()
{
    m_server->enqueue({.status = 304, .headers = {{"ETag", "\"e1\""}}});
    const Result<Page<Subscription>> found =
        test::resultOf(m_gateway->listSubscriptions({.ifNoneMatch = "\"e1\""}, {}));
    QVERIFY(found);
    QVERIFY(found->notModified);
    QCOMPARE(found->etag, QByteArray("\"e1\""));
}

void TestContractGateway::lastPageHasNoCursor()
{
    m_server->enqueue({.body = page({}, R"(,"total":0,"next_cursor":null)")});
    const Result<Page<Subscription>> found = test::resultOf(m_gateway->listSubscriptions({}, {}));
    QVERIFY(found);
    QVERIFY(!found->nextCursor);
    QVERIFY(found->items.isEmpty());
}

void TestContractGateway::sendsADecision_data()
{
    QTest::addColumn<DecisionOrder>("order");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("approve") << DecisionOrder{.subscription = {u"s1"_s},
                                              .verdict = Verdict::Approve,
                                              .reason = {},
                                              .idempotencyKey = u"key-1"_s,
                                              .ifMatch = "\"7\""}
                             << QByteArray(R"({"verdict":"approve"})");
    QTest::newRow("reject, with a reason in two lines and quotes")
        << DecisionOrder{.subscription = {u"s1"_s},
                         .verdict = Verdict::Reject,
                         .reason = u"Not \"yet\"\nüber"_s,
                         .idempotencyKey = u"key-2"_s,
                         .ifMatch = "\"8\""}
        << QByteArray(R"({"reason":"Not \"yet\"\nüber","verdict":"reject"})");
}

void TestContractGateway::sendsADecision()
{
    QFETCH(DecisionOrder, order);
    m_server->enqueue({.body = OneSubscription});
    QVERIFY(test::resultOf(m_gateway->decide(order, {})));
    const test::StubServer::Seen &seen = m_server->seen().first();
    QCOMPARE(seen.method, QByteArray("POST"));
    QCOMPARE(seen.target, QByteArray("/gw/v1/subscriptions/s1/decision"));
    QCOMPARE(seen.header("If-Match"), order.ifMatch);
    QCOMPARE(seen.header("Idempotency-Key"), order.idempotencyKey.toUtf8());
    QCOMPARE(seen.header("Content-Type"), QByteArray("application/json"));
    QTEST(seen.body, "body");
}

// The first answer is lost; the second arrival carries the same key, so the gateway records one decision.
void TestContractGateway::decisionArrivesAgainUnderItsKey()
{
    m_server->enqueue({.fault = test::StubServer::Answer::Fault::CloseAtOnce});
    m_server->enqueue({.body = OneSubscription});
    QVERIFY(test::resultOf(m_gateway->decide(
        {.subscription = {u"s1"_s}, .idempotencyKey = u"key-1"_s, .ifMatch = "\"7\""}, {})));
    QCOMPARE(m_server->seen().size(), 2);
    QCOMPARE(m_server->seen().at(1).header("Idempotency-Key"), QByteArray("key-1"));
    QCOMPARE(m_server->seen().at(1).header("If-Match"), QByteArray("\"7\""));
    QCOMPARE(m_server->seen().at(0).body, m_server->seen().at(1).body);
}

void TestContractGateway::refusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<QString>("code");
    const auto problem = [](const QByteArray &word) {
        return QByteArray(R"({"type":"https://gatehouse.example/problems/)" + word + R"(","title":"No"})");
    };
    QTest::newRow("changed meanwhile") << 412 << problem("changed") << Error::Kind::Conflict << u"changed"_s;
    QTest::newRow("decided meanwhile")
        << 409 << problem("already-decided") << Error::Kind::Conflict << u"already-decided"_s;
    QTest::newRow("no right") << 403 << problem("own-request") << Error::Kind::Forbidden << u"own-request"_s;
    QTest::newRow("gone") << 404 << problem("not-found") << Error::Kind::NotFound << u"not-found"_s;
    QTest::newRow("reason missing") << 422 << problem("reason-required") << Error::Kind::Invalid
                                    << u"reason-required"_s;
    QTest::newRow("no precondition") << 428 << problem("if-match") << Error::Kind::Invalid << u"if-match"_s;
    QTest::newRow("not a problem document") << 409 << QByteArray("[]") << Error::Kind::Conflict << QString();
    QTest::newRow("its own failure") << 501 << QByteArray("{") << Error::Kind::Server << QString();
}

void TestContractGateway::refusals()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    m_server->enqueue({.status = status, .body = body, .contentType = "application/problem+json"});
    const Result<Subscription> answer = test::resultOf(
        m_gateway->decide({.subscription = {u"s1"_s}, .idempotencyKey = u"k"_s, .ifMatch = "\"7\""}, {}));
    QVERIFY(!answer);
    QTEST(answer.error().kind, "kind");
    QTEST(answer.error().code, "code");
    QCOMPARE(answer.error().httpStatus, status);
    QCOMPARE(m_server->seen().size(), 1); // none of these is worth another try
}

void TestContractGateway::brokenContract_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const char *from, const char *to, const QString &path) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << path;
    };
    row("no ETag", R"("etag":"\"7\"",)", "", u"$.etag"_s);
    row("a verdict we do not know", R"("verdict":"approve")", R"("verdict":"maybe")",
        u"$.decisions[0].verdict"_s);
    row("no verdict", R"("verdict":"approve",)", "", u"$.decisions[0].verdict"_s);
    row("nobody decided", R"("by":{"subject":"u1","name":"Ada"},)", "", u"$.decisions[0].by"_s);
    row("money in fractions", "12000001", "12.5", u"$.estimated_monthly_cost.micros"_s);
    row("a number as a text", "12000001", "\"12000001\"", u"$.estimated_monthly_cost.micros"_s);
    row("no approval needed", R"("required_approvals":2)", R"("required_approvals":0)",
        u"$.required_approvals"_s);
    row("a time without a zone", "04.005+01:00", "04.005", u"$.requested_at"_s);
    row("may decide, as a text", R"("may_decide":false)", R"("may_decide":"false")", u"$.may_decide"_s);
    row("a scope that is none", R"("fraud:explain")", "null", u"$.scopes"_s);
    row("the state twice", R"("state":"pending")", R"("state":"pending","state":"approved")", u"state"_s);
    row("cut", R"(,"later":{"x":1}})", "", QString());
}

void TestContractGateway::brokenContract()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, path);
    QByteArray body(OneSubscription);
    QVERIFY(body.contains(from));
    const Result<Subscription> answer = readOne(body.replace(from, to));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::Decode);
    QVERIFY2(answer.error().detail.contains(path), qPrintable(answer.error().detail));
}

void TestContractGateway::unknownWordsAreKept()
{
    const Result<Subscription> answer =
        readOne(QByteArray(OneSubscription).replace(R"("state":"pending")", R"("state":"on-hold")"));
    QVERIFY(answer);
    QCOMPARE(answer->state.value, SubscriptionState::Unknown);
    QCOMPARE(answer->state.text, u"on-hold"_s);
}

void TestContractGateway::longListIsDecodedAside()
{
    QByteArray items;
    for (int i = 0; i < 1000; ++i)
        items +=
            (i == 0 ? "" : ",") + QByteArray(OneSubscription).replace("sub/1 ü", "s" + QByteArray::number(i));
    m_server->enqueue({.body = page(items, R"(,"total":1000)")});
    const Result<Page<Subscription>> found =
        test::resultOf(m_gateway->listSubscriptions({.limit = 1000}, {}));
    QVERIFY(found);
    QCOMPARE(found->items.size(), 1000);
    QCOMPARE(found->items.last().id.value, u"s999"_s);
    QCOMPARE(found->items.last().justification, u"Needed\u2028now"_s); // and outlives the document
}

void TestContractGateway::stoppedQuestionIsCancelled()
{
    m_server->setHandler([](const test::StubServer::Seen &) {
        return test::StubServer::Answer{.fault = test::StubServer::Answer::Fault::Silent};
    });
    std::stop_source stop;
    const Async<Person> answer = m_gateway->whoAmI(stop.get_token());
    QTRY_COMPARE(m_server->seen().size(), 1);
    stop.request_stop();
    QTRY_VERIFY(answer.isCanceled());
    QCOMPARE(answer.resultCount(), 0);
}

QTEST_GUILESS_MAIN(TestContractGateway)
#include "tst_contractgateway.moc"
