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
} // namespace gatehouse::workspace

namespace gatehouse::ui {

class EmptyState;
class ListDetail;
class MessageBar;
class PageHead;
class ProgressLine;
class RequestDetail;
class RequestModel;
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

    void activate() override;
    void refresh() override;
    [[nodiscard]] SearchField *filterField() const override { return m_filter; }
    [[nodiscard]] QList<PaletteEntry> paletteEntries() const override;
    [[nodiscard]] QList<std::pair<QString, QString>> furtherKeys() const override;

    void select(const gateway::SubscriptionId &id);
    [[nodiscard]] std::optional<gateway::SubscriptionId> selected() const;
    [[nodiscard]] TableView *table() const { return m_table; }
    [[nodiscard]] MessageBar *messageBar() const { return m_messages; }

signals:
    void pendingCountChanged(int count);

private:
    void build();
    [[nodiscard]] QWidget *makeList();
    void makeActions();
    void rememberLayout();
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
