// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/figures.h"

#include <QHash>
#include <QLocale>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gatehouse::ui::figures {
namespace {

constexpr char16_t thinSpace = 0x2009;
constexpr double microsPerUnit = 1'000'000.0;

QString withUnit(const QString &number, QStringView unit)
{
    return number + QChar(thinSpace) + unit.toString();
}

QString symbolOf(const QString &currency)
{
    static const QHash<QString, QString> symbols{
        {u"EUR"_s, u"€"_s}, {u"USD"_s, u"$"_s}, {u"GBP"_s, u"£"_s}, {u"JPY"_s, u"¥"_s}, {u"CHF"_s, u"CHF"_s}};
    return symbols.value(currency, currency);
}

QString amount(const gateway::Money &money, int decimals)
{
    const double units = double(money.micros) / microsPerUnit;
    const QString number = QLocale().toString(std::abs(units), 'f', decimals);
    return (units < 0 ? u"−"_s : QString()) + withUnit(symbolOf(money.currency), number);
}

} // namespace

QString unknown()
{
    return u"—"_s;
}

QString duration(qint64 seconds)
{
    const QLocale locale;
    if (seconds < 60)
        return u"now"_s;
    if (seconds < 3600)
        return withUnit(locale.toString(seconds / 60), u"min");
    if (seconds < 48 * 3600)
        return withUnit(locale.toString(seconds / 3600), u"h");
    return withUnit(locale.toString(seconds / 86400), u"d");
}

QString age(const QDateTime &from, const QDateTime &now)
{
    const qint64 seconds = std::max<qint64>(0, from.secsTo(now));
    return seconds < 60 ? withUnit(QLocale().toString(seconds), u"s") : duration(seconds);
}

QString count(qint64 value)
{
    return QLocale().toString(value);
}

QString compact(qint64 value)
{
    static constexpr std::array<char16_t, 4> units{u'k', u'M', u'G', u'T'};
    double scaled = double(value);
    if (std::abs(scaled) < 10'000)
        return count(value);
    size_t unit = 0;
    for (scaled /= 1000; std::abs(scaled) >= 999.5 && unit + 1 < units.size(); ++unit)
        scaled /= 1000;
    const int decimals = std::abs(scaled) < 99.95 ? 1 : 0;
    return withUnit(QLocale().toString(scaled, 'f', decimals), QStringView(&units[unit], 1));
}

QString money(const gateway::Money &money)
{
    const bool cents = money.micros % 1'000'000 != 0;
    const bool small = std::abs(money.micros) < 100'000'000;
    return amount(money, cents && small ? 2 : 0);
}

QString exactMoney(const gateway::Money &money)
{
    return amount(money, money.micros % 10'000 == 0 ? 2 : 6);
}

QString share(qint64 part, qint64 whole)
{
    if (whole <= 0)
        return unknown();
    const double percent = 100.0 * double(part) / double(whole);
    return withUnit(QLocale().toString(percent, 'f', percent < 9.995 ? 2 : 1), u"%");
}

QString moment(const QDateTime &utc)
{
    return utc.isValid() ? QLocale().toString(utc.toLocalTime(), u"d MMM yyyy, HH:mm"_s) : unknown();
}

} // namespace gatehouse::ui::figures
