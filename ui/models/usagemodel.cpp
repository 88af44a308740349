// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/usagemodel.h"

#include "ui/models/figures.h"
#include "ui/models/visibletext.h"
#include "ui/theme/tokens.h"

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr double highErrorShare = 0.02; // from here on a share is marked as wrong
constexpr Qt::Alignment right = Qt::AlignRight | Qt::AlignVCenter;

QList<TableColumn> usageColumns()
{
    return {{UsageModel::tr("Group")},
            {UsageModel::tr("Requests"), right},
            {UsageModel::tr("Errors"), right, UsageModel::tr("Share of the requests that failed")},
            {UsageModel::tr("Tokens"), right, UsageModel::tr("Tokens in and out")},
            {UsageModel::tr("Cost"), right}};
}

double errorShare(const analytics::Totals &totals)
{
    return totals.errorShare().value_or(-1.0);
}

QString exact(const UsageRow &row, int column)
{
    switch (column) {
    case UsageModel::Requests:
        return figures::count(row.totals.requests);
    case UsageModel::Errors:
        return UsageModel::tr("%1 of %2 requests")
            .arg(figures::count(row.totals.errors), figures::count(row.totals.requests));
    case UsageModel::Tokens:
        return figures::count(row.totals.tokens());
    case UsageModel::Cost:
        return figures::exactMoney({row.totals.costMicros, row.currency});
    default:
        return {};
    }
}

} // namespace

UsageModel::UsageModel(QObject *parent)
    : TableModel(usageColumns(), parent)
{}

void UsageModel::setTable(const analytics::UsageTable &table)
{
    QList<UsageRow> rows;
    rows.reserve(table.series.size());
    for (const analytics::UsageSeries &series : table.series)
        rows.append({series.key, series.label, analytics::totals(series), table.currency});
    reconcile(std::move(rows));
}

void UsageModel::setGroupTitle(const QString &title)
{
    if (title == m_groupTitle)
        return;
    m_groupTitle = title;
    emit headerDataChanged(Qt::Horizontal, Group, Group);
}

QVariant UsageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section == Group && orientation == Qt::Horizontal && role == Qt::DisplayRole &&
        !m_groupTitle.isEmpty())
        return m_groupTitle;
    return TableModel::headerData(section, orientation, role);
}

QVariant UsageModel::text(const UsageRow &row, int column) const
{
    switch (column) {
    case Group:
        return visibleText(row.label);
    case Requests:
        return figures::compact(row.totals.requests);
    case Errors:
        return figures::share(row.totals.errors, row.totals.requests);
    case Tokens:
        return row.totals.tokens() > 0 ? figures::compact(row.totals.tokens()) : figures::unknown();
    case Cost:
        return figures::money({row.totals.costMicros, row.currency});
    default:
        return {};
    }
}

QVariant UsageModel::cell(const UsageRow &row, int column, int role) const
{
    const bool isHigh = column == Errors && errorShare(row.totals) >= highErrorShare;
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole: {
        const QString full = exact(row, column);
        return full.isEmpty() ? QVariant() : full;
    }
    case CellRole:
        return int(isHigh ? Cell::Pill : column == Group ? Cell::Text : Cell::Number);
    case ToneRole:
        return isHigh ? QVariant(int(Tone::Wrong)) : QVariant();
    case KeyRole:
        return row.key;
    default:
        return {};
    }
}

bool UsageModel::orders(const UsageRow &a, const UsageRow &b, int column) const
{
    switch (column) {
    case Requests:
        return a.totals.requests < b.totals.requests;
    case Errors:
        return errorShare(a.totals) < errorShare(b.totals);
    case Tokens:
        return a.totals.tokens() < b.totals.tokens();
    case Cost:
        return a.totals.costMicros < b.totals.costMicros;
    default:
        return a.label.compare(b.label, Qt::CaseInsensitive) < 0;
    }
}

} // namespace gatehouse::ui
