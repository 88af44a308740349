// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/messagerow.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/plainlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

#include <tuple>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int signSize = 14;

QString spokenSign(Tone tone)
{
    switch (tone) {
    case Tone::Good:
        return MessageRow::tr("Done");
    case Tone::Look:
        return MessageRow::tr("Warning");
    case Tone::Wrong:
        return MessageRow::tr("Error");
    default:
        return MessageRow::tr("Information");
    }
}

} // namespace

MessageRow::MessageRow(const MessageBar::Message &message, QWidget *parent)
    : QWidget(parent)
    , m_message(message)
{
    setObjectName(message.id.isEmpty() ? u"message"_s : u"message-"_s + message.id);
    setAccessibleName(spokenSign(message.tone));
    setAccessibleDescription(message.title + (message.title.isEmpty() ? u""_s : u". "_s) + message.text);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(34, 8, 8, 8);
    row->setSpacing(8);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    if (!message.title.isEmpty())
        words->addWidget(new PlainLabel(message.title, Type::BodyStrong));
    if (!message.text.isEmpty()) {
        auto *text = new PlainLabel(message.text);
        text->setWordWrap(true);
        text->setSelectable(true);
        text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        words->addWidget(text);
    }
    row->addLayout(words, 1);
    KeyButton *button = nullptr;
    if (message.action) {
        button = new KeyButton(message.actionText, KeyButton::Kind::Quiet);
        button->setObjectName(u"message-action"_s);
        connect(button, &QPushButton::clicked, this, [this] {
            const std::function<void()> action = m_message.action; // it may take this row away
            action();
        });
        row->addWidget(button, 0, Qt::AlignVCenter);
    }
    if (message.wait.count() > 0) {
        auto *countdown = new PlainLabel({}, Type::BodyStrong);
        countdown->setObjectName(u"message-countdown"_s);
        row->insertWidget(1, countdown, 0, Qt::AlignVCenter);
        startCountdown(countdown, button);
    }
    if (message.canDismiss) {
        auto *close = new KeyButton({}, KeyButton::Kind::Quiet);
        close->setObjectName(u"message-dismiss"_s);
        close->setAccessibleName(tr("Dismiss this message"));
        close->setToolTip(tr("Dismiss"));
        close->setIcon(icon(Icon::Cross, Tokens::of(palette()).muted));
        close->setIconSize({12, 12});
        close->setFixedSize(20, 20);
        connect(close, &QPushButton::clicked, this, &MessageRow::dismissed);
        row->addWidget(close, 0, Qt::AlignTop);
    }
}

bool MessageRow::takesOver(const MessageBar::Message &message)
{
    const auto said = [](const MessageBar::Message &m) {
        return std::tie(m.tone, m.title, m.text, m.actionText, m.canDismiss, m.wait);
    };
    if (said(message) != said(m_message) || (m_message.wait.count() > 0 && m_waitUntil.hasExpired()))
        return false;
    m_message.action = message.action;
    m_message.dismissed = message.dismissed;
    return bool(message.action) == (findChild<KeyButton *>(u"message-action"_s) != nullptr);
}

void MessageRow::startCountdown(PlainLabel *label, QWidget *action)
{
    m_waitUntil.setRemainingTime(m_message.wait);
    auto *second = new QTimer(this);
    connect(second, &QTimer::timeout, this, [this, label, action] { countDown(label, action); });
    second->start(std::chrono::seconds(1));
    countDown(label, action);
}

void MessageRow::countDown(PlainLabel *label, QWidget *action)
{
    const qint64 seconds = (m_waitUntil.remainingTime() + 999) / 1000;
    label->setText(seconds > 0 ? tr("again in %1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QChar(u'0'))
                               : tr("you can try again"));
    if (action)
        action->setEnabled(seconds <= 0);
}

void MessageRow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    paint::box(painter, rect(), tokens.tint(m_message.tone), {}, metrics::controlRadius);
    const int lineHeight = QFontMetrics(ui::font(Type::Body)).height();
    painter.drawPixmap(
        QPoint(11, 8 + (lineHeight - signSize) / 2),
        pixmap(signOf(m_message.tone), tokens.color(m_message.tone), signSize, devicePixelRatioF()));
}

} // namespace gatehouse::ui
