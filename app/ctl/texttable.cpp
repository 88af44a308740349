// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/texttable.h"

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

namespace {

bool isHarmful(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

// Columns a terminal gives a text: nothing for combining marks, two for wide East Asian characters.
qsizetype widthOf(const QString &text)
{
    qsizetype width = 0;
    const QList<uint> points = text.toUcs4();
    for (const uint c : points) {
        const QChar::Category category = QChar::category(c);
        if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing)
            continue;
        const bool isWide = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
                            (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
                            (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
                            (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd);
        width += isWide ? 2 : 1;
    }
    return width;
}

QString padded(const QString &text, qsizetype width, bool toTheRight)
{
    const QString space(width - widthOf(text), u' ');
    return toTheRight ? space + text : text + space;
}

} // namespace

QString escaped(const QString &text)
{
    QString safe;
    const QList<uint> points = text.toUcs4();
    for (const uint c : points) {
        if (c == '\n')
            safe += "\\n"_L1;
        else if (c == '\t')
            safe += "\\t"_L1;
        else if (isHarmful(c))
            safe += u"\\u{%1}"_s.arg(c, 4, 16, QChar(u'0'));
        else
            safe += QStringView(QChar::fromUcs4(c));
    }
    return safe;
}

TextTable::TextTable(const QStringList &heads, QSet<qsizetype> rightAligned)
    : m_rightAligned(std::move(rightAligned))
{
    add(heads);
}

void TextTable::add(const QStringList &cells)
{
    QStringList row;
    for (const QString &cell : cells)
        row.append(escaped(cell));
    m_rows.append(row);
}

QString TextTable::text() const
{
    QList<qsizetype> widths(m_rows.constFirst().size(), 0);
    for (const QStringList &line : m_rows)
        for (qsizetype i = 0; i < widths.size(); ++i)
            widths[i] = std::max(widths.at(i), widthOf(line.value(i)));
    QString text;
    for (const QStringList &line : m_rows) {
        QString row;
        for (qsizetype i = 0; i < widths.size(); ++i) {
            if (i > 0)
                row += "  "_L1;
            row += padded(line.value(i), widths.at(i), m_rightAligned.contains(i));
        }
        while (row.endsWith(u' '))
            row.chop(1);
        text += row + u'\n';
    }
    return text;
}

} // namespace gatehouse::ctl
