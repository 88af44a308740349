// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/signinaddress.h"

#include "ui/models/visibletext.h"
#include "ui/theme/typography.h"
#include "ui/widgets/clipboardloan.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QHideEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

SignInAddress::SignInAddress(QWidget *parent, std::chrono::milliseconds clipboardTime)
    : QWidget(parent)
    , m_loan(new ClipboardLoan(clipboardTime, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    m_label = new PlainLabel({}, Type::Caption, Tone::Muted, this);
    m_label->setWordWrap(true);
    layout->addWidget(m_label);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_address = new QLineEdit(this);
    m_address->setObjectName(u"sign-in-address"_s);
    m_address->setReadOnly(true);
    m_address->setFont(ui::font(Type::Mono));
    m_address->setAccessibleName(tr("Address of the sign-in page"));
    auto *copy = new KeyButton(tr("Copy"), KeyButton::Kind::Secondary, this);
    copy->setObjectName(u"copy-address"_s);
    row->addWidget(m_address, 1);
    row->addWidget(copy);
    layout->addLayout(row);
    m_elsewhere = new KeyButton(tr("Use another device"), KeyButton::Kind::Quiet, this);
    m_elsewhere->setObjectName(u"elsewhere"_s);
    m_elsewhere->setToolTip(tr("Sign in with a code in a browser on another device"));
    layout->addWidget(m_elsewhere, 0, Qt::AlignLeft);
    connect(copy, &KeyButton::clicked, this, [this] { m_loan->lend(m_address->text()); });
    connect(m_elsewhere, &KeyButton::clicked, this, &SignInAddress::elsewhereRequested);
    hide();
}

void SignInAddress::setAddress(const QUrl &url, const QString &userCode)
{
    const QString address = QString::fromUtf8(url.toEncoded());
    if (m_address->text() != address) {
        m_loan->takeBack(); // of an attempt that is over
        m_address->setText(address);
        m_address->setCursorPosition(0);
    }
    const QString code = visibleText(userCode);
    m_label->setText(
        code.isEmpty()
            ? tr("If no browser opened, open this address in one on this computer:")
            : tr("Open this address on any device and enter the code %1. Only because you asked for "
                 "it here: never enter a code that somebody sent you.")
                  .arg(code));
    m_elsewhere->setVisible(m_isElsewhereOffered && code.isEmpty());
    setVisible(!url.isEmpty());
}

void SignInAddress::setElsewhereOffered(bool offered)
{
    m_isElsewhereOffered = offered;
}

// Another page, or the lock; a window that is only minimised is still waited for.
void SignInAddress::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (!event->spontaneous())
        m_loan->takeBack();
}

} // namespace gatehouse::ui
