// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/visibletext.h"

namespace gatehouse::ui {
namespace {

bool isLineBreak(char16_t c)
{
    return c == u'\n' || c == u'\r' || c == u'\t' || c == 0x2028 || c == 0x2029;
}

// U+200E/F marks, U+202A–E embeddings and overrides, U+2066–9 isolates, and the Arabic letter mark.
bool isBidirectionalControl(char16_t c)
{
    return c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

bool isHarmless(QChar c)
{
    return c >= u' ' && c < u'\x7f';
}

} // namespace

QString visibleText(QString text)
{
    if (std::all_of(text.cbegin(), text.cend(), isHarmless))
        return text; // nearly always, and then shared
    for (QChar &c : text) {
        if (isLineBreak(c.unicode()))
            c = u' ';
        else if (c.category() == QChar::Other_Control || isBidirectionalControl(c.unicode()))
            c = QChar::ReplacementCharacter;
    }
    return text;
}

} // namespace gatehouse::ui
