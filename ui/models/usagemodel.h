// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/totals.h"
#include "ui/models/tablemodel.h"

namespace gatehouse::ui {

struct UsageRow
{
    QString key;
    QString label;
    analytics::Totals totals;
    QString currency;
    bool operator==(const UsageRow &) const = default;
};

// The groups of a usage answer with their sums over the whole range.
class UsageModel : public TableModel<UsageRow, QString>
{
    Q_OBJECT
public:
    enum Column { Group, Requests, Errors, Tokens, Cost };

    explicit UsageModel(QObject *parent = nullptr);

    void setTable(const analytics::UsageTable &table);
    void setGroupTitle(const QString &title); // "Tenant", "API"
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const UsageRow &row) const override { return row.key; }
    [[nodiscard]] QVariant cell(const UsageRow &row, int column, int role) const override;
    [[nodiscard]] bool orders(const UsageRow &a, const UsageRow &b, int column) const override;

private:
    [[nodiscard]] QVariant text(const UsageRow &row, int column) const;

    QString m_groupTitle;
};

} // namespace gatehouse::ui
