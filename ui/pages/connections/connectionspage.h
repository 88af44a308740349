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
    // Such a file as another person exported; shown in the form, kept only when it is saved.
    void takeImported(const QByteArray &bytes);

signals:
    // Of the book: its sessions are to go, or to go along.
    void removed(const gatehouse::workspace::Connection &connection);
    void replaced(const gatehouse::workspace::Connection &before,
                  const gatehouse::workspace::Connection &now);
    void openRequested(const QString &name);
    // What comes of it is shown with form()->setCheck().
    void checkRequested(const gatehouse::workspace::Connection &connection);

private:
    void build();
    void showRows();
    void save(const workspace::Connection &connection, const QString &formerName);
    void remove(const QString &name);
    void check(const workspace::Connection &connection);
    void exportTo(const QString &name);
    void importFrom();

    workspace::ConnectionBook &m_book;
    ConnectionModel *m_model = nullptr;
    TableView *m_table = nullptr;
    ConnectionForm *m_form = nullptr;
};

} // namespace gatehouse::ui
