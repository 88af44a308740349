// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/desktopnotifier.h"
#include "core/base/clock.h"
#include "core/workspace/noticerules.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace gatehouse::workspace {
class ApprovalDesk;
class Preferences;
} // namespace gatehouse::workspace

namespace gatehouse::console {

// Watches the queue and says what the desktop is to be told; the rules are core/workspace/noticerules.h.
class Announcer : public QObject
{
    Q_OBJECT
public:
    // Both references outlive the announcer.
    Announcer(const Clock &clock, workspace::Preferences &preferences, QObject *parent = nullptr);

    void follow(workspace::ApprovalDesk *desk); // null: nobody is signed in
    void setLocked(bool isLocked) { m_isLocked = isLocked; }
    // Looks again: the preferences may be others, or time has passed.
    void look();

signals:
    void noticed(const gatehouse::console::DesktopNotice &notice);
    void waitingChanged(int count); // requests that this person may decide

private:
    void tell(const workspace::Notice &notice);

    const Clock &m_clock;
    workspace::Preferences &m_preferences;
    QPointer<workspace::ApprovalDesk> m_desk;
    workspace::Told m_told;
    int m_waiting = 0;
    bool m_isLocked = false;
    QTimer m_minute; // dates pass, quiet hours end
};

} // namespace gatehouse::console
