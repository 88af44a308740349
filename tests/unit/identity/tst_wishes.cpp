// SPDX-License-Identifier: GPL-3.0-or-later
// What a sign-in can be asked for beyond "somebody": pushed requests, step-up, the same person, roles; and
// what two programs on one session do to each other.
#include "tests/unit/identity/computer.h"

#include "core/identity/redirecturis.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Computer;
using test::StubServer;
using State = Session::State;

namespace {

QStringList namesIn(const QUrl &url)
{
    QStringList names;
    for (const auto &[name, value] : QUrlQuery(url).queryItems())
        names.append(name);
    names.sort();
    return names;
}

// Somebody who has not come to the page yet.
class Waiting final : public BrowserOpener
{
public:
    bool open(const QUrl &url) override
    {
        opened.append(url);
        return true;
    }
    QList<QUrl> opened;
};

} // namespace

class TestWishes : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void A21_requiredPushedRequestPassesTheBrowser()
    {
        Computer pc;
        pc.provider.editMetadata = [](QJsonObject &m) {
            m.insert(u"require_pushed_authorization_requests"_s, true);
        };
        QVERIFY(pc.signedIn());
        QCOMPARE(pc.provider.count("/par"), 1);
        QCOMPARE(namesIn(pc.browser.opened.first()), (QStringList{u"client_id"_s, u"request_uri"_s}));
    }
    void A21_pushedRequestWhereTheConnectionAsks()
    {
        Computer pc;
        pc.settings.pushesRequest = true;
        QVERIFY(pc.signedIn());
        QCOMPARE(pc.provider.count("/par"), 1);
    }
    void A21_requiredButNotOffered()
    {
        Computer pc;
        pc.settings.pushesRequest = true;
        pc.provider.editMetadata = [](QJsonObject &m) {
            m.remove(u"pushed_authorization_request_endpoint"_s);
        };
        const auto session = pc.session();
        const Result<Account> account = test::resultOf(session->signIn());
        QCOMPARE(account.error().kind, Error::Kind::Configuration);
        QCOMPARE(account.error().code, u"par"_s);
        QVERIFY(pc.browser.opened.isEmpty());
    }
    // What was pushed lives a minute or so, and the person may take longer to come: the address that is shown
    // stays good, and the page that is open as well.
    void A21_anExpiredRequestIsPushedAnew()
    {
        Computer pc;
        pc.settings.pushesRequest = true;
        pc.provider.pushedFor = 1;
        Waiting browser;
        const auto session = pc.session(browser);
        QSignalSpy told(session.get(), &Session::stateChanged);
        const Async<Account> account = session->signIn();
        QTRY_COMPARE(browser.opened.size(), 1);
        const QUrl first = session->signInUrl();
        const auto tellings = told.size();
        QTRY_COMPARE(pc.provider.count("/par"), 2);
        QTRY_VERIFY(session->signInUrl() != first);
        QVERIFY(told.size() > tellings);    // whoever shows the address hears of it
        QCOMPARE(browser.opened.size(), 1); // nobody is sent anywhere anew
        pc.browser.open(session->signInUrl());
        QVERIFY(test::resultOf(account));
    }
    void A21_thePageThatWasReachedInTimeStaysGood()
    {
        Computer pc;
        pc.settings.pushesRequest = true;
        pc.provider.pushedFor = 1;
        Waiting browser;
        const auto session = pc.session(browser);
        const Async<Account> account = session->signIn();
        QTRY_COMPARE(browser.opened.size(), 1);
        QTRY_COMPARE(pc.provider.count("/par"), 2);
        pc.browser.open(browser.opened.first());
        QVERIFY(test::resultOf(account));
    }
    void A21_refusedAnewEndsTheAttempt()
    {
        Computer pc;
        pc.settings.pushesRequest = true;
        pc.provider.pushedFor = 1;
        Waiting browser;
        const auto session = pc.session(browser);
        const Async<Account> account = session->signIn();
        QTRY_COMPARE(browser.opened.size(), 1);
        int away = 1;
        pc.provider.instead = [&away](const StubServer::Seen &seen) -> std::optional<StubServer::Answer> {
            if (seen.target != "/par")
                return std::nullopt;
            if (away-- > 0) // an outage is not the end
                return StubServer::Answer{.status = 503};
            return StubServer::Answer{.status = 400, .body = R"({"error":"invalid_request"})"};
        };
        const Result<Account> result = test::resultOf(account);
        QVERIFY(!result);
        QCOMPARE(result.error().code, u"invalid_request"_s);
        QCOMPARE(pc.provider.count("/par"), 3);
        QCOMPARE(session->state(), State::SignedOut);
    }
    void A18_anotherIssuersPathIsNotOurs()
    {
        Computer pc;
        pc.settings.ownPath = true;
        Waiting browser;
        const auto session = pc.session(browser);
        const Async<Account> account = session->signIn();
        QTRY_COMPARE(browser.opened.size(), 1);
        QUrl back(QUrlQuery(browser.opened.first()).queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));
        const QString state = QUrlQuery(browser.opened.first()).queryItemValue(u"state"_s);
        identity::Provider other = pc.settings;
        other.issuer = QUrl(u"https://other.example"_s);
        for (const QString &path : {QString::fromLatin1(redirectPath(other)), u"/callback"_s}) {
            QVERIFY(path != back.path());
            QUrl wrong = back;
            wrong.setPath(path);
            wrong.setQuery(u"code=stolen&state="_s + state);
            pc.browser.lastPage.clear();
            pc.browser.open(wrong);
            QTRY_VERIFY(pc.browser.lastPage.contains("There is nothing here"));
        }
        QVERIFY(!account.isFinished());
        QCOMPARE(pc.provider.count("/token"), 0);
        pc.browser.open(browser.opened.first());
        QVERIFY(test::resultOf(account));
    }
    void A16_tenMinutesAndTheDoorCloses()
    {
        QCOMPARE(Session::Config().patience, std::chrono::milliseconds(10min));
        Computer pc;
        Waiting browser;
        const auto session = pc.session(browser, 200ms);
        const Async<Account> account = session->signIn();
        QTRY_COMPARE(browser.opened.size(), 1);
        const QUrl back(
            QUrlQuery(browser.opened.first()).queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));
        const Result<Account> result = test::resultOf(account);
        QCOMPARE(result.error().kind, Error::Kind::Timeout);
        QCOMPARE(result.error().code, u"browser"_s);
        QCOMPARE(result.error().title, back.toString());
        QTcpSocket late;
        late.connectToHost(QHostAddress::LocalHost, quint16(back.port()));
        QTRY_COMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
    }
    void A15_noSecretIsSentAnywhere()
    {
        Computer pc;
        pc.settings.pushesRequest = true;
        const auto session = pc.signedIn();
        pc.passTime(400s);
        QVERIFY(test::resultOf(session->fresh({})));
        QVERIFY(test::resultOf(session->signOut()));
        int forms = 0;
        for (const StubServer::Seen &seen : pc.provider.server().seen()) {
            forms += seen.method == "POST";
            QVERIFY2(!seen.body.contains("client_secret") && !seen.body.contains("client_assertion"),
                     seen.target);
            QVERIFY2(!seen.target.contains("client_secret"), seen.target);
            QVERIFY2(seen.header("Authorization").isEmpty(), seen.target); // no Basic either
            if (seen.method == "POST")
                QVERIFY2(seen.body.contains("client_id=gatehouse"), seen.target);
        }
        QCOMPARE(forms, 4); // pushed, exchanged, refreshed, revoked
    }
    void A18_aRedirectPathOfTheIssuersOwn()
    {
        Computer pc;
        pc.settings.ownPath = true;
        QVERIFY(pc.signedIn());
        const QUrl back(
            QUrlQuery(pc.browser.opened.first()).queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));
        static const QRegularExpression path(u"^/callback/[0-9a-f]{8}$"_s);
        QVERIFY2(path.match(back.path()).hasMatch(), qPrintable(back.path()));
    }
    void consentIsAskedForWhereTheConnectionSaysSo()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        QVERIFY(!namesIn(pc.browser.opened.first()).contains(u"prompt"_s));
        Computer other;
        other.settings.asksConsent = true;
        QVERIFY(other.signedIn());
        QCOMPARE(QUrlQuery(other.browser.opened.first()).queryItemValue(u"prompt"_s), u"consent"_s);
    }
    void A20_resourceIsNamed()
    {
        Computer pc;
        pc.settings.resource = u"urn:gw:admin"_s;
        QVERIFY(pc.signedIn());
        QCOMPARE(QUrlQuery(pc.browser.opened.first()).queryItemValue(u"resource"_s, QUrl::FullyDecoded),
                 u"urn:gw:admin"_s);
    }
    void T11_stepUpAsksAndIsHeldToIt()
    {
        Computer pc;
        const auto session = pc.signedIn();
        const Secret before = pc.kept()->refreshToken;
        pc.passTime(30s);
        const Result<Account> account = test::resultOf(session->stepUp({u"two-factor"_s, u"hardware"_s}, 0s));
        QVERIFY(account);
        const QUrlQuery asked(pc.browser.opened.last());
        QCOMPARE(asked.queryItemValue(u"acr_values"_s, QUrl::FullyDecoded), u"two-factor hardware"_s);
        QCOMPARE(asked.queryItemValue(u"max_age"_s), u"0"_s);
        QCOMPARE(session->state(), State::SignedIn);
        QVERIFY(!(pc.kept()->refreshToken == before));
        QCOMPARE(pc.kept()->authTime, pc.clock.now().toSecsSinceEpoch());
        // And the stronger sign-in lives through a refresh.
        pc.passTime(400s);
        pc.provider.editClaims = [at = pc.kept()->authTime](QJsonObject &c) {
            c.insert(u"auth_time"_s, *at);
        };
        QVERIFY(test::resultOf(session->fresh({})));
    }
    void T11_givenUpStepUpLeavesTheSession()
    {
        Computer pc;
        const auto session = pc.signedIn();
        pc.provider.editRedirect = [](QByteArray &query) { query = "lost"; };
        const Async<Account> account = session->stepUp({u"two-factor"_s}, {});
        QTRY_COMPARE(pc.browser.opened.size(), 2);
        QCOMPARE(session->state(), State::SignedIn); // the pages stay
        QCOMPARE(session->signInUrl(), pc.browser.opened.last());
        QVERIFY(test::resultOf(session->fresh({}))); // meanwhile work goes on
        session->cancelSignIn();
        QVERIFY(account.isCanceled());
        QCOMPARE(session->state(), State::SignedIn);
    }
    void T11_noStepUpWithoutSession()
    {
        Computer pc;
        const auto session = pc.session();
        const Result<Account> account = test::resultOf(session->stepUp({u"two-factor"_s}, {}));
        QCOMPARE(account.error().kind, Error::Kind::Unauthorized);
        QVERIFY(pc.browser.opened.isEmpty());
    }
    void T12_endedSessionTakesOnlyItsPersonBack()
    {
        Computer pc;
        const auto session = pc.signedIn();
        pc.passTime(400s);
        pc.provider.token = [] {
            return StubServer::Answer{.status = 400, .body = R"({"error":"invalid_grant"})"};
        };
        QVERIFY(!test::resultOf(session->fresh({})));
        QCOMPARE(session->state(), State::Ended);
        pc.provider.token = {};
        pc.provider.editClaims = [](QJsonObject &c) { c.insert(u"sub"_s, u"mallory"_s); };
        const Result<Account> other = test::resultOf(session->signIn());
        QCOMPARE(other.error().code, u"idtoken.sub"_s);
        QCOMPARE(session->state(), State::Ended);
        QVERIFY(pc.secrets.entries.isEmpty());
        QTRY_COMPARE(pc.provider.count("/revoke"), 1);
        pc.provider.editClaims = {};
        QVERIFY(test::resultOf(session->signIn()));
        QCOMPARE(session->state(), State::SignedIn);
    }
    void T13_codeOnAnotherDevice()
    {
        Computer pc;
        pc.settings.allowsDeviceGrant = true;
        const auto session = pc.session();
        const Async<Account> account = session->signInElsewhere();
        QTRY_COMPARE(session->userCode(), u"WDJB-MJHT"_s);
        QCOMPARE(session->signInUrl().path(), u"/activate"_s);
        QCOMPARE(session->state(), State::WaitingForBrowser);
        QVERIFY(pc.browser.opened.isEmpty());
        QTRY_COMPARE(pc.provider.count("/token"), 1); // still pending
        QVERIFY(!account.isFinished());
        pc.provider.deviceAnswer.clear();
        QCOMPARE(test::resultOf(account)->subject, u"ada"_s);
        QCOMPARE(session->state(), State::SignedIn);
        QVERIFY(pc.kept());
        QVERIFY(session->userCode().isEmpty());
    }
    void T13_refusals_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("denied") << QByteArray("access_denied");
        QTest::newRow("expired") << QByteArray("expired_token");
        QTest::newRow("of nobody") << QByteArray("invalid_grant");
    }
    void T13_refusals()
    {
        QFETCH(QByteArray, answer);
        Computer pc;
        pc.settings.allowsDeviceGrant = true;
        pc.provider.deviceAnswer = answer;
        const auto session = pc.session();
        const Result<Account> account = test::resultOf(session->signInElsewhere());
        QCOMPARE(account.error().code.toLatin1(), answer);
        QCOMPARE(session->state(), State::SignedOut);
    }
    void T13_idTokenIsHeldToItsRulesAllTheSame()
    {
        Computer pc;
        pc.settings.allowsDeviceGrant = true;
        pc.provider.deviceAnswer.clear();
        pc.provider.editClaims = [](QJsonObject &c) { c.insert(u"aud"_s, u"other"_s); };
        const auto session = pc.session();
        QCOMPARE(test::resultOf(session->signInElsewhere()).error().code, u"idtoken.aud"_s);
        QTRY_COMPARE(pc.provider.count("/revoke"), 1);
    }
    // Without a refresh token it is the access token that is good for nobody; and without keys nothing says
    // whose they are.
    void T12_whatCannotBeTakenIsRevoked_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<bool>("refreshes");
        QTest::addColumn<QByteArray>("hint");
        for (const char *fault : {"sub", "keys", "no ID token"}) {
            QTest::addRow("%s", fault) << QByteArray(fault) << true << QByteArray("refresh_token");
            QTest::addRow("%s, access alone", fault)
                << QByteArray(fault) << false << QByteArray("access_token");
        }
    }
    void T12_whatCannotBeTakenIsRevoked()
    {
        QFETCH(QByteArray, fault);
        QFETCH(bool, refreshes);
        QFETCH(QByteArray, hint);
        for (const bool elsewhere : {false, true}) {
            Computer pc;
            pc.settings.allowsDeviceGrant = true;
            pc.provider.deviceAnswer.clear();
            pc.provider.givesRefreshToken = refreshes;
            if (fault == "sub")
                pc.provider.editClaims = [](QJsonObject &c) { c.insert(u"sub"_s, u""_s); };
            else if (fault == "keys")
                pc.provider.instead = [](const StubServer::Seen &seen) {
                    return seen.target == "/jwks" ? std::optional(StubServer::Answer{.status = 503})
                                                  : std::nullopt;
                };
            else
                pc.provider.editTokens = [](QJsonObject &t) { t.remove(u"id_token"_s); };
            const auto session = pc.session();
            QVERIFY(!test::resultOf(elsewhere ? session->signInElsewhere() : session->signIn()));
            QTRY_COMPARE(pc.provider.count("/revoke"), 1);
            QVERIFY(pc.provider.lastForm().contains("token_type_hint=" + hint));
            QVERIFY(pc.secrets.entries.isEmpty());
        }
    }
    // 12.2: no nonce was sent with a code on another device, so none can come back, then or later.
    void T13_noNonceComesBack()
    {
        Computer pc;
        pc.settings.allowsDeviceGrant = true;
        pc.provider.deviceAnswer.clear();
        const auto session = pc.session();
        pc.provider.editClaims = [](QJsonObject &c) { c.insert(u"nonce"_s, u"of another sign-in"_s); };
        QCOMPARE(test::resultOf(session->signInElsewhere()).error().code, u"idtoken.nonce"_s);
        pc.provider.editClaims = {};
        QVERIFY(test::resultOf(session->signInElsewhere()));
        pc.passTime(400s);
        pc.provider.editClaims = [](QJsonObject &c) { c.insert(u"nonce"_s, u"of another sign-in"_s); };
        QCOMPARE(test::resultOf(session->fresh({})).error().code, u"idtoken.nonce"_s);
        pc.provider.editClaims = {};
        pc.passTime(1s); // the pause after a failure (T7)
        QVERIFY(test::resultOf(session->fresh({})));
    }
    void T13_onlyWhereItIsAllowed()
    {
        Computer pc; // the connection does not allow it
        const auto session = pc.session();
        QCOMPARE(test::resultOf(session->signInElsewhere()).error().code, u"device"_s);
        QCOMPARE(pc.provider.count("/device"), 0);
        pc.settings.allowsDeviceGrant = true;
        pc.provider.editMetadata = [](QJsonObject &m) { m.remove(u"device_authorization_endpoint"_s); };
        const auto other = pc.session();
        QCOMPARE(test::resultOf(other->signInElsewhere()).error().code, u"device"_s);
    }
    void T13_pollsUntilTheCodeExpiresAndCanBeGivenUp()
    {
        Computer pc;
        pc.settings.allowsDeviceGrant = true;
        const auto session = pc.session();
        const Async<Account> account = session->signInElsewhere();
        QTRY_VERIFY(!session->userCode().isEmpty());
        pc.passTime(601s);
        QCOMPARE(test::resultOf(account).error().code, u"expired_token"_s);
        const Async<Account> again = session->signInElsewhere();
        QTRY_VERIFY(!session->userCode().isEmpty());
        session->cancelSignIn();
        QVERIFY(again.isCanceled());
        QCOMPARE(session->state(), State::SignedOut);
    }
    // A challenge that says nothing still wants something: signed in again in silence would be no step-up.
    void T11_aBareChallengeAsksForTheAcceptedLevelOrAFreshSignIn()
    {
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(test::resultOf(session->stepUp({}, {})));
        QCOMPARE(QUrlQuery(pc.browser.opened.last()).queryItemValue(u"max_age"_s), u"0"_s);
        Session::Config config = session->config();
        config.stepUpAcr = {u"urn:okta:loa:2fa:any"_s};
        Session okta(config, pc.http, pc.secrets, pc.browser, pc.clock);
        QVERIFY(test::resultOf(okta.restore()));
        QVERIFY(test::resultOf(okta.stepUp({}, {})));
        const QUrlQuery asked(pc.browser.opened.last());
        QCOMPARE(asked.queryItemValue(u"acr_values"_s, QUrl::FullyDecoded), u"urn:okta:loa:2fa:any"_s);
        pc.provider.heedsAcr = false;
        QCOMPARE(test::resultOf(okta.stepUp({}, {})).error().code, u"idtoken.acr"_s);
    }
    void A2_whatABrowserMayBeSentTo_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("isOpenable");
        QTest::newRow("https") << u"https://id.example.com/authorize?x=1"_s << true;
        QTest::newRow("this computer") << u"http://127.0.0.1:8080/authorize"_s << true;
        QTest::newRow("this computer, IPv6") << u"http://[::1]:8080/authorize"_s << true;
        QTest::newRow("http") << u"http://id.example.com/authorize"_s << false;
        QTest::newRow("file") << u"file:///etc/passwd"_s << false;
        QTest::newRow("file with a host") << u"file://127.0.0.1/etc/passwd"_s << false;
        QTest::newRow("smb") << u"smb://evil.example/share"_s << false;
        QTest::newRow("javascript") << u"javascript:alert(1)"_s << false;
        QTest::newRow("javascript with a host") << u"javascript://x.example/%0aalert(1)"_s << false;
        QTest::newRow("a handler") << u"ms-msdt://x/y"_s << false;
        QTest::newRow("user info") << u"https://id.example.com@evil.example/"_s << false;
        QTest::newRow("no host") << u"https:///x"_s << false;
        QTest::newRow("an option") << u"--new-window"_s << false;
    }
    void A2_whatABrowserMayBeSentTo()
    {
        QFETCH(QString, url);
        QFETCH(bool, isOpenable);
        QCOMPARE(identity::isOpenable(QUrl(url)), isOpenable);
        if (!isOpenable) {
            qputenv("BROWSER", "/bin/true");
            QVERIFY(!ProcessBrowserOpener().open(QUrl(url)));
            qunsetenv("BROWSER");
        }
    }
    void T14_lockedGivesNoTokenUntilTheSamePersonSignedInAnew()
    {
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(test::resultOf(session->fresh({})));
        session->lock();
        const Result<net::AccessToken> none = test::resultOf(session->fresh({}));
        QCOMPARE(none.error().code, u"locked"_s);
        QCOMPARE(session->state(), State::SignedIn);
        QCOMPARE(pc.provider.count("/token"), 1); // and nothing was refreshed behind it
        pc.provider.editClaims = [](QJsonObject &c) { c.insert(u"sub"_s, u"mallory"_s); };
        QVERIFY(!test::resultOf(session->unlock()));
        QVERIFY(session->isLocked());
        pc.provider.editClaims = {};
        QVERIFY(test::resultOf(session->unlock()));
        QVERIFY(!session->isLocked());
        QVERIFY(test::resultOf(session->fresh({})));
    }
    void rolesComeFromClaims()
    {
        Computer pc;
        pc.settings.roles = {{u"groups"_s, u"gw-approvers"_s, {u"requests.decide"_s}},
                             {u"groups"_s, u"everyone"_s, {u"requests.read"_s}},
                             {u"scope"_s, u"gw:usage"_s, {u"usage.read"_s}}};
        QJsonArray groups{u"everyone"_s, u"gw-approvers"_s, 7};
        pc.provider.editClaims = [&groups](QJsonObject &c) {
            c.insert(u"groups"_s, groups);
            c.insert(u"scope"_s, u"openid gw:usage"_s);
        };
        const auto session = pc.signedIn();
        const QStringList all{u"requests.decide"_s, u"requests.read"_s, u"usage.read"_s};
        QCOMPARE(session->account()->rights, all);
        const auto next = pc.session();
        QCOMPARE(test::resultOf(next->restore())->rights, all);
        // Withdrawn at the provider: gone with the next ID token, and after a restart.
        groups = {u"everyone"_s};
        pc.passTime(400s);
        QVERIFY(test::resultOf(next->fresh({})));
        const QStringList fewer{u"requests.read"_s, u"usage.read"_s};
        QCOMPARE(next->account()->rights, fewer);
        QTRY_COMPARE(pc.kept()->account.rights, fewer);
    }
    // Most providers put roles inside an object, and say scopes beside the tokens.
    void rolesComeFromObjectsAndGrantedScopes()
    {
        Computer pc;
        pc.settings.scopes = {u"openid"_s, u"gw:usage"_s, u"gw:decide"_s};
        pc.settings.roles = {{u"realm_access.roles"_s, u"approver"_s, {u"requests.decide"_s}},
                             {u"scope"_s, u"gw:usage"_s, {u"usage.read"_s}},
                             {u"scope"_s, u"gw:decide"_s, {u"apis.read"_s}}};
        pc.provider.editClaims = [](QJsonObject &c) {
            c.insert(u"realm_access"_s, QJsonObject{{u"roles"_s, QJsonArray{u"approver"_s}}});
        };
        pc.provider.editTokens = [](QJsonObject &t) { t.insert(u"scope"_s, u"openid gw:usage"_s); };
        const auto session = pc.signedIn();
        QVERIFY(session);
        const QStringList granted{u"requests.decide"_s, u"usage.read"_s};
        QCOMPARE(session->account()->rights, granted);
        // Withdrawn: gone with the next refresh.
        pc.provider.editTokens = [](QJsonObject &t) { t.insert(u"scope"_s, u"openid"_s); };
        pc.passTime(400s);
        QVERIFY(test::resultOf(session->fresh({})));
        QCOMPARE(session->account()->rights, QStringList{u"requests.decide"_s});
        // RFC 6749 5.1: not said is as asked.
        Computer silent;
        silent.settings.scopes = pc.settings.scopes;
        silent.settings.roles = pc.settings.roles;
        QCOMPARE(silent.signedIn()->account()->rights, (QStringList{u"apis.read"_s, u"usage.read"_s}));
    }
    void fewerScopesAreNoted()
    {
        static QStringList logged;
        logged.clear();
        Computer pc;
        pc.provider.editTokens = [](QJsonObject &t) { t.insert(u"scope"_s, u"openid profile\nforged"_s); };
        const auto before = qInstallMessageHandler(
            [](QtMsgType, const QMessageLogContext &, const QString &text) { logged.append(text); });
        const auto session = pc.signedIn();
        qInstallMessageHandler(before);
        QVERIFY(session);
        const QStringList notes = logged.filter(u"fewer scopes"_s);
        QCOMPARE(notes.size(), 1);
        QVERIFY2(notes.first().contains(u"offline_access"_s), qPrintable(notes.first()));
        QVERIFY(!notes.first().contains(u"forged"_s)); // our words only
    }
    void withoutRoleRulesTheGatewayAloneDecides()
    {
        Computer pc;
        QVERIFY(!pc.signedIn()->account()->rights);
        pc.settings.roles = {{u"groups"_s, u"gw-approvers"_s, {u"requests.decide"_s}}};
        const auto next = pc.session(); // rules that came later: nobody has a right by them yet
        QCOMPARE(test::resultOf(next->restore())->rights, QStringList());
    }
    void T8_signOutNamesThePageAtTheProvider()
    {
        Computer pc;
        const auto session = pc.signedIn();
        const Result<QUrl> page = test::resultOf(session->signOut());
        QVERIFY(page);
        QCOMPARE(page->path(), u"/logout"_s);
        QCOMPARE(namesIn(*page), (QStringList{u"client_id"_s, u"id_token_hint"_s}));
        QVERIFY(pc.secrets.entries.isEmpty());
        QCOMPARE(pc.provider.count("/revoke"), 1);
    }
    void T8_noPageWhereNoneIsOffered()
    {
        Computer pc;
        pc.provider.editMetadata = [](QJsonObject &m) { m.remove(u"end_session_endpoint"_s); };
        const auto session = pc.signedIn();
        const Result<QUrl> page = test::resultOf(session->signOut());
        QVERIFY(page && page->isEmpty());
    }
    // The console and gatehousectl, a hundred times, the token rotating under both.
    void T4_twoProgramsRefreshAtOnceAHundredTimes()
    {
        Computer pc;
        const auto first = pc.signedIn();
        const auto second = pc.session();
        QVERIFY(test::resultOf(second->restore()));
        for (int i = 0; i < 100; ++i) {
            pc.passTime(400s);
            const auto a = first->fresh({});
            const auto b = second->fresh({});
            QVERIFY(test::resultOf(a));
            QVERIFY(test::resultOf(b));
        }
        QCOMPARE(first->state(), State::SignedIn);
        QCOMPARE(second->state(), State::SignedIn);
    }
    // One signed in anew while the other still had the old family: the loser adopts, and clears nothing.
    void T4_aNewSignInIsAdoptedNotCleared()
    {
        Computer pc;
        const auto first = pc.signedIn();
        const auto second = pc.session();
        QVERIFY(test::resultOf(second->restore()));
        QVERIFY(test::resultOf(second->signOut()));
        QVERIFY(pc.secrets.entries.isEmpty());
        pc.passTime(1s);
        QVERIFY(test::resultOf(second->signIn()));
        pc.passTime(400s);
        QVERIFY(test::resultOf(first->fresh({})));
        QCOMPARE(first->state(), State::SignedIn);
        QVERIFY(pc.kept());
    }
    void T4_aDeadTokenTakesNobodyElsesAlong()
    {
        Computer pc;
        const auto first = pc.signedIn();
        const Secret older = pc.secrets.entries.cbegin().value();
        // Somebody else's envelope stands there now; ours is dead at the provider.
        KeptSession other = *pc.kept();
        other.account.subject = u"kenji"_s;
        other.refreshToken = Secret("of kenji");
        other.savedAt = pc.clock.now().addSecs(-60);
        const QString key = pc.secrets.entries.cbegin().key();
        pc.secrets.entries.insert(key, other.toEnvelope(pc.settings.clientId));
        pc.provider.token = [] {
            return StubServer::Answer{.status = 400, .body = R"({"error":"invalid_grant"})"};
        };
        pc.passTime(400s);
        QVERIFY(!test::resultOf(first->fresh({})));
        QCOMPARE(first->state(), State::Ended);
        QVERIFY(pc.secrets.entries.contains(key));
    }
};

QTEST_GUILESS_MAIN(TestWishes)
#include "tst_wishes.moc"
