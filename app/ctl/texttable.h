// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

namespace gatehouse::ctl {

// One line that cannot move the cursor, colour or reorder the terminal: control, ANSI, bidirectional and
// zero-width characters become visible escapes.
[[nodiscard]] QString escaped(const QString &text);

// Aligned columns as wide as their content, two spaces apart. Cells are escaped here.
class TextTable
{
public:
    explicit TextTable(const QStringList &heads, QSet<qsizetype> rightAligned = {});
    void add(const QStringList &cells);
    [[nodiscard]] QString text() const; // ends with a line break

private:
    QSet<qsizetype> m_rightAligned;
    QList<QStringList> m_rows; // the first is the head
};

} // namespace gatehouse::ctl
