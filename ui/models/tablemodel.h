// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/columnsmodel.h"
#include "ui/models/reorder.h"
#include "ui/models/roles.h"

namespace gatehouse::ui {

// The base of every list. A model is a list of columns and what each cell says; rows change in one way only,
// reconcile(), which keeps selections, scroll positions and editors. It never resets. The order is kept here,
// by orders() of the column sorted by, because a sorting proxy costs more than the rest of the start.
template <typename Row, typename Key>
class TableModel : public ColumnsModel
{
public:
    explicit TableModel(QList<TableColumn> columns, QObject *parent = nullptr)
        : ColumnsModel(std::move(columns), parent)
    {}

    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] const Row &at(int row) const { return m_rows.at(row); }
    [[nodiscard]] int rowOf(const Key &key) const // -1 when it is not here
    {
        return m_rowOfKey.value(key, -1);
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
            return {};
        QVariant value = cell(m_rows.at(index.row()), index.column(), role);
        if (!value.isValid() && role == Qt::TextAlignmentRole)
            return QVariant::fromValue(columns().at(index.column()).alignment);
        if (!value.isValid() && role == SortRole)
            return cell(m_rows.at(index.row()), index.column(), Qt::DisplayRole);
        return value;
    }
    // Orders the rows, now and after each reconcile. A column of -1 leaves them as they come.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override
    {
        m_sortColumn = column;
        m_sortOrder = order;
        QList<Row> rows = m_rows;
        reconcile(std::move(rows));
    }
    [[nodiscard]] int sortColumn() const { return m_sortColumn; }
    [[nodiscard]] Qt::SortOrder sortOrder() const { return m_sortOrder; }

    // Makes the rows these, matched by key: what is gone is removed, what is new inserted, what stands
    // elsewhere moved, what differs announced as changed, in ranges. A few ranges are announced one by one;
    // many in bulk (two changes of layout, one removal, one insertion), so that it stays linear. Of rows with
    // the same key the first counts.
    void reconcile(QList<Row> next)
    {
        if (m_sortColumn >= 0)
            order(next);
        QHash<Key, int> rowOfKey = numbered(next);
        QList<int> targets(m_rows.size()); // where each row of now will stand; -1: nowhere
        for (qsizetype i = 0; i < m_rows.size(); ++i)
            targets[i] = rowOfKey.value(keyOf(m_rows.at(i)), -1);
        m_rowOfKey = std::move(rowOfKey);

        const Difference difference(targets, int(next.size()));
        const QList<int> changed = changedRows(targets, next);
        if (difference.isSmall())
            applyOneByOne(difference, next);
        else
            applyInBulk(difference, next);
        for (const int row : changed)
            m_rows[row] = next.at(row);
        for (const RowRange &range : rangesOf(changed))
            emit dataChanged(index(range.first, 0), index(range.first + range.count - 1, columnCount() - 1));
    }

protected:
    [[nodiscard]] virtual Key keyOf(const Row &row) const = 0;
    // What a cell says in a role; invalid where it has nothing to say. DisplayRole text is for people.
    [[nodiscard]] virtual QVariant cell(const Row &row, int column, int role) const = 0;
    // Whether a stands before b when sorted by the column, ascending. Equal rows keep the order they came in.
    [[nodiscard]] virtual bool orders(const Row &a, const Row &b, int column) const
    {
        Q_UNUSED(a)
        Q_UNUSED(b)
        Q_UNUSED(column)
        return false;
    }

private:
    void order(QList<Row> &rows) const
    {
        const bool ascending = m_sortOrder == Qt::AscendingOrder;
        std::stable_sort(rows.begin(), rows.end(), [this, ascending](const Row &a, const Row &b) {
            return ascending ? orders(a, b, m_sortColumn) : orders(b, a, m_sortColumn);
        });
    }

    // The place of each key; takes later rows of the same key out.
    [[nodiscard]] QHash<Key, int> numbered(QList<Row> &rows) const
    {
        QHash<Key, int> places;
        places.reserve(rows.size());
        rows.removeIf([&](const Row &row) {
            const bool isFirst = !places.contains(keyOf(row));
            if (isFirst)
                places.insert(keyOf(row), int(places.size()));
            return !isFirst;
        });
        return places;
    }

    [[nodiscard]] QList<int> changedRows(const QList<int> &targets, const QList<Row> &next) const
    {
        QList<int> changed;
        for (qsizetype i = 0; i < targets.size(); ++i) {
            if (targets.at(i) >= 0 && !(m_rows.at(i) == next.at(targets.at(i))))
                changed.append(targets.at(i));
        }
        std::sort(changed.begin(), changed.end());
        return changed;
    }

    void applyOneByOne(const Difference &difference, const QList<Row> &next)
    {
        for (auto gone = difference.gone.rbegin(); gone != difference.gone.rend(); ++gone)
            removeRange(*gone);
        for (const RowMove &move : *difference.moves) {
            beginMoveRows({}, move.from, move.from, {}, move.to);
            m_rows.move(move.from, move.to > move.from ? move.to - 1 : move.to);
            endMoveRows();
        }
        for (const RowRange &arrived : difference.arrived)
            insertRange(arrived.first, next.sliced(arrived.first, arrived.count));
    }

    void applyInBulk(const Difference &difference, const QList<Row> &next)
    {
        permute(difference.goneLast);
        if (difference.goneCount > 0)
            removeRange({int(m_rows.size()) - difference.goneCount, difference.goneCount});
        QList<Row> fresh;
        for (const RowRange &arrived : difference.arrived)
            fresh.append(next.sliced(arrived.first, arrived.count));
        if (!fresh.isEmpty())
            insertRange(int(m_rows.size()), fresh);
        permute(difference.arrivedIntoPlace);
    }

    void removeRange(RowRange range)
    {
        beginRemoveRows({}, range.first, range.first + range.count - 1);
        m_rows.remove(range.first, range.count);
        endRemoveRows();
    }

    void insertRange(int at, const QList<Row> &rows)
    {
        beginInsertRows({}, at, at + int(rows.size()) - 1);
        m_rows.insert(at, rows.size(), Row());
        std::copy(rows.begin(), rows.end(), m_rows.begin() + at);
        endInsertRows();
    }

    // Row i goes to place[i].
    void permute(const QList<int> &place)
    {
        if (std::is_sorted(place.begin(), place.end()))
            return;
        emit this->layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        QList<Row> rows(m_rows.size());
        for (qsizetype i = 0; i < place.size(); ++i)
            rows[place.at(i)] = std::move(m_rows[i]);
        m_rows = std::move(rows);
        const QModelIndexList before = persistentIndexList();
        QModelIndexList after;
        after.reserve(before.size());
        for (const QModelIndex &old : before)
            after.append(index(place.at(old.row()), old.column()));
        changePersistentIndexList(before, after);
        emit this->layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    }

    QList<Row> m_rows;
    QHash<Key, int> m_rowOfKey;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace gatehouse::ui
