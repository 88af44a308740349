// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/workspace/rowfilter.h"
#include "core/workspace/settlement.h"
#include "ui/models/tablemodel.h"

#include <memory>

namespace gatehouse::ui {

// A row is shared with its older self as long as nothing in it changed: cheap to filter, order and compare.
struct RequestRow
{
    std::shared_ptr<const workspace::QueueRow> row;
    bool operator==(const RequestRow &other) const { return row == other.row || *row == *other.row; }
};

// The approvals queue as a table, filtered by words that must all occur somewhere in the row.
class RequestModel : public TableModel<RequestRow, gateway::SubscriptionId>
{
    Q_OBJECT
public:
    enum Column { Application, Api, Scopes, Tenant, Waiting, Cost, State };

    explicit RequestModel(const Clock &clock, QObject *parent = nullptr);

    void setRows(const QList<workspace::QueueRow> &rows);
    void setFilter(const QString &words);
    [[nodiscard]] qsizetype countBeforeFilter() const { return m_all.size(); }
    // Time passed: what is waiting waits longer.
    void updateWaiting();

    [[nodiscard]] const workspace::QueueRow *find(const gateway::SubscriptionId &id) const;

protected:
    [[nodiscard]] gateway::SubscriptionId keyOf(const RequestRow &row) const override;
    [[nodiscard]] QVariant cell(const RequestRow &row, int column, int role) const override;
    [[nodiscard]] bool orders(const RequestRow &a, const RequestRow &b, int column) const override;

private:
    void applyFilter();
    [[nodiscard]] QVariant text(const workspace::QueueRow &row, int column) const;
    [[nodiscard]] qint64 waitingSeconds(const gateway::Subscription &request) const;
    [[nodiscard]] QVariant sortValue(const workspace::QueueRow &row, int column) const;

    const Clock &m_clock;
    QList<RequestRow> m_all;
    workspace::RowFilter m_filter; // the searchable text of each, made when the first word is typed
    QStringList m_words;
};

} // namespace gatehouse::ui
