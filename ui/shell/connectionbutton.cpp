// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/connectionbutton.h"

#include "ui/shell/stageline.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"
#include "ui/widgets/plainlabel.h"

#include <QPainter>

namespace gatehouse::ui {

ConnectionButton::ConnectionButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setObjectName(QStringLiteral("connection-switcher"));
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setConnection({}, {}, m_stage);
}

void ConnectionButton::setConnection(const QString &name, const QString &detail, workspace::Stage stage)
{
    setText(name.isEmpty() ? tr("No connection") : name);
    m_detail = name.isEmpty() ? tr("Choose or add one") : detail;
    m_stage = stage;
    setAccessibleName(tr("Connection: %1").arg(text()));
    setAccessibleDescription(tr("%1, %2. Opens the list of connections.").arg(nameOf(stage), m_detail));
    setToolTip(
        asPlainToolTip(text() + QStringLiteral("\n") + m_detail + QStringLiteral("\n") + nameOf(stage)));
    update();
}

void ConnectionButton::setCollapsed(bool collapsed)
{
    m_isCollapsed = collapsed;
    update();
}

QSize ConnectionButton::sizeHint() const
{
    return {40, 54};
}

void ConnectionButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    const bool isHovered = underMouse() || isDown();
    paint::box(painter, rect(), isHovered ? paint::mixed(tokens.surface, tokens.text, 0.03) : tokens.surface,
               tokens.border, metrics::fieldRadius);
    const int dotLeft = m_isCollapsed ? (width() - 8) / 2 : 9;
    paint::box(painter, QRect(dotLeft, (height() - 8) / 2, 8, 8), tokens.color(toneOf(m_stage)), {}, 4);
    if (!m_isCollapsed) {
        painter.drawPixmap(QPoint(width() - 22, (height() - 12) / 2),
                           pixmap(Icon::ChevronDown, tokens.faint, 12, devicePixelRatioF()));
        const int room = width() - 25 - 26;
        painter.setFont(ui::font(Type::BodyStrong));
        painter.setPen(tokens.text);
        painter.drawText(QRect(25, 9, room, 19), Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
        painter.setFont(ui::font(Type::Caption));
        painter.setPen(tokens.muted);
        painter.drawText(QRect(25, 28, room, 16), Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(m_detail, Qt::ElideRight, room));
    }
    if (hasFocus())
        paint::focusRing(painter, rect(), tokens, metrics::fieldRadius);
}

} // namespace gatehouse::ui
