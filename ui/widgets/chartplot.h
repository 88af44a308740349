// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/chartdata.h"

#include <QtCharts/QChartView>

namespace gatehouse::ui {

// The drawing inside a ChartPanel: series by Qt Charts; grid, hatching, time labels, marks and crosshair by
// hand, where Qt Charts cannot look as we want.
class ChartPlot : public QChartView
{
    Q_OBJECT
public:
    explicit ChartPlot(QWidget *parent = nullptr);

    void setData(const ChartData &data);
    [[nodiscard]] const ChartData &data() const { return m_data; }
    [[nodiscard]] int plotWidth() const;
    [[nodiscard]] int crosshairStep() const { return m_step; }
    [[nodiscard]] QString readout() const;

signals:
    void plotWidthChanged(int pixels);
    void crosshairMoved();

protected:
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct ReadoutLine
    {
        QColor color;
        QString name;
        QString value;
    };

    void rebuild();
    void addStack(QAbstractAxis *x, QAbstractAxis *y);
    void addLines(QAbstractAxis *x, QAbstractAxis *y);
    void addBars(QAbstractAxis *x, QAbstractAxis *y);
    void layOut();
    void moveCrosshair(int step);
    [[nodiscard]] double most() const;
    // The series with a scale of its own, and that scale's distance of the same grid lines.
    [[nodiscard]] const ChartSeries *ownScaled() const;
    [[nodiscard]] double ownStep() const;
    [[nodiscard]] int gutterFor(const std::function<QString(double)> &format, double step) const;
    [[nodiscard]] double xOf(double step) const;
    [[nodiscard]] double stepOf(const QDateTime &at) const;
    [[nodiscard]] QString valueText(const ChartSeries &series, qsizetype step) const;
    [[nodiscard]] QList<ReadoutLine> readoutLines() const;
    void drawTimeAxis(QPainter &painter) const;
    void drawIncomplete(QPainter &painter) const;
    void drawMarks(QPainter &painter) const;
    void drawCrosshair(QPainter &painter) const;

    ChartData m_data;
    QRectF m_plot;
    int m_step = -1;
    int m_reportedWidth = -1;
};

} // namespace gatehouse::ui
