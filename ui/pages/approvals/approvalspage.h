// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/subscription.h"
#include "core/workspace/settlement.h"
#include "ui/shell/page.h"

#include <QHash>
#include <QPointer>
#include <QTimer>

class QStackedWidget;

namespace gatehouse {
class Clock;
}
namespace gatehouse::workspace {
class Account;
class ApprovalDesk;
class DossierReader;
class Preferences;
struct SavedView;
} // namespace gatehouse::workspace

namespace gatehouse::ui {

class EmptyState;
class FilterChips;
class ListDetail;
class MessageBar;
class PageHead;
class PlainLabel;
class ProgressLine;
class RequestDetail;
class RequestModel;
class SavedViewsButton;
class SkeletonRows;
class TableView;

// The queue of requests and the decisions on them.
class ApprovalsPage : public Page
{
    Q_OBJECT
public:
    ApprovalsPage(workspace::Preferences &preferences, const Clock &clock, QWidget *parent = nullptr);
    ~ApprovalsPage() override;

    // What the page shows from now on; the account is the desk's. Null while nobody is signed in: the page is
    // empty then.
    void setDesk(workspace::ApprovalDesk *desk, workspace::Account *account);
    // What reads the evidence beside a request, for the same desk; null: none is shown.
    void setDossiers(workspace::DossierReader *dossiers);

    // For "connection:" in the filter.
    void setConnectionName(const QString &name);

    void activate() override;
    void refresh() override;
    [[nodiscard]] SearchField *filterField() const override { return m_filter; }
    [[nodiscard]] QList<PaletteEntry> paletteEntries() const override;
    [[nodiscard]] QList<std::pair<QString, QString>> furtherKeys() const override;

    void select(const gateway::SubscriptionId &id);
    [[nodiscard]] std::optional<gateway::SubscriptionId> selected() const;
    // The marked requests in the order of the list; without marks, the selected one.
    [[nodiscard]] QList<gateway::SubscriptionId> selectedIds() const;
    [[nodiscard]] TableView *table() const { return m_table; }
    [[nodiscard]] MessageBar *messageBar() const { return m_messages; }

signals:
    void pendingCountChanged(int count);

private:
    void build();
    [[nodiscard]] QWidget *makeList();
    void makeActions();
    void buildFilter();
    void buildViews();
    void rememberLayout();
    void applyFilter();
    void showFilter();
    void forgetSortTerm();
    [[nodiscard]] workspace::SavedView viewOnScreen() const;
    void showView(const workspace::SavedView &view);
    void beforeArranging();
    void afterArranging();
    void showRows();
    void showFreshness();
    void showHead();
    void showBody();
    void showSelected();
    void showDossier();
    [[nodiscard]] QString mayNotDecide(const workspace::QueueRow &row) const;
    void openDetail();
    void closeDetail();
    void startDecision(gateway::Verdict verdict);
    void send(gateway::Verdict verdict, const QString &reason);
    void reportOutcome(const gateway::SubscriptionId &id, workspace::Sending sending);
    void selectNextOpen();
    void offerStepUp(const gateway::SubscriptionId &id, const StepUp &asked);
    void stepUpAndSend(const gateway::SubscriptionId &id, const StepUp &asked);

    workspace::Preferences &m_preferences;
    const Clock &m_clock;
    QPointer<workspace::ApprovalDesk> m_desk;
    QPointer<workspace::Account> m_account;
    QPointer<workspace::DossierReader> m_dossiers;
    RequestModel *m_model = nullptr;
    PageHead *m_head = nullptr;
    SearchField *m_filter = nullptr;
    PlainLabel *m_problem = nullptr; // of the filter
    FilterChips *m_chips = nullptr;
    SavedViewsButton *m_views = nullptr;
    ProgressLine *m_progress = nullptr;
    MessageBar *m_messages = nullptr;
    ListDetail *m_split = nullptr;
    QStackedWidget *m_body = nullptr;
    QWidget *m_list = nullptr; // the table with its margin
    TableView *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    SkeletonRows *m_skeleton = nullptr;
    RequestDetail *m_detail = nullptr;
    QAction *m_approve = nullptr;
    QAction *m_reject = nullptr;
    QString m_connection;
    QString m_filterProblem;                                 // why what is typed cannot be read
    bool m_isShowingView = false;                            // the order changes by itself
    std::optional<gateway::SubscriptionId> m_selectedBefore; // the rows were arranged anew
    int m_rowBefore = -1;
    struct Order
    {
        gateway::Verdict verdict;
        QString reason;
    };
    QHash<gateway::SubscriptionId, Order> m_sent; // until settled: a stronger sign-in may come first
    QTimer m_minute;                              // waiting times grow
    bool m_takesFocus = false;                    // as soon as the list stands there
};

} // namespace gatehouse::ui
