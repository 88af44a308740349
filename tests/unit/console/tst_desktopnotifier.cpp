// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/desktopnotifier.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::StringLiterals;

namespace {

const QString service = u"org.freedesktop.Notifications"_s;
const QString path = u"/org/freedesktop/Notifications"_s;

} // namespace

// The service of a desktop, on the test's own bus and on a connection of its own.
class FakeService : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Shown
    {
        QString program, title, text;
        QStringList actions;
        QVariantMap hints;
    };
    QMap<uint, Shown> shown;
    QList<uint> closed;

    explicit FakeService(const QString &name)
        : m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, name))
        , m_name(name)
    {
        m_bus.registerObject(path, this, QDBusConnection::ExportAllSlots);
    }
    ~FakeService() override { QDBusConnection::disconnectFromBus(m_name); }

    [[nodiscard]] bool appear() { return m_bus.registerService(service); }
    void say(const QString &signal, const QVariantList &arguments)
    {
        QDBusMessage message = QDBusMessage::createSignal(path, service, signal);
        message.setArguments(arguments);
        QVERIFY(m_bus.send(message));
    }

public slots:
    uint Notify(const QString &program, uint, const QString &, const QString &title, const QString &text,
                const QStringList &actions, const QVariantMap &hints, int)
    {
        shown.insert(++m_last, {program, title, text, actions, hints});
        return m_last;
    }
    void CloseNotification(uint id) { closed.append(id); }

private:
    QDBusConnection m_bus;
    QString m_name;
    uint m_last = 40;
};

class TestDesktopNotifier : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        QVERIFY(QDBusConnection::sessionBus().isConnected());
    }

    void aClickOpensTheRequest()
    {
        FakeService desktop(u"desktop"_s);
        QVERIFY(desktop.appear());
        DesktopNotifier notifier;
        QSignalSpy clicked(&notifier, &DesktopNotifier::clicked);
        const DesktopNotice notice{
            .title = u"A new request"_s, .text = u"risk-notebook"_s, .request = {{u"sub_1"_s}}};
        notifier.show(notice);
        QTRY_COMPARE(notifier.standing(), 1);
        const FakeService::Shown shown = desktop.shown.value(41);
        QCOMPARE(shown.title, u"A new request"_s);
        QCOMPARE(shown.text, u"risk-notebook"_s);
        QCOMPARE(shown.actions.value(0), u"default"_s);
        QVERIFY(shown.hints.contains(u"desktop-entry"_s));
        desktop.say(u"ActionInvoked"_s, {uint(7), u"default"_s});  // of another program
        desktop.say(u"ActionInvoked"_s, {uint(41), u"approve"_s}); // never offered
        desktop.say(u"ActionInvoked"_s, {uint(41), u"default"_s});
        QTRY_COMPARE(clicked.size(), 1);
        QCOMPARE(clicked.first().first().value<DesktopNotice>(), notice);
        desktop.say(u"ActionInvoked"_s, {uint(41), u"default"_s}); // twice is once
        desktop.say(u"NotificationClosed"_s, {uint(41), uint(2)});
        notifier.show(notice);
        QTRY_COMPARE(notifier.standing(), 1);
        QCOMPARE(clicked.size(), 1);
        desktop.say(u"NotificationClosed"_s, {uint(42), uint(2)});
        QTRY_COMPARE(notifier.standing(), 0);
    }

    void aNameIsNoMarkup_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sent");
        QTest::newRow("picture") << u"<img src=\"file:///etc/passwd\">"_s
                                 << u"&lt;img src=&quot;file:///etc/passwd&quot;&gt;"_s;
        QTest::newRow("link") << u"<a href='https://evil.example'>a</a>"_s
                              << u"&lt;a href='https://evil.example'&gt;a&lt;/a&gt;"_s;
        QTest::newRow("escaped before") << u"&lt;b&gt; & co"_s << u"&amp;lt;b&amp;gt; &amp; co"_s;
        QTest::newRow("lines") << u"a\nb\r\n\tc"_s << u"a b c"_s;
        QTest::newRow("right to left") << u"a\u202Eb"_s << u"a\uFFFDb"_s;
        QTest::newRow("long") << QString(5000, u'x') << QString(QString(199, u'x') + u'…');
    }
    void aNameIsNoMarkup()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, sent);
        FakeService desktop(u"desktop"_s);
        QVERIFY(desktop.appear());
        DesktopNotifier notifier;
        notifier.show({.title = text, .text = text});
        QTRY_COMPARE(desktop.shown.size(), 1);
        QCOMPARE(desktop.shown.first().title, sent);
        QCOMPARE(desktop.shown.first().text, sent);
        QTRY_COMPARE(notifier.standing(), 1);
    }

    void onlyTheServiceIsHeard()
    {
        FakeService desktop(u"desktop"_s), other(u"other"_s);
        QVERIFY(desktop.appear());
        DesktopNotifier notifier;
        QSignalSpy clicked(&notifier, &DesktopNotifier::clicked);
        notifier.show({.title = u"one"_s, .text = {}});
        QTRY_COMPARE(notifier.standing(), 1);
        other.say(u"ActionInvoked"_s, {uint(41), u"default"_s});
        other.say(u"NotificationClosed"_s, {uint(41), uint(1)});
        notifier.show({.title = u"two"_s, .text = {}}); // later on the same bus
        QTRY_COMPARE(notifier.standing(), 2);
        QCOMPARE(clicked.size(), 0);
    }

    void whatStandsThereIsTakenAway()
    {
        FakeService desktop(u"desktop"_s);
        QVERIFY(desktop.appear());
        DesktopNotifier notifier;
        notifier.show({.title = u"one"_s, .text = {}});
        QTRY_COMPARE(notifier.standing(), 1);
        notifier.show({.title = u"two"_s, .text = {}}); // on its way
        notifier.withdraw();
        QCOMPARE(notifier.standing(), 0);
        QTRY_COMPARE(desktop.closed, (QList<uint>{41, 42}));
        QCOMPARE(notifier.standing(), 0);
    }

    void withoutAServiceAnotherWayIsAskedFor()
    {
        DesktopNotifier notifier;
        QSignalSpy notShown(&notifier, &DesktopNotifier::notShown);
        const DesktopNotice notice{.title = u"one"_s, .text = u"<b>"_s};
        notifier.show(notice);
        QTRY_COMPARE(notShown.size(), 1);
        QCOMPARE(notShown.first().first().value<DesktopNotice>(), notice); // as it is, not escaped
        QCOMPARE(notifier.standing(), 0);
    }
};

QTEST_GUILESS_MAIN(TestDesktopNotifier)
#include "tst_desktopnotifier.moc"
