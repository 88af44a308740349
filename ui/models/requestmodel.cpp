// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/requestmodel.h"

#include "ui/models/figures.h"
#include "ui/models/requestwords.h"
#include "ui/models/visibletext.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr qint64 longWaitSeconds = 4 * 3600;
constexpr Qt::Alignment right = Qt::AlignRight | Qt::AlignVCenter;
constexpr Qt::Alignment left = Qt::AlignLeft | Qt::AlignVCenter;

QList<TableColumn> requestColumns()
{
    return {{RequestModel::tr("Application"), left, RequestModel::tr("Who wants to call")},
            {RequestModel::tr("API"), left, RequestModel::tr("What it wants to call")},
            {RequestModel::tr("Scopes"), left, RequestModel::tr("The rights it asks for")},
            {RequestModel::tr("Tenant"), left, RequestModel::tr("The team the application belongs to")},
            {RequestModel::tr("Waiting"), right, RequestModel::tr("Time since the request was made")},
            {RequestModel::tr("Est. / month"), right, RequestModel::tr("Estimated cost for a month")},
            {RequestModel::tr("State"), left, RequestModel::tr("Where the request stands")}};
}

QString searchText(const gateway::Subscription &request, const QString &state)
{
    return QStringList{
        request.applicationName, apiTitle(request), request.scopes.join(u' '), request.tenantName,
        request.requesterName,   request.plan,      request.id.value,          state}
        .join(u'\n');
}

} // namespace

RequestModel::RequestModel(const Clock &clock, QObject *parent)
    : TableModel(requestColumns(), parent)
    , m_clock(clock)
{}

void RequestModel::setRows(const QList<workspace::QueueRow> &rows)
{
    QHash<gateway::SubscriptionId, std::shared_ptr<const workspace::QueueRow>> before;
    before.reserve(m_all.size());
    for (const RequestRow &known : std::as_const(m_all))
        before.insert(known.row->request.id, known.row);
    QList<RequestRow> all;
    all.reserve(rows.size());
    for (const workspace::QueueRow &row : rows) {
        std::shared_ptr<const workspace::QueueRow> known = before.value(row.request.id);
        all.append({known && *known == row ? known : std::make_shared<const workspace::QueueRow>(row)});
    }
    m_all = std::move(all);
    m_filter.clear();
    applyFilter();
}

void RequestModel::setFilter(const QString &words)
{
    const QStringList parts = words.split(u' ', Qt::SkipEmptyParts);
    if (parts == m_words)
        return;
    m_words = parts;
    applyFilter();
}

void RequestModel::applyFilter()
{
    if (m_words.isEmpty())
        return reconcile(m_all);
    if (m_filter.size() == 0) {
        for (const RequestRow &row : std::as_const(m_all))
            m_filter.append(searchText(row.row->request, stateOf(*row.row).text));
    }
    const std::span<const quint32> rows = m_filter.find(m_words);
    QList<RequestRow> found;
    found.reserve(qsizetype(rows.size()));
    for (const quint32 row : rows)
        found.append(m_all.at(row));
    reconcile(std::move(found));
}

void RequestModel::updateWaiting()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, Waiting), index(rowCount() - 1, Waiting),
                         {Qt::DisplayRole, CellRole, ToneRole});
}

const workspace::QueueRow *RequestModel::find(const gateway::SubscriptionId &id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : at(row).row.get();
}

gateway::SubscriptionId RequestModel::keyOf(const RequestRow &row) const
{
    return row.row->request.id;
}

qint64 RequestModel::waitingSeconds(const gateway::Subscription &request) const
{
    return std::max<qint64>(0, request.requestedAt.secsTo(m_clock.now()));
}

QVariant RequestModel::text(const workspace::QueueRow &row, int column) const
{
    const gateway::Subscription &request = row.request;
    switch (column) {
    case Application:
        return visibleText(request.applicationName);
    case Api:
        return visibleText(apiTitle(request));
    case Scopes:
        return visibleText(request.scopes.join(u", "_s));
    case Tenant:
        return visibleText(request.tenantName);
    case Waiting:
        return figures::duration(waitingSeconds(request));
    case Cost:
        return request.estimatedMonthlyCost ? figures::money(*request.estimatedMonthlyCost)
                                            : figures::unknown();
    case State:
        return stateOf(row).text;
    default:
        return {};
    }
}

QVariant RequestModel::cell(const RequestRow &shared, int column, int role) const
{
    const workspace::QueueRow &row = *shared.row;
    const bool waitsLong = column == Waiting && isOpen(row) && waitingSeconds(row.request) >= longWaitSeconds;
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        if (column == Waiting)
            return figures::moment(row.request.requestedAt);
        if (column == State && !row.note.isEmpty())
            return visibleText(row.note);
        return {};
    case CellRole: {
        static constexpr std::array cells{Cell::Strong, Cell::Text,   Cell::Mono, Cell::Text,
                                          Cell::Number, Cell::Number, Cell::Pill};
        return int(waitsLong ? Cell::Pill : cells.at(size_t(column)));
    }
    case ToneRole:
        if (column == State)
            return int(stateOf(row).tone);
        return waitsLong ? QVariant(int(Tone::Look)) : QVariant();
    case KeyRole:
        return row.request.id.value;
    case StateRole:
        return row.request.state.text;
    case SortRole:
        return sortValue(row, column);
    default:
        return {};
    }
}

QVariant RequestModel::sortValue(const workspace::QueueRow &row, int column) const
{
    switch (column) {
    case Waiting:
        return -row.request.requestedAt.toMSecsSinceEpoch(); // the one that waits longest is the largest
    case Cost:
        return row.request.estimatedMonthlyCost ? row.request.estimatedMonthlyCost->micros : qint64{-1};
    default:
        return text(row, column).toString().toCaseFolded();
    }
}

// As sortValue(), without making a text for each comparison.
bool RequestModel::orders(const RequestRow &a, const RequestRow &b, int column) const
{
    const gateway::Subscription &first = a.row->request;
    const gateway::Subscription &second = b.row->request;
    const auto less = [](const QString &x, const QString &y) {
        return x.compare(y, Qt::CaseInsensitive) < 0;
    };
    switch (column) {
    case Application:
        return less(first.applicationName, second.applicationName);
    case Api:
        if (const int names = first.apiName.compare(second.apiName, Qt::CaseInsensitive); names != 0)
            return names < 0;
        return less(first.apiVersion, second.apiVersion);
    case Scopes:
        return std::lexicographical_compare(first.scopes.begin(), first.scopes.end(), second.scopes.begin(),
                                            second.scopes.end(), less);
    case Tenant:
        return less(first.tenantName, second.tenantName);
    case Waiting:
        return first.requestedAt > second.requestedAt;
    case Cost:
        return sortValue(*a.row, column).toLongLong() < sortValue(*b.row, column).toLongLong();
    default:
        return less(stateOf(*a.row).text, stateOf(*b.row).text);
    }
}

} // namespace gatehouse::ui
