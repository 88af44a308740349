// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/reorder.h"

#include <QHash>

#include <algorithm>

// The part of TableModel::reconcile() that takes time, as functions of values: any thread.
namespace gatehouse::ui {

// The place of each key; takes later rows of the same key out.
template <typename Key, typename Row, typename KeyOf>
[[nodiscard]] QHash<Key, int> placesOf(QList<Row> &rows, const KeyOf &keyOf)
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

// Where each row of before stands among the next; -1: nowhere.
template <typename Key, typename Row, typename KeyOf>
[[nodiscard]] QList<int> targetsOf(const QList<Row> &before, const QHash<Key, int> &places,
                                   const KeyOf &keyOf)
{
    QList<int> targets(before.size());
    std::transform(before.begin(), before.end(), targets.begin(),
                   [&](const Row &row) { return places.value(keyOf(row), -1); });
    return targets;
}

// The places, ascending, of those that stay and differ.
template <typename Row>
[[nodiscard]] QList<int> changedRows(const QList<Row> &before, const QList<int> &targets,
                                     const QList<Row> &next)
{
    QList<int> changed;
    for (qsizetype i = 0; i < targets.size(); ++i) {
        if (targets.at(i) >= 0 && !(before.at(i) == next.at(targets.at(i))))
            changed.append(targets.at(i));
    }
    std::sort(changed.begin(), changed.end());
    return changed;
}

// Row i goes to place[i].
template <typename Row>
[[nodiscard]] QList<Row> permuted(const QList<Row> &rows, const QList<int> &place)
{
    QList<Row> moved(rows.size());
    for (qsizetype i = 0; i < place.size(); ++i)
        moved[place.at(i)] = rows.at(i);
    return moved;
}

// Every state a model passes through on its way from one list to another in bulk, so that each step is a
// swap.
template <typename Row, typename Key>
struct PreparedRows
{
    QList<Row> goneLast; // those that stay in their new order, those that go behind them
    QList<Row> staying;
    QList<Row> appended; // with the new ones behind them
    QList<Row> rows;     // and everything in its place
    QHash<Key, int> places;
    Difference difference;
    QList<RowRange> changed; // a few; more than that as one
};

template <typename Key, typename Row, typename KeyOf>
[[nodiscard]] PreparedRows<Row, Key> prepareRows(const QList<Row> &before, QList<Row> next,
                                                 const KeyOf &keyOf)
{
    QHash<Key, int> places = placesOf<Key>(next, keyOf);
    const QList<int> targets = targetsOf(before, places, keyOf);
    PreparedRows<Row, Key> prepared{.goneLast = {},
                                    .staying = {},
                                    .appended = {},
                                    .rows = {},
                                    .places = std::move(places),
                                    .difference =
                                        Difference(targets, int(next.size()), Difference::Way::Bulk),
                                    .changed = rangesOf(changedRows(before, targets, next))};
    const Difference &difference = prepared.difference;
    prepared.goneLast = permuted(before, difference.goneLast);
    prepared.staying = prepared.goneLast.first(before.size() - difference.goneCount);
    prepared.appended = prepared.staying;
    for (const RowRange &arrived : difference.arrived)
        prepared.appended.append(next.sliced(arrived.first, arrived.count));
    prepared.rows = std::move(next);
    if (prepared.changed.size() > Difference::fewRanges) {
        const int first = prepared.changed.constFirst().first;
        const RowRange last = prepared.changed.constLast();
        prepared.changed = {{first, last.first + last.count - first}};
    }
    return prepared;
}

} // namespace gatehouse::ui
