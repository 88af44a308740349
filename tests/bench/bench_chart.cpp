// SPDX-License-Identifier: GPL-3.0-or-later
// A series of 10,000,000 points under a chart that is panned: one iteration is one frame, reduced to the
// plot's pixels and painted offscreen by the panel the pages use. Beside it the same reduction without a
// pyramid.
#include "core/analytics/pyramid.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chartpanel.h"

#include <QApplication>
#include <QImage>

#include <benchmark/benchmark.h>
#include <cmath>

using namespace gatehouse;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype points = 10'000'000;
constexpr qsizetype window = points / 2; // half of it is in sight

std::vector<float> series()
{
    std::vector<float> values(size_t(points), 0.0F);
    quint32 state = 1;
    for (size_t i = 0; i < values.size(); ++i) {
        state = state * 1664525U + 1013904223U;
        values[i] = float(1000 + 800 * std::sin(double(i) / 50'000)) + float(state >> 24);
    }
    return values;
}

void reducePyramid(benchmark::State &state)
{
    const analytics::Pyramid pyramid(series());
    qsizetype first = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(pyramid.reduced(first, window, 1200).data());
        first = (first + 12'345) % (points - window);
    }
}

void reduceScan(benchmark::State &state)
{
    QList<double> values;
    for (const float value : series())
        values.append(double(value));
    qsizetype first = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(analytics::reduced(values, first, window, 1200).data());
        first = (first + 12'345) % (points - window);
    }
}

void buildPyramid(benchmark::State &state)
{
    const std::vector<float> values = series();
    for (auto _ : state)
        benchmark::DoNotOptimize(analytics::Pyramid(values).size());
}

void panFrame(benchmark::State &state)
{
    const analytics::Pyramid pyramid(series());
    ui::ChartPanel panel(u"Requests"_s);
    panel.resize(1280, 360);
    panel.ensurePolished();
    panel.setData(
        {.series = {{.name = u"Requests"_s, .y = {1, 2}}}, .start = QDateTime::currentDateTimeUtc()});
    QImage image(panel.size(), QImage::Format_ARGB32_Premultiplied);
    panel.render(&image); // laid out once
    qsizetype first = 0;
    for (auto _ : state) {
        const QList<analytics::Extent> extents = pyramid.reduced(first, window, panel.plotWidth() / 2);
        QList<double> y;
        y.reserve(2 * extents.size());
        for (const analytics::Extent &extent : extents)
            y << extent.least << extent.greatest;
        panel.setData({.kind = ui::ChartData::Kind::Line,
                       .series = {{.name = u"Requests"_s, .y = y}},
                       .start = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC).addSecs(first),
                       .stepSeconds = 3600});
        panel.render(&image);
        first = (first + 12'345) % (points - window);
    }
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const ui::Theme theme(application);
    benchmark::Initialize(&argc, argv);
    benchmark::RegisterBenchmark("reduce_pyramid/10000000", reducePyramid)->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("reduce_scan/10000000", reduceScan)->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("build_pyramid/10000000", buildPyramid)->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("pan_frame/10000000", panFrame)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MinTime(2);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
