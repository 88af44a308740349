// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/commandline.h"
#include "app/console/desktopbrowser.h"
#include "app/console/idlewatch.h"
#include "app/console/sandboxhost.h"
#include "app/shared/connectiontrial.h"
#include "app/shared/gatewaylink.h"
#include "app/shared/stores.h"
#include "core/workspace/preferences.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QObject>

#include <memory>

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
    // `theme` and `stores` outlive the console.
    Console(const CommandLine &line, ui::Theme &theme, app::Stores &stores);
    ~Console() override;

    // Opens the window on the connection asked for. Everything slow comes after the first frame.
    void start();

    [[nodiscard]] ui::MainWindow &window() { return m_window; }
    [[nodiscard]] ui::Theme &theme() { return m_theme; }
    [[nodiscard]] app::GatewayLink *link() const { return m_link.get(); }
    [[nodiscard]] SandboxHost &sandbox() { return m_sandbox; }
    [[nodiscard]] ui::ApprovalsPage &approvals() { return *m_approvals; }
    [[nodiscard]] ui::UsagePage &usage() { return *m_usage; }
    [[nodiscard]] ui::SignInPage &signIn() { return *m_signIn; }
    [[nodiscard]] ui::SettingsPage &settings() { return *m_settings; }
    [[nodiscard]] Attention &attention() { return *m_attention; }

    // Ends the sandbox first when it is ours, then the program.
    void quit();

private:
    void makePages();
    void connectWindow();
    void watchStores();
    [[nodiscard]] std::optional<workspace::Connection> firstConnection() const;
    void open(const workspace::Connection &connection);
    void makeLink(const workspace::Connection &connection);
    void followLink();
    void openByName(const QString &name);
    void followSandbox(const workspace::Connection &connection);
    void followAccount();
    void followPerson();
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
    void unlock();
    void leaveLock();
    [[nodiscard]] std::chrono::minutes idleLimit() const;
    void checkConnection(const workspace::Connection &connection);

    CommandLine m_line;
    SystemClock m_clock;
    app::Stores &m_stores;
    Result<void> m_loaded; // the connections
    workspace::Preferences m_preferences;
    ui::Theme &m_theme;
    DesktopBrowser m_browser;
    SandboxHost m_sandbox;
    IdleWatch m_idle{m_clock};
    std::unique_ptr<app::GatewayLink> m_link;
    std::unique_ptr<app::ConnectionTrial> m_trial; // of the form on the connections page
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
