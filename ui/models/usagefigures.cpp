// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/usagefigures.h"

#include <limits>

namespace gatehouse::ui {
namespace {

double valueAt(const analytics::UsageSeries &series, qsizetype i, Measure measure)
{
    switch (measure) {
    case Measure::Requests:
        return double(series.requests.at(i));
    case Measure::ErrorShare:
        return series.requests.at(i) > 0 ? 100.0 * double(series.errors.at(i)) / double(series.requests.at(i))
                                         : std::numeric_limits<double>::quiet_NaN();
    case Measure::Tokens:
        return double(series.tokensIn.at(i) + series.tokensOut.at(i));
    case Measure::Cost:
        return double(series.costMicros.at(i)) * 1e-6;
    }
    return 0;
}

} // namespace

QList<double> perBucket(const analytics::UsageSeries &series, Measure measure)
{
    QList<double> values;
    values.reserve(series.requests.size());
    for (qsizetype i = 0; i < series.requests.size(); ++i)
        values.append(valueAt(series, i, measure));
    return values;
}

} // namespace gatehouse::ui
