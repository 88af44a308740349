// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analytics/pyramid.h"

#include <algorithm>
#include <limits>

namespace gatehouse::analytics {

namespace {

constexpr std::size_t Fan = 16;

// The boundaries of column i of n over count values: every value is in exactly one column.
qsizetype boundary(qsizetype count, qsizetype column, qsizetype columns)
{
    return (count / columns) * column + (count % columns) * column / columns; // no overflow for any count
}

} // namespace

QList<Extent> reduced(const QList<double> &values, qsizetype first, qsizetype count, int columns)
{
    first = std::clamp<qsizetype>(first, 0, values.size());
    count = std::clamp<qsizetype>(count, 0, values.size() - first);
    const qsizetype n = std::min<qsizetype>(count, std::max(columns, 1));
    QList<Extent> extents;
    extents.reserve(n);
    for (qsizetype column = 0; column < n; ++column) {
        const auto from = values.cbegin() + first + boundary(count, column, n);
        const auto to = values.cbegin() + first + boundary(count, column + 1, n);
        const auto [least, greatest] = std::minmax_element(from, to);
        extents.append({*least, *greatest});
    }
    return extents;
}

Pyramid::Pyramid(std::vector<float> values)
    : m_values(std::move(values))
{
    std::vector<Pair> level;
    for (std::size_t i = 0; i < m_values.size(); i += Fan) {
        Pair pair{m_values[i], m_values[i]};
        for (std::size_t k = i + 1; k < std::min(i + Fan, m_values.size()); ++k) {
            pair.least = std::min(pair.least, m_values[k]);
            pair.greatest = std::max(pair.greatest, m_values[k]);
        }
        level.push_back(pair);
    }
    while (level.size() > 1) {
        std::vector<Pair> next;
        for (std::size_t i = 0; i < level.size(); i += Fan) {
            Pair pair = level[i];
            for (std::size_t k = i + 1; k < std::min(i + Fan, level.size()); ++k) {
                pair.least = std::min(pair.least, level[k].least);
                pair.greatest = std::max(pair.greatest, level[k].greatest);
            }
            next.push_back(pair);
        }
        m_levels.push_back(std::move(level));
        level = std::move(next);
    }
}

Extent Pyramid::extent(qsizetype first, qsizetype count) const
{
    std::size_t from = std::size_t(std::clamp<qsizetype>(first, 0, size()));
    std::size_t to = std::min(m_values.size(), from + std::size_t(std::max<qsizetype>(count, 0)));
    if (from >= to)
        return {};
    float least = std::numeric_limits<float>::infinity();
    float greatest = -least;
    const auto takeValue = [&](float value) {
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    };
    const auto takePair = [&](const Pair &pair) {
        least = std::min(least, pair.least);
        greatest = std::max(greatest, pair.greatest);
    };
    // Single values up to the next multiple of 16 from both ends, then the level above between them, and so
    // on.
    while (from < to && from % Fan != 0)
        takeValue(m_values[from++]);
    while (from < to && to % Fan != 0)
        takeValue(m_values[--to]);
    if (m_levels.empty()) {
        while (from < to)
            takeValue(m_values[from++]);
        return {least, greatest};
    }
    from /= Fan;
    to /= Fan;
    for (std::size_t level = 0; from < to; ++level) {
        const std::vector<Pair> &pairs = m_levels[level];
        const bool isTop = level + 1 == m_levels.size();
        while (from < to && (isTop || from % Fan != 0))
            takePair(pairs[from++]);
        while (from < to && to % Fan != 0)
            takePair(pairs[--to]);
        from /= Fan;
        to /= Fan;
    }
    return {least, greatest};
}

QList<Extent> Pyramid::reduced(qsizetype first, qsizetype count, int columns) const
{
    first = std::clamp<qsizetype>(first, 0, size());
    count = std::clamp<qsizetype>(count, 0, size() - first);
    const qsizetype n = std::min<qsizetype>(count, std::max(columns, 1));
    QList<Extent> extents;
    extents.reserve(n);
    for (qsizetype column = 0; column < n; ++column) {
        const qsizetype from = boundary(count, column, n);
        extents.append(extent(first + from, boundary(count, column + 1, n) - from));
    }
    return extents;
}

} // namespace gatehouse::analytics
