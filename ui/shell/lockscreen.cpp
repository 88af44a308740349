// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/lockscreen.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

constexpr int columnWidth = 420;

} // namespace

LockScreen::LockScreen(QWidget *parent)
    : QWidget(parent)
{
    auto *outer = new QHBoxLayout(this);
    auto *column = new QWidget(this);
    column->setFixedWidth(columnWidth);
    auto *lines = new QVBoxLayout(column);
    lines->setSpacing(metrics::gap);
    lines->addStretch(2);
    lines->addWidget(new PlainLabel(tr("Gatehouse is locked"), Type::Title, Tone::Text, column));
    m_text = new PlainLabel({}, Type::Body, Tone::Muted, column);
    m_text->setWordWrap(true);
    lines->addWidget(m_text);
    m_problem = new PlainLabel({}, Type::Body, Tone::Wrong, column);
    m_problem->setWordWrap(true);
    m_problem->hide();
    lines->addWidget(m_problem);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(2 * metrics::unit);
    m_unlock = new KeyButton(tr("Unlock by signing in"), KeyButton::Kind::Primary, column);
    auto *leave = new KeyButton(tr("Sign out"), KeyButton::Kind::Secondary, column);
    m_unlock->setObjectName(QStringLiteral("unlock"));
    leave->setObjectName(QStringLiteral("sign-out"));
    buttons->addWidget(m_unlock);
    buttons->addWidget(leave);
    buttons->addStretch(1);
    lines->addLayout(buttons);
    lines->addStretch(3);
    outer->addWidget(column, 0, Qt::AlignHCenter);
    connect(m_unlock, &KeyButton::clicked, this, &LockScreen::unlockRequested);
    connect(leave, &KeyButton::clicked, this, &LockScreen::signOutRequested);
    setWaiting(false);
}

void LockScreen::setWaiting(bool isWaiting)
{
    m_text->setText(
        isWaiting
            ? tr("Your sign-in page is open in the browser. When you have signed in there, your work is "
                 "back as you left it.")
            : tr("Your work is kept as you left it. Sign in again in the browser to go on, as the same "
                 "person."));
    if (isWaiting)
        m_problem->hide();
}

void LockScreen::setProblem(const QString &sentence)
{
    setWaiting(false);
    m_problem->setText(sentence);
    m_problem->show();
}

void LockScreen::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_problem->hide();
    m_unlock->setFocus(Qt::OtherFocusReason);
}

} // namespace gatehouse::ui
