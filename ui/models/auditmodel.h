// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/audittrail.h"
#include "ui/models/tablemodel.h"

namespace gatehouse::ui {

// The rows of the audit page. Times are local; the detail has them in UTC, too.
class AuditModel : public TableModel<workspace::AuditTrail::Row, QString>
{
    Q_OBJECT
public:
    enum Column { Time, What, Who, Target, Result, Address, Source };

    explicit AuditModel(QObject *parent = nullptr);

    [[nodiscard]] static QString key(const workspace::AuditTrail::Row &row);

protected:
    [[nodiscard]] QString keyOf(const workspace::AuditTrail::Row &row) const override { return key(row); }
    [[nodiscard]] QVariant cell(const workspace::AuditTrail::Row &row, int column, int role) const override;
    [[nodiscard]] bool orders(const workspace::AuditTrail::Row &a, const workspace::AuditTrail::Row &b,
                              int column) const override;
};

} // namespace gatehouse::ui
