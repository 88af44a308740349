// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/card.h"
#include "ui/widgets/chartdata.h"

class QHBoxLayout;
class QStackedWidget;

namespace gatehouse::ui {

class ChartLegend;
class ChartPlot;
class PlainLabel;
class ProgressLine;

// A chart in a card: heading with the legend in it, plot with crosshair and readout. The only user of Qt
// Charts (through ChartPlot, which no page includes).
class ChartPanel : public Card
{
    Q_OBJECT
public:
    explicit ChartPanel(const QString &heading, QWidget *parent = nullptr);
    ~ChartPanel() override;

    void setHeading(const QString &heading);
    // A drop-down at the right end of the heading; the panel takes it.
    void setHeadingControl(QWidget *control);
    void setData(const ChartData &data);
    // A sentence in the plot's place while there is no data: "No calls in these 30 days."
    void setEmptyText(const QString &text);
    void setLoading(bool loading);
    [[nodiscard]] int plotWidth() const; // in pixels: what to reduce the series to
    [[nodiscard]] const ChartData &data() const;
    // Where the crosshair is, -1 when there is none.
    [[nodiscard]] int crosshairStep() const;
    [[nodiscard]] QString readout() const; // "16 Nov: Customer Support € 310, …"

signals:
    void plotWidthChanged(int pixels);

private:
    void updateDescription();

    PlainLabel *m_heading = nullptr;
    PlainLabel *m_empty = nullptr;
    QHBoxLayout *m_headingRow = nullptr;
    ChartLegend *m_legend = nullptr;
    ChartPlot *m_plot = nullptr;
    ProgressLine *m_progress = nullptr;
    QStackedWidget *m_stack = nullptr;
};

} // namespace gatehouse::ui
