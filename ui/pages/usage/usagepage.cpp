// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/usage/usagepage.h"

#include "core/analytics/totals.h"
#include "core/base/clock.h"
#include "core/workspace/account.h"
#include "core/workspace/preferences.h"
#include "core/workspace/usageboard.h"
#include "ui/pages/pagehead.h"
#include "ui/pages/readstates.h"
#include "ui/pages/skeletonrows.h"
#include "ui/pages/usage/usagebody.h"
#include "ui/widgets/choicebutton.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/freshnesslabel.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/progressline.h"

#include <QLocale>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr std::array ranges{7, 30, 90, 365};

analytics::Grouping groupingOf(const QString &id)
{
    if (id == "api"_L1)
        return analytics::Grouping::Api;
    return id == "none"_L1 ? analytics::Grouping::None : analytics::Grouping::Tenant;
}

} // namespace

UsagePage::UsagePage(workspace::Preferences &preferences, const Clock &clock, QWidget *parent)
    : Page({.id = u"usage"_s, .title = tr("Usage"), .icon = Icon::Chart, .key = u'u', .group = Group::Work},
           parent)
    , m_preferences(preferences)
    , m_clock(clock)
{
    build();
    showState();
}

void UsagePage::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    m_head = new PageHead(about().title, m_clock, this);
    m_range = new ChoiceButton(tr("Range"), m_head);
    QList<ChoiceButton::Choice> days;
    for (const int range : ranges)
        days.append({QString::number(range), tr("Last %1 days").arg(range)});
    m_range->setChoices(days, QString::number(m_preferences.usageDays()));
    m_grouping = new ChoiceButton(tr("Grouping"), m_head);
    m_grouping->setChoices(
        {{u"tenant"_s, tr("By tenant")}, {u"api"_s, tr("By API")}, {u"none"_s, tr("In total")}},
        m_preferences.usageGrouping());
    m_head->addAction(m_range);
    m_head->addAction(m_grouping);
    layout->addWidget(m_head);
    m_progress = new ProgressLine(this);
    layout->addWidget(m_progress);
    m_messages = new MessageBar(this);
    layout->addWidget(m_messages);
    m_stack = new QStackedWidget(this);
    m_empty = new EmptyState(m_stack);
    m_skeleton = new SkeletonRows(m_stack);
    m_stack->addWidget(m_skeleton);
    m_stack->addWidget(m_empty);
    layout->addWidget(m_stack, 1);

    for (const int range : ranges)
        addPageAction(u"range-%1"_s.arg(range), tr("Last %1 days").arg(range), {},
                      [this, range] { setRange(range); });
    addPageAction(u"by-tenant"_s, tr("Usage by tenant"), {}, [this] { setGrouping(u"tenant"_s); });
    addPageAction(u"by-api"_s, tr("Usage by API"), {}, [this] { setGrouping(u"api"_s); });
    addPageAction(u"in-total"_s, tr("Usage in total"), {}, [this] { setGrouping(u"none"_s); });
    connect(m_range, &ChoiceButton::chosen, this, [this](const QString &id) { setRange(id.toInt()); });
    connect(m_grouping, &ChoiceButton::chosen, this, &UsagePage::setGrouping);
    connect(m_empty, &EmptyState::actionTriggered, this, &UsagePage::refresh);
}

void UsagePage::setBoard(workspace::UsageBoard *board, workspace::Account *account)
{
    if (m_board)
        m_board->disconnect(this);
    if (m_account)
        m_account->disconnect(this);
    m_board = board;
    m_account = account;
    m_messages->clear();
    if (m_board)
        connect(m_board, &workspace::UsageBoard::changed, this, &UsagePage::showState);
    if (m_account)
        connect(m_account, &workspace::Account::changed, this, &UsagePage::showState);
    if (isVisible())
        ask();
    showState();
}

void UsagePage::setRange(int days)
{
    m_range->setCurrent(QString::number(days));
    m_preferences.setUsageDays(days);
    ask();
}

void UsagePage::setGrouping(const QString &id)
{
    m_grouping->setCurrent(id);
    m_preferences.setUsageGrouping(id);
    ask();
}

void UsagePage::ask()
{
    if (m_board)
        m_board->show(m_range->current().toInt(), groupingOf(m_grouping->current()));
}

QList<std::pair<QString, QString>> UsagePage::furtherKeys() const
{
    return {{u"←  →"_s, tr("Read the values of a chart")},
            {u"Home  End"_s, tr("To its first or last value")}};
}

void UsagePage::refresh()
{
    if (m_board)
        m_board->refresh();
}

void UsagePage::activate()
{
    m_range->setFocus(Qt::OtherFocusReason);
}

void UsagePage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    // Nothing is asked before the page is looked at, and everything is once it is.
    if (m_board && !m_board->table() && !m_board->freshness().loading)
        ask();
    showState();
}

QString UsagePage::completeness() const
{
    const QDateTime until = m_board && m_board->table() ? m_board->table()->completeUntil : QDateTime();
    if (!until.isValid())
        return tr("UTC");
    const QDateTime utc = until.toUTC();
    const bool today = utc.date() == m_clock.now().toUTC().date();
    return tr("UTC · complete to %1")
        .arg(today ? utc.time().toString(u"HH:mm"_s) : QLocale().toString(utc, u"d MMM HH:mm"_s));
}

void UsagePage::showState()
{
    const workspace::Freshness freshness = m_board ? m_board->freshness() : workspace::Freshness();
    const bool hasData = m_board && m_board->table();
    m_head->freshness()->setPrefix(completeness());
    m_head->freshness()->setFreshness(freshness);
    m_progress->setRunning(freshness.loading);
    showReadProblem(*m_messages, freshness, hasData, [this] { refresh(); });
    if (!isVisible())
        return; // the charts wait until somebody looks
    const bool denied = m_account && !m_account->may(u"usage.read"_s);
    if (hasData && !denied && analytics::totals(*m_board->table()).requests > 0) {
        if (!m_content) {
            m_content = new UsageBody(m_stack);
            m_stack->addWidget(m_content);
        }
        m_content->show(*m_board->table(), m_board->previous(), m_board->days());
        return m_stack->setCurrentWidget(m_content);
    }
    if (showMissing(*m_empty, freshness, denied ? u"usage.read"_s : QString(), m_account))
        return m_stack->setCurrentWidget(m_empty);
    if (!hasData)
        return m_stack->setCurrentWidget(m_skeleton);
    m_empty->setContent(Icon::Chart, tr("No calls in these %1 days").arg(m_board->days()),
                        tr("The gateway counted none. Choose a longer range, or read again with Ctrl+R."));
    m_empty->setAction(tr("Read again"));
    m_stack->setCurrentWidget(m_empty);
}

} // namespace gatehouse::ui
