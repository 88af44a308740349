// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QObject>
#include <QTimer>
#include <QVariantMap>

#include <chrono>

class QDBusMessage;

namespace gatehouse::console {

// Tells when nobody has touched the program for a while, and when the desktop is locked, the screen is
// somebody else's, or the computer goes to sleep (org.freedesktop.ScreenSaver, org.gnome.ScreenSaver,
// org.freedesktop.login1), where there is such a desktop.
class IdleWatch : public QObject
{
    Q_OBJECT
public:
    // Watches the whole application from now on; the desktop once listenToDesktop() was called.
    explicit IdleWatch(const Clock &clock, QObject *parent = nullptr);

    void setLimit(std::chrono::minutes limit); // 0: idleness is not told
    void listenToDesktop();                    // talks to D-Bus: not before the first frame

signals:
    void idle();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private slots:
    void onDesktopLocked(bool isActive);
    void onSessionLock();
    void onSessionChanged(const QString &interface, const QVariantMap &changed, const QStringList &gone);

private:
    void look();
    void askForSession(const QDBusMessage &question);
    void listenToSession(const QString &path);

    const Clock &m_clock;
    std::chrono::minutes m_limit{0};
    QDateTime m_lastInput;
    QTimer m_timer;
    QString m_session; // ours, as the path of logind's object
};

} // namespace gatehouse::console
