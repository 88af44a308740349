// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/connection.h"
#include "ui/models/tablemodel.h"

namespace gatehouse::ui {

// The known connections.
class ConnectionModel : public TableModel<workspace::Connection, QString>
{
    Q_OBJECT
public:
    enum Column { Name, Stage, Api, Issuer };

    explicit ConnectionModel(QObject *parent = nullptr);

    [[nodiscard]] static QString stageText(workspace::Stage stage);

protected:
    [[nodiscard]] QString keyOf(const workspace::Connection &row) const override { return row.name; }
    [[nodiscard]] QVariant cell(const workspace::Connection &row, int column, int role) const override;
    [[nodiscard]] bool orders(const workspace::Connection &a, const workspace::Connection &b,
                              int column) const override;

private:
    [[nodiscard]] static QString text(const workspace::Connection &row, int column);
};

} // namespace gatehouse::ui
