// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QTimeZone>

// Where a chart's lines and time labels stand; pure.
namespace gatehouse::ui::chartscale {

// The least of 1, 2, 2.5 or 5 times a power of ten that is not below `least`.
[[nodiscard]] double niceStep(double least);
// The distance of three grid lines under a greatest value: a niceStep().
[[nodiscard]] double gridStep(double most);
// The end of the value axis, a little above both the third line and the greatest value.
[[nodiscard]] double axisEnd(double most);

struct Tick
{
    QDateTime at;
    QString text;
};
// At most `most` labels on round hours, days or months of the zone, in the locale's words.
[[nodiscard]] QList<Tick> ticks(const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int most);
// The hour and minute as the locale says, never seconds.
[[nodiscard]] QString timeText(const QTime &time);
// One step, for the readout: "16 Nov 2026", or with the time when steps are shorter than a day.
[[nodiscard]] QString stepText(const QDateTime &at, qint64 stepSeconds, const QTimeZone &zone);

} // namespace gatehouse::ui::chartscale
