// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"

#include <QPainter>

namespace gatehouse::ui {

Card::Card(QWidget *parent, Ground ground)
    : QWidget(parent)
    , m_ground(ground)
{}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    const QColor fill = m_ground == Ground::Surface  ? tokens.surface
                        : m_ground == Ground::Raised ? tokens.raised
                                                     : tokens.sunken;
    paint::box(painter, rect(), fill, tokens.border, metrics::cardRadius);
}

} // namespace gatehouse::ui
