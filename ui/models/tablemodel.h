// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/columnsmodel.h"
#include "ui/models/preparedrows.h"
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
        take(std::move(next));
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

    // For a model that orders its rows itself: reconcile() without the ordering, and sort() without the rows.
    void take(QList<Row> next)
    {
        const auto key = [this](const Row &row) { return keyOf(row); };
        QHash<Key, int> places = placesOf<Key>(next, key);
        const QList<int> targets = targetsOf(m_rows, places, key);
        const Difference difference(targets, int(next.size()));
        if (!difference.isSmall()) {
            PreparedRows<Row, Key> prepared = prepareRows<Key>(m_rows, std::move(next), key);
            return adopt(prepared);
        }
        m_rowOfKey = std::move(places);
        const QList<int> changed = changedRows(m_rows, targets, next);
        applyOneByOne(difference, next);
        for (const int row : changed)
            m_rows[row] = next.at(row);
        announce(rangesOf(changed));
    }
    void rememberSort(int column, Qt::SortOrder order)
    {
        m_sortColumn = column;
        m_sortOrder = order;
    }
    // Takes over what prepareRows() worked out from the rows of now. What stood here is swapped into it, so
    // that the caller decides on which thread it goes.
    void adopt(PreparedRows<Row, Key> &prepared)
    {
        const Difference &difference = prepared.difference;
        std::swap(m_rowOfKey, prepared.places);
        permute(difference.goneLast, prepared.goneLast);
        const int stay = int(prepared.staying.size());
        if (difference.goneCount > 0) {
            beginRemoveRows({}, stay, stay + difference.goneCount - 1);
            std::swap(m_rows, prepared.staying);
            endRemoveRows();
        }
        if (prepared.appended.size() > stay) {
            beginInsertRows({}, stay, int(prepared.appended.size()) - 1);
            std::swap(m_rows, prepared.appended);
            endInsertRows();
        }
        permute(difference.arrivedIntoPlace, prepared.rows);
        announce(prepared.changed);
    }

private:
    void announce(const QList<RowRange> &changed)
    {
        for (const RowRange &range : changed)
            emit dataChanged(index(range.first, 0), index(range.first + range.count - 1, columnCount() - 1));
    }

    void order(QList<Row> &rows) const
    {
        const bool ascending = m_sortOrder == Qt::AscendingOrder;
        std::stable_sort(rows.begin(), rows.end(), [this, ascending](const Row &a, const Row &b) {
            return ascending ? orders(a, b, m_sortColumn) : orders(b, a, m_sortColumn);
        });
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

    // Row i goes to place[i]; `rows` is the outcome, and what was here afterwards.
    void permute(const QList<int> &place, QList<Row> &rows)
    {
        if (std::is_sorted(place.begin(), place.end())) {
            std::swap(m_rows, rows); // equal keys in the same places; what they say may differ
            return;
        }
        emit this->layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        std::swap(m_rows, rows);
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
