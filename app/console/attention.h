// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/announcer.h"
#include "app/console/desktopnotifier.h"
#include "app/console/navigator.h"
#include "ui/shell/trayicon.h"

#include <QObject>

namespace gatehouse::ui {
class SettingsPage;
}

namespace gatehouse::console {

// Between the window and the desktop around it: the tray icon, what the desktop is told, and where a click on
// either, a link or a second start leads.
class Attention : public QObject
{
    Q_OBJECT
public:
    struct Parts // all outlive it
    {
        const Clock &clock;
        workspace::Preferences &preferences;
        const workspace::ConnectionBook &connections;
        const ui::Theme &theme;
        ui::MainWindow &window;
        ui::ApprovalsPage &approvals;
        ui::SettingsPage &settings;
    };
    explicit Attention(const Parts &parts, QObject *parent = nullptr);

    // What is open now, and the desk once somebody is signed in there.
    void follow(const QString &connection, workspace::ApprovalDesk *desk);
    void setLocked(bool isLocked);
    void obey(const workspace::InstanceOrder &order); // of a second start
    void visit(const workspace::DeepLink &link);
    void raiseWindow();
    void forget(); // the link that is remembered: whoever asked for it is gone

signals:
    void connectionWanted(const QString &name);
    void quitRequested();

private:
    void connectSettings(ui::SettingsPage &settings);
    void openNotice(const DesktopNotice &notice);
    void openApprovals();

    Parts m_parts;
    QString m_connection;
    bool m_isLocked = false;
    Navigator m_navigator;
    Announcer m_announcer;
    DesktopNotifier m_notifier;
    ui::TrayIcon m_tray;
    DesktopNotice m_told; // what the tray showed last
};

} // namespace gatehouse::console
