// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/subscription.h"
#include "ui/widgets/panel.h"

class QPlainTextEdit;

namespace gatehouse::ui {

class KeyButton;
class PlainLabel;

// Where the reason of a decision is typed: at the bottom of the detail, not modal. Ctrl+Enter sends; Esc is
// the page's.
class ReasonStrip : public Panel
{
    Q_OBJECT
public:
    explicit ReasonStrip(QWidget *parent = nullptr);

    // Empties the field and takes the focus.
    void ask(gateway::Verdict verdict, const QString &application);
    [[nodiscard]] gateway::Verdict verdict() const { return m_verdict; }
    [[nodiscard]] QString reason() const; // trimmed
    [[nodiscard]] bool canSend() const;

signals:
    void sent(gatehouse::gateway::Verdict verdict, const QString &reason);
    void cancelled();

private:
    void send();
    void update();

    gateway::Verdict m_verdict = gateway::Verdict::Approve;
    PlainLabel *m_heading = nullptr;
    PlainLabel *m_hint = nullptr;
    QPlainTextEdit *m_reason = nullptr;
    KeyButton *m_send = nullptr;
};

} // namespace gatehouse::ui
