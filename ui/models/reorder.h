// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <optional>

// The arithmetic of TableModel::reconcile(), without a model: testable by itself.
namespace gatehouse::ui {

struct RowRange
{
    int first = 0;
    int count = 0;
    bool operator==(const RowRange &) const = default;
};

// The runs in a list of ascending numbers.
[[nodiscard]] QList<RowRange> rangesOf(const QList<int> &ascending);

// How rows that stay get into their new order with the fewest moves: `targets` has, for each row, the place
// it is to have among all (places ascend, gaps are allowed). A move takes the row at `from` and puts it
// before the row at `to`, both counted before the move.
struct RowMove
{
    int from = 0;
    int to = 0;
    bool operator==(const RowMove &) const = default;
};
// Nothing when more than `most` would be needed.
[[nodiscard]] std::optional<QList<RowMove>> movesFor(const QList<int> &targets, qsizetype most);

// What has to happen for rows to stand where `targets` says (-1: nowhere) among `count` rows.
struct Difference
{
    enum class Way { Shortest, Bulk };
    Difference() = default;
    Difference(const QList<int> &targets, int count, Way way = Way::Shortest);

    // Few enough steps to announce them one by one.
    [[nodiscard]] bool isSmall() const;

    QList<RowRange> gone;                // by the place they have now
    QList<RowRange> arrived;             // by the place they will have
    std::optional<QList<RowMove>> moves; // of those that stay, when few; never in bulk
    int goneCount = 0;
    // In bulk, as places for each row: those that stay in their new order with the gone ones behind them,
    // and, once these are removed and the new ones appended, everything in its place.
    QList<int> goneLast;
    QList<int> arrivedIntoPlace;

    static constexpr qsizetype fewRanges = 64;
    static constexpr qsizetype fewMoves = 16;
};

} // namespace gatehouse::ui
