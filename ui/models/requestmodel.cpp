// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/requestmodel.h"

#include "core/base/follow.h"
#include "ui/models/requestcells.h"

#include <QThreadPool>
#include <QtConcurrent>

namespace gatehouse::ui {

namespace {

constexpr Qt::Alignment right = Qt::AlignRight | Qt::AlignVCenter;
constexpr Qt::Alignment left = Qt::AlignLeft | Qt::AlignVCenter;

QList<TableColumn> requestColumns()
{
    return {
        {RequestModel::tr("Application"), left, RequestModel::tr("Who wants to call")},
        {RequestModel::tr("API"), left, RequestModel::tr("What it wants to call")},
        {RequestModel::tr("Scopes"), left, RequestModel::tr("The rights it asks for")},
        {RequestModel::tr("Tenant"), left, RequestModel::tr("The team the application belongs to")},
        {RequestModel::tr("Waiting"), right, RequestModel::tr("Time since the request was made")},
        {RequestModel::tr("Est. / month"), right, RequestModel::tr("Estimated cost for a month")},
        {RequestModel::tr("State"), left, RequestModel::tr("Where the request stands")},
        {RequestModel::tr("Requester"), left, RequestModel::tr("Who made the request")},
        {RequestModel::tr("Plan"), left, RequestModel::tr("The plan it asks for")},
        {RequestModel::tr("Sensitivity"), left, RequestModel::tr("Whether the API is sensitive")},
        {RequestModel::tr("Agree"), left, RequestModel::tr("How many people have approved, of how many")}};
}

static_assert(RequestModel::Application == int(RequestColumn::Application) &&
              RequestModel::Agree == int(RequestColumn::Agree));

} // namespace

RequestModel::RequestModel(const Clock &clock, QObject *parent)
    : TableModel(requestColumns(), parent)
    , m_clock(clock)
{}

void RequestModel::setRows(const QList<workspace::QueueRow> &rows)
{
    m_fresh = rows;
    rearrange();
}

void RequestModel::setFilter(const workspace::RequestFilter &filter)
{
    if (filter == m_wish.filter)
        return;
    m_wish.filter = filter;
    rearrange();
}

void RequestModel::setConnection(const QString &name)
{
    m_wish.connection = name;
}

void RequestModel::sort(int column, Qt::SortOrder order)
{
    rememberSort(column, order);
    m_wish.sortColumn = column;
    m_wish.isDescending = order == Qt::DescendingOrder;
    rearrange();
}

void RequestModel::rearrange()
{
    const qsizetype count = std::max(qsizetype(rowCount()), m_fresh ? m_fresh->size() : m_all.size());
    const bool isOvertaken = !m_isArranging || m_fresh; // what is being worked out may hold newer rows
    if (count <= atOnce && isOvertaken) {
        ++m_round;
        if (std::exchange(m_isArranging, false))
            m_index.reset(); // it is still lent
        return install(*arrange(takeInput(), Preparation::None), Preparation::None);
    }
    if (m_isArranging) {
        m_isOutdated = true;
        return;
    }
    m_isArranging = true;
    m_isOutdated = false;
    follow(QtConcurrent::run([input = takeInput()] { return arrange(input, Preparation::Full); }), this,
           [this, round = ++m_round](const std::shared_ptr<RequestOutcome> &done) {
               if (round != m_round)
                   return;
               m_isArranging = false;
               auto outcome = std::make_shared<RequestOutcome>(std::move(*done));
               install(*outcome, Preparation::Full);
               // Freeing a hundred thousand rows takes as long as showing them.
               QThreadPool::globalInstance()->start(
                   [outcome = std::move(outcome)]() mutable { outcome.reset(); });
               if (std::exchange(m_isOutdated, false))
                   rearrange();
           });
}

RequestInput RequestModel::takeInput()
{
    return {.fresh = std::exchange(m_fresh, std::nullopt),
            .all = m_all,
            .shown = rows(),
            .index = m_index,
            .wish = m_wish,
            .now = m_clock.now()};
}

void RequestModel::install(RequestOutcome &outcome, Preparation preparation)
{
    emit aboutToArrange();
    std::swap(m_all, outcome.all);
    std::swap(m_index, outcome.index);
    m_pending = outcome.pending;
    m_oldestOpen = outcome.oldestOpen;
    if (preparation == Preparation::Full)
        adopt(outcome.prepared);
    else
        take(std::move(outcome.shown));
    emit arranged();
}

void RequestModel::updateWaiting()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, Waiting), index(rowCount() - 1, Waiting),
                         {Qt::DisplayRole, CellRole, ToneRole});
    if (m_wish.filter.dependsOnTime())
        rearrange();
}

workspace::FilterValues RequestModel::values() const
{
    return m_index ? m_index->values : workspace::FilterValues();
}

const workspace::QueueRow *RequestModel::find(const gateway::SubscriptionId &id) const
{
    return requestAt(rowOf(id));
}

const workspace::QueueRow *RequestModel::requestAt(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : at(row).row.get();
}

int RequestModel::requestRowNear(int row) const
{
    if (rowCount() == 0)
        return -1;
    const int near = std::clamp(row, 0, rowCount() - 1);
    return at(near).isHead() ? near + 1 : near; // a head is never the last
}

Qt::ItemFlags RequestModel::flags(const QModelIndex &index) const
{
    if (index.isValid() && at(index.row()).isHead())
        return Qt::ItemNeverHasChildren; // keys and clicks pass over it
    return TableModel::flags(index);
}

gateway::SubscriptionId RequestModel::keyOf(const RequestRow &row) const
{
    return ui::keyOf(row);
}

QVariant RequestModel::cell(const RequestRow &row, int column, int role) const
{
    return row.isHead() ? headCell(row, column, role)
                        : requestCell(*row.row, RequestColumn(column), role, m_clock.now());
}

QVariant RequestModel::headCell(const RequestRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return column == 0 ? headText(row.group, row.count) : QVariant();
    case CellRole:
        return int(Cell::Heading);
    default:
        return {};
    }
}

} // namespace gatehouse::ui
