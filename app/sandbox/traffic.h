// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/database.h"

namespace gatehouse::sandbox {

// One pair's calls in one hour.
struct Hour
{
    qint64 requests = 0;
    qint64 errors = 0;
    qint64 tokensIn = 0;
    qint64 tokensOut = 0;
    qint64 costMicros = 0;
    bool operator==(const Hour &) const = default;
};

struct Pair
{
    QString tenant;
    QString api;
    double calls = 0;      // per hour at the busiest time of the first day
    double tokenShare = 0; // of calls that use a model; above 1: longer prompts
    qint64 microsPerCall = 0;
};

// Day and night, weekends, growth over the year, noise; a cost spike on Fraud Explain about a week before
// `anchor` and an error burst on Market Forecast about three weeks before it. A pure function of its
// arguments.
[[nodiscard]] Hour hourOf(const Pair &pair, const QDateTime &hour, const QDateTime &anchor, quint32 seed);

// Fills the hours that are missing up to the last full hour before `now`: a year at first, what passed since
// later.
void fillTraffic(Database &database, const Options &options, const QDateTime &now);

} // namespace gatehouse::sandbox
