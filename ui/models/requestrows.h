// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/filtercompletion.h"
#include "core/workspace/rowfilter.h"
#include "ui/models/preparedrows.h"

#include <memory>

// What RequestModel shows, worked out from values alone: a hundred thousand rows are filtered, ordered,
// grouped and compared with those of before on another thread.
namespace gatehouse::ui {

// A request, shared with its older self as long as nothing in it changed: cheap to filter, order and compare.
// Or the head of a group.
struct RequestRow
{
    std::shared_ptr<const workspace::QueueRow> row = {}; // null: a head
    QString group = {};                                  // of a head
    int count = 0;                                       // of a head: how many requests stand under it
    [[nodiscard]] bool isHead() const { return !row; }
    bool operator==(const RequestRow &other) const;
};

// Of a head: a key no gateway gives.
[[nodiscard]] gateway::SubscriptionId keyOf(const RequestRow &row);

enum class RequestColumn {
    Application,
    Api,
    Scopes,
    Tenant,
    Waiting,
    Cost,
    State,
    Requester,
    Plan,
    Sensitivity,
    Agree
};
[[nodiscard]] RequestColumn columnOf(workspace::SortColumn column);
[[nodiscard]] workspace::SortColumn sortColumnOf(RequestColumn column);

// What is searched and offered, of all rows.
struct RequestIndex
{
    workspace::RowFilter texts; // one question at a time
    bool hasTexts = false;      // they are made when the first word is typed
    workspace::FilterValues values;
};

struct RequestWish
{
    workspace::RequestFilter filter = {};
    QString connection = {};
    int sortColumn = -1; // a RequestColumn; -1: as they come
    bool isDescending = false;
};

struct RequestInput
{
    std::optional<QList<workspace::QueueRow>> fresh = {}; // nothing: all stays as it is
    QList<RequestRow> all = {};
    QList<RequestRow> shown = {};
    std::shared_ptr<RequestIndex> index = {}; // of all; nobody else's while this runs
    RequestWish wish = {};
    QDateTime now = {};
};

struct RequestOutcome
{
    QList<RequestRow> all = {};
    std::shared_ptr<RequestIndex> index = {};
    QList<RequestRow> shown = {};
    PreparedRows<RequestRow, gateway::SubscriptionId> prepared; // instead of `shown`, when asked for
    int pending = 0;                                            // before the filter
    QDateTime oldestOpen = {};
};

enum class Preparation { None, Full };
[[nodiscard]] std::shared_ptr<RequestOutcome> arrange(RequestInput input, Preparation preparation);

} // namespace gatehouse::ui
