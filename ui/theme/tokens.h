// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

#include <array>

namespace gatehouse::ui {

// What a text or a mark means. Colour is never the only sign: a word or a symbol goes with it.
enum class Tone { Text, Muted, Faint, Accent, Good, Look, Wrong };

// Every colour of the program: one table with a column for each scheme (tokens.cpp). Nothing else names a
// colour.
struct Tokens
{
    QColor background;
    QColor surface;
    QColor raised;
    QColor sunken; // the rail
    QColor border;
    QColor grid; // hair lines in tables and charts
    QColor text;
    QColor muted;
    QColor faint; // placeholders, disabled items and decoration; never for facts
    QColor accent;
    QColor accentTint;
    QColor onAccent; // text on the accent
    QColor good;
    QColor goodTint;
    QColor look;
    QColor lookTint;
    QColor wrong;
    QColor wrongTint;
    QColor selection;
    std::array<QColor, 6> series; // the sixth is "other"

    [[nodiscard]] static const Tokens &light();
    [[nodiscard]] static const Tokens &dark();
    [[nodiscard]] static const Tokens &highContrast();
    // The column a palette was made from: how a widget knows its colours without anyone handing them down.
    [[nodiscard]] static const Tokens &of(const QPalette &palette);

    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] QColor color(Tone tone) const;
    [[nodiscard]] QColor tint(Tone tone) const;        // the pale ground behind text of that tone
    [[nodiscard]] QColor seriesColor(int index) const; // below 0: the text's
};

// The palette role that holds a tone, for labels.
[[nodiscard]] QPalette::ColorRole roleOf(Tone tone);

} // namespace gatehouse::ui
