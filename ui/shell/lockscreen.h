// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <QWidget>

namespace gatehouse::ui {

class KeyButton;
class PlainLabel;
class SignInAddress;

// All that a locked window shows: nothing of the gateway, of its people, or of the connection; while the
// person signs in, the address of the page where that is done.
class LockScreen : public QWidget
{
    Q_OBJECT
public:
    explicit LockScreen(QWidget *parent = nullptr);

    // A sign-in under way: its address as soon as there is one, and the code where another device is used.
    void setAttempt(bool isUnderWay, const QUrl &address, const QString &userCode);
    void setElsewhereAllowed(bool isAllowed); // by the connection
    void setProblem(const QString &sentence);

signals:
    void unlockRequested();
    void unlockElsewhereRequested();
    void cancelRequested();
    void signOutRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    PlainLabel *m_text = nullptr;
    PlainLabel *m_problem = nullptr;
    SignInAddress *m_address = nullptr;
    KeyButton *m_unlock = nullptr;
    KeyButton *m_cancel = nullptr;
};

} // namespace gatehouse::ui
