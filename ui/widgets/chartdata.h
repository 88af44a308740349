// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QTimeZone>

#include <functional>

namespace gatehouse::ui {

struct ChartSeries
{
    QString name = {};
    int colour = 0;       // 0–5, tokens' series; 5 is "other"; -1 the text's, for a line over areas
    QList<double> y = {}; // one for each step; NaN: unknown, drawn as a gap
    // Lines only: the values of another unit go to a second scale of their own, from 0.
    bool onOwnScale = false;
    std::function<QString(double)> format = {}; // else the chart's
};

struct ChartMark
{
    QDateTime at;
    QString text;
    Tone tone = Tone::Wrong;
};

// What a chart draws: series already reduced to its pixel width.
struct ChartData
{
    enum class Kind { StackedArea, Line, Bars };

    Kind kind = Kind::StackedArea;
    QList<ChartSeries> series = {};
    QDateTime start = {};
    qint64 stepSeconds = 3600;
    QDateTime completeUntil = {}; // hatched after it; null: all is complete
    QTimeZone zone = QTimeZone::utc();
    std::function<QString(double)> format = {}; // a value for people: "€ 1,940"
    QList<ChartMark> marks = {};

    [[nodiscard]] qsizetype steps() const;
    [[nodiscard]] QDateTime timeOf(qsizetype step) const { return start.addSecs(step * stepSeconds); }
};

} // namespace gatehouse::ui
