// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/approvals/reasonstrip.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QVBoxLayout>

namespace gatehouse::ui {

using gateway::Verdict;

namespace {

constexpr qsizetype longestReason = 2000; // of the contract
constexpr int fieldHeight = 60;

} // namespace

ReasonStrip::ReasonStrip(QWidget *parent)
    : Panel(Ground::Surface, Qt::TopEdge, parent)
    , m_heading(new PlainLabel({}, Type::BodyStrong, Tone::Text, this))
    , m_hint(new PlainLabel({}, Type::Caption, Tone::Muted, this))
    , m_reason(new QPlainTextEdit(this))
    , m_send(new KeyButton({}, KeyButton::Kind::Primary, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 12, 18, 12);
    layout->setSpacing(8);
    m_heading->setElided(true);
    layout->addWidget(m_heading);
    layout->addWidget(m_reason);
    m_hint->setWordWrap(true);
    layout->addWidget(m_hint);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *cancel = new KeyButton(tr("Cancel"), KeyButton::Kind::Secondary, this);
    cancel->setKey(Qt::Key_Escape);
    m_send->setKey(Qt::CTRL | Qt::Key_Return);
    buttons->addWidget(m_send);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    layout->addLayout(buttons);

    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setTabChangesFocus(true);
    m_reason->setFixedHeight(fieldHeight);

    connect(m_reason, &QPlainTextEdit::textChanged, this, &ReasonStrip::update);
    connect(m_send, &KeyButton::clicked, this, &ReasonStrip::send);
    connect(cancel, &KeyButton::clicked, this, &ReasonStrip::cancelled);
    for (const QKeySequence &key :
         {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)}) {
        auto *shortcut = new QShortcut(key, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &ReasonStrip::send);
    }
}

void ReasonStrip::ask(Verdict verdict, const QString &application)
{
    m_verdict = verdict;
    const bool approve = verdict == Verdict::Approve;
    m_heading->setText((approve ? tr("Approve %1") : tr("Reject %1")).arg(application));
    m_send->setText(approve ? tr("Approve") : tr("Reject"));
    m_send->setKind(approve ? KeyButton::Kind::Primary : KeyButton::Kind::Danger);
    m_reason->setPlaceholderText(approve ? tr("Reason (optional)") : tr("Reason"));
    m_reason->clear();
    update();
    m_reason->setFocus(Qt::ShortcutFocusReason);
}

QString ReasonStrip::reason() const
{
    return m_reason->toPlainText().trimmed();
}

bool ReasonStrip::canSend() const
{
    const qsizetype length = reason().size();
    return length <= longestReason && (m_verdict == Verdict::Approve || length > 0);
}

void ReasonStrip::send()
{
    if (canSend())
        emit sent(m_verdict, reason());
}

void ReasonStrip::update()
{
    const qsizetype length = reason().size();
    QString hint = tr("The requester and the audit trail see the reason.");
    if (length > longestReason)
        hint = tr("The reason is %1 characters too long.").arg(length - longestReason);
    else if (m_verdict == Verdict::Reject && length == 0)
        hint = tr("A rejection needs a reason: the requester sees it.");
    m_hint->setText(hint);
    m_hint->setTone(length > longestReason ? Tone::Wrong : Tone::Muted);
    m_send->setEnabled(canSend());
    m_send->setToolTip(canSend() ? QString() : asPlainToolTip(hint));
    m_send->setAccessibleDescription(canSend() ? QString() : hint);
}

} // namespace gatehouse::ui
