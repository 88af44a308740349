// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

namespace gatehouse::ui {

namespace {

constexpr QColor rgb(QRgb value)
{
    return QColor((value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);
}

// clang-format off
struct Column { QRgb light, dark, highContrast; };
struct Line { QColor Tokens::*token; Column column; };

constexpr Line table[] = {
    {&Tokens::background, {0xF6F7F9, 0x12151A, 0x000000}},
    {&Tokens::surface,    {0xFFFFFF, 0x191D24, 0x000000}},
    {&Tokens::raised,     {0xFFFFFF, 0x20252E, 0x0A0A0A}},
    {&Tokens::sunken,     {0xEEF0F4, 0x0E1115, 0x010101}},
    {&Tokens::border,     {0xE1E5EB, 0x2A303A, 0xFFFFFF}},
    {&Tokens::grid,       {0xEDF0F4, 0x232932, 0x6A6A6A}},
    {&Tokens::text,       {0x1A2130, 0xE5E9F0, 0xFFFFFF}},
    {&Tokens::muted,      {0x5C6675, 0x9BA5B4, 0xFFFFFF}},
    {&Tokens::faint,      {0x8A94A3, 0x6D7787, 0xC8C8C8}},
    {&Tokens::accent,     {0x2660DC, 0x6E9CFF, 0x8CB8FF}},
    {&Tokens::accentTint, {0xE9F0FE, 0x1D2A45, 0x00143C}},
    {&Tokens::onAccent,   {0xFFFFFF, 0x0E1115, 0x000000}},
    {&Tokens::good,       {0x177A4B, 0x4CC38A, 0x6CF0AE}},
    {&Tokens::goodTint,   {0xE6F5ED, 0x15291F, 0x00240F}},
    {&Tokens::look,       {0x956000, 0xE2A33B, 0xFFD23F}},
    {&Tokens::lookTint,   {0xFDF3DF, 0x2E2412, 0x2A2000}},
    {&Tokens::wrong,      {0xC0353A, 0xF0787C, 0xFF9C9F}},
    {&Tokens::wrongTint,  {0xFCEBEC, 0x33191B, 0x380004}},
    {&Tokens::selection,  {0xE4EDFD, 0x1F2C47, 0x00308F}},
};

constexpr Column seriesTable[] = {
    {0x3B7DD8, 0x5C98EE, 0x7DB4FF}, // blue
    {0xE08A2E, 0xEFA453, 0xFFB35C}, // orange
    {0x2E9E7A, 0x46B994, 0x5CE6B8}, // green
    {0xA862C8, 0xC183DE, 0xE0A8FF}, // violet
    {0xD0506E, 0xE5738D, 0xFF8FA9}, // rose
    {0x7A879B, 0x93A0B4, 0xC4CEDD}, // slate: other
};
// clang-format on

Tokens make(QRgb Column::*column)
{
    Tokens tokens;
    for (const Line &line : table)
        tokens.*line.token = rgb(line.column.*column);
    for (size_t i = 0; i < tokens.series.size(); ++i)
        tokens.series[i] = rgb(seriesTable[i].*column);
    return tokens;
}

// Which column a palette was made from is told by this role, which our style draws nothing with.
constexpr QPalette::ColorRole markerRole = QPalette::AlternateBase;

} // namespace

const Tokens &Tokens::light()
{
    static const Tokens tokens = make(&Column::light);
    return tokens;
}

const Tokens &Tokens::dark()
{
    static const Tokens tokens = make(&Column::dark);
    return tokens;
}

const Tokens &Tokens::highContrast()
{
    static const Tokens tokens = make(&Column::highContrast);
    return tokens;
}

const Tokens &Tokens::of(const QPalette &palette)
{
    const QColor marker = palette.color(QPalette::Active, markerRole);
    if (marker == dark().sunken)
        return dark();
    return marker == highContrast().sunken ? highContrast() : light();
}

QPalette Tokens::palette() const
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &color, const QColor &disabled) {
        palette.setColor(QPalette::All, role, color);
        palette.setColor(QPalette::Disabled, role, disabled);
    };
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                                           QPalette::HighlightedText, QPalette::ToolTipText})
        set(role, text, faint);
    for (const Tone tone : {Tone::Muted, Tone::Accent, Tone::Good, Tone::Look, Tone::Wrong})
        set(roleOf(tone), color(tone), faint);
    set(QPalette::PlaceholderText, faint, faint);
    set(QPalette::LinkVisited, accent, faint);
    set(QPalette::Window, background, background);
    set(QPalette::Base, surface, surface);
    set(QPalette::Button, surface, background);
    set(QPalette::ToolTipBase, raised, raised);
    set(QPalette::Highlight, selection, selection);
    set(markerRole, sunken, sunken);
    return palette;
}

QColor Tokens::color(Tone tone) const
{
    switch (tone) {
    case Tone::Text:
        return text;
    case Tone::Muted:
        return muted;
    case Tone::Faint:
        return faint;
    case Tone::Accent:
        return accent;
    case Tone::Good:
        return good;
    case Tone::Look:
        return look;
    case Tone::Wrong:
        return wrong;
    }
    Q_UNREACHABLE();
}

QColor Tokens::tint(Tone tone) const
{
    switch (tone) {
    case Tone::Text:
    case Tone::Muted:
    case Tone::Faint:
        return sunken;
    case Tone::Accent:
        return accentTint;
    case Tone::Good:
        return goodTint;
    case Tone::Look:
        return lookTint;
    case Tone::Wrong:
        return wrongTint;
    }
    Q_UNREACHABLE();
}

QColor Tokens::seriesColor(int index) const
{
    return index < 0 ? text : series.at(size_t(std::min(index, int(series.size()) - 1)));
}

QPalette::ColorRole roleOf(Tone tone)
{
    // Roles that our style gives no other use.
    switch (tone) {
    case Tone::Text:
        return QPalette::WindowText;
    case Tone::Muted:
        return QPalette::Mid;
    case Tone::Faint:
        return QPalette::PlaceholderText;
    case Tone::Accent:
        return QPalette::Link;
    case Tone::Good:
        return QPalette::Midlight;
    case Tone::Look:
        return QPalette::Light;
    case Tone::Wrong:
        return QPalette::BrightText;
    }
    Q_UNREACHABLE();
}

} // namespace gatehouse::ui
