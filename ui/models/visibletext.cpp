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

// Characters that take no room: two names that differ by one of them look the same. The fillers are letters
// by their category.
bool isInvisible(char16_t c)
{
    return c == 0x00AD || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 ||
           c == 0x180E || (c >= 0x200B && c <= 0x200D) || (c >= 0x2060 && c <= 0x2065) ||
           (c >= 0x206A && c <= 0x206F) || c == 0x2800 || c == 0x3164 || c == 0xFEFF || c == 0xFFA0 ||
           (c >= 0xFFF9 && c <= 0xFFFB);
}

// U+E0000–E0FFF: tags, which spell a hidden text, and further variation selectors.
bool isTag(QChar high, QChar low)
{
    const char32_t c = QChar::surrogateToUcs4(high, low);
    return c >= 0xE0000 && c <= 0xE0FFF;
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
    for (qsizetype i = 0; i < text.size(); ++i) {
        QChar &c = text[i];
        if (isLineBreak(c.unicode()))
            c = u' ';
        else if (c.category() == QChar::Other_Control || isBidirectionalControl(c.unicode()) ||
                 isInvisible(c.unicode()))
            c = QChar::ReplacementCharacter;
        else if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate() &&
                 isTag(c, text.at(i + 1)))
            c = text[i + 1] = QChar::ReplacementCharacter; // of the same length: positions in it stay
    }
    return text;
}

} // namespace gatehouse::ui
