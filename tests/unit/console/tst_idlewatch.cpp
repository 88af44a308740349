// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/idlewatch.h"
#include "tests/fakes/manualclock.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString login = u"org.freedesktop.login1"_s;
const QString ours = u"/org/freedesktop/login1/session/_31"_s;
const QString theirs = u"/org/freedesktop/login1/session/_32"_s;

} // namespace

// As much of logind as is asked.
class FakeLogin : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")
public slots:
    Q_SCRIPTABLE QDBusObjectPath GetSessionByPID(uint pid)
    {
        asked = pid;
        return QDBusObjectPath(ours);
    }

public:
    uint asked = 0;
};

class TestIdleWatch : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        // The private bus stands in for the system's, too.
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", qgetenv("DBUS_SESSION_BUS_ADDRESS"));
        qunsetenv("XDG_SESSION_ID");
        QVERIFY(QDBusConnection::systemBus().isConnected());
        QVERIFY(QDBusConnection::systemBus().registerService(login));
        QVERIFY(QDBusConnection::systemBus().registerObject(u"/org/freedesktop/login1"_s, &m_login,
                                                            QDBusConnection::ExportScriptableSlots));
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void T14_tellsWhenNobodyTouchedIt()
    {
        IdleWatch watch(m_clock);
        QSignalSpy idle(&watch, &IdleWatch::idle);
        watch.setLimit(10min);
        m_clock.advance(9min);
        touch();
        m_clock.advance(9min);
        touch();
        QCOMPARE(idle.size(), 0);
        m_clock.advance(10min); // asleep: no timer ran, and the first touch comes too late
        touch();
        QCOMPARE(idle.size(), 1);
        touch();
        QCOMPARE(idle.size(), 1);
    }
    void T14_zeroMeansNever()
    {
        IdleWatch watch(m_clock);
        QSignalSpy idle(&watch, &IdleWatch::idle);
        watch.setLimit(0min);
        m_clock.advance(1000min);
        touch();
        QCOMPARE(idle.size(), 0);
    }
    // A real bus, with the signal of a desktop that locks.
    void T14_locksWithTheDesktop()
    {
        QVERIFY(QDBusConnection::sessionBus().isConnected());
        IdleWatch watch(m_clock);
        QSignalSpy idle(&watch, &IdleWatch::idle);
        watch.listenToDesktop();
        const auto say = [](bool isActive) {
            QDBusMessage signal = QDBusMessage::createSignal(
                u"/org/freedesktop/ScreenSaver"_s, u"org.freedesktop.ScreenSaver"_s, u"ActiveChanged"_s);
            signal << isActive;
            QVERIFY(QDBusConnection::sessionBus().send(signal));
        };
        say(false);
        say(true);
        QTRY_COMPARE(idle.size(), 1);
    }
    void T14_locksBeforeTheComputerSleeps()
    {
        IdleWatch watch(m_clock);
        QSignalSpy idle(&watch, &IdleWatch::idle);
        watch.listenToDesktop();
        say(u"/org/freedesktop/login1"_s, u"org.freedesktop.login1.Manager"_s, u"PrepareForSleep"_s, {false});
        say(u"/org/freedesktop/login1"_s, u"org.freedesktop.login1.Manager"_s, u"PrepareForSleep"_s, {true});
        QTRY_COMPARE(idle.size(), 1);
    }
    void T14_locksWithItsOwnSessionOnly()
    {
        IdleWatch watch(m_clock);
        QSignalSpy idle(&watch, &IdleWatch::idle);
        m_login.asked = 0;
        watch.listenToDesktop();
        QTRY_COMPARE(m_login.asked, uint(QCoreApplication::applicationPid()));
        const QString session = u"org.freedesktop.login1.Session"_s;
        // The answer to the question is on its way; from then on its own session is heard.
        QVERIFY(QTest::qWaitFor([&] {
            say(ours, session, u"Lock"_s, {});
            return idle.size() > 0;
        }));
        QTest::qWait(0);
        const qsizetype before = settled(idle);
        say(theirs, session, u"Lock"_s, {});
        say(ours, session, u"Lock"_s, {});
        QTRY_VERIFY(idle.size() > before);
        QCOMPARE(settled(idle), before + 1);
    }
    void T14_locksWhenSomebodyElseTakesTheScreen()
    {
        IdleWatch watch(m_clock);
        QSignalSpy idle(&watch, &IdleWatch::idle);
        watch.listenToDesktop();
        const QString properties = u"org.freedesktop.DBus.Properties"_s;
        const auto active = [](bool isActive) {
            return QVariantList{u"org.freedesktop.login1.Session"_s, QVariantMap{{u"Active"_s, isActive}},
                                QStringList()};
        };
        QVERIFY(QTest::qWaitFor([&] {
            say(ours, properties, u"PropertiesChanged"_s, active(false));
            return idle.size() > 0;
        }));
        const qsizetype before = settled(idle);
        say(ours, properties, u"PropertiesChanged"_s, active(true));
        say(theirs, properties, u"PropertiesChanged"_s, active(false));
        say(ours, properties, u"PropertiesChanged"_s, active(false));
        QTRY_VERIFY(idle.size() > before);
        QCOMPARE(settled(idle), before + 1);
    }

private:
    // Everything said so far has come: the bus keeps the order.
    static qsizetype settled(const QSignalSpy &idle)
    {
        (void)QDBusConnection::systemBus().call(QDBusMessage::createMethodCall(
            u"org.freedesktop.DBus"_s, u"/"_s, u"org.freedesktop.DBus"_s, u"GetId"_s));
        QCoreApplication::processEvents();
        return idle.size();
    }
    static void say(const QString &path, const QString &interface, const QString &name,
                    const QVariantList &arguments)
    {
        QDBusMessage signal = QDBusMessage::createSignal(path, interface, name);
        signal.setArguments(arguments);
        QVERIFY(QDBusConnection::systemBus().send(signal));
    }
    void touch()
    {
        QEvent move(QEvent::MouseMove);
        QCoreApplication::sendEvent(this, &move);
    }

    test::ManualClock m_clock;
    FakeLogin m_login;
};

QTEST_GUILESS_MAIN(TestIdleWatch)
#include "tst_idlewatch.moc"
