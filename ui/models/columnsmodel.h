// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

namespace gatehouse::ui {

struct TableColumn
{
    QString title;
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter; // of header and cells
    QString toolTip = {};
};

// What of TableModel does not depend on the type of its rows: columns, header and the names of our roles.
class ColumnsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit ColumnsModel(QList<TableColumn> columns, QObject *parent = nullptr);

    [[nodiscard]] const QList<TableColumn> &columns() const { return m_columns; }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    QList<TableColumn> m_columns;
};

} // namespace gatehouse::ui
