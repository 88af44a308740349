// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dossier.h"
#include "core/workspace/settlement.h"
#include "ui/widgets/panel.h"

#include <optional>

class QAction;
class QStackedWidget;
class QVBoxLayout;

namespace gatehouse {
class Clock;
}

namespace gatehouse::ui {

class DossierPanel;
class EmptyState;
class KeyValueList;
class Pill;
class PlainLabel;
class ReasonStrip;

// One request with all that is known of it, and the buttons that decide it.
class RequestDetail : public Panel
{
    Q_OBJECT
public:
    RequestDetail(const Clock &clock, QAction *approve, QAction *reject, QWidget *parent = nullptr);

    // `mayNot`: why the person may not decide it, a sentence; empty when deciding is possible.
    void show(const std::optional<workspace::QueueRow> &row, const QString &mayNot);
    using Panel::show;
    // What is known about the request shown; `subject`: the person who decides.
    void showDossier(const workspace::Dossier &dossier, const QString &subject);

    void askReason(gateway::Verdict verdict);
    void closeReason();
    [[nodiscard]] bool isAskingReason() const;
    [[nodiscard]] ReasonStrip *reasonStrip() const { return m_strip; }

signals:
    void reasonClosed(); // sent or cancelled: the focus goes back to the list

private:
    void build(QAction *approve, QAction *reject);
    [[nodiscard]] QWidget *makeBody(QWidget *parent);
    [[nodiscard]] QWidget *makeButtons(QAction *approve, QAction *reject, QWidget *parent);
    void showFacts();
    void showMessages(const workspace::QueueRow &row, const QString &mayNot);
    void showDecisions(const gateway::Subscription &request);

    const Clock &m_clock;
    std::optional<workspace::QueueRow> m_row;
    QString m_mayNot;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_buttons = nullptr;
    PlainLabel *m_name = nullptr;
    PlainLabel *m_id = nullptr;
    Pill *m_state = nullptr;
    KeyValueList *m_facts = nullptr;
    workspace::Dossier m_dossier;
    DossierPanel *m_evidence = nullptr;
    QWidget *m_messages = nullptr;
    QVBoxLayout *m_messageLayout = nullptr;
    PlainLabel *m_decisionsHeading = nullptr;
    KeyValueList *m_decisions = nullptr;
    ReasonStrip *m_strip = nullptr;
};

} // namespace gatehouse::ui
