// SPDX-License-Identifier: GPL-3.0-or-later
// Where the tour goes. How it goes is in tour.cpp.
#include "app/console/console.h"
#include "app/console/tour.h"
#include "ui/models/requestwords.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/signin/signinpage.h"
#include "ui/pages/usage/usagepage.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/messagerow.h"
#include "ui/widgets/tableview.h"

#include <QApplication>
#include <QLabel>
#include <QTextStream>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace gatehouse::console {

using workspace::Sending;
using State = workspace::Account::State;

namespace {

const QSize narrow(900, 600);

bool always()
{
    return true;
}

} // namespace

bool Tour::isQueueRead() const
{
    const workspace::ApprovalDesk *desk = m_console.link() ? m_console.link()->desk() : nullptr;
    return desk && isPage(u"approvals"_s) && !desk->rows().isEmpty() && !desk->freshness().loading &&
           !desk->freshness().fromCache && !desk->freshness().error;
}

bool Tour::isUsageRead(int days) const
{
    const workspace::UsageBoard *board = m_console.link()->usageBoard();
    return board && isPage(u"usage"_s) && board->table() && board->previous() && board->days() == days &&
           !board->freshness().loading && !board->freshness().fromCache;
}

std::optional<gateway::SubscriptionId> Tour::decidable() const
{
    for (const workspace::QueueRow &row : m_console.link()->desk()->rows()) {
        if (ui::isOpen(row) && row.request.mayDecide && row.request.requiredApprovals == 1)
            return row.request.id;
    }
    return std::nullopt;
}

void Tour::planFirst()
{
    addPicture(u"01-signin"_s,
               [this] { return isPage(u"signin"_s) && m_console.signIn().signInButton()->isVisible(); });
    add(u"activate"_s, always, [this] { m_console.window().activateWindow(); });
    add(
        u"the sign-in button has the focus"_s,
        [this] { return m_console.signIn().signInButton()->hasFocus(); },
        [this] { press(Qt::Key_Space, Qt::NoModifier, u" "_s); });
    addPicture(u"02-browser"_s, [this] {
        return m_console.link()->account().state() == State::WaitingForBrowser &&
               m_console.link()->account().signInUrl().isValid();
    });
    addPicture(u"03-approvals"_s, [this] { return isQueueRead() && m_console.link()->account().person(); });
    planApprovals();
    planUsage();
    planAudit();
    planWindow();
}

void Tour::planApprovals()
{
    add(u"down"_s, always, [this] {
        m_console.approvals().activate();
        for (int i = 0; i < 3; ++i)
            press(Qt::Key_J, Qt::NoModifier, u"j"_s);
    });
    add(u"open"_s, always, [this] { press(Qt::Key_Return); });
    addPicture(u"04-request"_s, always);
    addDecision(u"reject"_s, Qt::Key_R, u"The tenant already has this through another application."_s);
    addDecision(u"approve"_s, Qt::Key_A, u"read-only use"_s);
}

// Decides and waits; a test ends the process in the middle of it.
void Tour::planDecide()
{
    add(
        u"the queue"_s, [this] { return isQueueRead(); }, [] {});
    addDecision(u"approve"_s, Qt::Key_A, u"read-only use"_s);
}

// What an earlier run left open has been asked about and is closed.
void Tour::planSettled()
{
    add(
        u"the queue"_s, [this] { return isQueueRead(); }, [] {});
    addPicture(u"18-settled"_s, [this] {
        const QList<workspace::QueueRow> &rows = m_console.link()->desk()->rows();
        return std::none_of(rows.begin(), rows.end(), [](const workspace::QueueRow &row) {
            return row.sending == Sending::Sending || row.sending == Sending::WaitingForNetwork;
        });
    });
}

// Whatever the gateway and this computer do: what the first page then shows and says.
void Tour::planLook()
{
    addPicture(u"17-look"_s, [this] {
        const app::GatewayLink *link = m_console.link();
        if (!link || link->account().state() == State::Restoring)
            return false;
        const workspace::ApprovalDesk *desk = link->desk();
        if (link->account().state() != State::SignedIn || !desk)
            return true;
        return !desk->freshness().loading && (desk->freshness().error || !desk->freshness().fromCache);
    });
    add(u"tell"_s, always, [this] { tellWhatIsSaid(); });
}

void Tour::tellWhatIsSaid()
{
    QTextStream out(stdout);
    const QList<ui::MessageRow *> messages = m_console.window().findChildren<ui::MessageRow *>();
    for (const ui::MessageRow *row : messages) {
        if (!row->isVisible())
            continue;
        out << "message: " << row->message().title << ": " << row->message().text;
        if (const auto *countdown = row->findChild<QLabel *>(u"message-countdown"_s))
            out << " countdown: " << countdown->text();
        out << '\n';
    }
    const QList<ui::EmptyState *> places = m_console.window().findChildren<ui::EmptyState *>();
    for (const ui::EmptyState *place : places) {
        if (place->isVisible())
            out << "instead: " << place->accessibleName() << ": " << place->accessibleDescription() << '\n';
    }
    const ui::Page *page = m_console.window().currentPage();
    const workspace::ApprovalDesk *desk = m_console.link() ? m_console.link()->desk() : nullptr;
    out << "page: " << (page ? page->about().id : u"none"_s) << ", rows: " << (desk ? desk->rows().size() : 0)
        << '\n';
}

void Tour::addDecision(const QString &word, Qt::Key key, const QString &reason)
{
    add(
        u"a request that may be decided"_s, [this] { return decidable().has_value(); },
        [this, word, key] {
            m_deciding = *decidable();
            m_console.approvals().select(m_deciding);
            m_console.approvals().table()->setFocus();
            press(key, Qt::NoModifier, word.left(1));
        });
    add(
        u"the reason field"_s,
        [] { return QApplication::focusWidget() && QApplication::focusWidget()->inherits("QPlainTextEdit"); },
        [this, reason] { type(reason); });
    addPicture(u"05-%1-reason"_s.arg(word), always);
    add(u"send"_s, always, [this] { press(Qt::Key_Return, Qt::ControlModifier); });
    addPicture(u"06-%1-recorded"_s.arg(word), [this] {
        const std::optional<workspace::QueueRow> row = m_console.link()->desk()->row(m_deciding);
        return row && row->sending == Sending::Recorded;
    });
    add(u"note"_s, always, [this, word, reason] { note(word, m_deciding, reason); });
}

void Tour::planUsage()
{
    add(u"g u"_s, always, [this] {
        m_console.approvals().table()->setFocus();
        press(Qt::Key_G, Qt::NoModifier, u"g"_s);
        press(Qt::Key_U, Qt::NoModifier, u"u"_s);
    });
    add(
        u"usage"_s, [this] { return isPage(u"usage"_s); },
        [this] {
            m_console.usage().setRange(30);
            m_console.usage().setGrouping(u"tenant"_s);
        });
    addPicture(u"07-usage-30-days"_s, [this] { return isUsageRead(30); });
    add(u"90 days by API"_s, always, [this] {
        m_console.usage().setRange(90);
        m_console.usage().setGrouping(u"api"_s);
    });
    addPicture(u"08-usage-90-days-by-api"_s, [this] {
        return isUsageRead(90) && m_console.link()->usageBoard()->grouping() == analytics::Grouping::Api;
    });
}

// What was decided before stands there.
void Tour::planAudit()
{
    add(u"audit"_s, always, [this] { m_console.window().showPage(u"audit"_s); });
    add(
        u"both decisions"_s,
        [this] { return isPage(u"audit"_s) && m_console.link()->auditTrail()->rows().size() == 2; },
        [this] { m_console.window().currentPage()->activate(); });
    addPicture(u"19-audit"_s, always);
}

void Tour::planWindow()
{
    add(u"settings"_s, always, [this] { m_console.window().showPage(u"settings"_s); });
    addPicture(u"09-settings"_s, [this] { return isPage(u"settings"_s); });
    add(u"connections"_s, always, [this] { m_console.window().showPage(u"connections"_s); });
    addPicture(u"10-connections"_s, [this] { return isPage(u"connections"_s); });
    add(u"approvals"_s, always, [this] { m_console.window().showPage(u"approvals"_s); });
    add(
        u"Ctrl+K"_s, [this] { return isPage(u"approvals"_s); },
        [this] { press(Qt::Key_K, Qt::ControlModifier); });
    add(
        u"the palette"_s,
        [] { return QApplication::focusWidget() && QApplication::focusWidget()->inherits("QLineEdit"); },
        [this] { type(u"fra"_s); });
    addPicture(u"11-palette"_s, always);
    add(u"Esc"_s, always, [this] { press(Qt::Key_Escape); });
    add(u"?"_s, always, [this] { press(Qt::Key_Question, Qt::ShiftModifier, u"?"_s); });
    addPicture(u"12-keys"_s, always);
    add(u"Esc"_s, always, [this] { press(Qt::Key_Escape); });
    planLock();
    add(u"narrow"_s, always, [this] { m_console.window().resize(narrow); });
    add(
        u"open"_s, [this] { return m_console.window().size() == narrow; },
        [this] {
            m_console.approvals().activate();
            press(Qt::Key_Return);
        });
    addPicture(u"13-narrow"_s, always);
}

// Locked, and unlocked by a sign-in of its own in the browser; the page is as it was.
void Tour::planLock()
{
    add(u"Ctrl+L"_s, always, [this] { press(Qt::Key_L, Qt::ControlModifier); });
    addPicture(u"12-locked"_s, [this] { return m_console.window().isLocked(); });
    add(u"unlock"_s, always, [this] { press(Qt::Key_Space, Qt::NoModifier, u" "_s); });
    add(
        u"unlocked"_s, [this] { return !m_console.window().isLocked() && isQueueRead(); }, [] {});
}

void Tour::planAgain()
{
    // At once: what was kept, before the gateway has answered.
    add(
        u"rows from the cache"_s,
        [this] {
            const app::GatewayLink *link = m_console.link();
            return link && link->desk() && !link->desk()->rows().isEmpty();
        },
        [this] { takePicture(u"14-again-from-cache"_s); });
    addPicture(u"15-again-read"_s, [this] { return isQueueRead(); });
    add(u"the sandbox has stopped"_s, always,
        [this] { m_console.sandbox().stop([this] { m_console.approvals().refresh(); }); });
    addPicture(u"16-gateway-away"_s,
               [this] { return m_console.link()->desk()->freshness().error.has_value(); });
}

} // namespace gatehouse::console
