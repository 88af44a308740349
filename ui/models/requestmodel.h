// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/models/requestrows.h"
#include "ui/models/tablemodel.h"

namespace gatehouse::ui {

// The approvals queue as a table: filtered, ordered, grouped. A short list changes at once; a long one is
// worked out on the thread pool and taken over as a whole (arranged()), so that the event loop is never held
// up.
class RequestModel : public TableModel<RequestRow, gateway::SubscriptionId>
{
    Q_OBJECT
public:
    enum Column {
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
    }; // as RequestColumn

    explicit RequestModel(const Clock &clock, QObject *parent = nullptr);

    void setRows(const QList<workspace::QueueRow> &rows);
    void setFilter(const workspace::RequestFilter &filter);
    void setConnection(const QString &name); // for the filter's "connection:"
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    // Time passed: what is waiting waits longer.
    void updateWaiting();

    [[nodiscard]] const workspace::RequestFilter &filter() const { return m_wish.filter; }
    [[nodiscard]] qsizetype countBeforeFilter() const { return m_all.size(); }
    [[nodiscard]] int pendingCount() const { return m_pending; } // before the filter
    [[nodiscard]] const QDateTime &oldestOpen() const { return m_oldestOpen; }
    [[nodiscard]] workspace::FilterValues values() const; // for completion
    [[nodiscard]] bool isArranging() const { return m_isArranging; }

    [[nodiscard]] const workspace::QueueRow *find(const gateway::SubscriptionId &id) const;
    // The request in the row; null for the head of a group, or beyond the last.
    [[nodiscard]] const workspace::QueueRow *requestAt(int row) const;
    // The row, or the one below where it is a head; -1 when there is none.
    [[nodiscard]] int requestRowNear(int row) const;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    static constexpr qsizetype atOnce = 2000; // rows that are arranged in place

signals:
    void aboutToArrange();
    void arranged();

protected:
    [[nodiscard]] gateway::SubscriptionId keyOf(const RequestRow &row) const override;
    [[nodiscard]] QVariant cell(const RequestRow &row, int column, int role) const override;

private:
    void rearrange();
    [[nodiscard]] RequestInput takeInput();
    void install(RequestOutcome &outcome, Preparation preparation);
    [[nodiscard]] QVariant headCell(const RequestRow &row, int column, int role) const;

    const Clock &m_clock;
    QList<RequestRow> m_all;
    std::shared_ptr<RequestIndex> m_index; // of m_all; lent to what is being worked out
    RequestWish m_wish;
    int m_pending = 0;
    QDateTime m_oldestOpen;
    std::optional<QList<workspace::QueueRow>> m_fresh; // not looked at yet
    bool m_isArranging = false;                        // on the thread pool
    bool m_isOutdated = false;                         // and more was wished meanwhile
    int m_round = 0;                                   // an outcome of an earlier one counts no more
};

} // namespace gatehouse::ui
