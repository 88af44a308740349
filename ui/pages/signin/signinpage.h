// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/account.h"
#include "core/workspace/connection.h"
#include "ui/shell/page.h"

#include <QPointer>

namespace gatehouse::ui {

class KeyButton;
class MessageBar;
class PlainLabel;
class ProgressLine;
class SignInAddress;

// Stands in the place of the pages while nobody is signed in.
class SignInPage : public Page
{
    Q_OBJECT
public:
    explicit SignInPage(QWidget *parent = nullptr);

    // What to sign in to. Null: no connection yet, or one that is only being made ready, and `waiting` says
    // so.
    void setAccount(workspace::Account *account, const std::optional<workspace::Connection> &connection,
                    const QString &waiting = {});
    // Something the sign-in cannot start without went wrong.
    void setProblem(const Error &error);

    void activate() override;

    [[nodiscard]] KeyButton *signInButton() const { return m_signIn; }

signals:
    void connectionsRequested();

private:
    void build();
    void showState();
    void showError();
    [[nodiscard]] workspace::Account::State state() const;

    QPointer<workspace::Account> m_account;
    std::optional<workspace::Connection> m_connection;
    std::optional<Error> m_problem;
    QString m_waiting;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_text = nullptr;
    ProgressLine *m_progress = nullptr;
    SignInAddress *m_address = nullptr;
    MessageBar *m_messages = nullptr;
    KeyButton *m_elsewhere = nullptr;
    KeyButton *m_signIn = nullptr;
    KeyButton *m_cancel = nullptr;
    KeyButton *m_connections = nullptr;
};

} // namespace gatehouse::ui
