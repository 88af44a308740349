// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/columnsmodel.h"

#include "ui/models/roles.h"

namespace gatehouse::ui {

ColumnsModel::ColumnsModel(QList<TableColumn> columns, QObject *parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
{}

int ColumnsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant ColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    const TableColumn &column = m_columns.at(section);
    switch (role) {
    case Qt::DisplayRole:
        return column.title;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(column.alignment);
    case Qt::ToolTipRole:
        return column.toolTip.isEmpty() ? QVariant() : column.toolTip;
    default:
        return {};
    }
}

QHash<int, QByteArray> ColumnsModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractTableModel::roleNames();
    names.insert(
        {{SortRole, "sort"}, {KeyRole, "key"}, {StateRole, "state"}, {CellRole, "cell"}, {ToneRole, "tone"}});
    return names;
}

} // namespace gatehouse::ui
