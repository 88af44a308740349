// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <QWidget>

#include <chrono>

class QLineEdit;

namespace gatehouse::ui {

class ClipboardLoan;
class KeyButton;
class PlainLabel;

// The address of a sign-in page, for whoever has to open it by hand, or to take it to another device with a
// code (A22, T13). What was copied leaves the clipboard after a while, and when this is hidden.
class SignInAddress : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds ClipboardTime{30'000};

    explicit SignInAddress(QWidget *parent = nullptr,
                           std::chrono::milliseconds clipboardTime = ClipboardTime);

    // Without an address it hides itself. `userCode` is the provider's, hostile; empty: none is needed.
    void setAddress(const QUrl &url, const QString &userCode);
    void setElsewhereOffered(bool offered); // where the connection allows it

signals:
    void elsewhereRequested(); // with a code on another device

protected:
    void hideEvent(QHideEvent *event) override;

private:
    PlainLabel *m_label = nullptr;
    QLineEdit *m_address = nullptr;
    KeyButton *m_elsewhere = nullptr;
    ClipboardLoan *m_loan = nullptr;
    bool m_isElsewhereOffered = false;
};

} // namespace gatehouse::ui
