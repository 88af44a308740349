// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chartscale.h"

#include <QLocale>

#include <cmath>

namespace gatehouse::ui::chartscale {

using namespace Qt::StringLiterals;

namespace {

enum class Unit { Hours, Days, Months };

struct Stride
{
    Unit unit;
    int count;
    qint64 seconds; // about
};

constexpr qint64 hour = 3600;
constexpr qint64 day = 24 * hour;
constexpr Stride strides[] = {
    {Unit::Hours, 1, hour},        {Unit::Hours, 3, 3 * hour},  {Unit::Hours, 6, 6 * hour},
    {Unit::Hours, 12, 12 * hour},  {Unit::Days, 1, day},        {Unit::Days, 2, 2 * day},
    {Unit::Days, 7, 7 * day},      {Unit::Days, 14, 14 * day},  {Unit::Months, 1, 30 * day},
    {Unit::Months, 2, 61 * day},   {Unit::Months, 3, 91 * day}, {Unit::Months, 6, 182 * day},
    {Unit::Months, 12, 365 * day},
};

QDateTime firstAtOrAfter(const QDateTime &from, const Stride &stride)
{
    const QTimeZone zone = from.timeZone();
    QDate date = from.date();
    if (stride.unit == Unit::Months)
        date = QDate(date.year(), date.month(), 1);
    QDateTime at = date.startOfDay(zone);
    while (at < from) {
        if (stride.unit == Unit::Months)
            at = at.addMonths(1);
        else if (stride.unit == Unit::Days)
            at = at.addDays(1);
        else
            at = at.addSecs(stride.count * hour);
    }
    return at;
}

QDateTime next(const QDateTime &at, const Stride &stride)
{
    switch (stride.unit) {
    case Unit::Hours:
        return at.addSecs(stride.count * hour);
    case Unit::Days:
        return at.addDays(stride.count);
    case Unit::Months:
        return at.addMonths(stride.count);
    }
    Q_UNREACHABLE();
}

QString dayText(const QDate &date)
{
    // The locale's long form without the year would be best; Qt offers none, so the order is told by the
    // short one.
    const QLocale locale;
    const bool isMonthFirst = locale.dateFormat(QLocale::ShortFormat).startsWith(u'M', Qt::CaseInsensitive);
    return locale.toString(date, isMonthFirst ? u"MMM d"_s : u"d MMM"_s);
}

} // namespace

double niceStep(double least)
{
    if (!(least > 0) || !std::isfinite(least))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= least)
            return factor * power;
    }
    return 10 * power;
}

double gridStep(double most)
{
    return niceStep(most / 3.5);
}

double axisEnd(double most)
{
    const double lines = 3 * gridStep(most);
    return std::max(lines, std::isfinite(most) ? most : 0) * 1.06;
}

QList<Tick> ticks(const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int most)
{
    if (!from.isValid() || to <= from || most < 1)
        return {};
    const qint64 span = from.secsTo(to);
    const auto stride = std::find_if(std::begin(strides), std::end(strides),
                                     [&](const Stride &each) { return span / each.seconds < most; });
    if (stride == std::end(strides))
        return {};
    QList<Tick> result;
    const QDateTime end = to.toTimeZone(zone);
    for (QDateTime at = firstAtOrAfter(from.toTimeZone(zone), *stride); at < end; at = next(at, *stride)) {
        QString text = dayText(at.date());
        if (stride->unit == Unit::Hours && at.time() != QTime(0, 0))
            text = timeText(at.time());
        else if (stride->unit == Unit::Months)
            text = QLocale().toString(at.date(), u"MMM yyyy"_s);
        result.append({at, text});
    }
    return result;
}

QString timeText(const QTime &time)
{
    const QLocale locale;
    return locale.toString(time, locale.timeFormat(QLocale::ShortFormat).remove(u":ss"_s));
}

QString stepText(const QDateTime &at, qint64 stepSeconds, const QTimeZone &zone)
{
    const QDateTime local = at.toTimeZone(zone);
    const QString date = dayText(local.date());
    return stepSeconds >= day ? date : date + u", "_s + timeText(local.time());
}

} // namespace gatehouse::ui::chartscale
