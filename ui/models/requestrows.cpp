// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/requestrows.h"

#include "ui/models/requestwords.h"

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using workspace::SortColumn;

namespace {

constexpr std::array columns{std::pair{SortColumn::App, RequestColumn::Application},
                             std::pair{SortColumn::Api, RequestColumn::Api},
                             std::pair{SortColumn::Scope, RequestColumn::Scopes},
                             std::pair{SortColumn::Tenant, RequestColumn::Tenant},
                             std::pair{SortColumn::Waiting, RequestColumn::Waiting},
                             std::pair{SortColumn::Cost, RequestColumn::Cost},
                             std::pair{SortColumn::State, RequestColumn::State},
                             std::pair{SortColumn::Requester, RequestColumn::Requester},
                             std::pair{SortColumn::Plan, RequestColumn::Plan},
                             std::pair{SortColumn::Sensitive, RequestColumn::Sensitivity},
                             std::pair{SortColumn::Agree, RequestColumn::Agree}};

QString searchText(const workspace::QueueRow &row)
{
    const gateway::Subscription &request = row.request;
    return QStringList{request.applicationName, apiTitle(request),     request.scopes.join(u' '),
                       request.tenantName,      request.requesterName, request.plan,
                       request.id.value,        stateOf(row).text}
        .join(u'\n');
}

// Unchanged rows keep the value they had, so that what is equal is also the same.
QList<RequestRow> shared(const QList<workspace::QueueRow> &fresh, const QList<RequestRow> &before)
{
    QHash<gateway::SubscriptionId, std::shared_ptr<const workspace::QueueRow>> known;
    known.reserve(before.size());
    for (const RequestRow &each : before)
        known.insert(each.row->request.id, each.row);
    QList<RequestRow> all;
    all.reserve(fresh.size());
    for (const workspace::QueueRow &row : fresh) {
        std::shared_ptr<const workspace::QueueRow> old = known.value(row.request.id);
        all.append({.row = old && *old == row ? old : std::make_shared<const workspace::QueueRow>(row)});
    }
    return all;
}

std::shared_ptr<RequestIndex> indexOf(const QList<RequestRow> &all)
{
    auto index = std::make_shared<RequestIndex>();
    workspace::FilterValueCollector collector;
    for (const RequestRow &each : all)
        collector.add(each.row->request);
    index->values = collector.values();
    return index;
}

QList<RequestRow> found(const QList<RequestRow> &all, RequestIndex &index, const RequestInput &input)
{
    const workspace::RequestFilter &filter = input.wish.filter;
    const QStringList words = filter.words();
    const QStringList excluded = filter.excludedWords();
    if (words.isEmpty() && excluded.isEmpty() && !filter.hasConditions())
        return all;
    if (!index.hasTexts && !(words.isEmpty() && excluded.isEmpty())) {
        for (const RequestRow &each : all)
            index.texts.append(searchText(*each.row));
        index.hasTexts = true;
    }
    std::vector<bool> isOut(size_t(all.size()), false);
    for (const QString &word : excluded)
        for (const quint32 row : index.texts.find({word}))
            isOut[row] = true;
    const workspace::FilterContext context{.now = input.now, .connection = input.wish.connection};
    QList<RequestRow> rows;
    const auto check = [&](quint32 row) {
        const RequestRow &each = all.at(row);
        if (!isOut[row] && (!filter.hasConditions() || filter.matches(*each.row, context)))
            rows.append(each);
    };
    if (!words.isEmpty()) {
        for (const quint32 row : index.texts.find(words)) // last: the next key press builds on it
            check(row);
    } else {
        for (quint32 row = 0; row < quint32(all.size()); ++row)
            check(row);
    }
    return rows;
}

int compared(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive);
}

qint64 microsOf(const gateway::Subscription &request)
{
    return request.estimatedMonthlyCost ? request.estimatedMonthlyCost->micros : qint64{-1};
}

// Without making a text for each comparison where that can be helped.
bool isBefore(const workspace::QueueRow &a, const workspace::QueueRow &b, RequestColumn column)
{
    const gateway::Subscription &first = a.request;
    const gateway::Subscription &second = b.request;
    switch (column) {
    case RequestColumn::Application:
        return compared(first.applicationName, second.applicationName) < 0;
    case RequestColumn::Api:
        if (const int names = compared(first.apiName, second.apiName); names != 0)
            return names < 0;
        return compared(first.apiVersion, second.apiVersion) < 0;
    case RequestColumn::Scopes:
        return std::lexicographical_compare(
            first.scopes.begin(), first.scopes.end(), second.scopes.begin(), second.scopes.end(),
            [](const QString &x, const QString &y) { return compared(x, y) < 0; });
    case RequestColumn::Tenant:
        return compared(first.tenantName, second.tenantName) < 0;
    case RequestColumn::Waiting:
        return first.requestedAt > second.requestedAt;
    case RequestColumn::Cost:
        return microsOf(first) < microsOf(second);
    case RequestColumn::State:
        return compared(stateOf(a).text, stateOf(b).text) < 0;
    case RequestColumn::Requester:
        return compared(first.requesterName, second.requesterName) < 0;
    case RequestColumn::Plan:
        return compared(first.plan, second.plan) < 0;
    case RequestColumn::Sensitivity:
        return int(first.sensitive) < int(second.sensitive);
    case RequestColumn::Agree:
        return missingApprovals(first) < missingApprovals(second);
    }
    return false;
}

void order(QList<RequestRow> &rows, const RequestWish &wish)
{
    if (wish.sortColumn < 0)
        return;
    const auto column = RequestColumn(wish.sortColumn);
    std::stable_sort(rows.begin(), rows.end(), [&](const RequestRow &a, const RequestRow &b) {
        return wish.isDescending ? isBefore(*b.row, *a.row, column) : isBefore(*a.row, *b.row, column);
    });
}

// Under heads in the order of their names; within a group the order stays.
QList<RequestRow> grouped(const QList<RequestRow> &rows, workspace::Grouping grouping)
{
    if (grouping == workspace::Grouping::None)
        return rows;
    QHash<QString, QList<RequestRow>> groups;
    for (const RequestRow &each : rows) {
        const gateway::Subscription &request = each.row->request;
        groups[grouping == workspace::Grouping::Api ? apiTitle(request) : request.tenantName].append(each);
    }
    QStringList names = groups.keys();
    std::sort(names.begin(), names.end(), [](const QString &a, const QString &b) {
        const int folded = compared(a, b);
        return folded != 0 ? folded < 0 : a < b;
    });
    QList<RequestRow> all;
    all.reserve(rows.size() + names.size());
    for (const QString &name : std::as_const(names)) {
        const QList<RequestRow> &members = groups[name];
        all.append({.row = {}, .group = name, .count = int(members.size())});
        all.append(members);
    }
    return all;
}

} // namespace

bool RequestRow::operator==(const RequestRow &other) const
{
    if (isHead() || other.isHead())
        return isHead() == other.isHead() && group == other.group && count == other.count;
    return row == other.row || *row == *other.row;
}

gateway::SubscriptionId keyOf(const RequestRow &row)
{
    return row.isHead() ? gateway::SubscriptionId{u'\x1' + row.group} : row.row->request.id;
}

RequestColumn columnOf(SortColumn column)
{
    return std::find_if(columns.begin(), columns.end(),
                        [=](const auto &pair) { return pair.first == column; })
        ->second;
}

SortColumn sortColumnOf(RequestColumn column)
{
    return std::find_if(columns.begin(), columns.end(),
                        [=](const auto &pair) { return pair.second == column; })
        ->first;
}

std::shared_ptr<RequestOutcome> arrange(RequestInput input, Preparation preparation)
{
    auto outcome = std::make_shared<RequestOutcome>();
    outcome->all = input.fresh ? shared(*input.fresh, input.all) : input.all;
    outcome->index = input.fresh || !input.index ? indexOf(outcome->all) : input.index;
    for (const RequestRow &each : std::as_const(outcome->all)) {
        if (each.row->request.state == gateway::SubscriptionState::Pending)
            ++outcome->pending;
        if (isOpen(*each.row) &&
            (!outcome->oldestOpen.isValid() || each.row->request.requestedAt < outcome->oldestOpen))
            outcome->oldestOpen = each.row->request.requestedAt;
    }
    QList<RequestRow> rows = found(outcome->all, *outcome->index, input);
    order(rows, input.wish);
    outcome->shown = grouped(rows, input.wish.filter.grouping());
    if (preparation == Preparation::Full)
        outcome->prepared = prepareRows<gateway::SubscriptionId>(
            input.shown, std::exchange(outcome->shown, {}), [](const RequestRow &row) { return keyOf(row); });
    return outcome;
}

} // namespace gatehouse::ui
