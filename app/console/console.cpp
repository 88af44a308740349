// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"

#include "app/console/attention.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/audit/auditpage.h"
#include "ui/pages/connections/connectionform.h"
#include "ui/pages/connections/connectionspage.h"
#include "ui/pages/settings/settingspage.h"
#include "ui/pages/signin/signinpage.h"
#include "ui/pages/usage/usagepage.h"
#include "ui/shell/errortext.h"
#include "ui/widgets/messagebar.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gatehouse::console {

using State = workspace::Account::State;

namespace {

const QSize firstSize(1480, 900);
const QSize leastSize(900, 600);

ui::MainWindow::ConnectionItem itemOf(const workspace::Connection &connection)
{
    const QUrl &api = connection.api;
    return {.name = connection.name,
            .detail = api.port() < 0 ? api.host() : u"%1:%2"_s.arg(api.host()).arg(api.port()),
            .stage = connection.stage};
}

} // namespace

Console::Console(const CommandLine &line, ui::Theme &theme, app::Stores &stores,
                 identity::BrowserOpener &browser)
    : m_line(line)
    , m_stores(stores)
    , m_preferences(stores.settings())
    , m_theme(theme)
    , m_browser(browser)
    , m_sandbox(m_clock)
    , m_wantedPage(u"approvals"_s)
    , m_window(theme)
{
    m_theme.setScheme(ui::Theme::schemeOf(m_preferences.theme()));
    m_window.setMinimumSize(leastSize);
    m_loaded = m_stores.connections().load();
    if (const std::optional<workspace::Connection> connection = firstConnection())
        makeLink(*connection); // the key store answers while the pages are made
    makePages();
    connectWindow();
    watchStores();
    watchDesktop();
    watchIdleness();
}

Console::~Console()
{
    // The pages look at what the link owns.
    m_approvals->setDesk(nullptr, nullptr);
    m_usage->setBoard(nullptr, nullptr);
    m_audit->setTrail(nullptr);
    m_signIn->setAccount(nullptr, std::nullopt);
}

void Console::makePages()
{
    m_signIn = new ui::SignInPage(&m_window);
    m_approvals = new ui::ApprovalsPage(m_preferences, m_clock, &m_window);
    m_usage = new ui::UsagePage(m_preferences, m_clock, &m_window);
    m_audit = new ui::AuditPage(m_clock, &m_window);
    m_connections = new ui::ConnectionsPage(m_stores.connections(), &m_window);
    m_settings = new ui::SettingsPage(&m_window);
    for (ui::Page *page : std::initializer_list<ui::Page *>{m_signIn, m_approvals, m_usage, m_audit,
                                                            m_connections, m_settings})
        m_window.addPage(page);
    m_settings->setScheme(m_theme.scheme());
}

void Console::connectWindow()
{
    connect(&m_window, &ui::MainWindow::pageShown, this, &Console::showPageOrSignIn);
    connect(&m_window, &ui::MainWindow::connectionChosen, this, &Console::openByName);
    connect(&m_window, &ui::MainWindow::connectionsRequested, this,
            [this] { m_window.showPage(u"connections"_s); });
    connect(&m_window, &ui::MainWindow::signInRequested, this, [this] {
        if (m_link)
            m_link->account().signIn();
    });
    connect(&m_window, &ui::MainWindow::signOutRequested, this, [this] {
        signOut();
        m_attention->forget();
    });
    const auto chooseScheme = [this](ui::Theme::Scheme scheme) {
        m_theme.setScheme(scheme);
        m_preferences.setTheme(ui::Theme::wordOf(scheme));
        m_settings->setScheme(scheme);
    };
    connect(&m_window, &ui::MainWindow::themeRequested, this, chooseScheme);
    connect(m_settings, &ui::SettingsPage::schemeChosen, this, chooseScheme);
    connect(m_settings, &ui::SettingsPage::eraseRequested, this, &Console::eraseLocalData);
    connect(&m_window, &ui::MainWindow::railCollapsedChanged, this,
            [this](bool collapsed) { m_preferences.setRailCollapsed(collapsed); });
    connect(m_signIn, &ui::SignInPage::connectionsRequested, this,
            [this] { m_window.showPage(u"connections"_s); });
    connect(m_connections, &ui::ConnectionsPage::openRequested, this, &Console::openByName);
    connect(m_connections, &ui::ConnectionsPage::checkRequested, this, &Console::checkConnection);
    connect(m_connections, &ui::ConnectionsPage::removed, this, &Console::endSessionsOf);
    connect(m_connections, &ui::ConnectionsPage::replaced, this, &Console::takeSessionsAlong);
    connect(m_approvals, &ui::ApprovalsPage::pendingCountChanged, this,
            [this](int count) { m_window.setBadge(u"approvals"_s, count); });
    connect(&m_sandbox, &SandboxHost::ready, this, &Console::followSandbox);
    connect(&m_sandbox, &SandboxHost::failed, this, [this](const Error &error) {
        m_signIn->setProblem(error);
        report(error, u"sandbox"_s);
    });
    connect(&m_stores.connections(), &workspace::ConnectionBook::changed, this, &Console::showConnections);
}

void Console::watchDesktop()
{
    m_attention = std::make_unique<Attention>(Attention::Parts{.clock = m_clock,
                                                               .preferences = m_preferences,
                                                               .connections = m_stores.connections(),
                                                               .theme = m_theme,
                                                               .window = m_window,
                                                               .approvals = *m_approvals,
                                                               .settings = *m_settings});
    // Queued: it may be said while the link that is open now is still speaking.
    connect(m_attention.get(), &Attention::connectionWanted, this, &Console::openByName,
            Qt::QueuedConnection);
    connect(m_attention.get(), &Attention::quitRequested, this, &Console::quit);
}

void Console::watchStores()
{
    connect(&m_stores.cache(), &store::Cache::damagedFileMovedAside, this, [this](const QString &path) {
        m_window.messageBar()->show(
            {.id = u"cache"_s,
             .tone = ui::Tone::Look,
             .title = tr("The lists kept on this computer were damaged"),
             .text = tr("The file was moved aside to %1 and is being rebuilt from the gateway. "
                        "Nothing at the gateway is lost.")
                         .arg(path)});
    });
    // Once: every later answer fails in the same way.
    connect(
        &m_stores.cache(), &store::Cache::failed, this,
        [this] {
            m_window.messageBar()->show(
                {.id = u"cache"_s,
                 .tone = ui::Tone::Look,
                 .title = tr("The lists cannot be kept on this computer"),
                 .text = tr("What is read is shown all the same; the next start will have to wait for the "
                            "gateway. "
                            "Make room on the disk, or check the rights of %1.")
                             .arg(m_stores.places().cache)});
        },
        Qt::SingleShotConnection);
    connect(&m_stores.journal(), &store::Journal::damagedFileMovedAside, this, [this](const QString &path) {
        m_window.messageBar()->show({.id = u"journal"_s,
                                     .tone = ui::Tone::Wrong,
                                     .title = tr("The journal of decisions on their way was damaged"),
                                     .text = tr("It was moved aside to %1 and kept. A decision of an earlier "
                                                "run may not have been checked: look "
                                                "for it in the list before deciding again.")
                                                 .arg(path)});
    });
    if (m_stores.problem())
        report(*m_stores.problem(), u"stores"_s);
}

void Console::start()
{
    if (!m_loaded)
        report(m_loaded.error(), u"connections"_s,
               tr("No connection is known in this run; the file was left as it is."));
    showConnections();
    m_window.setRailCollapsed(m_preferences.isRailCollapsed());
    m_window.resize(firstSize);
    m_window.restoreGeometry(m_preferences.windowGeometry());
    if (!m_line.connection.isEmpty() && !m_stores.connections().find(m_line.connection))
        m_window.messageBar()->show({.id = u"connections"_s,
                                     .tone = ui::Tone::Wrong,
                                     .title = tr("There is no connection named %1").arg(m_line.connection),
                                     .text = tr("Choose one of the known connections, or add it.")});
    if (m_link) {
        followLink();
    } else {
        m_signIn->setAccount(nullptr, std::nullopt,
                             m_line.sandbox ? tr("The sandbox gateway on this computer is starting.")
                                            : QString());
        showRightPage();
    }
    showLock(); // before anything could be seen
    m_window.show();
    if (m_line.link)
        m_attention->visit(*m_line.link);
    if (m_line.sandbox) {
        const std::optional<workspace::Connection> known = m_stores.connections().find(sandboxName());
        QMetaObject::invokeMethod(
            this, [this, known] { m_sandbox.start(known); }, Qt::QueuedConnection);
    }
}

void Console::quit()
{
    m_preferences.setWindowGeometry(m_window.saveGeometry());
    endSessionsOfThisRun([this] {
        m_sandbox.stop([this] {
            emit aboutToEnd();
            QCoreApplication::quit();
        });
    });
}

std::optional<workspace::Connection> Console::firstConnection() const
{
    workspace::ConnectionBook &book = m_stores.connections();
    if (m_line.sandbox)
        return book.find(sandboxName());
    if (!m_line.connection.isEmpty())
        return book.find(m_line.connection);
    const QString last = m_stores.settings().value(store::Setting::CurrentConnection).toString();
    if (std::optional<workspace::Connection> found = book.find(last))
        return found;
    return book.connections().isEmpty() ? std::nullopt : std::optional(book.connections().first());
}

void Console::openByName(const QString &name)
{
    if (const std::optional<workspace::Connection> connection = m_stores.connections().find(name))
        open(*connection);
}

void Console::checkConnection(const workspace::Connection &connection)
{
    m_connections->form()->setCheck(nullptr);
    m_trial = std::make_unique<app::ConnectionTrial>(connection, m_clock);
    m_connections->form()->setCheck(&m_trial->check());
    m_trial->check().start();
}

void Console::followSandbox(const workspace::Connection &connection)
{
    m_window.messageBar()->dismiss(u"sandbox"_s);
    const std::optional<workspace::Connection> known = m_stores.connections().find(connection.name);
    if (known != connection) {
        if (const Result<void> kept = m_stores.connections().put(connection); !kept)
            report(kept.error(), u"connections"_s, tr("The sandbox is open all the same."));
    }
    if (!m_link || m_link->connection() != connection)
        return open(connection);
    // What was asked before it was ready has failed; what is shown is from the cache.
    if (m_link->desk())
        m_approvals->refresh();
}

void Console::showConnections()
{
    QList<ui::MainWindow::ConnectionItem> items;
    for (const workspace::Connection &connection : m_stores.connections().connections())
        items.append(itemOf(connection));
    m_window.setConnections(items, m_link ? m_link->connection().name : QString());
}

void Console::report(const Error &error, const QString &id, const QString &impact)
{
    const ui::ErrorText text = ui::describe(error, impact);
    m_window.messageBar()->show(
        {.id = id, .tone = ui::Tone::Wrong, .title = text.title, .text = text.sentence()});
}

} // namespace gatehouse::console
