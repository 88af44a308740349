// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/audittrail.h"
#include "ui/shell/page.h"

#include <QPointer>

class QStackedWidget;

namespace gatehouse::ui {

class AuditDetail;
class AuditModel;
class ChoiceButton;
class EmptyState;
class ListDetail;
class MessageBar;
class SignInAddress;
class PageHead;
class ProgressLine;
class SkeletonRows;
class TableView;

// What was decided with this console beside what the provider's own log says.
class AuditPage : public Page
{
    Q_OBJECT
public:
    explicit AuditPage(const Clock &clock, QWidget *parent = nullptr);

    // What the page shows from now on; null while nobody is signed in.
    void setTrail(workspace::AuditTrail *trail);

    void activate() override;
    void refresh() override;
    [[nodiscard]] SearchField *filterField() const override { return m_filter; }
    [[nodiscard]] QList<std::pair<QString, QString>> furtherKeys() const override;

    // As if chosen in the picker: "all", "console", "log".
    void setSource(const QString &id);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void build();
    [[nodiscard]] QWidget *makeList();
    void connectAll();
    void ask();
    void showState();
    void showRows();
    void showBody();
    void showSelected();
    void showLogMessage();
    void showLogAddress();
    [[nodiscard]] QString completeness() const;

    const Clock &m_clock;
    QPointer<workspace::AuditTrail> m_trail;
    AuditModel *m_model = nullptr;
    PageHead *m_head = nullptr;
    ChoiceButton *m_range = nullptr;
    ChoiceButton *m_source = nullptr;
    SearchField *m_filter = nullptr;
    ProgressLine *m_progress = nullptr;
    MessageBar *m_messages = nullptr;
    SignInAddress *m_address = nullptr; // of the log's sign-in
    ListDetail *m_split = nullptr;
    QStackedWidget *m_body = nullptr;
    QWidget *m_list = nullptr;
    TableView *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    SkeletonRows *m_skeleton = nullptr;
    AuditDetail *m_detail = nullptr;
};

} // namespace gatehouse::ui
