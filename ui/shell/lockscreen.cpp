// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/lockscreen.h"

#include "ui/shell/signinaddress.h"
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
    m_address = new SignInAddress(column);
    lines->addWidget(m_address);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(2 * metrics::unit);
    m_unlock = new KeyButton(tr("Unlock by signing in"), KeyButton::Kind::Primary, column);
    m_cancel = new KeyButton(tr("Cancel"), KeyButton::Kind::Secondary, column);
    auto *leave = new KeyButton(tr("Sign out"), KeyButton::Kind::Secondary, column);
    m_unlock->setObjectName(QStringLiteral("unlock"));
    m_cancel->setObjectName(QStringLiteral("cancel"));
    leave->setObjectName(QStringLiteral("sign-out"));
    buttons->addWidget(m_unlock);
    buttons->addWidget(m_cancel);
    buttons->addWidget(leave);
    buttons->addStretch(1);
    lines->addLayout(buttons);
    lines->addStretch(3);
    outer->addWidget(column, 0, Qt::AlignHCenter);
    connect(m_unlock, &KeyButton::clicked, this, &LockScreen::unlockRequested);
    connect(m_cancel, &KeyButton::clicked, this, &LockScreen::cancelRequested);
    connect(m_address, &SignInAddress::elsewhereRequested, this, &LockScreen::unlockElsewhereRequested);
    connect(leave, &KeyButton::clicked, this, &LockScreen::signOutRequested);
    setAttempt(false, {}, {});
}

void LockScreen::setAttempt(bool isUnderWay, const QUrl &address, const QString &userCode)
{
    m_text->setText(
        isUnderWay
            ? tr("Your sign-in page is open in the browser. When you have signed in there, your work is "
                 "back as you left it.")
            : tr("Your work is kept as you left it. Sign in again in the browser to go on, as the same "
                 "person."));
    if (isUnderWay)
        m_problem->hide();
    m_address->setAddress(isUnderWay ? address : QUrl(), userCode);
    const bool hadFocus = isAncestorOf(window()->focusWidget());
    const bool isOther = m_cancel->isHidden() == isUnderWay;
    m_unlock->setVisible(!isUnderWay);
    m_cancel->setVisible(isUnderWay);
    if (isOther && hadFocus)
        (isUnderWay ? m_cancel : m_unlock)->setFocus(Qt::OtherFocusReason);
}

void LockScreen::setElsewhereAllowed(bool isAllowed)
{
    m_address->setElsewhereOffered(isAllowed);
}

void LockScreen::setProblem(const QString &sentence)
{
    setAttempt(false, {}, {});
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
