// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/connection.h"
#include "core/workspace/deeplink.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace gatehouse::ui {
class ApprovalsPage;
class MainWindow;
} // namespace gatehouse::ui
namespace gatehouse::workspace {
class ApprovalDesk;
}

namespace gatehouse::console {

// Follows a link: opens its connection, shows Approvals and selects the request. Nothing else ever comes of a
// link, and what a person is typing is not taken away by one. While the console is locked, or nobody is
// signed in, the latest link is remembered.
class Navigator : public QObject
{
    Q_OBJECT
public:
    // All references outlive the navigator.
    Navigator(ui::MainWindow &window, ui::ApprovalsPage &approvals, const workspace::ConnectionBook &book,
              QObject *parent = nullptr);

    void go(const workspace::DeepLink &link);
    // What is open now; no desk: nobody is signed in there.
    void follow(const QString &connection, workspace::ApprovalDesk *desk);
    void setLocked(bool isLocked);
    void forget() { m_target.reset(); }
    // Where it still has to go.
    [[nodiscard]] const std::optional<workspace::DeepLink> &target() const { return m_target; }

signals:
    void connectionWanted(const QString &name); // follow() tells when it is open

private:
    void step();
    void showRequest();
    void arrive();
    void refuse();
    void ask();
    [[nodiscard]] bool isSomebodyTyping() const;

    ui::MainWindow &m_window;
    ui::ApprovalsPage &m_approvals;
    const workspace::ConnectionBook &m_book;
    std::optional<workspace::DeepLink> m_target;
    QString m_connection;
    QPointer<workspace::ApprovalDesk> m_desk;
    bool m_isLocked = false;
    bool m_mayMove = false;   // nobody is typing, or they said so
    bool m_hasOpened = false; // the connection was asked for, or is there
};

} // namespace gatehouse::console
