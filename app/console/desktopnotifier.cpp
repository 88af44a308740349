// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/desktopnotifier.h"

#include "core/base/logging.h"
#include "ui/models/visibletext.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr qsizetype longestText = 200;
constexpr qsizetype mostStanding = 64; // a service that never tells of an end fills nothing
const QString service = u"org.freedesktop.Notifications"_s;
const QString path = u"/org/freedesktop/Notifications"_s;
const QString openAction = u"default"_s; // a click on the notice itself

// Escaped always: a service may take markup whether it says so or not, and then a name could be a picture or
// a link.
QString shown(const QString &text)
{
    QString line = ui::visibleText(text).simplified();
    if (line.size() > longestText)
        line = line.left(longestText - 1) + u'…';
    return line.toHtmlEscaped();
}

QDBusMessage call(const QString &method)
{
    return QDBusMessage::createMethodCall(service, path, service, method);
}

} // namespace

DesktopNotifier::DesktopNotifier(QObject *parent)
    : QObject(parent)
{}

void DesktopNotifier::listen()
{
    if (m_isListening)
        return;
    m_isListening = true;
    // Only what the service itself says counts.
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(service, path, service, u"ActionInvoked"_s, this, SLOT(onActionInvoked(uint, QString)));
    bus.connect(service, path, service, u"NotificationClosed"_s, this,
                SLOT(onNotificationClosed(uint, uint)));
}

void DesktopNotifier::show(const DesktopNotice &notice)
{
    if (!QDBusConnection::sessionBus().isConnected())
        return emit notShown(notice);
    listen();
    QDBusMessage notify = call(u"Notify"_s);
    notify << QGuiApplication::applicationDisplayName() << uint(0) << u"gatehouse"_s << shown(notice.title)
           << shown(notice.text) << QStringList{openAction, tr("Open")}
           << QVariantMap{{u"desktop-entry"_s, QGuiApplication::desktopFileName()},
                          {u"urgency"_s, QVariant::fromValue(uchar(1))}}
           << -1; // for as long as the service thinks right
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(notify), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, watcher, notice, round = m_round] { answered(watcher, notice, round); });
}

void DesktopNotifier::answered(QDBusPendingCallWatcher *watcher, const DesktopNotice &notice, int round)
{
    const QDBusPendingReply<uint> id = *watcher;
    watcher->deleteLater();
    if (id.isError()) {
        qCInfo(log::app) << "no notification service took it:" << id.error().name();
        return emit notShown(notice);
    }
    if (round != m_round)
        return close(id.value()); // withdrawn before it was there
    if (m_standing.size() < mostStanding)
        m_standing.insert(id.value(), notice);
}

void DesktopNotifier::withdraw()
{
    ++m_round;
    const QList<uint> ids = m_standing.keys();
    m_standing.clear();
    for (const uint id : ids)
        close(id);
}

void DesktopNotifier::close(uint id)
{
    QDBusMessage closing = call(u"CloseNotification"_s);
    closing << id;
    QDBusConnection::sessionBus().send(closing);
}

void DesktopNotifier::onActionInvoked(uint id, const QString &action)
{
    const auto found = m_standing.constFind(id); // notices of other programs are told here too
    if (found == m_standing.cend() || action != openAction)
        return;
    const DesktopNotice notice = *found;
    m_standing.erase(found);
    emit clicked(notice);
}

void DesktopNotifier::onNotificationClosed(uint id, uint)
{
    m_standing.remove(id);
}

} // namespace gatehouse::console
