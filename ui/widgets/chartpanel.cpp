// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chartpanel.h"

#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/widgets/chartlegend.h"
#include "ui/widgets/chartplot.h"
#include "ui/widgets/chartscale.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/progressline.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <cmath>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

qsizetype ChartData::steps() const
{
    qsizetype most = 0;
    for (const ChartSeries &each : series)
        most = std::max(most, each.y.size());
    return most;
}

ChartPanel::ChartPanel(const QString &heading, QWidget *parent)
    : Card(parent)
    , m_heading(new PlainLabel({}, Type::Section))
    , m_empty(new PlainLabel({}, Type::Body, Tone::Muted))
    , m_headingRow(new QHBoxLayout)
    , m_legend(new ChartLegend)
    , m_plot(new ChartPlot)
    , m_progress(new ProgressLine)
    , m_stack(new QStackedWidget)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(15, 12, 15, 8);
    column->setSpacing(8);
    m_headingRow->setSpacing(metrics::gap);
    m_headingRow->addWidget(m_heading);
    m_headingRow->addWidget(m_legend, 1);
    column->addLayout(m_headingRow);
    column->addWidget(m_progress);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMinimumHeight(m_plot->minimumHeight());
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_plot);
    column->addWidget(m_stack, 1);
    connect(m_plot, &ChartPlot::plotWidthChanged, this, &ChartPanel::plotWidthChanged);
    setHeading(heading);
}

ChartPanel::~ChartPanel() = default;

void ChartPanel::setHeading(const QString &heading)
{
    m_heading->setText(heading);
    setAccessibleName(heading);
    m_plot->setAccessibleName(heading);
}

void ChartPanel::setHeadingControl(QWidget *control)
{
    m_headingRow->addWidget(control);
}

void ChartPanel::setData(const ChartData &data)
{
    m_legend->setSeries(data.series);
    m_stack->setCurrentWidget(data.steps() > 0 ? static_cast<QWidget *>(m_plot) : m_empty);
    m_plot->setData(data);
    updateDescription();
}

void ChartPanel::setEmptyText(const QString &text)
{
    m_empty->setText(text);
}

void ChartPanel::setLoading(bool loading)
{
    m_progress->setRunning(loading);
}

int ChartPanel::plotWidth() const
{
    return m_plot->plotWidth();
}

const ChartData &ChartPanel::data() const
{
    return m_plot->data();
}

int ChartPanel::crosshairStep() const
{
    return m_plot->crosshairStep();
}

QString ChartPanel::readout() const
{
    return m_plot->readout();
}

// What the picture says, in words: the period and each series' sum, or its mean where sums mean nothing.
void ChartPanel::updateDescription()
{
    const ChartData &data = m_plot->data();
    if (data.steps() == 0) {
        setAccessibleDescription(m_empty->text());
        return;
    }
    QStringList parts{
        tr("%1 to %2")
            .arg(chartscale::stepText(data.start, data.stepSeconds, data.zone),
                 chartscale::stepText(data.timeOf(data.steps() - 1), data.stepSeconds, data.zone))};
    for (const ChartSeries &series : data.series) {
        double sum = 0;
        int count = 0;
        for (const double value : series.y) {
            sum += std::isnan(value) ? 0 : value;
            count += std::isnan(value) ? 0 : 1;
        }
        const auto &format = series.format ? series.format : data.format;
        const bool isMean = series.onOwnScale;
        const double figure = isMean && count > 0 ? sum / count : sum;
        const QString text = count == 0 ? u"—"_s
                             : format   ? format(figure)
                                        : QLocale().toString(figure, 'g', 6);
        parts.append(isMean ? tr("%1: on average %2").arg(series.name, text)
                            : tr("%1: %2 in all").arg(series.name, text));
    }
    if (data.completeUntil.isValid() && data.completeUntil < data.timeOf(data.steps()))
        parts.append(tr("complete until %1").arg(chartscale::stepText(data.completeUntil, 3600, data.zone)));
    setAccessibleDescription(parts.join(u"; "_s));
    m_plot->setAccessibleDescription(accessibleDescription());
}

} // namespace gatehouse::ui
