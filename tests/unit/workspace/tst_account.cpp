// SPDX-License-Identifier: GPL-3.0-or-later
// The signed-in person as the pages see it, before and behind the lock.
#include "core/workspace/account.h"
#include "tests/fakes/scriptedgateway.h"
#include "tests/unit/identity/computer.h"

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
};

QTEST_GUILESS_MAIN(TestAccount)
#include "tst_account.moc"
