// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QPointer>

class QStackedWidget;

namespace gatehouse {
class Clock;
}
namespace gatehouse::workspace {
class Account;
class Preferences;
class UsageBoard;
} // namespace gatehouse::workspace

namespace gatehouse::ui {

class ChoiceButton;
class EmptyState;
class MessageBar;
class PageHead;
class ProgressLine;
class SkeletonRows;
class UsageBody;

// Requests, errors, cost and tokens over time. The charts are made when the page is first shown.
class UsagePage : public Page
{
    Q_OBJECT
public:
    UsagePage(workspace::Preferences &preferences, const Clock &clock, QWidget *parent = nullptr);

    // What the page shows from now on; null while nobody is signed in.
    void setBoard(workspace::UsageBoard *board, workspace::Account *account);

    void activate() override;
    void refresh() override;
    [[nodiscard]] QList<std::pair<QString, QString>> furtherKeys() const override;
    [[nodiscard]] UsageBody *body() const { return m_content; } // null until there is something to show

    // As if chosen in the pickers.
    void setRange(int days);
    void setGrouping(const QString &id); // "tenant", "api", "none"

protected:
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void ask();
    void showState();
    [[nodiscard]] QString completeness() const;

    workspace::Preferences &m_preferences;
    const Clock &m_clock;
    QPointer<workspace::UsageBoard> m_board;
    QPointer<workspace::Account> m_account;
    PageHead *m_head = nullptr;
    ChoiceButton *m_range = nullptr;
    ChoiceButton *m_grouping = nullptr;
    ProgressLine *m_progress = nullptr;
    MessageBar *m_messages = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    SkeletonRows *m_skeleton = nullptr;
    UsageBody *m_content = nullptr;
};

} // namespace gatehouse::ui
