// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/keyvaluelist.h"

#include "ui/widgets/plainlabel.h"

#include <QGridLayout>

namespace gatehouse::ui {

KeyValueList::KeyValueList(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(7);
    m_grid->setColumnStretch(1, 1);
    setKeyWidth(104);
}

void KeyValueList::setKeyWidth(int pixels)
{
    m_grid->setColumnMinimumWidth(0, pixels);
}

void KeyValueList::setRows(const QList<Row> &rows)
{
    if (rows == m_rows)
        return;
    while (m_labels.size() < rows.size()) {
        auto *key = new PlainLabel({}, Type::Body, Tone::Muted);
        auto *value = new PlainLabel;
        value->setWordWrap(true);
        value->setSelectable(true);
        value->setMinimumWidth(1); // or a long word would take the height of the lines from all rows
        key->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        value->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        key->setBuddy(value);
        const int row = int(m_labels.size());
        m_grid->addWidget(key, row, 0);
        m_grid->addWidget(value, row, 1);
        m_labels.emplaceBack(key, value);
    }
    for (qsizetype i = 0; i < m_labels.size(); ++i) {
        const auto [key, value] = m_labels.at(i);
        key->setVisible(i < rows.size());
        value->setVisible(i < rows.size());
        if (i >= rows.size() || (i < m_rows.size() && rows.at(i) == m_rows.at(i)))
            continue;
        const Row &row = rows.at(i);
        key->setText(row.key);
        value->setText(row.value);
        value->setType(row.type);
        value->setTone(row.tone);
        value->setAccessibleName(row.key);
        value->setAccessibleDescription(row.value);
    }
    m_rows = rows;
}

} // namespace gatehouse::ui
