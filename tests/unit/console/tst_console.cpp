// SPDX-License-Identifier: GPL-3.0-or-later
// The program as it is put together: its lock, and several connections side by side.
#include "app/console/console.h"
#include "core/identity/keptsession.h"
#include "tests/fakes/answers.h"
#include "tests/fakes/fakeidentityprovider.h"
#include "tests/fakes/memorysecretstore.h"
#include "ui/pages/connections/connectionspage.h"
#include "ui/pages/settings/settingspage.h"
#include "ui/shell/lockscreen.h"

#include <QAbstractButton>
#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::StringLiterals;
using test::FakeIdentityProvider;
using test::StubServer;
using State = workspace::Account::State;

namespace {

// The key store of the computer: a program's run takes only this handle along.
struct SharedSecrets final : store::SecretStore
{
    explicit SharedSecrets(test::MemorySecretStore &shared)
        : inner(shared)
    {}
    [[nodiscard]] Async<Secret> read(const QString &key) override { return inner.read(key); }
    [[nodiscard]] Async<void> write(const QString &key, const Secret &value) override
    {
        return inner.write(key, value);
    }
    [[nodiscard]] Async<void> remove(const QString &key) override { return inner.remove(key); }
    test::MemorySecretStore &inner;
};

// A computer with two connections at one provider; the program can be started again on it.
struct Rig
{
    QTemporaryDir home;
    SystemClock clock;
    FakeIdentityProvider provider;
    StubServer gateway;
    test::MemorySecretStore secrets;
    net::HttpClient http{clock, nullptr, {.attempts = 1, .breakerFailures = 1000}};
    test::FollowingBrowser browser{http};
    ui::Theme theme{*qApp};
    store::Places places{home.filePath(u"config"_s), home.filePath(u"data"_s), home.filePath(u"cache"_s)};
    std::unique_ptr<app::Stores> stores;
    std::unique_ptr<Console> program;

    Rig()
    {
        provider.now = clock.now();
        gateway.setHandler([](const auto &) { return StubServer::Answer{.status = 404, .body = "{}"}; });
    }
    ~Rig() { program.reset(); }

    [[nodiscard]] workspace::Connection connection(const QString &name)
    {
        workspace::Connection made;
        made.name = name;
        made.api = gateway.url();
        made.issuer = provider.issuer();
        made.clientId = u"gatehouse"_s;
        return made;
    }
    void start(const QString &connectionName = {})
    {
        program.reset();
        stores = std::make_unique<app::Stores>(places, std::make_unique<SharedSecrets>(secrets));
        QVERIFY(stores->connections().load());
        for (const QString &name : {u"A"_s, u"B"_s})
            if (!stores->connections().find(name))
                QVERIFY(stores->connections().put(connection(name)));
        CommandLine line;
        line.connection = connectionName;
        program = std::make_unique<Console>(line, theme, *stores, browser);
        program->start();
    }
    [[nodiscard]] workspace::Account &account() const { return program->link()->account(); }
    void open(const QString &name) { emit program->window().connectionChosen(name); }
    void signIn()
    {
        QVERIFY(test::resultOf(account().signIn()));
        QTRY_COMPARE(account().state(), State::SignedIn);
    }
    [[nodiscard]] bool isLocked() const { return program->window().isLocked(); }
    void press(const QString &button)
    {
        auto *found = program->window().lockScreen()->findChild<QAbstractButton *>(button);
        QVERIFY2(found, qPrintable(button));
        found->click();
    }
};

QString maxAgeIn(const QUrl &url)
{
    return QUrlQuery(url).queryItemValue(u"max_age"_s);
}

} // namespace

class TestConsole : public QObject
{
    Q_OBJECT
private slots:
    void T14_anotherConnectionIsNoWayRoundTheLock()
    {
        Rig rig;
        rig.start(u"A"_s);
        rig.signIn();
        rig.open(u"B"_s);
        rig.signIn();
        emit rig.program->window().lockRequested();
        QVERIFY(rig.isLocked());
        rig.press(u"sign-out"_s);
        QTRY_COMPARE(rig.account().state(), State::SignedOut);
        QVERIFY(!rig.isLocked()); // nobody's work is left to be seen here
        rig.open(u"A"_s);
        QVERIFY(rig.isLocked());
        QVERIFY(rig.account().isLocked());
    }
    // Nor is one with a provider of one's own, after a restart: A comes from the key store, locked.
    void T14_aSignInElsewhereUnlocksOnlyThere()
    {
        Rig rig;
        rig.start(u"A"_s);
        rig.signIn();
        emit rig.program->window().lockRequested();
        rig.start(u"B"_s);
        QTRY_COMPARE(rig.account().state(), State::SignedOut);
        QVERIFY(!rig.isLocked());
        rig.signIn();
        QCOMPARE(maxAgeIn(rig.browser.opened.last()), u"0"_s);
        QVERIFY(!rig.isLocked());
        rig.open(u"A"_s);
        QTRY_COMPARE(rig.account().state(), State::SignedIn);
        QVERIFY(rig.isLocked());
        rig.start(u"A"_s); // and once more
        QTRY_COMPARE(rig.account().state(), State::SignedIn);
        QVERIFY(rig.isLocked());
    }
    void T14_aRestartStaysLockedUntilAFreshSignIn()
    {
        Rig rig;
        rig.start(u"A"_s);
        rig.signIn();
        emit rig.program->window().lockRequested();
        rig.start(u"A"_s);
        QVERIFY(rig.isLocked()); // from the first frame on
        QTRY_COMPARE(rig.account().state(), State::SignedIn);
        QVERIFY(rig.isLocked());
        rig.press(u"unlock"_s);
        QTRY_VERIFY(!rig.isLocked());
        QCOMPARE(maxAgeIn(rig.browser.opened.last()), u"0"_s);
        rig.start(u"A"_s);
        QTRY_COMPARE(rig.account().state(), State::SignedIn);
        QVERIFY(!rig.isLocked());
    }
    void T14_lockedBehindEveryConnection()
    {
        Rig rig;
        rig.start(u"A"_s);
        rig.signIn();
        rig.open(u"B"_s); // nobody is here
        QTRY_COMPARE(rig.account().state(), State::SignedOut);
        emit rig.program->window().lockRequested();
        rig.open(u"A"_s);
        QVERIFY(rig.isLocked());
    }
    // So long after the sign-in, whatever the person does; and a restart does not begin anew.
    void T14_theSessionHasALimit()
    {
        Rig rig;
        rig.start(u"A"_s);
        rig.signIn();
        const QString key = rig.secrets.entries.cbegin().key();
        const identity::Provider at = workspace::providerOf(rig.connection(u"A"_s));
        identity::KeptSession kept = *identity::KeptSession::fromEnvelope(rig.secrets.entries.value(key), at);
        kept.signedInAt = rig.clock.now().addSecs(-61 * 60);
        rig.secrets.entries.insert(key, kept.toEnvelope(at.clientId));
        rig.start(u"A"_s);
        QTRY_COMPARE(rig.account().state(), State::SignedIn);
        QVERIFY(!rig.isLocked()); // twelve hours, where nobody chose
        emit rig.program->settings().sessionLimitChosen(60);
        QVERIFY(rig.isLocked());
        rig.start(u"A"_s);
        QTRY_COMPARE(rig.account().state(), State::SignedIn);
        QVERIFY(rig.isLocked());
        rig.press(u"unlock"_s);
        QTRY_VERIFY(!rig.isLocked());
        QVERIFY(rig.account().signedInAt().secsTo(rig.clock.now()) < 60);
    }
    void T14_theLockScreenShowsTheAddressAndGivesUp()
    {
        Rig rig;
        rig.start(u"A"_s);
        rig.signIn();
        rig.provider.editRedirect = [](QByteArray &) {};
        emit rig.program->window().lockRequested();
        const qsizetype opened = rig.browser.opened.size();
        rig.press(u"unlock"_s);
        auto *address = rig.program->window().lockScreen()->findChild<QWidget *>(u"sign-in-address"_s);
        QVERIFY(address);
        QTRY_VERIFY(rig.browser.opened.size() > opened || !rig.isLocked());
        QTRY_VERIFY(!rig.isLocked());
        QVERIFY(!address->isVisible());
    }

    void severalConnectionsSideBySideWithoutAKeyStore()
    {
        Rig rig;
        rig.secrets.failWith = Error::Kind::NoSecretStore;
        rig.start(u"A"_s);
        rig.signIn();
        rig.open(u"B"_s);
        rig.signIn();
        const qsizetype opened = rig.browser.opened.size();
        for (const QString &name : {u"A"_s, u"B"_s, u"A"_s}) {
            rig.open(name);
            QCOMPARE(rig.account().state(), State::SignedIn);
            QCOMPARE(rig.program->link()->connection().name, name);
            QVERIFY(rig.program->link()->desk());
        }
        QCOMPARE(rig.browser.opened.size(), opened);
        QCOMPARE(rig.provider.liveTokens(), 2);
    }
    void T8_quittingEndsWhatNoKeyStoreHas()
    {
        Rig rig;
        rig.secrets.failWith = Error::Kind::NoSecretStore;
        rig.start(u"A"_s);
        rig.signIn();
        rig.open(u"B"_s);
        rig.signIn();
        QSignalSpy ended(rig.program.get(), &Console::aboutToEnd);
        rig.program->quit();
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(rig.provider.liveTokens(), 0);
    }
    void T8_quittingKeepsWhatTheKeyStoreHas()
    {
        Rig rig;
        rig.start(u"A"_s);
        rig.signIn();
        QSignalSpy ended(rig.program.get(), &Console::aboutToEnd);
        rig.program->quit();
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(rig.provider.liveTokens(), 1);
        QCOMPARE(rig.secrets.entries.size(), 1);
    }
    void T8_removingAConnectionEndsItsSession_data()
    {
        QTest::addColumn<bool>("isOpen");
        QTest::newRow("the one that is shown") << true;
        QTest::newRow("one of an earlier run") << false;
    }
    void T8_removingAConnectionEndsItsSession()
    {
        QFETCH(bool, isOpen);
        Rig rig;
        rig.start(u"A"_s);
        rig.signIn();
        if (!isOpen)
            rig.start(u"B"_s);
        const workspace::Connection gone = *rig.stores->connections().find(u"A"_s);
        QVERIFY(rig.stores->connections().remove(u"A"_s));
        emit rig.program->connections().removed(gone);
        QTRY_VERIFY(rig.secrets.entries.isEmpty());
        QTRY_COMPARE(rig.provider.liveTokens(), 0);
        QCOMPARE(rig.program->link() == nullptr, isOpen);
    }
    void renamingAConnectionTakesItsSessionAlong()
    {
        Rig rig;
        rig.start(u"A"_s);
        rig.signIn();
        const qsizetype opened = rig.browser.opened.size();
        const workspace::Connection before = *rig.stores->connections().find(u"A"_s);
        workspace::Connection now = before;
        now.name = u"A2"_s;
        QVERIFY(rig.stores->connections().put(now));
        QVERIFY(rig.stores->connections().remove(u"A"_s));
        emit rig.program->connections().replaced(before, now);
        QTRY_VERIFY(rig.program->link() && rig.program->link()->connection().name == u"A2"_s);
        QTRY_COMPARE(rig.account().state(), State::SignedIn);
        QCOMPARE(rig.browser.opened.size(), opened);
        QCOMPARE(rig.secrets.entries.size(), 1);
        QVERIFY(rig.secrets.entries.cbegin().key().startsWith(u"A2/"_s));
        QCOMPARE(rig.provider.liveTokens(), 1);
    }
    void T8_anotherClientIsAnotherSession()
    {
        Rig rig;
        rig.start(u"A"_s);
        rig.signIn();
        const workspace::Connection before = *rig.stores->connections().find(u"A"_s);
        workspace::Connection now = before;
        now.clientId = u"another"_s;
        QVERIFY(rig.stores->connections().put(now));
        emit rig.program->connections().replaced(before, now);
        QTRY_VERIFY(rig.secrets.entries.isEmpty());
        QTRY_COMPARE(rig.provider.liveTokens(), 0);
        QTRY_COMPARE(rig.account().state(), State::SignedOut);
    }
};

QTEST_MAIN(TestConsole)
#include "tst_console.moc"
