// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chartplot.h"

#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"
#include "ui/widgets/chartscale.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QBarSet>
#include <QtCharts/QLineSeries>
#include <QtCharts/QStackedBarSeries>
#include <QtCharts/QValueAxis>

#include <cmath>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

double known(const ChartSeries &series, qsizetype step)
{
    const double value = step < series.y.size() ? series.y.at(step) : 0;
    return std::isfinite(value) ? value : 0;
}

bool isUnknown(const ChartSeries &series, qsizetype step)
{
    return step >= series.y.size() || std::isnan(series.y.at(step));
}

} // namespace

ChartPlot::ChartPlot(QWidget *parent)
    : QChartView(new QChart, parent)
{
    setObjectName(u"chart"_s);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setFrameShape(NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setBackgroundBrush(Qt::NoBrush);
    setMinimumHeight(140);
    viewport()->setAutoFillBackground(false);
    chart()->setBackgroundVisible(false);
    chart()->setBackgroundRoundness(0);
    chart()->setMargins({});
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
}

void ChartPlot::setData(const ChartData &data)
{
    m_data = data;
    if (m_step >= m_data.steps())
        m_step = -1;
    rebuild();
}

void ChartPlot::rebuild()
{
    chart()->removeAllSeries();
    const QList<QAbstractAxis *> old = chart()->axes();
    for (QAbstractAxis *axis : old) {
        chart()->removeAxis(axis);
        delete axis;
    }
    if (m_data.steps() > 0) {
        auto *x = new QValueAxis;
        auto *y = new QValueAxis;
        // A bar stands around its step, a line goes from the first step to the last.
        const double half = m_data.kind == ChartData::Kind::Bars ? 0.5 : 0;
        x->setRange(-half, std::max(1.0, double(m_data.steps()) - 1) + half);
        y->setRange(0, chartscale::axisEnd(most()));
        x->setVisible(false);
        y->setVisible(false);
        chart()->addAxis(x, Qt::AlignBottom);
        chart()->addAxis(y, Qt::AlignLeft);
        switch (m_data.kind) {
        case ChartData::Kind::StackedArea:
            addStack(x, y);
            break;
        case ChartData::Kind::Line:
            break;
        case ChartData::Kind::Bars:
            addBars(x, y);
            break;
        }
        addLines(x, y);
    }
    layOut();
    viewport()->update();
}

void ChartPlot::addStack(QAbstractAxis *x, QAbstractAxis *y)
{
    const Tokens &tokens = Tokens::of(palette());
    QList<double> floor(m_data.steps(), 0.0);
    for (const ChartSeries &series : m_data.series) {
        if (series.onOwnScale)
            continue;
        QList<QPointF> lower;
        QList<QPointF> upper;
        for (qsizetype step = 0; step < m_data.steps(); ++step) {
            lower.append({double(step), floor.at(step)});
            floor[step] += known(series, step);
            upper.append({double(step), floor.at(step)});
        }
        auto *top = new QLineSeries;
        auto *bottom = new QLineSeries;
        top->replace(upper);
        bottom->replace(lower);
        auto *area = new QAreaSeries(top, bottom);
        top->setParent(area);
        bottom->setParent(area);
        QColor fill = tokens.seriesColor(series.colour);
        fill.setAlphaF(0.86F);
        area->setBrush(fill);
        area->setPen(Qt::NoPen);
        chart()->addSeries(area);
        area->attachAxis(x);
        area->attachAxis(y);
    }
}

void ChartPlot::addLines(QAbstractAxis *x, QAbstractAxis *y)
{
    const Tokens &tokens = Tokens::of(palette());
    for (const ChartSeries &series : m_data.series) {
        if (!series.onOwnScale && m_data.kind != ChartData::Kind::Line)
            continue;
        QAbstractAxis *scale = y;
        if (series.onOwnScale) {
            auto *own = new QValueAxis;
            own->setRange(0, ownStep() * chartscale::axisEnd(most()) / chartscale::gridStep(most()));
            own->setVisible(false);
            chart()->addAxis(own, Qt::AlignRight);
            scale = own;
        }
        QList<QPointF> run;
        const auto endRun = [&] {
            if (run.isEmpty())
                return;
            auto *line = new QLineSeries;
            line->replace(run); // before the chart listens: each point would be announced
            line->setPen(
                QPen(tokens.seriesColor(series.colour), 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            chart()->addSeries(line);
            line->attachAxis(x);
            line->attachAxis(scale);
            run.clear();
        };
        for (qsizetype step = 0; step < series.y.size(); ++step) {
            if (isUnknown(series, step)) // a gap: the next known value starts a line of its own
                endRun();
            else
                run.append({double(step), series.y.at(step)});
        }
        endRun();
    }
}

void ChartPlot::addBars(QAbstractAxis *x, QAbstractAxis *y)
{
    const Tokens &tokens = Tokens::of(palette());
    auto *bars = new QStackedBarSeries;
    bars->setBarWidth(m_data.steps() > 120 ? 1.0 : 0.72);
    for (const ChartSeries &series : m_data.series) {
        if (series.onOwnScale)
            continue;
        auto *set = new QBarSet(series.name, bars);
        for (qsizetype step = 0; step < m_data.steps(); ++step)
            set->append(known(series, step));
        set->setColor(tokens.seriesColor(series.colour));
        set->setPen(Qt::NoPen);
        bars->append(set);
    }
    chart()->addSeries(bars);
    bars->attachAxis(x);
    bars->attachAxis(y);
}

double ChartPlot::most() const
{
    double result = 0;
    const bool isStacked = m_data.kind != ChartData::Kind::Line;
    for (qsizetype step = 0; step < m_data.steps(); ++step) {
        double sum = 0;
        for (const ChartSeries &series : m_data.series) {
            if (!series.onOwnScale)
                sum = isStacked ? sum + known(series, step) : std::max(sum, known(series, step));
        }
        result = std::max(result, sum);
    }
    return result;
}

const ChartSeries *ChartPlot::ownScaled() const
{
    const auto found = std::find_if(m_data.series.begin(), m_data.series.end(),
                                    [](const ChartSeries &series) { return series.onOwnScale; });
    return found == m_data.series.end() ? nullptr : &*found;
}

double ChartPlot::ownStep() const
{
    const ChartSeries *series = ownScaled();
    double top = 0;
    for (qsizetype step = 0; series && step < series->y.size(); ++step)
        top = std::max(top, known(*series, step));
    constexpr double air = 1.04;
    return chartscale::niceStep(air * top * chartscale::gridStep(most()) / chartscale::axisEnd(most()));
}

int ChartPlot::gutterFor(const std::function<QString(double)> &format, double step) const
{
    if (!format || m_data.steps() == 0)
        return 0;
    const QFontMetrics metrics(ui::font(Type::Caption));
    int widest = 0;
    for (int line = 1; line <= 3; ++line)
        widest = std::max(widest, metrics.horizontalAdvance(format(line * step)));
    return widest + 16;
}

void ChartPlot::layOut()
{
    const int left = gutterFor(m_data.format, chartscale::gridStep(most()));
    const int right = ownScaled() ? gutterFor(ownScaled()->format, ownStep()) : 0;
    const double bottom = QFontMetrics(ui::font(Type::Caption)).height() + 8;
    m_plot = QRectF(left, 4, std::max(1, width() - left - right), std::max(1.0, height() - bottom - 4));
    chart()->resize(size());
    chart()->setPlotArea(m_plot);
    if (plotWidth() != m_reportedWidth) {
        m_reportedWidth = plotWidth();
        emit plotWidthChanged(m_reportedWidth);
    }
}

int ChartPlot::plotWidth() const
{
    return std::max(1, int(m_plot.width()));
}

double ChartPlot::stepOf(const QDateTime &at) const
{
    return double(m_data.start.msecsTo(at)) / 1000.0 / double(m_data.stepSeconds);
}

double ChartPlot::xOf(double step) const
{
    if (m_data.kind == ChartData::Kind::Bars)
        return m_plot.left() + (step + 0.5) / double(m_data.steps()) * m_plot.width();
    return m_plot.left() + step / std::max(1.0, double(m_data.steps() - 1)) * m_plot.width();
}

QString ChartPlot::valueText(const ChartSeries &series, qsizetype step) const
{
    if (isUnknown(series, step))
        return u"—"_s;
    const auto &format = series.format ? series.format : m_data.format;
    return format ? format(series.y.at(step)) : QLocale().toString(series.y.at(step), 'g', 6);
}

QList<ChartPlot::ReadoutLine> ChartPlot::readoutLines() const
{
    QList<ReadoutLine> lines;
    const Tokens &tokens = Tokens::of(palette());
    for (auto series = m_data.series.rbegin(); series != m_data.series.rend();
         ++series) // as they are stacked
        lines.append({tokens.seriesColor(series->colour), series->name, valueText(*series, m_step)});
    return lines;
}

QString ChartPlot::readout() const
{
    if (m_step < 0)
        return {};
    QStringList parts;
    const QList<ReadoutLine> lines = readoutLines();
    for (const ReadoutLine &line : lines)
        parts.append(line.name + u' ' + line.value);
    return chartscale::stepText(m_data.timeOf(m_step), m_data.stepSeconds, m_data.zone) + u": "_s +
           parts.join(u", "_s);
}

void ChartPlot::moveCrosshair(int step)
{
    const int next = m_data.steps() == 0 ? -1 : std::clamp(step, -1, int(m_data.steps()) - 1);
    if (next == m_step)
        return;
    m_step = next;
    viewport()->update();
    emit crosshairMoved();
    if (hasFocus() && m_step >= 0) {
        setAccessibleDescription(readout());
        QAccessibleEvent event(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&event);
    }
}

void ChartPlot::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    layOut();
}

void ChartPlot::mouseMoveEvent(QMouseEvent *event)
{
    QChartView::mouseMoveEvent(event);
    const double x = event->position().x();
    if (m_data.steps() == 0 || x < m_plot.left()) {
        moveCrosshair(-1);
        return;
    }
    const double part = (x - m_plot.left()) / m_plot.width();
    const bool isBars = m_data.kind == ChartData::Kind::Bars;
    moveCrosshair(isBars ? int(part * double(m_data.steps())) : qRound(part * double(m_data.steps() - 1)));
}

void ChartPlot::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    if (!hasFocus())
        moveCrosshair(-1);
}

void ChartPlot::keyPressEvent(QKeyEvent *event)
{
    const int last = int(m_data.steps()) - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        moveCrosshair(m_step < 0 ? last : std::max(0, m_step - 1));
        return;
    case Qt::Key_Right:
        moveCrosshair(m_step < 0 ? 0 : m_step + 1);
        return;
    case Qt::Key_Home:
        moveCrosshair(0);
        return;
    case Qt::Key_End:
        moveCrosshair(last);
        return;
    case Qt::Key_Escape:
        moveCrosshair(-1);
        return;
    default:
        event->ignore(); // the view would scroll
    }
}

void ChartPlot::focusOutEvent(QFocusEvent *event)
{
    QChartView::focusOutEvent(event);
    moveCrosshair(-1);
}

void ChartPlot::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        rebuild();
}

} // namespace gatehouse::ui
