// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/usage/usagebody.h"

#include "ui/delegates/rowdelegate.h"
#include "ui/models/usagemodel.h"
#include "ui/pages/usage/usagecharts.h"
#include "ui/pages/usage/usagetiles.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chartpanel.h"
#include "ui/widgets/stattile.h"
#include "ui/widgets/tableview.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr int mainChartHeight = 300;
constexpr int sideChartHeight = 230;
constexpr int mostRowsShown = 8;

} // namespace

UsageBody::UsageBody(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Usage"));
    setFocusPolicy(Qt::NoFocus); // the charts and the table inside take it
    build();
}

void UsageBody::build()
{
    auto *inner = new QWidget(this);
    auto *layout = new QVBoxLayout(inner);
    layout->setContentsMargins(metrics::pageMargin, metrics::gap, metrics::pageMargin, metrics::pageMargin);
    layout->setSpacing(metrics::gap);

    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(metrics::gap);
    for (StatTile *&tile : m_tiles) {
        tile = new StatTile(inner);
        tiles->addWidget(tile, 1);
    }
    layout->addLayout(tiles);

    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    static constexpr std::array measures{Measure::Requests, Measure::Cost, Measure::Tokens};
    for (size_t i = 0; i < measures.size(); ++i) {
        m_charts[i] = {measures[i], new ChartPanel({}, inner)};
        ChartPanel *panel = m_charts[i].panel;
        panel->setFixedHeight(i == 0 ? mainChartHeight : sideChartHeight);
        panel->setEmptyText(tr("Nothing in this range."));
        connect(panel, &ChartPanel::plotWidthChanged, this, [this, i] { showChart(m_charts[i]); });
        if (i == 0)
            layout->addWidget(panel);
        else
            row->addWidget(panel, 1);
    }
    layout->addLayout(row);

    auto *card = new Card(inner);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(metrics::unit, metrics::unit, metrics::unit, metrics::unit);
    m_model = new UsageModel(this);
    m_table = new TableView(card);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setAccessibleName(tr("Usage by group"));
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(UsageModel::Group, QHeaderView::Stretch);
    for (const int column : {UsageModel::Requests, UsageModel::Errors, UsageModel::Tokens, UsageModel::Cost})
        header->resizeSection(column, 140);
    header->setStretchLastSection(false);
    header->setSortIndicator(UsageModel::Requests, Qt::DescendingOrder);
    m_model->sort(UsageModel::Requests, Qt::DescendingOrder);
    cardLayout->addWidget(m_table);
    layout->addWidget(card);
    layout->addStretch(1);
    setWidget(inner);
}

void UsageBody::show(const analytics::UsageTable &table, const std::optional<analytics::UsageTable> &previous,
                     int days)
{
    const QList<StatTile::Content> tiles = tilesOf(table, previous, days);
    for (size_t i = 0; i < m_tiles.size(); ++i)
        m_tiles[i]->setContent(tiles.at(qsizetype(i)));
    if (m_shown == table)
        return;
    m_shown = table;
    for (const Chart &chart : m_charts)
        showChart(chart);
    m_model->setTable(table);
    m_model->setGroupTitle(table.query.by == analytics::Grouping::Api      ? tr("API")
                           : table.query.by == analytics::Grouping::Tenant ? tr("Tenant")
                                                                           : tr("All"));
    const int rows = std::clamp(m_model->rowCount(), 1, mostRowsShown);
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + rows * metrics::rowHeight + 2);
}

ChartPanel *UsageBody::chart(Measure measure) const
{
    const auto found = std::find_if(m_charts.begin(), m_charts.end(),
                                    [measure](const Chart &chart) { return chart.measure == measure; });
    return found == m_charts.end() ? nullptr : found->panel;
}

QString UsageBody::headingOf(Measure measure) const
{
    const QString per = perBucketText(*m_shown);
    switch (measure) {
    case Measure::Cost:
        return tr("Cost %1").arg(per);
    case Measure::Tokens:
        return tr("Tokens %1").arg(per);
    default:
        return tr("Requests %1, with error share").arg(per);
    }
}

void UsageBody::showChart(const Chart &chart)
{
    if (!m_shown)
        return;
    chart.panel->setHeading(headingOf(chart.measure));
    chart.panel->setData(chartOf(*m_shown, chart.measure, chart.panel->plotWidth()));
}

} // namespace gatehouse::ui
