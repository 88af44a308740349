// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/usage/usagetiles.h"

#include "ui/models/figures.h"
#include "ui/models/usagefigures.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr double steady = 0.05; // per cent or points: less than this is no change
constexpr qsizetype coursePoints = 48;

QString words(const char *text)
{
    return QCoreApplication::translate("UsageTiles", text);
}

// More is better (true), worse (false), or neither.
struct Delta
{
    std::optional<double> value;
    QString unit;
    int decimals = 0;
    std::optional<bool> moreIsBetter = {};
};

void setDelta(StatTile::Content &tile, const Delta &delta, int days)
{
    if (!delta.value) {
        tile.note = words("nothing to compare with");
        return;
    }
    const double value = *delta.value;
    tile.note = words("against the previous %1 days").arg(days);
    if (std::abs(value) < steady) {
        tile.delta = words("as before");
        return;
    }
    const QString sign = value > 0 ? u"▲"_s : u"▼"_s;
    tile.delta =
        u"%1 %2\u2009%3"_s.arg(sign, QLocale().toString(std::abs(value), 'f', delta.decimals), delta.unit);
    if (delta.moreIsBetter)
        tile.deltaTone = (value > 0) == *delta.moreIsBetter ? Tone::Good : Tone::Wrong;
}

std::optional<double> inPercent(std::optional<double> change)
{
    return change ? std::optional(100.0 * *change) : std::nullopt;
}

// Percentage points between two shares.
std::optional<double> points(std::optional<double> now, std::optional<double> before)
{
    return now && before ? std::optional(100.0 * (*now - *before)) : std::nullopt;
}

// A course for a tile: sums of equal stretches (means for a share), so that day and night do not drown the
// trend.
QList<double> course(const analytics::UsageTable &table, Measure measure)
{
    const QList<double> values = perBucket(analytics::summed(table), measure);
    const qsizetype points = std::min(values.size(), coursePoints);
    QList<double> result;
    result.reserve(points);
    for (qsizetype i = 0; i < points; ++i) {
        const qsizetype from = i * values.size() / points;
        const qsizetype to = (i + 1) * values.size() / points;
        double sum = 0;
        qsizetype known = 0;
        for (qsizetype k = from; k < to; ++k) {
            if (std::isnan(values.at(k)))
                continue;
            sum += values.at(k);
            ++known;
        }
        result.append(known > 0 ? sum / double(known) : 0);
    }
    return result;
}

} // namespace

QList<StatTile::Content> tilesOf(const analytics::UsageTable &table,
                                 const std::optional<analytics::UsageTable> &previous, int days)
{
    const analytics::Totals now = analytics::totals(table);
    const analytics::Totals before = previous ? analytics::totals(*previous) : analytics::Totals();
    const gateway::Money cost{now.costMicros, table.currency};

    StatTile::Content requests{.caption = words("Requests"),
                               .number = figures::compact(now.requests),
                               .exact = figures::count(now.requests),
                               .course = course(table, Measure::Requests),
                               .colour = 0};
    setDelta(requests, {inPercent(analytics::change(now.requests, before.requests)), u"%"_s, 0, std::nullopt},
             days);
    StatTile::Content errors{
        .caption = words("Error share"),
        .number = figures::share(now.errors, now.requests),
        .exact = words("%1 of %2 requests").arg(figures::count(now.errors), figures::count(now.requests)),
        .course = course(table, Measure::ErrorShare),
        .colour = 4};
    setDelta(errors, {points(now.errorShare(), before.errorShare()), words("pt"), 2, false}, days);
    StatTile::Content money{.caption = words("Cost"),
                            .number = figures::money(cost),
                            .exact = figures::exactMoney(cost),
                            .course = course(table, Measure::Cost),
                            .colour = 1};
    setDelta(money, {inPercent(analytics::change(now.costMicros, before.costMicros)), u"%"_s, 0, false},
             days);
    StatTile::Content tokens{.caption = words("Tokens"),
                             .number = figures::compact(now.tokens()),
                             .exact = figures::count(now.tokens()),
                             .course = course(table, Measure::Tokens),
                             .colour = 2};
    setDelta(tokens, {inPercent(analytics::change(now.tokens(), before.tokens())), u"%"_s, 0, std::nullopt},
             days);
    return {requests, errors, money, tokens};
}

} // namespace gatehouse::ui
