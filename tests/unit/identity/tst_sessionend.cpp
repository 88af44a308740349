// SPDX-License-Identifier: GPL-3.0-or-later
// How a session ends and how it does not: sign-out, the lock, a provider that fails, a key that is gone.
#include "core/identity/refreshlock.h"
#include "tests/unit/identity/computer.h"

#include <QJsonArray>
#include <QLockFile>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Computer;
using test::StubServer;
using State = Session::State;
using Answer = StubServer::Answer;

namespace {

QString maxAgeIn(const QUrl &url)
{
    return QUrlQuery(url).queryItemValue(u"max_age"_s);
}

// The browser of somebody who does not come to it.
struct IdleBrowser final : BrowserOpener
{
    QList<QUrl> opened;
    bool open(const QUrl &url) override
    {
        opened.append(url);
        return true;
    }
};

// A key store whose writes are answered when told.
struct SlowSecretStore final : store::SecretStore
{
    test::MemorySecretStore inner;
    bool isSlow = false;
    std::vector<QPromise<Result<void>>> held;
    [[nodiscard]] Async<Secret> read(const QString &key) override { return inner.read(key); }
    [[nodiscard]] Async<void> remove(const QString &key) override { return inner.remove(key); }
    [[nodiscard]] Async<void> write(const QString &key, const Secret &value) override
    {
        if (!isSlow)
            return inner.write(key, value);
        held.emplace_back();
        held.back().start();
        return held.back().future();
    }
    void answerAll()
    {
        for (QPromise<Result<void>> &promise : std::exchange(held, {})) {
            promise.addResult(Result<void>());
            promise.finish();
        }
    }
};

Session::Config hasty(Computer &pc)
{
    Session::Config config = pc.session()->config();
    config.lockPatience = 0ms;
    return config;
}

QString lockFileIn(const QString &directory)
{
    return directory + u'/' + QDir(directory).entryList({u"refresh-*.lock"_s}).value(0);
}

} // namespace

class TestSessionEnd : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    // Another program has rotated the token since: that one is revoked, not the spent one in memory. The
    // provider of these tests ends no family by itself.
    void T8_theNewestTokenIsRevoked()
    {
        Computer pc;
        const auto console = pc.signedIn();
        const auto ctl = pc.session();
        QVERIFY(test::resultOf(ctl->restore()));
        pc.passTime(400s);
        QVERIFY(test::resultOf(ctl->fresh({})));
        QVERIFY(test::resultOf(console->signOut()));
        QCOMPARE(pc.provider.liveTokens(), 0);
        QVERIFY(pc.secrets.entries.isEmpty());
    }
    void T8_afterARestartNobodyNeedBeRestoredFirst()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        QVERIFY(test::resultOf(pc.session()->signOut()));
        QCOMPARE(pc.provider.liveTokens(), 0);
        QVERIFY(pc.secrets.entries.isEmpty());
    }
    void T8_aRefreshUnderWayWritesNothingBack()
    {
        Computer pc;
        const auto session = pc.signedIn();
        pc.passTime(400s);
        Async<QUrl> signedOut;
        pc.provider.token = [&]() -> std::optional<Answer> {
            signedOut = session->signOut(); // the provider is about to rotate
            return std::nullopt;
        };
        QCOMPARE(test::resultOf(session->fresh({})).error().kind, Error::Kind::Unauthorized);
        QCOMPARE(session->state(), State::SignedOut);
        QVERIFY(test::resultOf(signedOut));
        QVERIFY(pc.secrets.entries.isEmpty());
        QCOMPARE(pc.provider.liveTokens(), 0);
    }
    void T8_anotherProgramsSessionIsOverToo()
    {
        Computer pc;
        const auto console = pc.signedIn();
        const auto ctl = pc.session();
        QVERIFY(test::resultOf(ctl->restore()));
        QVERIFY(test::resultOf(console->signOut()));
        pc.passTime(400s);
        const qsizetype asked = pc.provider.count("/token");
        QCOMPARE(test::resultOf(ctl->fresh({})).error().kind, Error::Kind::Unauthorized);
        QCOMPARE(ctl->state(), State::Ended);
        QCOMPARE(pc.provider.count("/token"), asked); // the token is dead, and nobody need be asked
        QVERIFY(pc.secrets.entries.isEmpty());
    }
    void T8_forgottenWhateverTheRevocationEndpointSays_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::newRow("503") << Answer{.status = 503};
        QTest::newRow("400") << Answer{.status = 400, .body = R"({"error":"unsupported_token_type"})"};
        QTest::newRow("cut") << Answer{.fault = Answer::Fault::CloseAtOnce};
    }
    void T8_forgottenWhateverTheRevocationEndpointSays()
    {
        QFETCH(Answer, answer);
        Computer pc;
        const auto session = pc.signedIn();
        pc.provider.revocation = [&] { return std::optional(answer); };
        QVERIFY(test::resultOf(session->signOut()));
        QVERIFY(pc.secrets.entries.isEmpty());
        QCOMPARE(session->state(), State::SignedOut);
        QVERIFY(!test::resultOf(pc.session()->restore()));
    }
    // Whoever quits while the provider does not answer leaves nothing behind.
    void T8_aHangingRevocationEndpointKeepsNothing()
    {
        Computer pc;
        auto session = pc.signedIn();
        pc.provider.revocation = [] { return std::optional(Answer{.fault = Answer::Fault::Silent}); };
        const Async<QUrl> signedOut = session->signOut();
        QTRY_COMPARE(pc.provider.count("/revoke"), 1);
        QVERIFY(!signedOut.isFinished());
        QVERIFY(pc.secrets.entries.isEmpty());
        session.reset();
    }
    void T8_aNewSignInIsNotForgottenWithTheOld()
    {
        Computer pc;
        const auto session = pc.signedIn();
        const Async<QUrl> signedOut = session->signOut();
        QVERIFY(test::resultOf(session->signIn()));
        QVERIFY(test::resultOf(signedOut));
        QVERIFY(pc.kept());
        pc.passTime(400s);
        QVERIFY(test::resultOf(session->fresh({})));
    }
    void T8_aStoreThatDoesNotLetGoIsSaid()
    {
        Computer pc;
        const auto session = pc.signedIn();
        pc.secrets.failWith = Error::Kind::SecretsLocked;
        QCOMPARE(test::resultOf(session->signOut()).error().kind, Error::Kind::SecretsLocked);
        QCOMPARE(session->state(), State::SignedOut);
        QCOMPARE(pc.provider.liveTokens(), 0); // dead all the same
    }

    void T14_aStepUpUnderWayIsNoUnlocking()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        IdleBrowser browser;
        Session session(pc.session()->config(), pc.http, pc.secrets, browser, pc.clock);
        QVERIFY(test::resultOf(session.restore()));
        const Async<Account> stepUp = session.stepUp({}, {});
        QTRY_COMPARE(browser.opened.size(), 1);
        session.lock();
        QVERIFY(stepUp.isCanceled());
        QVERIFY(session.signInUrl().isEmpty());
        pc.browser.open(browser.opened.first()); // the page in the browser is still there
        QTRY_COMPARE(pc.provider.count("/authorize"), 2);
        QVERIFY(session.isLocked());
        const Async<Account> another = session.stepUp({}, {}); // nor is one that begins behind the lock
        QTRY_COMPARE(browser.opened.size(), 2);
        pc.browser.open(browser.opened.last());
        QVERIFY(test::resultOf(another));
        QVERIFY(session.isLocked());
        QCOMPARE(test::resultOf(session.fresh({})).error().code, u"locked"_s);
    }
    void T14_whoeverComesFromTheKeyStoreIsLocked()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        const auto session = pc.session();
        session->lock();
        QVERIFY(!session->isLocked()); // nobody is there yet
        QVERIFY(test::resultOf(session->restore()));
        QVERIFY(session->isLocked());
        QCOMPARE(test::resultOf(session->fresh({})).error().code, u"locked"_s);
        QVERIFY(test::resultOf(session->unlock()));
        QCOMPARE(maxAgeIn(pc.browser.opened.last()), u"0"_s);
        QVERIFY(test::resultOf(session->fresh({})));
    }
    void T14_signingOutAndInIsAFreshSignIn()
    {
        Computer pc;
        const auto session = pc.signedIn();
        session->lock();
        QVERIFY(test::resultOf(session->signOut()));
        QVERIFY(test::resultOf(session->signIn()));
        QCOMPARE(maxAgeIn(pc.browser.opened.last()), u"0"_s);
        QVERIFY(!session->isLocked());
    }
    void T14_anotherDeviceUnlocksToo()
    {
        Computer pc;
        pc.settings.allowsDeviceGrant = true;
        const auto session = pc.signedIn();
        session->lock();
        pc.provider.deviceAnswer.clear();
        pc.passTime(3600s);
        const qint64 before = pc.clock.now().toSecsSinceEpoch() - 3600;
        pc.provider.editClaims = [before](QJsonObject &c) { c.insert(u"auth_time"_s, before); };
        QCOMPARE(test::resultOf(session->unlockElsewhere()).error().code, u"idtoken.auth_time"_s);
        QVERIFY(session->isLocked());
        pc.provider.editClaims = {};
        QVERIFY(test::resultOf(session->unlockElsewhere()));
        QVERIFY(!session->isLocked());
    }
    void T14_whenThePersonSignedInIsKnownAfterRefreshAndRestart()
    {
        Computer pc;
        const auto session = pc.signedIn();
        const QDateTime at = pc.clock.now();
        pc.passTime(400s);
        QVERIFY(test::resultOf(session->fresh({})));
        QCOMPARE(session->signedInAt(), at);
        const auto next = pc.session();
        QVERIFY(test::resultOf(next->restore()));
        QCOMPARE(next->signedInAt(), at);
        QVERIFY(test::resultOf(next->stepUp({}, 0s)));
        QCOMPARE(next->signedInAt(), pc.clock.now());
    }

    void T7_afterAFailureTheProviderIsLeftAlone()
    {
        Computer pc;
        const auto session = pc.signedIn();
        pc.passTime(3600s);
        pc.provider.token = [] {
            return std::optional(Answer{.status = 429, .headers = {{"Retry-After", "90"}}});
        };
        const qsizetype before = pc.provider.count("/token");
        for (int i = 0; i < 20; ++i)
            QCOMPARE(test::resultOf(session->fresh({})).error().kind, Error::Kind::RateLimited);
        QCOMPARE(pc.provider.count("/token"), before + 1);
        pc.passTime(60s);
        QCOMPARE(test::resultOf(session->fresh({})).error().retryAfter,
                 31s); // what is left, for the countdown
        QCOMPARE(pc.provider.count("/token"), before + 1);
        pc.provider.token = {};
        pc.passTime(31s);
        QVERIFY(test::resultOf(session->fresh({})));
    }
    void T7_thePauseGrowsToAMinute()
    {
        Computer pc;
        const auto session = pc.signedIn();
        pc.passTime(3600s);
        pc.provider.token = [] { return std::optional(Answer{.status = 500}); };
        const qsizetype before = pc.provider.count("/token");
        qsizetype failed = 0;
        for (const std::chrono::seconds window : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
            QVERIFY(!test::resultOf(session->fresh({})));
            QCOMPARE(pc.provider.count("/token"), before + ++failed);
            pc.clock.advance(std::chrono::milliseconds(window) / 2 - 1ms);
            QVERIFY(!test::resultOf(session->fresh({})));
            QCOMPARE(pc.provider.count("/token"), before + failed);
            pc.clock.advance(std::chrono::milliseconds(window) / 2 + 1ms);
        }
        QCOMPARE(session->state(), State::SignedIn);
    }

    void T4_whoeverDoesNotGetTheLockDoesNotRefresh()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        Session session(hasty(pc), pc.http, pc.secrets, pc.browser, pc.clock);
        QVERIFY(test::resultOf(session.restore()));
        QVERIFY(test::resultOf(session.fresh({}))); // makes the file known
        const QString file = pc.dir.filePath(
            u"refresh-"_s +
            QString::fromLatin1(QCryptographicHash::hash(secretKey(u"prod"_s, pc.settings).toUtf8(),
                                                         QCryptographicHash::Sha256)
                                    .toHex()
                                    .left(16)) +
            u".lock"_s);
        QLockFile other(file);
        QVERIFY(other.tryLock());
        pc.passTime(400s);
        const qsizetype before = pc.provider.count("/token");
        const Result<net::AccessToken> token = test::resultOf(session.fresh({}));
        QCOMPARE(token.error().kind, Error::Kind::Timeout);
        QCOMPARE(session.state(), State::SignedIn);
        QCOMPARE(pc.provider.count("/token"), before);
        other.unlock();
        pc.passTime(2s);
        QVERIFY(test::resultOf(session.fresh({})));
    }
    void T4_whereNoLockCanBeMadeItGoesOnWithout()
    {
        Computer pc;
        QVERIFY(pc.signedIn());
        Session::Config config = hasty(pc);
        config.lockDirectory = pc.dir.filePath(u"not/there"_s);
        Session session(config, pc.http, pc.secrets, pc.browser, pc.clock);
        QVERIFY(test::resultOf(session.restore()));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no refresh lock can be made"_s));
        QVERIFY(test::resultOf(session.fresh({})));
    }
    void T4_theLockSaysHowItIs()
    {
        QTemporaryDir dir;
        RefreshLock first(dir.filePath(u"x.lock"_s), 0ms);
        RefreshLock second(dir.filePath(u"x.lock"_s), 0ms);
        QSignalSpy got(&first, &RefreshLock::acquired);
        QSignalSpy refused(&second, &RefreshLock::contended);
        first.acquire();
        second.acquire();
        QCOMPARE(got.size(), 1);
        QVERIFY(got.first().first().toBool());
        QCOMPARE(refused.size(), 1);
        RefreshLock none(dir.filePath(u"not/there.lock"_s), 0ms);
        QSignalSpy without(&none, &RefreshLock::acquired);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no refresh lock can be made"_s));
        none.acquire();
        QCOMPARE(without.size(), 1);
        QVERIFY(!without.first().first().toBool());
    }
    void T4_rightsAreWrittenBeforeTheLockIsGivenBack()
    {
        Computer pc;
        pc.settings.roles = {{u"groups"_s, u"gw-approvers"_s, {u"requests.decide"_s}}};
        pc.provider.rotates = false; // so that the rights are all there is to be written
        pc.provider.editClaims = [](QJsonObject &c) { c.insert(u"groups"_s, QJsonArray{u"gw-approvers"_s}); };
        SlowSecretStore secrets;
        Session session(pc.session()->config(), pc.http, secrets, pc.browser, pc.clock);
        QVERIFY(test::resultOf(session.signIn()));
        pc.provider.editClaims = {};
        pc.passTime(400s);
        secrets.isSlow = true;
        const Async<net::AccessToken> token = session.fresh({});
        QTRY_COMPARE(secrets.held.size(), 1U);
        QVERIFY(!token.isFinished());
        QLockFile other(lockFileIn(pc.dir.path()));
        QVERIFY(!other.tryLock());
        secrets.answerAll();
        QVERIFY(test::resultOf(token));
        QVERIFY(other.tryLock());
    }

    void T3_aTenthOfALongLifeIsKeptBack()
    {
        Computer pc;
        pc.provider.editTokens = [](QJsonObject &tokens) { tokens.insert(u"expires_in"_s, 3600); };
        const auto session = pc.signedIn();
        pc.passTime(3239s); // 360 s of 3600 are kept back
        QVERIFY(test::resultOf(session->fresh({})));
        QCOMPARE(pc.provider.count("/token"), 1);
        pc.passTime(2s);
        QVERIFY(test::resultOf(session->fresh({})));
        QCOMPARE(pc.provider.count("/token"), 2);
    }
    // The provider rotated, the answer was lost, and it gives no grace: nothing but a new sign-in helps.
    void T6_lostAfterTheRotationAndNoGraceEndsTheSession()
    {
        Computer pc;
        const auto session = pc.signedIn();
        pc.passTime(3600s);
        int lost = 1;
        pc.provider.editAnswer = [&lost](Answer &answer) {
            if (lost-- > 0)
                answer.fault = Answer::Fault::CloseAtOnce;
        };
        const Result<net::AccessToken> token = test::resultOf(session->fresh({}));
        QCOMPARE(token.error().kind, Error::Kind::Unauthorized);
        QCOMPARE(session->state(), State::Ended);
        QVERIFY(session->account()); // what the pages show stays
        QVERIFY(pc.secrets.entries.isEmpty());
        pc.provider.editAnswer = {};
        QVERIFY(test::resultOf(session->signIn()));
    }
    void T10_aLostKeyDemandsASignIn_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("unreadable") << QByteArray("no key at all");
        QTest::newRow("none") << QByteArray();
    }
    void T10_aLostKeyDemandsASignIn()
    {
        QFETCH(QByteArray, key);
        Computer pc;
        QVERIFY(pc.signedIn());
        KeptSession kept = *pc.kept();
        kept.dpopKey = Secret(key);
        pc.settings.provesPossession = true;
        pc.secrets.entries.insert(secretKey(u"prod"_s, pc.settings), kept.toEnvelope(pc.settings.clientId));
        const auto session = pc.session();
        QCOMPARE(test::resultOf(session->restore()).error().kind, Error::Kind::Decode);
        QCOMPARE(session->state(), State::SignedOut);
        QCOMPARE(test::resultOf(session->fresh({})).error().kind, Error::Kind::Unauthorized);
    }
};

QTEST_GUILESS_MAIN(TestSessionEnd)
#include "tst_sessionend.moc"
