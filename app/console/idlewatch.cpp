// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/idlewatch.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QEvent>

using namespace Qt::StringLiterals;

namespace gatehouse::console {

namespace {

const QString login = u"org.freedesktop.login1"_s;
const QString loginPath = u"/org/freedesktop/login1"_s;
const QString loginManager = u"org.freedesktop.login1.Manager"_s;

bool isInput(QEvent::Type type)
{
    switch (type) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TabletPress:
        return true;
    default:
        return false;
    }
}

} // namespace

IdleWatch::IdleWatch(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_lastInput(clock.now())
{
    // By the clock on the wall: a timer alone would not count the time the computer slept.
    m_timer.setInterval(std::chrono::seconds(5));
    connect(&m_timer, &QTimer::timeout, this, &IdleWatch::look);
    QCoreApplication::instance()->installEventFilter(this);
}

void IdleWatch::setLimit(std::chrono::minutes limit)
{
    m_limit = limit;
    m_lastInput = m_clock.now();
    if (limit.count() > 0)
        m_timer.start();
    else
        m_timer.stop();
}

void IdleWatch::listenToDesktop()
{
    for (const QString &service : {u"org.freedesktop.ScreenSaver"_s, u"org.gnome.ScreenSaver"_s})
        QDBusConnection::sessionBus().connect({}, {}, service, u"ActiveChanged"_s, this,
                                              SLOT(onDesktopLocked(bool)));
    QDBusConnection system = QDBusConnection::systemBus();
    system.connect(login, {}, loginManager, u"PrepareForSleep"_s, this, SLOT(onDesktopLocked(bool)));
    // Which of the computer's sessions is ours; a service of the user is in none, but the environment knows.
    QDBusMessage ask = QDBusMessage::createMethodCall(login, loginPath, loginManager, u"GetSessionByPID"_s);
    ask << quint32(QCoreApplication::applicationPid());
    askForSession(ask);
    if (const QString id = qEnvironmentVariable("XDG_SESSION_ID"); !id.isEmpty()) {
        ask = QDBusMessage::createMethodCall(login, loginPath, loginManager, u"GetSession"_s);
        ask << id;
        askForSession(ask);
    }
}

void IdleWatch::askForSession(const QDBusMessage &question)
{
    auto *call = new QDBusPendingCallWatcher(QDBusConnection::systemBus().asyncCall(question), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call] {
        const QDBusPendingReply<QDBusObjectPath> path = *call;
        if (path.isValid())
            listenToSession(path.value().path());
        call->deleteLater();
    });
}

// Locked, or somebody else took the screen (fast user switching).
void IdleWatch::listenToSession(const QString &path)
{
    if (m_session == path)
        return;
    m_session = path;
    QDBusConnection system = QDBusConnection::systemBus();
    system.connect(login, path, u"org.freedesktop.login1.Session"_s, u"Lock"_s, this, SLOT(onSessionLock()));
    system.connect(login, path, u"org.freedesktop.DBus.Properties"_s, u"PropertiesChanged"_s, this,
                   SLOT(onSessionChanged(QString, QVariantMap, QStringList)));
}

void IdleWatch::onSessionChanged(const QString &, const QVariantMap &changed, const QStringList &)
{
    if (changed.contains(u"Active"_s) && !changed.value(u"Active"_s).toBool())
        emit idle();
}

bool IdleWatch::eventFilter(QObject *watched, QEvent *event)
{
    if (isInput(event->type())) {
        look(); // the first key after a long sleep comes before the timer
        m_lastInput = m_clock.now();
    }
    return QObject::eventFilter(watched, event);
}

void IdleWatch::look()
{
    if (m_limit.count() > 0 &&
        m_lastInput.addMSecs(std::chrono::milliseconds(m_limit).count()) <= m_clock.now())
        emit idle();
}

void IdleWatch::onDesktopLocked(bool isActive)
{
    if (isActive)
        emit idle();
}

void IdleWatch::onSessionLock()
{
    emit idle();
}

} // namespace gatehouse::console
