// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/connection.h"
#include "ui/shell/page.h"

namespace gatehouse::ui {

class ConnectionForm;
class ConnectionModel;
class TableView;

// The known gateways, and beside them the form that adds one or changes it.
class ConnectionsPage : public Page
{
    Q_OBJECT
public:
    explicit ConnectionsPage(workspace::ConnectionBook &book, QWidget *parent = nullptr);

    void activate() override;
    [[nodiscard]] ConnectionForm *form() const { return m_form; }

signals:
    void openRequested(const QString &name);

private:
    void build();
    void showRows();
    void save(const workspace::Connection &connection, const QString &formerName);
    void remove(const QString &name);

    workspace::ConnectionBook &m_book;
    ConnectionModel *m_model = nullptr;
    TableView *m_table = nullptr;
    ConnectionForm *m_form = nullptr;
};

} // namespace gatehouse::ui
