// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/usage.h"
#include "ui/models/usagefigures.h"

#include <QScrollArea>

#include <array>
#include <optional>

namespace gatehouse::ui {

class ChartPanel;
class StatTile;
class TableView;
class UsageModel;

// Tiles, three charts and the table of groups.
class UsageBody : public QScrollArea
{
    Q_OBJECT
public:
    explicit UsageBody(QWidget *parent = nullptr);

    void show(const analytics::UsageTable &table, const std::optional<analytics::UsageTable> &previous,
              int days);
    using QScrollArea::show;

    [[nodiscard]] ChartPanel *chart(Measure measure) const; // Requests, Cost, Tokens

private:
    struct Chart
    {
        Measure measure = Measure::Requests;
        ChartPanel *panel = nullptr;
    };

    void build();
    void showChart(const Chart &chart);
    [[nodiscard]] QString headingOf(Measure measure) const;

    std::optional<analytics::UsageTable> m_shown;
    std::array<StatTile *, 4> m_tiles{};
    std::array<Chart, 3> m_charts;
    UsageModel *m_model = nullptr;
    TableView *m_table = nullptr;
};

} // namespace gatehouse::ui
