// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QStyleOption>

class QPainter;

// What Style and the widgets paint with: shapes on whole pixels, states from the style option.
namespace gatehouse::ui::paint {

// A filled round rectangle with a 1-px border; an invalid colour leaves either out.
void box(QPainter &painter, const QRectF &rect, const QColor &fill, const QColor &border, qreal radius);
// The ring around what has the keyboard focus.
void focusRing(QPainter &painter, const QRectF &rect, const Tokens &tokens, qreal radius);
// `amount` of b over a, 0…1.
[[nodiscard]] QColor mixed(const QColor &a, const QColor &b, double amount);

struct ButtonLook
{
    QColor fill;
    QColor border;
    QColor text;
};
enum class ButtonKind { Secondary, Primary, Danger, Quiet };
[[nodiscard]] ButtonLook buttonLook(const Tokens &tokens, ButtonKind kind, QStyle::State state);

// A key as it stands on a button or in a sheet.
void key(QPainter &painter, const QRect &rect, const QString &text, const QColor &ink);
[[nodiscard]] int keyWidth(const QString &text);

void field(QPainter &painter, const QStyleOption &option, const Tokens &tokens);
void checkIndicator(QPainter &painter, const QStyleOption &option, const Tokens &tokens);
void radioIndicator(QPainter &painter, const QStyleOption &option, const Tokens &tokens);
void headerSection(QPainter &painter, const QStyleOptionHeader &option, const Tokens &tokens);
void sortArrow(QPainter &painter, const QStyleOptionHeader &option, const Tokens &tokens);
void menuItem(QPainter &painter, const QStyleOptionMenuItem &option, const Tokens &tokens);
void scrollBar(QPainter &painter, const QStyleOptionSlider &option, const QRect &slider,
               const Tokens &tokens);
void comboBox(QPainter &painter, const QStyleOptionComboBox &option, const Tokens &tokens);

} // namespace gatehouse::ui::paint
