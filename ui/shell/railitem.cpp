// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/railitem.h"

#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"
#include "ui/widgets/plainlabel.h"

#include <QLocale>
#include <QPainter>

namespace gatehouse::ui {

namespace {

QString badgeText(int count)
{
    return count > 9999 ? QStringLiteral("9999+") : QLocale().toString(count);
}

} // namespace

RailItem::RailItem(const QString &text, Icon icon, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
{
    setText(text);
    setCheckable(true);
    setAutoExclusive(false);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(text);
    setFont(ui::font(Type::BodyMedium));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    updateDescription();
}

void RailItem::setBadge(int count)
{
    m_badge = count;
    updateDescription();
    update();
}

void RailItem::setKeys(const QString &keys)
{
    m_keys = keys;
    updateDescription();
}

void RailItem::setCollapsed(bool collapsed)
{
    m_isCollapsed = collapsed;
    update();
}

QSize RailItem::sizeHint() const
{
    return {40, std::max(32, fontMetrics().height() + 8)};
}

void RailItem::updateDescription()
{
    setPlainToolTip(*this, m_keys.isEmpty() ? text() : tr("%1 (%2)").arg(text(), m_keys));
    if (m_badge > 0)
        setAccessibleDescription(tr("%n waiting", nullptr, m_badge));
}

void RailItem::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    if (isChecked())
        paint::box(painter, rect(), tokens.surface, tokens.border, metrics::controlRadius);
    else if (underMouse())
        paint::box(painter, rect(), paint::mixed(tokens.sunken, tokens.text, 0.05), {},
                   metrics::controlRadius);
    const QColor ink = isChecked() ? tokens.text : tokens.muted;
    const int left = m_isCollapsed ? (width() - 16) / 2 : 8;
    painter.drawPixmap(QPoint(left, (height() - 16) / 2), pixmap(m_icon, ink, 16, devicePixelRatioF()));
    int right = width() - 8;
    if (m_badge > 0 && m_isCollapsed) {
        paint::box(painter, QRect(left + 11, 6, 7, 7), tokens.accent, {}, 3.5);
    } else if (m_badge > 0) {
        painter.setFont(ui::font(Type::CaptionStrong));
        const int wide = std::max(20, painter.fontMetrics().horizontalAdvance(badgeText(m_badge)) + 12);
        const QRect pill(right - wide, (height() - 16) / 2, wide, 16);
        paint::box(painter, pill, tokens.accent, {}, 8);
        painter.setPen(tokens.onAccent);
        painter.drawText(pill, Qt::AlignCenter, badgeText(m_badge));
        right = pill.left() - 8;
    }
    if (!m_isCollapsed) {
        painter.setFont(font());
        painter.setPen(ink);
        const QRect words(34, 0, right - 34, height());
        painter.drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
                         fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    }
    if (hasFocus())
        paint::focusRing(painter, rect(), tokens, metrics::controlRadius);
}

} // namespace gatehouse::ui
