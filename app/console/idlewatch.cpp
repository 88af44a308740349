// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/idlewatch.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QEvent>

using namespace Qt::StringLiterals;

namespace gatehouse::console {

namespace {

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
    system.connect(u"org.freedesktop.login1"_s, {}, u"org.freedesktop.login1.Manager"_s, u"PrepareForSleep"_s,
                   this, SLOT(onDesktopLocked(bool)));
    system.connect(u"org.freedesktop.login1"_s, {}, u"org.freedesktop.login1.Session"_s, u"Lock"_s, this,
                   SLOT(onSessionLock()));
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
