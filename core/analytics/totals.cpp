// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analytics/totals.h"

#include <numeric>

using namespace Qt::StringLiterals;

namespace gatehouse::analytics {

namespace {

qint64 sum(const QList<qint64> &values)
{
    return std::accumulate(values.cbegin(), values.cend(), qint64(0));
}

void add(QList<qint64> &to, const QList<qint64> &values)
{
    if (to.size() < values.size())
        to.resize(values.size(), 0);
    for (qsizetype i = 0; i < values.size(); ++i)
        to[i] += values[i];
}

} // namespace

std::optional<double> Totals::errorShare() const
{
    if (requests == 0)
        return std::nullopt;
    return static_cast<double>(errors) / static_cast<double>(requests);
}

Totals totals(const UsageSeries &series)
{
    return {.requests = sum(series.requests),
            .errors = sum(series.errors),
            .tokensIn = sum(series.tokensIn),
            .tokensOut = sum(series.tokensOut),
            .costMicros = sum(series.costMicros)};
}

Totals totals(const UsageTable &table)
{
    return totals(summed(table));
}

UsageSeries summed(const UsageTable &table)
{
    UsageSeries all;
    all.key = u"all"_s;
    for (const UsageSeries &series : table.series) {
        add(all.requests, series.requests);
        add(all.errors, series.errors);
        add(all.tokensIn, series.tokensIn);
        add(all.tokensOut, series.tokensOut);
        add(all.costMicros, series.costMicros);
    }
    return all;
}

std::optional<double> change(qint64 now, qint64 before)
{
    if (before == 0)
        return std::nullopt;
    return (static_cast<double>(now) - static_cast<double>(before)) / static_cast<double>(before);
}

} // namespace gatehouse::analytics
