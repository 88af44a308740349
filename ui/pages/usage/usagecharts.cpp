// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/usage/usagecharts.h"

#include "core/analytics/pyramid.h"
#include "ui/models/figures.h"
#include "ui/models/visibletext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr int namedColours = 5; // the sixth is "other"
constexpr int errorColour = -1; // the text's: no group has it
constexpr int leastPixels = 64; // a chart that is not laid out yet

QString words(const char *text)
{
    return QCoreApplication::translate("UsageCharts", text);
}

// How the buckets of a chart become its steps. Reduced, each column of neighbours gives two steps, its least
// and its greatest value, in the order the sum of all groups moves there: no peak is lost, and what is smooth
// stays so.
class Reduction
{
public:
    Reduction(const QList<double> &sum, int pixels)
        : m_size(sum.size())
        , m_columns(std::max(pixels, leastPixels) / 2)
        , m_isNeeded(m_size > 2 * m_columns)
    {
        if (!m_isNeeded)
            return;
        for (qsizetype column = 0; column < m_columns; ++column)
            m_rises.append(sum.at(first(column + 1) - 1) >= sum.at(first(column)));
    }

    [[nodiscard]] qint64 stepSeconds(qint64 bucketSeconds) const
    {
        return m_isNeeded ? bucketSeconds * m_size / (2 * m_columns) : bucketSeconds;
    }
    [[nodiscard]] QList<double> extremes(const QList<double> &values) const
    {
        if (!m_isNeeded)
            return values;
        QList<double> steps;
        steps.reserve(2 * m_columns);
        const QList<analytics::Extent> extents = analytics::reduced(values, 0, values.size(), int(m_columns));
        for (qsizetype column = 0; column < extents.size(); ++column) {
            const analytics::Extent &extent = extents.at(column);
            const bool rises = m_rises.value(column, true);
            steps.append(rises ? extent.least : extent.greatest);
            steps.append(rises ? extent.greatest : extent.least);
        }
        return steps;
    }
    // For a share, which has a meaning only over all requests of a column.
    [[nodiscard]] analytics::UsageSeries merged(const analytics::UsageSeries &series) const
    {
        if (!m_isNeeded)
            return series;
        analytics::UsageSeries result;
        for (qsizetype column = 0; column < m_columns; ++column) {
            qint64 requests = 0;
            qint64 errors = 0;
            for (qsizetype i = first(column); i < first(column + 1); ++i) {
                requests += series.requests.at(i);
                errors += series.errors.at(i);
            }
            result.requests << requests << requests;
            result.errors << errors << errors;
        }
        return result;
    }

private:
    [[nodiscard]] qsizetype first(qsizetype column) const { return column * m_size / m_columns; }

    qsizetype m_size;
    qsizetype m_columns;
    bool m_isNeeded;
    QList<bool> m_rises;
};

std::function<QString(double)> formatOf(Measure measure, const QString &currency)
{
    if (measure == Measure::Cost)
        return [currency](double units) { return figures::money({qint64(units * 1e6), currency}); };
    return [](double value) { return figures::compact(qint64(value)); };
}

} // namespace

ChartData chartOf(const analytics::UsageTable &table, Measure measure, int pixels)
{
    const analytics::UsageSeries all = analytics::summed(table);
    const Reduction reduction(perBucket(all, measure), pixels);
    ChartData data{.kind = ChartData::Kind::StackedArea,
                   .start = table.start,
                   .stepSeconds = reduction.stepSeconds(table.bucketSeconds),
                   .completeUntil = table.completeUntil,
                   .format = formatOf(measure, table.currency)};
    int colour = 0;
    for (const analytics::UsageSeries &series : table.series) {
        const bool isOther = series.key == "other"_L1;
        data.series.append({.name = visibleText(series.label),
                            .colour = isOther ? namedColours : std::min(colour++, namedColours),
                            .y = reduction.extremes(perBucket(series, measure))});
    }
    if (measure == Measure::Requests)
        data.series.append(
            {.name = words("Error share"),
             .colour = errorColour,
             .y = perBucket(reduction.merged(all), Measure::ErrorShare),
             .onOwnScale = true,
             .format = [](double percent) { return QLocale().toString(percent, 'f', 2) + u"\u2009%"_s; }});
    return data;
}

QString perBucketText(const analytics::UsageTable &table)
{
    return table.query.bucket == analytics::Bucket::Hour ? words("per hour") : words("per day");
}

} // namespace gatehouse::ui
