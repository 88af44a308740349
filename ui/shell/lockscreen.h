// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace gatehouse::ui {

class KeyButton;
class PlainLabel;

// All that a locked window shows: nothing of the gateway, of its people, or of the connection.
class LockScreen : public QWidget
{
    Q_OBJECT
public:
    explicit LockScreen(QWidget *parent = nullptr);

    void setWaiting(bool isWaiting); // for the browser
    void setProblem(const QString &sentence);

signals:
    void unlockRequested();
    void signOutRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    PlainLabel *m_text = nullptr;
    PlainLabel *m_problem = nullptr;
    KeyButton *m_unlock = nullptr;
};

} // namespace gatehouse::ui
