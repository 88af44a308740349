// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/usagefigures.h"

#include <limits>
#include <numeric>

namespace gatehouse::ui {
namespace {

qint64 sum(const QList<qint64> &values)
{
    return std::accumulate(values.begin(), values.end(), qint64{0});
}

void add(QList<double> &to, const QList<qint64> &values, double scale = 1.0)
{
    const qsizetype n = std::min(to.size(), values.size());
    for (qsizetype i = 0; i < n; ++i)
        to[i] += double(values[i]) * scale;
}

QList<double> shares(QList<double> errors, const QList<double> &requests)
{
    for (qsizetype i = 0; i < errors.size(); ++i)
        errors[i] =
            requests[i] > 0 ? 100.0 * errors[i] / requests[i] : std::numeric_limits<double>::quiet_NaN();
    return errors;
}

void addMeasure(QList<double> &to, const analytics::UsageSeries &series, Measure measure)
{
    switch (measure) {
    case Measure::Requests:
        return add(to, series.requests);
    case Measure::Errors:
    case Measure::ErrorShare:
        return add(to, series.errors);
    case Measure::Tokens:
        add(to, series.tokensIn);
        return add(to, series.tokensOut);
    case Measure::Cost:
        return add(to, series.costMicros, 1e-6);
    }
}

} // namespace

UsageTotals totalsOf(const analytics::UsageSeries &series)
{
    return {sum(series.requests), sum(series.errors), sum(series.tokensIn) + sum(series.tokensOut),
            sum(series.costMicros)};
}

UsageTotals totalsOf(const analytics::UsageTable &table)
{
    UsageTotals all;
    for (const analytics::UsageSeries &series : table.series) {
        const UsageTotals one = totalsOf(series);
        all.requests += one.requests;
        all.errors += one.errors;
        all.tokens += one.tokens;
        all.costMicros += one.costMicros;
    }
    return all;
}

QList<double> perBucket(const analytics::UsageTable &table, Measure measure)
{
    QList<double> values(table.buckets, 0.0);
    for (const analytics::UsageSeries &series : table.series)
        addMeasure(values, series, measure);
    return measure == Measure::ErrorShare ? shares(values, perBucket(table, Measure::Requests)) : values;
}

QList<double> perBucket(const analytics::UsageSeries &series, Measure measure)
{
    QList<double> values(series.requests.size(), 0.0);
    addMeasure(values, series, measure);
    return measure == Measure::ErrorShare ? shares(values, perBucket(series, Measure::Requests)) : values;
}

std::optional<double> change(qint64 now, qint64 before)
{
    if (before <= 0)
        return std::nullopt;
    return 100.0 * (double(now) - double(before)) / double(before);
}

std::optional<double> shareChange(const UsageTotals &now, const UsageTotals &before)
{
    if (now.requests <= 0 || before.requests <= 0)
        return std::nullopt;
    return 100.0 *
           (double(now.errors) / double(now.requests) - double(before.errors) / double(before.requests));
}

} // namespace gatehouse::ui
