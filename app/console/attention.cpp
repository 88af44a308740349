// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/attention.h"

#include "core/workspace/preferences.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/settings/noticecard.h"
#include "ui/pages/settings/settingspage.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>

namespace gatehouse::console {

Attention::Attention(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_navigator(parts.window, parts.approvals, parts.connections)
    , m_announcer(parts.clock, parts.preferences)
    , m_tray(parts.theme)
{
    connect(&m_navigator, &Navigator::connectionWanted, this, &Attention::connectionWanted);
    connect(&m_announcer, &Announcer::noticed, &m_notifier, &DesktopNotifier::show);
    connect(&m_announcer, &Announcer::waitingChanged, &m_tray, &ui::TrayIcon::setCount);
    connect(&m_notifier, &DesktopNotifier::clicked, this, &Attention::openNotice);
    connect(&m_notifier, &DesktopNotifier::notShown, this, [this](const DesktopNotice &notice) {
        m_told = notice;
        m_tray.tell(notice.title, notice.text);
    });
    connect(&m_tray, &ui::TrayIcon::messageClicked, this, [this] { openNotice(m_told); });
    connect(&m_tray, &ui::TrayIcon::openRequested, this, &Attention::raiseWindow);
    connect(&m_tray, &ui::TrayIcon::approvalsRequested, this, &Attention::openApprovals);
    connect(&m_tray, &ui::TrayIcon::quitRequested, this, &Attention::quitRequested);
    connectSettings(parts.settings);
    // The desktop is asked over D-Bus: not before the first frame.
    QTimer::singleShot(std::chrono::seconds(1), &m_tray, &ui::TrayIcon::show);
}

void Attention::connectSettings(ui::SettingsPage &settings)
{
    ui::NoticeCard *card = settings.notices();
    card->setChoices(m_parts.preferences.notices());
    connect(card, &ui::NoticeCard::chosen, this, [this](const workspace::NoticeChoices &choices) {
        m_parts.preferences.setNotices(choices);
        m_announcer.look();
    });
}

void Attention::follow(const QString &connection, workspace::ApprovalDesk *desk)
{
    m_connection = connection;
    m_notifier.withdraw(); // they spoke of what was open before
    m_announcer.follow(desk);
    m_navigator.follow(connection, desk);
}

void Attention::setLocked(bool isLocked)
{
    m_isLocked = isLocked;
    if (isLocked)
        m_notifier.withdraw(); // they name people and applications
    m_announcer.setLocked(isLocked);
    m_navigator.setLocked(isLocked);
}

void Attention::obey(const workspace::InstanceOrder &order)
{
    if (order.target)
        visit(*order.target);
    else
        raiseWindow();
}

void Attention::visit(const workspace::DeepLink &link)
{
    raiseWindow();
    m_navigator.go(link);
}

void Attention::raiseWindow()
{
    ui::MainWindow &window = m_parts.window;
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    window.activateWindow();
    QApplication::alert(&window); // where the desktop lets no program come to the front by itself
}

void Attention::forget()
{
    m_navigator.forget();
}

void Attention::openNotice(const DesktopNotice &notice)
{
    if (notice.request)
        visit({.connection = m_connection, .request = *notice.request});
    else
        openApprovals();
}

void Attention::openApprovals()
{
    raiseWindow();
    if (!m_isLocked)
        m_parts.window.showPage(m_parts.approvals.about().id);
}

} // namespace gatehouse::console
