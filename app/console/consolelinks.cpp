// SPDX-License-Identifier: GPL-3.0-or-later
// The connections that are open, side by side; one of them is shown. The rest of Console is in console.cpp.
#include "app/console/attention.h"
#include "app/console/console.h"

#include "app/shared/sessionmove.h"
#include "core/base/follow.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/audit/auditpage.h"
#include "ui/pages/signin/signinpage.h"
#include "ui/pages/usage/usagepage.h"

using namespace Qt::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr std::chrono::seconds longestGoodbye{3}; // nobody waits for a provider in order to quit

} // namespace

// Lives until its sessions are ended, or the provider has not answered for as long as that takes.
void Console::endAndForget(std::unique_ptr<app::GatewayLink> link)
{
    app::GatewayLink *leaving = link.get();
    m_leaving.push_back(std::move(link));
    follow(leaving->signOut(), leaving, [this, leaving](const Result<void> &) {
        const auto found = std::find_if(m_leaving.begin(), m_leaving.end(),
                                        [leaving](const auto &each) { return each.get() == leaving; });
        found->release()->deleteLater();
        m_leaving.erase(found);
    });
}

void Console::open(const workspace::Connection &connection)
{
    leaveLink();
    makeLink(connection);
    followLink();
}

void Console::leaveLink()
{
    m_approvals->setDesk(nullptr, nullptr);
    m_usage->setBoard(nullptr, nullptr);
    m_audit->setTrail(nullptr);
    m_signIn->setAccount(nullptr, std::nullopt);
    if (m_link) {
        disconnect(m_link, nullptr, this, nullptr);
        disconnect(&m_link->account(), nullptr, this, nullptr);
    }
    m_link = nullptr;
}

void Console::makeLink(const workspace::Connection &connection)
{
    if (const auto known = m_links.find(connection.name); known != m_links.end()) {
        m_link = known->second.get();
        if (m_link->connection() == connection)
            return;
        // It was changed: what the key store has is found again.
        m_opened.erase(m_link);
        if (m_link->isForThisRunOnly())
            endAndForget(std::move(known->second));
        m_links.erase(known);
    }
    auto link = std::make_unique<app::GatewayLink>(connection, m_stores, m_browser, m_clock);
    if (needsFreshSignIn(connection))
        link->lock();
    m_link = link.get();
    m_links[connection.name] = std::move(link);
    m_link->account().restore();
}

void Console::followLink()
{
    const workspace::Connection &connection = m_link->connection();
    m_lastState = workspace::Account::State::SignedOut;
    if (const Result<void> kept = m_stores.settings().set(store::Setting::CurrentConnection, connection.name);
        !kept)
        report(kept.error(), u"settings"_s, tr("The connection is open all the same."));
    m_signIn->setAccount(&m_link->account(), connection);
    connect(m_link, &app::GatewayLink::personChanged, this, &Console::followPerson);
    connect(&m_link->account(), &workspace::Account::changed, this, &Console::followAccount);
    m_attention->follow(connection.name, m_link->desk());
    showConnections();
    if (m_link->desk())
        followPerson(); // whoever signed in before is still there
    followAccount();
}

// Removed from this computer: what the key store has for it must not live on, unseen.
void Console::endSessionsOf(const workspace::Connection &connection)
{
    std::unique_ptr<app::GatewayLink> link;
    if (const auto known = m_links.find(connection.name); known != m_links.end()) {
        if (m_link == known->second.get()) {
            leaveLink();
            showConnections();
            m_window.setPerson({}, {});
            showLock();
        }
        m_opened.erase(known->second.get());
        link = std::move(known->second);
        m_links.erase(known);
    }
    if (!link || link->connection() != connection)
        link = std::make_unique<app::GatewayLink>(connection, m_stores, m_browser, m_clock);
    endAndForget(std::move(link));
}

void Console::takeSessionsAlong(const workspace::Connection &before, const workspace::Connection &now)
{
    if (before.name == now.name && app::haveSameSessions(before, now))
        return; // it is opened anew when it is asked for
    const bool isShown = m_link && m_link->connection().name == before.name;
    if (!app::haveSameSessions(before, now)) {
        endSessionsOf(before);
        if (isShown)
            open(now);
        return;
    }
    const auto known = m_links.find(before.name);
    if (known != m_links.end() && known->second->isForThisRunOnly()) {
        endSessionsOf(before); // nothing is kept that could go along
        if (isShown)
            open(now);
        return;
    }
    if (isShown)
        leaveLink();
    if (known != m_links.end()) {
        m_opened.erase(known->second.get());
        m_links.erase(known);
    }
    follow(app::moveSessions(before, now, m_stores), this, [this, isShown, now](const Result<void> &moved) {
        if (!moved)
            report(moved.error(), u"session-moved"_s, tr("Sign in again at %1.").arg(now.name));
        if (isShown && !m_link)
            open(now);
    });
}

void Console::endSessionsOfThisRun(const std::function<void()> &ended)
{
    const auto left = std::make_shared<int>(1);
    const auto isOver = std::make_shared<bool>(false);
    const auto end = [isOver, ended] {
        if (!std::exchange(*isOver, true))
            ended();
    };
    for (const auto &[name, link] : m_links) {
        if (!link->isForThisRunOnly())
            continue;
        ++*left;
        follow(link->signOut(), this, [left, end](const Result<void> &) {
            if (--*left == 0)
                end();
        });
    }
    QTimer::singleShot(longestGoodbye, this, end);
    if (--*left == 0)
        end();
}

} // namespace gatehouse::console
