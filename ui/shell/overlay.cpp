// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/overlay.h"

#include "ui/widgets/card.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

namespace gatehouse::ui {

Overlay::Overlay(QWidget *window, QSize cardSize)
    : QWidget(window)
    , m_card(new Card(this, Card::Ground::Raised))
    , m_cardSize(cardSize)
{
    setFocusPolicy(Qt::StrongFocus);
    window->installEventFilter(this);
    hide();
}

void Overlay::open()
{
    if (!isVisible())
        m_before = QApplication::focusWidget();
    layOut();
    show();
    raise();
    setFocus();
}

void Overlay::close()
{
    hide();
    if (m_before)
        m_before->setFocus();
}

void Overlay::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), QColor(0, 0, 0, 72));
}

void Overlay::mousePressEvent(QMouseEvent *event)
{
    if (!m_card->geometry().contains(event->position().toPoint()))
        close();
}

void Overlay::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    // Nothing else passes through to the page below.
}

bool Overlay::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && isVisible())
        layOut();
    return QWidget::eventFilter(watched, event);
}

bool Overlay::focusNextPrevChild(bool)
{
    return true;
}

void Overlay::setCardHeight(int height)
{
    m_cardSize.setHeight(height);
    if (isVisible())
        layOut();
}

void Overlay::layOut()
{
    setGeometry(parentWidget()->rect());
    const QSize size = m_cardSize.boundedTo(this->size() - QSize(48, 96));
    m_card->setGeometry(QRect(QPoint((width() - size.width()) / 2, std::max(24, height() / 8)), size));
}

} // namespace gatehouse::ui
