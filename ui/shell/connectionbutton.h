// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/connection.h"

#include <QAbstractButton>

namespace gatehouse::ui {

// The connection on top of the rail: its dot, name and detail; opens the list of connections.
class ConnectionButton : public QAbstractButton
{
    Q_OBJECT
public:
    explicit ConnectionButton(QWidget *parent = nullptr);

    void setConnection(const QString &name, const QString &detail, workspace::Stage stage);
    void setCollapsed(bool collapsed);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_detail;
    workspace::Stage m_stage = workspace::Stage::Sandbox;
    bool m_isCollapsed = false;
};

} // namespace gatehouse::ui
