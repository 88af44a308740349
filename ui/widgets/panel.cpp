// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel.h"

#include "ui/theme/tokens.h"

#include <QPainter>

namespace gatehouse::ui {

Panel::Panel(Ground ground, Qt::Edges lines, QWidget *parent)
    : QWidget(parent)
    , m_ground(ground)
    , m_lines(lines)
{}

void Panel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    const QColor fill = m_ground == Ground::Background ? tokens.background
                        : m_ground == Ground::Surface  ? tokens.surface
                        : m_ground == Ground::Raised   ? tokens.raised
                                                       : tokens.sunken;
    painter.fillRect(rect(), fill);
    if (m_lines & Qt::TopEdge)
        painter.fillRect(0, 0, width(), 1, tokens.border);
    if (m_lines & Qt::BottomEdge)
        painter.fillRect(0, height() - 1, width(), 1, tokens.border);
    if (m_lines & Qt::LeftEdge)
        painter.fillRect(0, 0, 1, height(), tokens.border);
    if (m_lines & Qt::RightEdge)
        painter.fillRect(width() - 1, 0, 1, height(), tokens.border);
}

} // namespace gatehouse::ui
