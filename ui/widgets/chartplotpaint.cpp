// SPDX-License-Identifier: GPL-3.0-or-later
// What ChartPlot draws by hand.
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"
#include "ui/widgets/chartplot.h"
#include "ui/widgets/chartscale.h"

#include <QPainter>

#include <cmath>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int labelDistance = 110;

// Keeps a text of that width inside left…right.
double kept(double x, double width, double left, double right)
{
    return std::clamp(x, left, std::max(left, right - width));
}

} // namespace

void ChartPlot::drawBackground(QPainter *painter, const QRectF &)
{
    painter->save();
    painter->resetTransform();
    const Tokens &tokens = Tokens::of(palette());
    painter->fillRect(viewport()->rect(), tokens.surface);
    if (m_data.steps() > 0) {
        const double top = most();
        const double step = chartscale::gridStep(top);
        const double end = chartscale::axisEnd(top);
        painter->setFont(ui::font(Type::Caption));
        for (int line = 0; line <= 3; ++line) {
            const double y = std::round(m_plot.bottom() - line * step / end * m_plot.height());
            painter->fillRect(QRectF(m_plot.left(), y, m_plot.width(), 1),
                              line == 0 ? tokens.border : tokens.grid);
            if (line == 0)
                continue;
            painter->setPen(tokens.muted);
            if (m_data.format)
                painter->drawText(QRectF(0, y - 10, m_plot.left() - 8, 20), Qt::AlignRight | Qt::AlignVCenter,
                                  m_data.format(line * step));
            if (const ChartSeries *own = ownScaled(); own && own->format)
                painter->drawText(QRectF(m_plot.right() + 8, y - 10, width() - m_plot.right() - 8, 20),
                                  Qt::AlignLeft | Qt::AlignVCenter, own->format(line * ownStep()));
        }
    }
    painter->restore();
}

void ChartPlot::drawForeground(QPainter *painter, const QRectF &)
{
    painter->save();
    painter->resetTransform();
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_data.steps() > 0) {
        drawIncomplete(*painter);
        drawTimeAxis(*painter);
        drawMarks(*painter);
        if (m_step >= 0)
            drawCrosshair(*painter);
    }
    if (hasFocus())
        paint::focusRing(*painter, viewport()->rect(), Tokens::of(palette()), 6);
    painter->restore();
}

void ChartPlot::drawTimeAxis(QPainter &painter) const
{
    const QFont caption = ui::font(Type::Caption);
    const QFontMetrics metrics(caption);
    painter.setFont(caption);
    painter.setPen(Tokens::of(palette()).muted);
    const QDateTime end = m_data.timeOf(m_data.steps());
    const int most = std::max(2, int(m_plot.width()) / labelDistance);
    double free = m_plot.left(); // labels do not run into each other
    const QList<chartscale::Tick> ticks = chartscale::ticks(m_data.start, end, m_data.zone, most);
    for (const chartscale::Tick &tick : ticks) {
        const double width = metrics.horizontalAdvance(tick.text) + 1;
        const double x = kept(xOf(stepOf(tick.at)) - width / 2, width, m_plot.left(), m_plot.right());
        if (x < free)
            continue;
        free = x + width + 12;
        painter.drawText(QRectF(x, m_plot.bottom() + 6, width, metrics.height()), Qt::AlignLeft, tick.text);
    }
}

void ChartPlot::drawIncomplete(QPainter &painter) const
{
    const Tokens &tokens = Tokens::of(palette());
    QColor veil = tokens.surface;
    veil.setAlphaF(0.55F);
    const auto hatch = [&](double from, double to) {
        const QRectF rect(from, m_plot.top(), std::max(2.0, to - from), m_plot.height());
        painter.fillRect(rect, veil);
        painter.fillRect(rect, QBrush(tokens.faint, Qt::BDiagPattern));
    };
    if (m_data.completeUntil.isValid() && m_data.completeUntil < m_data.timeOf(m_data.steps())) {
        // A line's point stands for the step that begins there: what leads to the first open one is open too.
        const double open = std::floor(stepOf(m_data.completeUntil));
        const double first = m_data.kind == ChartData::Kind::Bars ? open - 0.5 : open - 1;
        hatch(std::clamp(xOf(first), m_plot.left(), m_plot.right() - 2), m_plot.right());
    }
    for (qsizetype step = 0; step < m_data.steps(); ++step) { // where nothing at all is known
        const bool isUnknown =
            std::all_of(m_data.series.begin(), m_data.series.end(), [&](const ChartSeries &series) {
                return step >= series.y.size() || std::isnan(series.y.at(step));
            });
        if (isUnknown)
            hatch(std::max(m_plot.left(), xOf(double(step) - 0.5)),
                  std::min(m_plot.right(), xOf(double(step) + 0.5)));
    }
}

void ChartPlot::drawMarks(QPainter &painter) const
{
    const Tokens &tokens = Tokens::of(palette());
    for (const ChartMark &mark : m_data.marks) {
        const double x = xOf(stepOf(mark.at));
        if (x < m_plot.left() || x > m_plot.right())
            continue;
        painter.setPen(QPen(tokens.muted, 1, Qt::DashLine));
        painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
        painter.setPen(QPen(tokens.surface, 1.5));
        painter.setBrush(tokens.color(mark.tone));
        painter.drawEllipse(QPointF(x, m_plot.top() + 6), 4.5, 4.5);
        if (mark.text.isEmpty())
            continue;
        painter.setFont(ui::font(Type::Caption));
        painter.setPen(tokens.text);
        const double width = painter.fontMetrics().horizontalAdvance(mark.text) + 1;
        const double left = x + 10 + width > m_plot.right() ? x - 10 - width : x + 10;
        painter.drawText(QRectF(left, m_plot.top() - 3, width, 18), Qt::AlignVCenter, mark.text);
    }
}

void ChartPlot::drawCrosshair(QPainter &painter) const
{
    const Tokens &tokens = Tokens::of(palette());
    const double x = xOf(m_step);
    painter.setPen(QPen(tokens.muted, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));

    const QFontMetrics strong(ui::font(Type::CaptionStrong));
    const QFontMetrics caption(ui::font(Type::Caption));
    const QList<ReadoutLine> lines = readoutLines();
    const QString head = chartscale::stepText(m_data.timeOf(m_step), m_data.stepSeconds, m_data.zone);
    const bool isOpen = m_data.completeUntil.isValid() && m_data.timeOf(m_step + 1) > m_data.completeUntil;
    const QString note = isOpen ? tr("not complete yet") : QString();
    int width = strong.horizontalAdvance(head) + (isOpen ? caption.horizontalAdvance(note) + 12 : 0);
    for (const ReadoutLine &line : lines)
        width = std::max(width, 14 + caption.horizontalAdvance(line.name) + 20 +
                                    caption.horizontalAdvance(line.value));
    constexpr int rowHeight = 18;
    const QSizeF size(width + 24, 16 + rowHeight * (int(lines.size()) + 1));
    double left = x + 12;
    if (left + size.width() > m_plot.right())
        left = std::max(0.0, x - 12 - size.width());
    const QRectF card(QPointF(left, m_plot.top() + 8), size);
    paint::box(painter, card, tokens.raised, tokens.border, 8);

    QRectF row(card.left() + 12, card.top() + 8, width, rowHeight);
    painter.setFont(ui::font(Type::CaptionStrong));
    painter.setPen(tokens.text);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, head);
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(tokens.look);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, note);
    for (const ReadoutLine &line : lines) {
        row.translate(0, rowHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(line.color);
        painter.drawEllipse(QPointF(row.left() + 4, row.center().y()), 4, 4);
        painter.setPen(tokens.muted);
        painter.drawText(row.adjusted(14, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, line.name);
        painter.setPen(tokens.text);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, line.value);
    }
}

} // namespace gatehouse::ui
