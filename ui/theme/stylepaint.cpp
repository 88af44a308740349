// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/stylepaint.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/typography.h"

#include <QFontMetrics>
#include <QHeaderView>
#include <QPainter>

namespace gatehouse::ui::paint {

namespace {

void icon(QPainter &painter, const QRect &rect, Icon icon, const QColor &color, int size)
{
    QRect square(0, 0, size, size);
    square.moveCenter(rect.center());
    painter.drawPixmap(square.topLeft(), pixmap(icon, color, size, painter.device()->devicePixelRatio()));
}

} // namespace

void box(QPainter &painter, const QRectF &rect, const QColor &fill, const QColor &border, qreal radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(border.isValid() ? QPen(border, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const qreal inset = border.isValid() ? 0.5 : 0;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

void focusRing(QPainter &painter, const QRectF &rect, const Tokens &tokens, qreal radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1);
    painter.restore();
}

QColor mixed(const QColor &a, const QColor &b, double amount)
{
    const auto part = [amount](int from, int to) { return int(from + (to - from) * amount); };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

ButtonLook buttonLook(const Tokens &tokens, ButtonKind kind, QStyle::State state)
{
    const bool isEnabled = state & QStyle::State_Enabled;
    const bool isDown = state & (QStyle::State_Sunken | QStyle::State_On);
    const double press = !isEnabled ? 0 : isDown ? 0.14 : state & QStyle::State_MouseOver ? 0.06 : 0;
    if (kind == ButtonKind::Primary) {
        if (!isEnabled)
            return {mixed(tokens.sunken, tokens.border, 0.5), {}, tokens.faint};
        return {mixed(tokens.accent, tokens.text, press), {}, tokens.onAccent};
    }
    const QColor text = !isEnabled ? tokens.faint : kind == ButtonKind::Danger ? tokens.wrong : tokens.text;
    if (kind == ButtonKind::Quiet) {
        QColor fill = tokens.text;
        fill.setAlphaF(float(press));
        return {fill, {}, text};
    }
    return {isEnabled ? mixed(tokens.surface, tokens.text, press * 0.7) : tokens.background, tokens.border,
            text};
}

void key(QPainter &painter, const QRect &rect, const QString &text, const QColor &ink)
{
    QColor ground = ink;
    ground.setAlphaF(0.06F);
    QColor line = ink;
    line.setAlphaF(0.35F);
    box(painter, rect, ground, line, 3);
    QColor letters = ink;
    letters.setAlphaF(0.85F);
    painter.setPen(letters);
    painter.setFont(font(Type::Key));
    painter.drawText(rect, Qt::AlignCenter, text);
}

int keyWidth(const QString &text)
{
    return std::max(16, QFontMetrics(font(Type::Key)).horizontalAdvance(text) + 8);
}

void field(QPainter &painter, const QStyleOption &option, const Tokens &tokens)
{
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const bool hasFocus = option.state & QStyle::State_HasFocus;
    box(painter, option.rect, isEnabled ? tokens.surface : tokens.background, tokens.border,
        metrics::fieldRadius);
    if (hasFocus)
        focusRing(painter, option.rect, tokens, metrics::fieldRadius);
}

void checkIndicator(QPainter &painter, const QStyleOption &option, const Tokens &tokens)
{
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const bool isOn = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const QColor fill = isOn ? (isEnabled ? tokens.accent : tokens.faint) : tokens.surface;
    box(painter, option.rect, fill, isOn ? QColor() : tokens.faint, 4);
    if (option.state & QStyle::State_On)
        icon(painter, option.rect, Icon::Check, tokens.onAccent, 12);
    else if (option.state & QStyle::State_NoChange)
        painter.fillRect(option.rect.adjusted(4, 7, -4, -7), tokens.onAccent);
    if (option.state & QStyle::State_HasFocus)
        focusRing(painter, option.rect, tokens, 4);
}

void radioIndicator(QPainter &painter, const QStyleOption &option, const Tokens &tokens)
{
    const QColor on = option.state & QStyle::State_Enabled ? tokens.accent : tokens.faint;
    const bool isOn = option.state & QStyle::State_On;
    const QRectF rect = option.rect;
    box(painter, rect, isOn ? on : tokens.surface, isOn ? QColor() : tokens.faint, rect.width() / 2);
    if (isOn)
        box(painter, rect.adjusted(5, 5, -5, -5), tokens.onAccent, {}, rect.width() / 2);
}

void headerSection(QPainter &painter, const QStyleOptionHeader &option, const Tokens &tokens)
{
    const bool isHovered = option.state & QStyle::State_MouseOver && option.state & QStyle::State_Enabled;
    painter.fillRect(option.rect, isHovered ? mixed(tokens.surface, tokens.text, 0.03) : tokens.surface);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.border);
}

void sortArrow(QPainter &painter, const QStyleOptionHeader &option, const Tokens &tokens)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.muted, 1.2));
    const QPointF middle = QRectF(option.rect).center();
    const qreal rise = option.sortIndicator == QStyleOptionHeader::SortUp ? 1.5 : -1.5;
    painter.drawPolyline(
        QPolygonF({middle + QPointF(-3, -rise), middle + QPointF(0, rise), middle + QPointF(3, -rise)}));
    painter.restore();
}

void menuItem(QPainter &painter, const QStyleOptionMenuItem &option, const Tokens &tokens)
{
    const QRect rect = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRect(rect.left(), rect.center().y(), rect.width(), 1), tokens.border);
        return;
    }
    const bool isEnabled = option.state & QStyle::State_Enabled;
    if (option.state & QStyle::State_Selected && isEnabled)
        box(painter, rect.adjusted(4, 0, -4, 0), tokens.selection, {}, 4);
    int left = rect.left() + 12;
    const QRect sign(left, rect.top(), 16, rect.height());
    const QColor ink = isEnabled ? tokens.text : tokens.faint;
    if (option.checkType != QStyleOptionMenuItem::NotCheckable) {
        if (option.checked)
            icon(painter, sign, Icon::Check, tokens.accent, 14);
        left += 24;
    } else if (!option.icon.isNull()) {
        option.icon.paint(&painter, sign, Qt::AlignCenter, isEnabled ? QIcon::Normal : QIcon::Disabled);
        left += 24;
    }
    const QStringList parts = option.text.split(u'\t');
    painter.setFont(option.font);
    painter.setPen(ink);
    const QRect words(left, rect.top(), rect.right() - 12 - left, rect.height());
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextHideMnemonic,
                     parts.first());
    if (parts.size() > 1) {
        painter.setPen(tokens.muted);
        painter.setFont(font(Type::Caption));
        painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, parts.last());
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        icon(painter, QRect(rect.right() - 24, rect.top(), 16, rect.height()), Icon::ChevronRight,
             tokens.muted, 12);
}

void scrollBar(QPainter &painter, const QStyleOptionSlider &option, const QRect &slider, const Tokens &tokens)
{
    if (option.minimum >= option.maximum)
        return;
    const bool isUsed = option.state & QStyle::State_MouseOver || option.state & QStyle::State_Sunken;
    QColor handle = tokens.muted;
    handle.setAlphaF(isUsed ? 0.65F : 0.35F);
    const QRect rect =
        option.orientation == Qt::Vertical ? slider.adjusted(3, 2, -3, -2) : slider.adjusted(2, 3, -2, -3);
    box(painter, rect, handle, {}, 2);
}

void comboBox(QPainter &painter, const QStyleOptionComboBox &option, const Tokens &tokens)
{
    const ButtonLook look = buttonLook(tokens, ButtonKind::Secondary, option.state & ~QStyle::State_On);
    box(painter, option.rect, look.fill, look.border, metrics::controlRadius);
    if (option.state & QStyle::State_HasFocus)
        focusRing(painter, option.rect, tokens, metrics::controlRadius);
    icon(painter, QRect(option.rect.right() - 24, option.rect.top(), 16, option.rect.height()),
         Icon::ChevronDown, tokens.muted, 12);
}

} // namespace gatehouse::ui::paint
