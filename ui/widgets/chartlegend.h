// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/chartdata.h"

#include <QWidget>

namespace gatehouse::ui {

// The legend as words in the heading, to the right, the largest first; what has no room is counted, and named
// in the tooltip.
class ChartLegend : public QWidget
{
    Q_OBJECT
public:
    explicit ChartLegend(QWidget *parent = nullptr);
    void setSeries(const QList<ChartSeries> &series);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Entry
    {
        QString name;
        int colour = 0;
        double size = 0;
    };

    [[nodiscard]] int widthOf(const Entry &entry) const;
    [[nodiscard]] QString restText(qsizetype shown) const;
    void updateShown();

    QList<Entry> m_entries;
    qsizetype m_shown = 0;
};

} // namespace gatehouse::ui
