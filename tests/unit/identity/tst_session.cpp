// SPDX-License-Identifier: GPL-3.0-or-later
// A person's session against a provider with real keys: sign-in, refresh, and that it neither dies nor leaks
// by accident.
#include "core/base/logging.h"
#include "core/identity/keptsession.h"
#include "core/identity/session.h"

#include <QJsonArray>
#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

#include "tests/unit/identity/computer.h"

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Computer;
using test::FakeIdentityProvider;
using test::StubServer;
using State = Session::State;

namespace {

QStringList logged;
void collect(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged.append(text);
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void signsInThroughTheBrowser()
    {
        Computer pc;
        const auto session = pc.session();
        QSignalSpy states(session.get(), &Session::stateChanged);
        const Result<Account> account = test::resultOf(session->signIn());
        QVERIFY(account);
        QCOMPARE(account->subject, u"ada"_s);
        QCOMPARE(account->name, u"Ada Okafor"_s);
        QCOMPARE(session->state(), State::SignedIn);
        QCOMPARE(states.last().first().value<State>(), State::SignedIn);
        QTRY_VERIFY(pc.browser.lastPage.contains("You are signed in"));
        const Result<net::AccessToken> token = test::resultOf(session->fresh({}));
        QVERIFY(token);
        QVERIFY(token->value.reveal().startsWith("access-secret"));
        QCOMPARE(pc.provider.count("/token"), 1); // no refresh was needed
    }

    void A13_A14_A15_everyAttemptHasItsOwnSecrets()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        QVERIFY(pc.signedIn());
        QSet<QString> seen;
        for (const QUrl &url : std::as_const(pc.browser.opened)) {
            const QUrlQuery query(url);
            QCOMPARE(query.queryItemValue(u"response_type"_s), u"code"_s);
            QCOMPARE(query.queryItemValue(u"code_challenge_method"_s), u"S256"_s);
            for (const QString &name : {u"state"_s, u"nonce"_s, u"code_challenge"_s}) {
                const QString value = query.queryItemValue(name);
                QCOMPARE(value.size(), 43); // 256 bits
                QVERIFY2(!seen.contains(value), qPrintable(name));
                seen.insert(value);
            }
            QVERIFY(query.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded)
                        .startsWith(u"http://127.0.0.1:"_s)); // A3
            QVERIFY(!query.hasQueryItem(u"client_secret"_s));
        }
        QCOMPARE(seen.size(), 6);
    }

    void T4_onlyTheRefreshTokenIsKept()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        QCOMPARE(pc.secrets.entries.size(), 1);
        const QByteArray envelope = pc.secrets.entries.begin()->reveal().toByteArray();
        QVERIFY(envelope.contains("refresh-secret"));
        for (const char *never : {"access-secret", "eyJ", "code-secret"})
            QVERIFY2(!envelope.contains(never), never);
    }

    void A17_issuerOfTheResponse_data()
    {
        QTest::addColumn<QByteArray>("replacement");
        QTest::addColumn<bool>("advertised");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("missing though advertised") << QByteArray() << true << false;
        QTest::newRow("another") << QByteArray("&iss=https%3A%2F%2Fevil.example") << true << false;
        QTest::newRow("another, not advertised")
            << QByteArray("&iss=https%3A%2F%2Fevil.example") << false << false;
        QTest::newRow("missing, not advertised") << QByteArray() << false << true;
    }
    void A17_issuerOfTheResponse()
    {
        QFETCH(QByteArray, replacement);
        QFETCH(bool, advertised);
        QFETCH(bool, accepted);
        Computer pc;
        pc.provider.editMetadata = [&](QJsonObject &metadata) {
            metadata.insert(u"authorization_response_iss_parameter_supported"_s, advertised);
        };
        pc.provider.editRedirect = [&](QByteArray &query) {
            query = query.left(query.indexOf("&iss=")) + replacement;
        };
        const auto session = pc.session();
        const Result<Account> account = test::resultOf(session->signIn());
        QCOMPARE(account.has_value(), accepted);
        if (!accepted) {
            QCOMPARE(account.error().code, u"response.iss"_s);
            QCOMPARE(pc.provider.count("/token"), 0); // the code was not sent anywhere
            QCOMPARE(session->state(), State::SignedOut);
        }
    }

    void A23_aDenialIsSaid()
    {
        Computer pc;
        pc.provider.editRedirect = [](QByteArray &query) {
            query.replace(0, query.indexOf('&'), "error=access_denied&error_description=Not%20you%0A%3Cb%3E");
        };
        const Result<Account> account = test::resultOf(pc.session()->signIn());
        QVERIFY(!account);
        QCOMPARE(account.error().kind, Error::Kind::SignInRefused);
        QCOMPARE(account.error().code, u"access_denied"_s);
        QCOMPARE(account.error().title, u"Not you<b>"_s); // A23: plain, without control characters
        QTRY_VERIFY(pc.browser.lastPage.contains("did not succeed"));
        QVERIFY(!pc.browser.lastPage.contains("Not you")); // A12: nothing is echoed
    }

    void aBadIdTokenIsNoSignIn_data()
    {
        QTest::addColumn<QString>("claim");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("code");
        QTest::newRow("nonce of another attempt")
            << u"nonce"_s << QJsonValue(u"other"_s) << u"idtoken.nonce"_s;
        QTest::newRow("for another client") << u"aud"_s << QJsonValue(u"other"_s) << u"idtoken.aud"_s;
        QTest::newRow("expired") << u"exp"_s << QJsonValue(1'000'000) << u"idtoken.exp"_s;
    }
    void aBadIdTokenIsNoSignIn()
    {
        QFETCH(QString, claim);
        QFETCH(QJsonValue, value);
        QFETCH(QString, code);
        Computer pc;
        pc.provider.editClaims = [&](QJsonObject &claims) { claims.insert(claim, value); };
        const auto session = pc.session();
        const Result<Account> account = test::resultOf(session->signIn());
        QVERIFY(!account);
        QCOMPARE(account.error().code, code);
        QCOMPARE(session->state(), State::SignedOut);
        QVERIFY(pc.secrets.entries.isEmpty());
        QCOMPARE(test::resultOf(session->fresh({})).error().kind, Error::Kind::Unauthorized);
    }

    void restoresOfflineAndRefreshesAtFirstUse()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        pc.passTime(3600s);
        pc.provider.server().clearSeen();
        const auto again = pc.session();
        const Result<Account> account = test::resultOf(again->restore());
        QVERIFY(account);
        QCOMPARE(account->name, u"Ada Okafor"_s);
        QCOMPARE(again->state(), State::SignedIn);
        QVERIFY(pc.provider.server().seen().isEmpty());
        QVERIFY(test::resultOf(again->fresh({})));
        QCOMPARE(pc.provider.count("/token"), 1);
    }

    void T3_refreshesBeforeTheTokenEnds()
    {
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(session);
        pc.passTime(230s); // of 300; a minute is kept back
        QVERIFY(test::resultOf(session->fresh({})));
        QCOMPARE(pc.provider.count("/token"), 1);
        pc.passTime(15s);
        QVERIFY(test::resultOf(session->fresh({})));
        QCOMPARE(pc.provider.count("/token"), 2);
        session->reject(*test::resultOf(session->fresh({})));
        QVERIFY(test::resultOf(session->fresh({})));
        QCOMPARE(pc.provider.count("/token"), 3);
    }

    void T4_oneRefreshForAllCallers()
    {
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(session);
        pc.passTime(3600s);
        QList<Async<net::AccessToken>> all;
        for (int i = 0; i < 5; ++i)
            all.append(session->fresh({}));
        for (const auto &future : std::as_const(all))
            QVERIFY(test::resultOf(future));
        QCOMPARE(pc.provider.count("/token"), 2);
    }

    void T4_twoProgramsTakeTurnsWithOneRefreshToken()
    {
        Computer pc;
        const auto console = pc.signedIn();
        QVERIFY(console);
        const auto ctl = pc.session();
        QVERIFY(test::resultOf(ctl->restore()));
        for (int round = 0; round < 3; ++round) { // the provider would end the family at the first old token
            pc.passTime(3600s);
            QVERIFY(test::resultOf(ctl->fresh({})));
            pc.passTime(3600s);
            QVERIFY(test::resultOf(console->fresh({})));
        }
        pc.passTime(3600s);
        const auto one = console->fresh({});
        const auto other = ctl->fresh({}); // at the same time
        QVERIFY(test::resultOf(one));
        QVERIFY(test::resultOf(other));
    }

    void T5_theRotatedTokenIsKeptBeforeTheNewOneIsUsed()
    {
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(session);
        const KeptSession before = pc.kept().value();
        pc.passTime(3600s);
        bool wasKept = false;
        const auto token = session->fresh({}).then(this, [&](const Result<net::AccessToken> &) {
            wasKept = pc.kept().value().generation == before.generation + 1;
        });
        QTRY_VERIFY(token.isFinished());
        QVERIFY(wasKept);
        QVERIFY(!(pc.kept().value().refreshToken == before.refreshToken));
    }

    void T5_aProviderThatDoesNotRotate()
    {
        Computer pc;
        pc.provider.rotates = false;
        const auto session = pc.signedIn();
        QVERIFY(session);
        const KeptSession before = pc.kept().value();
        for (int i = 0; i < 2; ++i) {
            pc.passTime(3600s);
            QVERIFY(test::resultOf(session->fresh({})));
        }
        QCOMPARE(pc.kept().value(), before);
    }

    void T5_aRotatedTokenSurvivesARefusedIdToken()
    {
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(session);
        pc.passTime(3600s);
        pc.provider.editClaims = [](QJsonObject &claims) { claims.insert(u"iat"_s, 1'000'000); };
        QVERIFY(!test::resultOf(session->fresh({})));
        pc.provider.editClaims = {};
        pc.passTime(61s);
        QVERIFY(test::resultOf(session->fresh({}))); // with the token that came with the refused answer
    }

    void T6_aLostAnswerIsAskedForOnceMore()
    {
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(session);
        pc.passTime(3600s);
        int lost = 1;
        pc.provider.token = [&]() -> std::optional<StubServer::Answer> {
            if (lost-- > 0)
                return StubServer::Answer{.fault = StubServer::Answer::Fault::CloseAtOnce};
            return std::nullopt;
        };
        QVERIFY(test::resultOf(session->fresh({})));
        lost = 2;
        pc.passTime(3600s);
        const Result<net::AccessToken> token = test::resultOf(session->fresh({}));
        QVERIFY(!token);
        QCOMPARE(token.error().kind, Error::Kind::Offline);
        QCOMPARE(session->state(), State::SignedIn);
    }

    void T7_whatEndsASession_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("ends");
        QTest::newRow("invalid_grant") << 400 << QByteArray(R"({"error":"invalid_grant"})") << true;
        QTest::newRow("invalid_grant that means rate limited")
            << 400
            << QByteArray(
                   R"({"error":"invalid_grant","error_description":"API call exceeded rate limit due to too many requests."})")
            << false;
        QTest::newRow("invalid_grant with 429") << 429 << QByteArray(R"({"error":"invalid_grant"})") << false;
        QTest::newRow("500") << 500 << QByteArray() << false;
        QTest::newRow("503") << 503 << QByteArray("<html>") << false;
        QTest::newRow("captive portal") << 200 << QByteArray("<html>sign in to the hotel</html>") << false;
        QTest::newRow("invalid_client") << 401 << QByteArray(R"({"error":"invalid_client"})") << false;
        QTest::newRow("unauthorized_client")
            << 400 << QByteArray(R"({"error":"unauthorized_client"})") << false;
        QTest::newRow("400 without a body") << 400 << QByteArray() << false; // glewlwyd
        QTest::newRow("garbage") << 400 << QByteArray("\xff\x00{") << false;
    }
    void T7_whatEndsASession()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(bool, ends);
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(session);
        pc.passTime(3600s);
        pc.provider.token = [&] { return std::optional(StubServer::Answer{.status = status, .body = body}); };
        const Result<net::AccessToken> token = test::resultOf(session->fresh({}));
        QVERIFY(!token);
        QCOMPARE(token.error().kind == Error::Kind::Unauthorized, ends);
        QCOMPARE(session->state(), ends ? State::Ended : State::SignedIn);
        QCOMPARE(pc.secrets.entries.isEmpty(), ends);
        QCOMPARE(session->account().has_value(), true); // the page keeps what it shows
        if (!ends) {
            pc.provider.token = {};
            pc.passTime(61s);
            QVERIFY(test::resultOf(session->fresh({}))); // and goes on when the provider is well again
        }
    }

    void T8_signsOutWhateverTheServerSays_data()
    {
        QTest::addColumn<bool>("isDown");
        QTest::newRow("revoked") << false;
        QTest::newRow("provider away") << true;
    }
    void T8_signsOutWhateverTheServerSays()
    {
        QFETCH(bool, isDown);
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(session);
        if (isDown)
            pc.provider.server().goDown();
        QVERIFY(test::resultOf(session->signOut()));
        QCOMPARE(session->state(), State::SignedOut);
        QVERIFY(!session->account());
        QVERIFY(pc.secrets.entries.isEmpty());
        if (!isDown) {
            QVERIFY(pc.provider.lastForm().contains("token_type_hint=refresh_token"));
            QVERIFY(pc.provider.lastForm().contains("token=refresh-secret"));
        }
        QCOMPARE(test::resultOf(session->fresh({})).error().kind, Error::Kind::Unauthorized);
    }

    void withoutAKeyStoreTheSessionLastsForThisRun()
    {
        Computer pc;
        pc.secrets.failWith = Error::Kind::NoSecretStore;
        const auto session = pc.session();
        QSignalSpy failed(session.get(), &Session::keepFailed);
        QVERIFY(test::resultOf(session->signIn()));
        QCOMPARE(failed.size(), 1);
        QCOMPARE(session->state(), State::SignedIn);
        pc.passTime(3600s);
        QVERIFY(test::resultOf(session->fresh({})));
    }

    void aKeyStoreThatIsUnlockedLaterKeepsTheSession()
    {
        Computer pc;
        pc.secrets.failWith = Error::Kind::SecretsLocked;
        const auto session = pc.session();
        QSignalSpy failed(session.get(), &Session::keepFailed);
        QSignalSpy kept(session.get(), &Session::keptAgain);
        QVERIFY(test::resultOf(session->signIn()));
        QVERIFY(!test::resultOf(session->keepAgain()));
        QCOMPARE(failed.size(), 2);
        pc.secrets.failWith.reset();
        QVERIFY(test::resultOf(session->keepAgain()));
        QCOMPARE(kept.size(), 1);
        const auto next = pc.session(); // another run
        QVERIFY(test::resultOf(next->restore()));
        QVERIFY(test::resultOf(next->fresh({})));
    }

    // Nobody need ask: the next rotation is kept.
    void aKeyStoreThatIsUnlockedLaterTakesTheNextToken()
    {
        Computer pc;
        pc.secrets.failWith = Error::Kind::SecretsLocked;
        const auto session = pc.session();
        QSignalSpy kept(session.get(), &Session::keptAgain);
        QVERIFY(test::resultOf(session->signIn()));
        pc.secrets.failWith.reset();
        pc.passTime(3600s);
        QVERIFY(test::resultOf(session->fresh({})));
        QCOMPARE(kept.size(), 1);
        QVERIFY(test::resultOf(pc.session()->restore()));
    }

    void aLockedKeyStoreIsSaidAndReadOnceItIsUnlocked()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        pc.secrets.failWith = Error::Kind::SecretsLocked;
        const auto session = pc.session();
        QCOMPARE(test::resultOf(session->restore()).error().kind, Error::Kind::SecretsLocked);
        QCOMPARE(session->state(), State::SignedOut);
        pc.secrets.failWith.reset();
        QVERIFY(test::resultOf(session->restore()));
        QCOMPARE(session->state(), State::SignedIn);
    }

    void D5_anEnvelopeOfAnotherIssuerIsNotUsed()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        for (Secret &envelope : pc.secrets.entries) {
            QByteArray bytes = envelope.reveal().toByteArray();
            envelope = Secret(bytes.replace("127.0.0.1", "127.0.0.2"));
        }
        const auto session = pc.session();
        QVERIFY(!test::resultOf(session->restore()));
        QCOMPARE(session->state(), State::SignedOut);
    }

    void T1_theBearerGoesToTheGatewaysOriginOnly_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("origin") << u"https://gw.example:8443/v1/me"_s << true;
        QTest::newRow("another port") << u"https://gw.example/v1/me"_s << false;
        QTest::newRow("another scheme") << u"http://gw.example:8443/v1/me"_s << false;
        QTest::newRow("another host") << u"https://gw.example.evil:8443/"_s << false;
        QTest::newRow("user in front") << u"https://gw.example:8443@evil.example/"_s << false;
        QTest::newRow("user info") << u"https://u@gw.example:8443/"_s << false;
    }
    void T1_theBearerGoesToTheGatewaysOriginOnly()
    {
        QFETCH(QString, url);
        QFETCH(bool, allowed);
        Computer pc;
        QCOMPARE(pc.session()->allows(QUrl(url)), allowed);
    }

    void anyAlgorithmOfTheProviderServesRefreshingToo_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("alg");
        QTest::newRow("RS256") << int(test::SigningKey::Kind::Rsa2048) << QByteArray("RS256");
        QTest::newRow("PS384") << int(test::SigningKey::Kind::Rsa2048) << QByteArray("PS384");
        QTest::newRow("EdDSA") << int(test::SigningKey::Kind::Ed25519) << QByteArray("EdDSA");
    }
    void anyAlgorithmOfTheProviderServesRefreshingToo()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, alg);
        Computer pc(test::SigningKey::Kind(kind), alg);
        const auto session = pc.signedIn();
        QVERIFY(session);
        pc.passTime(3600s);
        QVERIFY(test::resultOf(session->fresh({})));
    }

    void A16_aBrowserThatDoesNotComeBackIsNotWaitedForForEver()
    {
        Computer pc;
        Session::Config config = pc.session()->config();
        config.patience = 1ms;
        Session session(config, pc.http, pc.secrets, pc.browser, pc.clock);
        const Result<Account> account = test::resultOf(session.signIn());
        QVERIFY(!account);
        QCOMPARE(account.error().kind, Error::Kind::Timeout);
        QCOMPARE(session.state(), State::SignedOut);
    }

    void A4_cancellingClosesTheDoor()
    {
        Computer pc;
        struct SlowBrowser final : BrowserOpener
        {
            QUrl url;
            bool open(const QUrl &opened) override
            {
                url = opened;
                return true;
            }
        } browser;
        Session session({.connection = u"prod"_s,
                         .provider = {.issuer = pc.provider.issuer(), .clientId = u"gatehouse"_s},
                         .api = QUrl(u"https://gw.example"_s),
                         .lockDirectory = pc.dir.path()},
                        pc.http, pc.secrets, browser, pc.clock);
        const auto account = session.signIn();
        QTRY_VERIFY(browser.url.isValid());
        QCOMPARE(session.signInUrl(), browser.url);
        session.cancelSignIn();
        QVERIFY(account.isCanceled());
        QCOMPARE(session.state(), State::SignedOut);
        pc.browser.open(browser.url); // too late
        QTRY_VERIFY(pc.provider.count("/authorize") == 1);
        QCOMPARE(pc.provider.count("/token"), 0);
    }

    void T1_noSecretReachesTheLog()
    {
        logged.clear();
        QLoggingCategory::setFilterRules(u"*.debug=true"_s);
        QtMessageHandler before = qInstallMessageHandler(collect);
        Computer pc;
        const auto session = pc.signedIn();
        pc.passTime(3600s);
        const bool refreshed = session && test::resultOf(session->fresh({}));
        pc.passTime(3600s);
        pc.provider.token = [] {
            return std::optional(StubServer::Answer{.status = 400, .body = R"({"error":"invalid_grant"})"});
        };
        const bool ended = session && !test::resultOf(session->fresh({}));
        qInstallMessageHandler(before);
        QVERIFY(refreshed && ended);
        QVERIFY(!logged.isEmpty());
        QVERIFY(pc.provider.secrets.size() >= 8);
        for (const QUrl &url : std::as_const(pc.browser.opened)) {
            for (const QString &name : {u"state"_s, u"nonce"_s})
                pc.provider.secrets.append(QUrlQuery(url).queryItemValue(name).toLatin1());
        }
        const QString all = logged.join(u'\n');
        for (const QByteArray &secret : std::as_const(pc.provider.secrets))
            QVERIFY2(!all.contains(QString::fromLatin1(secret)), secret.constData());
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
