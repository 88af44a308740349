// SPDX-License-Identifier: GPL-3.0-or-later
// Locking and unlocking (T14). A session that was locked, in this run or in the one before, is opened by a
// fresh sign-in to that session and by nothing else: neither by another connection nor by a restart. The rest
// of Console is in console.cpp.
#include "app/console/attention.h"
#include "app/console/console.h"

#include "core/base/follow.h"
#include "core/identity/keptsession.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/settings/settingspage.h"
#include "ui/shell/errortext.h"
#include "ui/shell/lockscreen.h"

namespace gatehouse::console {

namespace {

QString keyOf(const workspace::Connection &connection)
{
    return identity::secretKey(connection.name, workspace::providerOf(connection));
}

// What the administrator of this computer says is the most; 0 is never.
std::chrono::minutes atMost(int own, const std::optional<std::chrono::minutes> &most)
{
    const std::chrono::minutes wanted(own);
    if (!most)
        return wanted;
    return own == 0 ? *most : std::min(wanted, *most);
}

} // namespace

void Console::watchIdleness()
{
    connect(&m_idle, &IdleWatch::idle, this, &Console::lock);
    connect(&m_window, &ui::MainWindow::lockRequested, this, &Console::lock);
    const ui::LockScreen *screen = m_window.lockScreen();
    connect(screen, &ui::LockScreen::unlockRequested, this, [this] { unlock(false); });
    connect(screen, &ui::LockScreen::unlockElsewhereRequested, this, [this] { unlock(true); });
    connect(screen, &ui::LockScreen::cancelRequested, this, [this] {
        if (m_link)
            m_link->account().cancelSignIn();
    });
    const auto apply = [this] {
        const store::ManagedPolicy &policy = m_stores.connections().policy();
        const std::chrono::minutes none(0);
        m_settings->setIdleLock(m_preferences.idleLockMinutes(), int(policy.idleLock.value_or(none).count()));
        m_settings->setSessionLimit(m_preferences.sessionLimitMinutes(),
                                    int(policy.sessionLimit.value_or(none).count()));
        m_idle.setLimit(atMost(m_preferences.idleLockMinutes(), policy.idleLock));
        lookAtSessionLimit();
    };
    apply();
    connect(m_settings, &ui::SettingsPage::idleLockChosen, this, [this, apply](int minutes) {
        m_preferences.setIdleLockMinutes(minutes);
        apply();
    });
    connect(m_settings, &ui::SettingsPage::sessionLimitChosen, this, [this, apply](int minutes) {
        m_preferences.setSessionLimitMinutes(minutes);
        apply();
    });
    QTimer::singleShot(std::chrono::seconds(1), &m_idle, &IdleWatch::listenToDesktop);
    m_sessionLimit.setInterval(std::chrono::seconds(5));
    connect(&m_sessionLimit, &QTimer::timeout, this, &Console::lookAtSessionLimit);
    m_sessionLimit.start();
}

void Console::lock()
{
    const bool isAnybodyThere = std::any_of(m_links.cbegin(), m_links.cend(), [](const auto &each) {
        return each.second->desk() && !each.second->account().isLocked();
    });
    if (!isAnybodyThere)
        return; // nobody is there whose work could be seen
    for (const auto &[name, link] : m_links)
        link->lock();
    m_preferences.setLocked(true); // a restart is no way round it
    showLock();
}

// A session may live on while its person has not been seen since yesterday. When that was is kept with it.
void Console::lookAtSessionLimit()
{
    const std::chrono::minutes limit =
        atMost(m_preferences.sessionLimitMinutes(), m_stores.connections().policy().sessionLimit);
    if (limit.count() == 0)
        return;
    const QDateTime earliest = m_clock.now().addMSecs(-std::chrono::milliseconds(limit).count());
    for (const auto &[name, link] : m_links) {
        const workspace::Account &account = link->account();
        if (account.signedInAt().isValid() && account.signedInAt() <= earliest && !account.isLocked())
            link->lock();
    }
    showLock();
}

void Console::unlock(bool elsewhere)
{
    if (!m_link)
        return;
    workspace::Account &account = m_link->account();
    // The person is asked for anew, whatever the browser remembers.
    follow(elsewhere ? account.unlockElsewhere() : account.unlock(), m_link,
           [this, link = m_link](const Result<void> &unlocked) {
               if (link != m_link)
                   return;
               if (!unlocked)
                   return m_window.lockScreen()->setProblem(ui::describe(unlocked.error()).sentence());
               if (ui::Page *page = m_window.currentPage(); page && page != m_approvals)
                   page->refresh();
               m_approvals->refresh();
           });
    showLock();
}

void Console::showLock()
{
    if (!m_link) {
        m_window.setLocked(false);
        return m_attention->setLocked(false);
    }
    const workspace::Account &account = m_link->account();
    const bool isComing =
        account.state() == workspace::Account::State::Restoring && needsFreshSignIn(m_link->connection());
    m_window.lockScreen()->setElsewhereAllowed(m_link->connection().allowsDeviceGrant);
    m_window.lockScreen()->setAttempt(account.isSigningIn(), account.signInUrl(), account.userCode());
    m_window.setLocked(account.isLocked() || isComing);
    m_attention->setLocked(m_window.isLocked());
}

bool Console::needsFreshSignIn(const workspace::Connection &connection) const
{
    return m_preferences.isLocked() && !m_preferences.unlockedSince().contains(keyOf(connection));
}

// Somebody signed in to this one. The others stay locked, and so does what the key store has of them.
void Console::noteUnlocked(const workspace::Connection &connection)
{
    if (!needsFreshSignIn(connection))
        return;
    const QStringList unlocked = m_preferences.unlockedSince() << keyOf(connection);
    const QList<workspace::Connection> &all = m_stores.connections().connections();
    if (std::all_of(all.cbegin(), all.cend(), [&unlocked](const workspace::Connection &each) {
            return unlocked.contains(keyOf(each));
        }))
        m_preferences.setLocked(false);
    else
        m_preferences.setUnlockedSince(unlocked);
}

} // namespace gatehouse::console
