// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <vector>

namespace gatehouse::analytics {

// The least and the greatest value of one pixel column; a chart that draws both loses no peak.
struct Extent
{
    double least = 0;
    double greatest = 0;
    bool operator==(const Extent &) const = default;
};

// A window [first, first + count) of `values`, reduced to at most `columns` extents in order; with no more
// values than columns there is one extent per value.
[[nodiscard]] QList<Extent> reduced(const QList<double> &values, qsizetype first, qsizetype count,
                                    int columns);

// A long evenly spaced series with the extents of every 16, 256, 4096 … neighbours beside it, so that any
// window is reduced to a chart's pixels by reading a few thousand numbers. Building it is linear; do it on
// the thread pool. A value: moved, not shared; any thread, one at a time.
class Pyramid
{
public:
    Pyramid() = default;
    explicit Pyramid(std::vector<float> values);

    [[nodiscard]] qsizetype size() const { return static_cast<qsizetype>(m_values.size()); }
    // As above; `first` and `count` are cut to the series.
    [[nodiscard]] QList<Extent> reduced(qsizetype first, qsizetype count, int columns) const;
    [[nodiscard]] Extent extent(qsizetype first, qsizetype count) const;

private:
    struct Pair
    {
        float least;
        float greatest;
    };
    std::vector<float> m_values;
    std::vector<std::vector<Pair>> m_levels; // level i: extents of 16^(i+1) values
};

} // namespace gatehouse::analytics
