// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QList>
#include <QWidget>

class QGridLayout;

namespace gatehouse::ui {

class PlainLabel;

// The detail's rows: a muted key, and a value that wraps and can be selected and copied.
class KeyValueList : public QWidget
{
    Q_OBJECT
public:
    struct Row
    {
        QString key;
        QString value;
        Type type = Type::Body;
        Tone tone = Tone::Text;
        bool operator==(const Row &) const = default;
    };

    explicit KeyValueList(QWidget *parent = nullptr);

    void setKeyWidth(int pixels);
    void setRows(const QList<Row> &rows); // keeps the labels it has, and so a selection in an unchanged value
    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }

private:
    QGridLayout *m_grid = nullptr;
    QList<Row> m_rows;
    QList<std::pair<PlainLabel *, PlainLabel *>> m_labels;
};

} // namespace gatehouse::ui
