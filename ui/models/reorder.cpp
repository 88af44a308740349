// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/reorder.h"

#include <algorithm>

namespace gatehouse::ui {

namespace {

// Which of the numbers form a longest ascending run (not necessarily side by side): these stay where they
// are.
QList<bool> longestAscending(const QList<int> &numbers)
{
    QList<int> tails;                        // index of the least last number of a run of each length
    QList<int> previous(numbers.size(), -1); // the number before it in its run
    for (int i = 0; i < int(numbers.size()); ++i) {
        const auto place = std::lower_bound(tails.begin(), tails.end(), numbers.at(i),
                                            [&](int tail, int number) { return numbers.at(tail) < number; });
        if (place != tails.begin())
            previous[i] = *std::prev(place);
        if (place == tails.end())
            tails.append(i);
        else
            *place = i;
    }
    QList<bool> stays(numbers.size(), false);
    for (int i = tails.isEmpty() ? -1 : tails.last(); i >= 0; i = previous.at(i))
        stays[i] = true;
    return stays;
}

} // namespace

QList<RowRange> rangesOf(const QList<int> &ascending)
{
    QList<RowRange> ranges;
    for (const int number : ascending) {
        if (!ranges.isEmpty() && ranges.last().first + ranges.last().count == number)
            ++ranges.last().count;
        else
            ranges.append({number, 1});
    }
    return ranges;
}

std::optional<QList<RowMove>> movesFor(const QList<int> &targets, qsizetype most)
{
    if (std::is_sorted(targets.begin(), targets.end()))
        return QList<RowMove>{};
    const QList<bool> stays = longestAscending(targets);
    if (stays.count(false) > most)
        return std::nullopt;
    QList<int> movers; // in the order of their targets, so that each finds its predecessor in place
    for (qsizetype i = 0; i < targets.size(); ++i) {
        if (!stays.at(i))
            movers.append(targets.at(i));
    }
    std::sort(movers.begin(), movers.end());

    QList<int> current = targets;
    QList<bool> placed = stays;
    QList<RowMove> moves;
    for (const int mover : movers) {
        const int from = int(current.indexOf(mover));
        int to = 0; // behind the last row that is in its place and belongs before the mover
        for (int i = 0; i < int(current.size()); ++i) {
            if (placed.at(i) && current.at(i) < mover)
                to = i + 1;
        }
        const int landed = to > from ? to - 1 : to;
        placed[from] = true;
        if (landed == from)
            continue;
        moves.append({from, to});
        current.move(from, landed);
        placed.move(from, landed);
    }
    return moves;
}

Difference::Difference(const QList<int> &targets, int count, Way way)
{
    QList<int> goneRows;
    QList<int> staying;                // their targets, in the order of now
    QList<bool> isTaken(count, false); // places that rows of now will have
    for (int row = 0; row < int(targets.size()); ++row) {
        if (targets.at(row) < 0) {
            goneRows.append(row);
            continue;
        }
        staying.append(targets.at(row));
        isTaken[targets.at(row)] = true;
    }
    QList<int> arrivedRows;
    QList<int> takenPlaces;
    for (int place = 0; place < count; ++place)
        (isTaken.at(place) ? takenPlaces : arrivedRows).append(place);

    gone = rangesOf(goneRows);
    arrived = rangesOf(arrivedRows);
    goneCount = int(goneRows.size());
    if (way == Way::Shortest)
        moves = movesFor(staying, fewMoves);
    if (isSmall())
        return;
    QList<int> rank(count, 0); // a place, counted among those that stay
    for (int i = 0; i < int(takenPlaces.size()); ++i)
        rank[takenPlaces.at(i)] = i;
    int behind = int(takenPlaces.size());
    for (const int target : targets)
        goneLast.append(target < 0 ? behind++ : rank.at(target));
    arrivedIntoPlace = takenPlaces + arrivedRows;
}

bool Difference::isSmall() const
{
    return moves && gone.size() <= fewRanges && arrived.size() <= fewRanges;
}

} // namespace gatehouse::ui
