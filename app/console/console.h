// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/commandline.h"
#include "app/console/idlewatch.h"
#include "app/console/sandboxhost.h"
#include "app/shared/connectiontrial.h"
#include "app/shared/gatewaylink.h"
#include "app/shared/stores.h"
#include "core/workspace/preferences.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <map>
#include <memory>
#include <vector>

namespace gatehouse::ui {
class ApprovalsPage;
class AuditPage;
class ConnectionsPage;
class SettingsPage;
class SignInPage;
class UsagePage;
} // namespace gatehouse::ui

namespace gatehouse::console {

class Attention;

// The composition root: every object of the program is made here, and the window's signals meet the
// workspace.
class Console : public QObject
{
    Q_OBJECT
public:
    // The references outlive the console.
    Console(const CommandLine &line, ui::Theme &theme, app::Stores &stores, identity::BrowserOpener &browser);
    ~Console() override;

    // Opens the window on the connection asked for. Everything slow comes after the first frame.
    void start();

    [[nodiscard]] ui::MainWindow &window() { return m_window; }
    [[nodiscard]] ui::Theme &theme() { return m_theme; }
    [[nodiscard]] app::GatewayLink *link() const { return m_link; }
    [[nodiscard]] SandboxHost &sandbox() { return m_sandbox; }
    [[nodiscard]] ui::ApprovalsPage &approvals() { return *m_approvals; }
    [[nodiscard]] ui::UsagePage &usage() { return *m_usage; }
    [[nodiscard]] ui::SignInPage &signIn() { return *m_signIn; }
    [[nodiscard]] ui::SettingsPage &settings() { return *m_settings; }
    [[nodiscard]] ui::ConnectionsPage &connections() { return *m_connections; }
    [[nodiscard]] Attention &attention() { return *m_attention; }

    // Ends the sessions that nothing keeps and the sandbox when it is ours, then the program.
    void quit();

signals:
    void aboutToEnd(); // all of that is done

private:
    void makePages();
    void connectWindow();
    void watchStores();
    [[nodiscard]] std::optional<workspace::Connection> firstConnection() const;
    void open(const workspace::Connection &connection);
    void makeLink(const workspace::Connection &connection);
    void leaveLink();
    void followLink();
    void endAndForget(std::unique_ptr<app::GatewayLink> link);
    void endSessionsOf(const workspace::Connection &connection);
    void takeSessionsAlong(const workspace::Connection &before, const workspace::Connection &now);
    void endSessionsOfThisRun(const std::function<void()> &ended);
    void openByName(const QString &name);
    void followSandbox(const workspace::Connection &connection);
    void followAccount();
    void followPerson();
    void showPerson();
    void showConnections();
    void showRightPage();
    void showPageOrSignIn(const QString &id);
    void showPersonAndKeyStore();
    void report(const Error &error, const QString &id, const QString &impact = {});
    void eraseLocalData();
    void signOut();
    void watchIdleness();
    void watchDesktop();
    void lock();
    void unlock(bool elsewhere);
    void lookAtSessionLimit();
    void showLock();
    void noteUnlocked(const workspace::Connection &connection);
    [[nodiscard]] bool needsFreshSignIn(const workspace::Connection &connection) const;
    void checkConnection(const workspace::Connection &connection);

    CommandLine m_line;
    SystemClock m_clock;
    app::Stores &m_stores;
    Result<void> m_loaded; // the connections
    workspace::Preferences m_preferences;
    ui::Theme &m_theme;
    identity::BrowserOpener &m_browser;
    SandboxHost m_sandbox;
    IdleWatch m_idle{m_clock};
    QTimer m_sessionLimit;
    // Of this run, by the connection's name: whoever signed in at one is still there on coming back.
    std::map<QString, std::unique_ptr<app::GatewayLink>> m_links;
    std::map<app::GatewayLink *, QPointer<workspace::ApprovalDesk>> m_opened; // desks that read already
    std::vector<std::unique_ptr<app::GatewayLink>> m_leaving; // whose sessions are being ended
    app::GatewayLink *m_link = nullptr;                       // the one that is shown
    std::unique_ptr<app::ConnectionTrial> m_trial;            // of the form on the connections page
    workspace::Account::State m_lastState = workspace::Account::State::SignedOut;
    QString m_wantedPage; // where to go once somebody is signed in
    ui::MainWindow m_window;
    ui::SignInPage *m_signIn = nullptr;
    ui::ApprovalsPage *m_approvals = nullptr;
    ui::UsagePage *m_usage = nullptr;
    ui::AuditPage *m_audit = nullptr;
    ui::ConnectionsPage *m_connections = nullptr;
    ui::SettingsPage *m_settings = nullptr;
    std::unique_ptr<Attention> m_attention; // ends before what it looks at
};

} // namespace gatehouse::console
