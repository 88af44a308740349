// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/idlewatch.h"
#include "tests/fakes/manualclock.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestIdleWatch : public QObject
{
    Q_OBJECT
private slots:
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

private:
    void touch()
    {
        QEvent move(QEvent::MouseMove);
        QCoreApplication::sendEvent(this, &move);
    }

    test::ManualClock m_clock;
};

QTEST_GUILESS_MAIN(TestIdleWatch)
#include "tst_idlewatch.moc"
