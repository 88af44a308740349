// SPDX-License-Identifier: GPL-3.0-or-later
// The signed-in person as the pages see it, before and behind the lock.
#include "core/workspace/account.h"
#include "core/workspace/audittrail.h"
#include "tests/fakes/heldeventsource.h"
#include "tests/fakes/scriptedgateway.h"
#include "tests/unit/identity/computer.h"

#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace Qt::StringLiterals;
using workspace::Account;

namespace {

struct Rig
{
    test::Computer pc;
    test::ScriptedGateway gateway;
    std::unique_ptr<identity::Session> session = pc.session();
    std::unique_ptr<Account> account = std::make_unique<Account>(*session, gateway);

    Rig()
    {
        gateway.person = {.subject = u"ada"_s,
                          .name = u"Ada Okafor"_s,
                          .email = {},
                          .roles = {},
                          .scopes = {},
                          .tenants = {},
                          .may = {u"requests.read"_s}};
    }
    void restart()
    {
        account.reset();
        session = pc.session();
        account = std::make_unique<Account>(*session, gateway);
    }
};

} // namespace

class TestAccount : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    // What the person may do is not known behind the lock, and is asked for once it is gone.
    void T14_afterARestartBehindTheLockTheRightsComeWithTheUnlocking()
    {
        Rig rig;
        QVERIFY(test::resultOf(rig.account->signIn()));
        QTRY_VERIFY(rig.account->person());
        rig.restart();
        rig.account->lock();
        QVERIFY(test::resultOf(rig.account->restore()));
        QTRY_COMPARE(rig.account->state(), Account::State::SignedIn);
        QVERIFY(rig.account->isLocked());
        QTest::qWait(0);
        QVERIFY(!rig.account->person() && !rig.account->personError());
        QVERIFY(test::resultOf(rig.account->unlock()));
        QVERIFY(!rig.account->isLocked());
        QTRY_VERIFY(rig.account->person());
        QVERIFY(!rig.account->may(u"requests.decide"_s));
    }
    void T14_rightsTakenAwayMeanwhileAreGoneAfterUnlocking()
    {
        Rig rig;
        QVERIFY(test::resultOf(rig.account->signIn()));
        QTRY_VERIFY(rig.account->person());
        rig.account->lock();
        rig.gateway.person->may.clear();
        QVERIFY(test::resultOf(rig.account->unlock()));
        QTRY_VERIFY(!rig.account->may(u"requests.read"_s));
    }
    void T14_anUnlockingThatIsGivenUpLeavesItLocked()
    {
        Rig rig;
        QVERIFY(test::resultOf(rig.account->signIn()));
        rig.account->lock();
        const Async<void> unlocking = rig.account->unlock();
        rig.account->cancelSignIn();
        QVERIFY(unlocking.isCanceled());
        QVERIFY(rig.account->isLocked());
        QCOMPARE(rig.account->state(), Account::State::SignedIn);
    }
    void theSamePersonAtTwoProviders_data()
    {
        QTest::addColumn<identity::Account>("other");
        QTest::addColumn<QString>("verdict");
        const auto account = [](const QString &issuer, const QString &subject, const QString &email) {
            return identity::Account{.issuer = issuer, .subject = subject, .name = u"Ada"_s, .email = email};
        };
        QTest::newRow("same provider, same subject") << account(u"i"_s, u"s"_s, u"other@x"_s) << u"yes"_s;
        QTest::newRow("same provider, another subject") << account(u"i"_s, u"t"_s, u"ada@x"_s) << u"no"_s;
        QTest::newRow("another provider, same address") << account(u"j"_s, u"t"_s, u"ADA@x"_s) << u"yes"_s;
        QTest::newRow("another provider, another address") << account(u"j"_s, u"s"_s, u"eve@x"_s) << u"no"_s;
        QTest::newRow("another provider that gives none") << account(u"j"_s, u"s"_s, {}) << u"unknown"_s;
    }
    void theSamePersonAtTwoProviders()
    {
        QFETCH(identity::Account, other);
        QFETCH(QString, verdict);
        const identity::Account ada{
            .issuer = u"i"_s, .subject = u"s"_s, .name = u"Ada"_s, .email = u"ada@x"_s};
        const std::optional<bool> same = workspace::areSamePerson(ada, other);
        QCOMPARE(same ? *same ? u"yes"_s : u"no"_s : u"unknown"_s, verdict);
    }
    // The browser remembers somebody else: that one is signed out again, and nothing is read.
    void T12_somebodyElseAtTheLogIsRefused()
    {
        test::Computer pc;
        const auto session = pc.session();
        QTemporaryDir dir;
        store::Journal journal(dir.filePath(u"journal.sqlite"_s));
        test::HeldEventSource source;
        workspace::AuditTrail trail(journal, pc.clock, u"scope"_s, {.id = u"ada"_s, .name = u"Ada"_s},
                                    workspace::AuditTrail::Log{.session = session.get(),
                                                               .source = &source,
                                                               .owner = {.issuer = u"https://id.example"_s,
                                                                         .subject = u"x"_s,
                                                                         .name = {},
                                                                         .email = u"ada@x"_s}});
        trail.show(7);
        pc.provider.editClaims = [](QJsonObject &c) { c.insert(u"email"_s, u"mallory@x"_s); };
        trail.signInToLog();
        QTRY_VERIFY(trail.logSignInError());
        QCOMPARE(trail.logSignInError()->code, u"log.person"_s);
        QCOMPARE(trail.logSignInError()->title, u"mallory@x"_s);
        QCOMPARE(trail.logState(), Account::State::SignedOut);
        QTRY_COMPARE(pc.provider.liveTokens(), 0);
        QVERIFY(pc.secrets.entries.isEmpty());
        pc.provider.editClaims = [](QJsonObject &c) { c.insert(u"email"_s, u"Ada@x"_s); };
        trail.signInToLog();
        QTRY_COMPARE(trail.logPerson(), u"Ada@x"_s);
        QVERIFY(!trail.logSignInError());
    }
};

QTEST_GUILESS_MAIN(TestAccount)
#include "tst_account.moc"
