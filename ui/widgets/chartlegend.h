// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/chartdata.h"

#include <QWidget>

namespace gatehouse::ui {

// The legend as words in the heading, to the right; leaves out what has no room.
class ChartLegend : public QWidget
{
    Q_OBJECT
public:
    explicit ChartLegend(QWidget *parent = nullptr);
    void setSeries(const QList<ChartSeries> &series);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<std::pair<QString, int>> m_entries; // name, colour
};

} // namespace gatehouse::ui
