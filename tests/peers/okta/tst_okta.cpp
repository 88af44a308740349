// SPDX-License-Identifier: GPL-3.0-or-later
// The Okta profile, held against a stand-in: real Okta was not reached (see okta.mjs).
//   tst_okta [QtTest options] -- <command line of the stand-in>
#include "core/audit/sources/okta/systemlog.h"
#include "core/workspace/logreader.h"
#include "tests/peers/oidc/computer.h"

#include <QRegularExpression>
#include <QTcpServer>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Computer;
using test::renewed;
using test::resultOf;
using State = Session::State;

namespace {

QByteArray why(const Result<Account> &account)
{
    return account ? QByteArray() : (account.error().code + u' ' + account.error().detail).toUtf8();
}

QJsonObject claimsOf(const net::AccessToken &token)
{
    const QByteArray payload = token.value.reveal().toByteArray().split('.').value(1);
    return QJsonDocument::fromJson(QByteArray::fromBase64(payload, QByteArray::Base64UrlEncoding)).object();
}

const QJsonObject rateLimited{
    {u"error"_s, u"invalid_grant"_s},
    {u"error_description"_s,
     u"The request failed because the rate limit of the organization is exceeded."_s}};
const QJsonObject E0000047{{u"errorCode"_s, u"E0000047"_s},
                           {u"errorSummary"_s, u"API call exceeded rate limit due to too many requests."_s},
                           {u"errorId"_s, u"oae-47"_s}};

} // namespace

class TestOkta : public QObject
{
    Q_OBJECT
public:
    explicit TestOkta(const QStringList &commandLine)
        : m_peer(commandLine)
    {}

private slots:
    void initTestCase() { QVERIFY(m_peer.isReady()); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        control({});
    }

    void aCustomAuthorizationServerSignsIn()
    {
        Computer pc(m_peer);
        okta(pc);
        pc.provider.scopes += {u"groups"_s, u"gw:decide"_s};
        pc.provider.roles = {
            {.claim = u"groups"_s, .value = u"gw-approvers"_s, .may = {u"requests.decide"_s}}};
        const auto session = pc.session();
        const Result<Account> account = resultOf(session->signIn());
        QVERIFY2(account, why(account));
        QCOMPARE(account->issuer, m_peer.text("issuer")); // with its path, as configured
        QCOMPARE(account->rights, std::optional(QStringList{u"requests.decide"_s}));
        const QJsonObject claims = claimsOf(resultOf(session->fresh({})).value_or(net::AccessToken()));
        QVERIFY(claims.value(u"scp"_s).toArray().contains(u"gw:decide"_s));
        QCOMPARE(claims.value(u"cid"_s).toString(), m_peer.text("client_id"));
    }

    void A7_theFirstFreePortOfTheListIsTaken()
    {
        Computer pc(m_peer);
        okta(pc);
        QTcpServer inTheWay;
        QVERIFY(inTheWay.listen(QHostAddress::LocalHost, m_peer.ports().first()));
        const Result<Account> account = resultOf(pc.session()->signIn());
        QVERIFY2(account, why(account));
        QVERIFY(pc.browser.lastOpened.toString().contains(QString::number(m_peer.ports().at(1))));
    }

    // Okta says it on a page of its own; all the console can do is to name the address that was to be
    // registered.
    void anUnregisteredPortNamesTheAddressToRegister()
    {
        Computer pc(m_peer);
        okta(pc);
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        const quint16 port = free.serverPort();
        free.close();
        pc.provider.ports = {port};
        const Result<Account> account = resultOf(pc.session(3s)->signIn());
        QVERIFY(!account);
        QCOMPARE(account.error().kind, Error::Kind::Timeout);
        QCOMPARE(account.error().code, u"browser"_s);
        QCOMPARE(account.error().title, u"http://127.0.0.1:%1/callback"_s.arg(port));
        QTRY_VERIFY(pc.browser.lastPage.contains("400 Bad Request"));
    }

    void whatOktaRefusesIsSaid_data()
    {
        QTest::addColumn<QString>("error");
        QTest::addColumn<QString>("description");
        QTest::newRow("not assigned")
            << u"access_denied"_s << u"User is not assigned to the client application."_s;
        QTest::newRow("policy")
            << u"access_denied"_s
            << u"Policy evaluation failed for this request, please check the policy configurations."_s;
        QTest::newRow("groups") << u"server_error"_s
                                << u"The groups claim has more than 100 groups and cannot be evaluated."_s;
        QTest::newRow("step-up") << u"unmet_authentication_requirements"_s
                                 << u"The authentication requirements could not be met."_s;
    }
    void whatOktaRefusesIsSaid()
    {
        QFETCH(QString, error);
        QFETCH(QString, description);
        control({{u"authorize_error"_s,
                  QJsonObject{{u"error"_s, error}, {u"error_description"_s, description}}}});
        Computer pc(m_peer);
        okta(pc);
        const Result<Account> account = resultOf(pc.session()->signIn());
        QVERIFY(!account);
        QCOMPARE(account.error().code, error);
        QCOMPARE(account.error().title, description); // what errortext.cpp recognises
    }

    // A rotated token is good for the leeway, so that an answer that was lost does no harm.
    void T6_aLostAnswerIsMadeGoodWithinTheLeeway()
    {
        Computer pc(m_peer);
        okta(pc);
        const auto session = pc.signedIn();
        QVERIFY(session);
        Computer copy(m_peer); // of before the answer
        okta(copy);
        copy.secrets.entries = pc.secrets.entries;
        QVERIFY(renewed(*session));
        const auto again = copy.session();
        QVERIFY(resultOf(again->restore()));
        QVERIFY(resultOf(again->fresh({})));
        QVERIFY(renewed(*session));
    }

    void T6_afterTheLeewayTheFamilyEnds()
    {
        control({{u"leeway"_s, 0}});
        Computer pc(m_peer);
        okta(pc);
        const auto session = pc.signedIn();
        QVERIFY(session);
        Computer thief(m_peer);
        okta(thief);
        thief.secrets.entries = pc.secrets.entries;
        QVERIFY(renewed(*session));
        const auto stolen = thief.session();
        QVERIFY(resultOf(stolen->restore()));
        QCOMPARE(resultOf(stolen->fresh({})).error().code, u"invalid_grant"_s);
        QCOMPARE(stolen->state(), State::Ended);
        QCOMPARE(renewed(*session).error().code, u"invalid_grant"_s);
        QCOMPARE(session->state(), State::Ended);
    }

    // What looks like the end of the session and is not.
    void T7_rateLimitsNeverEndASession_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QJsonObject>("body");
        QTest::newRow("invalid_grant that means rate limited") << 400 << rateLimited;
        QTest::newRow("429 with Okta's error") << 429 << E0000047;
    }
    void T7_rateLimitsNeverEndASession()
    {
        QFETCH(int, status);
        QFETCH(QJsonObject, body);
        Computer pc(m_peer);
        okta(pc);
        const auto session = pc.signedIn();
        QVERIFY(session);
        const KeptSession before = pc.kept();
        const QString reset = QString::number(QDateTime::currentSecsSinceEpoch() + 42);
        control({{u"token"_s, QJsonObject{{u"status"_s, status},
                                          {u"body"_s, body},
                                          {u"headers"_s, QJsonObject{{u"x-rate-limit-limit"_s, u"60"_s},
                                                                     {u"x-rate-limit-remaining"_s, u"0"_s},
                                                                     {u"x-rate-limit-reset"_s, reset}}},
                                          {u"times"_s, 1}}}});
        const Result<net::AccessToken> token = renewed(*session);
        QVERIFY(!token);
        QCOMPARE(token.error().kind, Error::Kind::RateLimited);
        QVERIFY(token.error().retryAfter.has_value()); // for the countdown
        QVERIFY(*token.error().retryAfter > 30s && *token.error().retryAfter < 60s);
        QCOMPARE(session->state(), State::SignedIn);
        QCOMPARE(pc.kept(), before);
        QVERIFY(!renewed(*session)); // nobody asks before the limit is over
        pc.clock.advance(60s);
        QVERIFY(renewed(*session));
    }

    void DPOP_withOktasNonces()
    {
        Computer pc(m_peer);
        okta(pc);
        pc.provider.provesPossession = true;
        const auto session = pc.session();
        const Result<Account> account = resultOf(session->signIn());
        QVERIFY2(account, why(account));
        QVERIFY(renewed(*session));
    }

    void theSystemLogIsReadWithASignInOfItsOwn()
    {
        Log log(m_peer);
        QVERIFY(resultOf(log.session->signIn()));
        workspace::LogReader reader(log.source, log.pc.clock);
        reader.read(QDateTime::currentDateTimeUtc().addDays(-7), {});
        QTRY_VERIFY(!reader.freshness().loading);
        QVERIFY2(!reader.freshness().error,
                 reader.freshness().error ? qPrintable(reader.freshness().error->detail) : "");
        QCOMPARE(reader.events().size(), 1200); // three pages
        QVERIFY(reader.freshness().complete);
        QCOMPARE(reader.events().first().id, u"e-1199"_s);
        QCOMPARE(reader.events().first().client, u"curl"_s);
        QCOMPARE(reader.events().first().place, u"Dublin, Ireland"_s);

        // And what comes since, each once.
        control({{u"happen"_s, 2}});
        reader.refresh();
        QTRY_COMPARE(reader.events().size(), 1202);
        control({{u"happen"_s, 1}});
        reader.refresh();
        QTRY_COMPARE(reader.events().size(), 1203);
        QVERIFY(!reader.freshness().error);
    }

    void theSystemLogFindsWords()
    {
        Log log(m_peer);
        QVERIFY(resultOf(log.session->signIn()));
        workspace::LogReader reader(log.source, log.pc.clock);
        reader.read(QDateTime::currentDateTimeUtc().addDays(-7), u"sign-on policy"_s);
        QTRY_VERIFY(!reader.freshness().loading);
        QVERIFY(reader.events().size() >= 120);
        QCOMPARE(reader.events().first().outcome, audit::Outcome::Denied);
    }

    void aLinkToAnotherHostGetsNoToken()
    {
        control({{u"elsewhere"_s, true}});
        Log log(m_peer);
        QVERIFY(resultOf(log.session->signIn()));
        workspace::LogReader reader(log.source, log.pc.clock);
        reader.read(QDateTime::currentDateTimeUtc().addDays(-7), {});
        QTRY_VERIFY(reader.freshness().error);
        QCOMPARE(reader.freshness().error->kind, Error::Kind::Decode);
    }

    void theSystemLogsLimitIsCountedDown()
    {
        Log log(m_peer);
        QVERIFY(resultOf(log.session->signIn()));
        const QString reset = QString::number(QDateTime::currentSecsSinceEpoch() + 42);
        control({{u"logs"_s, QJsonObject{{u"status"_s, 429},
                                         {u"body"_s, E0000047},
                                         {u"headers"_s, QJsonObject{{u"x-rate-limit-remaining"_s, u"0"_s},
                                                                    {u"x-rate-limit-reset"_s, reset}}},
                                         {u"times"_s, 9}}}});
        workspace::LogReader reader(log.source, log.pc.clock);
        reader.read(QDateTime::currentDateTimeUtc().addDays(-7), {});
        QTRY_VERIFY(reader.freshness().error);
        QCOMPARE(reader.freshness().error->kind, Error::Kind::RateLimited);
        QVERIFY(reader.freshness().error->retryAfter.value_or(0s) > 30s);
        QCOMPARE(log.session->state(), State::SignedIn);
    }

    // The custom authorization server's tokens are not for the org, and the other way round.
    void withoutTheScopeTheLogIsForbidden()
    {
        Log log(m_peer, {u"openid"_s, u"profile"_s});
        QVERIFY(resultOf(log.session->signIn()));
        const Result<audit::EventPage> page = resultOf(
            log.source.events({.since = QDateTime::currentDateTimeUtc().addDays(-1)}, std::stop_token()));
        QVERIFY(!page);
        QCOMPARE(page.error().kind, Error::Kind::Forbidden);
        QCOMPARE(page.error().code, u"E0000006"_s);
        QCOMPARE(log.session->state(), State::SignedIn);
    }

private:
    // The org's own sign-in and its log.
    struct Log
    {
        explicit Log(test::Peer &peer, const QStringList &scopes = {u"openid"_s, u"profile"_s,
                                                                    u"offline_access"_s, u"okta.logs.read"_s})
            : pc(peer, peer.text("org_client"))
            , session(signInAt(QUrl(peer.text("org")), scopes))
        {}

        [[nodiscard]] std::unique_ptr<Session> signInAt(const QUrl &org, const QStringList &scopes)
        {
            pc.provider.issuer = org;
            pc.provider.profile = Profile::Okta;
            pc.provider.scopes = scopes;
            return pc.session();
        }

        Computer pc;
        std::unique_ptr<Session> session;
        net::HttpClient http{pc.clock, session.get(), {.attempts = 1}};
        audit::okta::SystemLog source{pc.provider.issuer.url(), http};
    };

    static void okta(Computer &pc) { pc.provider.profile = Profile::Okta; }

    void control(const QJsonObject &said)
    {
        SystemClock clock;
        net::HttpClient http(clock, nullptr, {.attempts = 1});
        net::Request request{.method = "POST", .url = QUrl(m_peer.text("org") + u"/control"_s)};
        request.body = QJsonDocument(said).toJson();
        request.contentType = "application/json";
        QVERIFY(resultOf(http.send(request)));
    }

    test::Peer m_peer;
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList all = app.arguments();
    const auto separator = all.indexOf(u"--"_s);
    if (separator < 0 || separator + 1 == all.size())
        qFatal("usage: tst_okta [QtTest options] -- program [argument ...]");
    TestOkta test(all.mid(separator + 1));
    return QTest::qExec(&test, all.first(separator));
}

#include "tst_okta.moc"
