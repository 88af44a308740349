// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

namespace gatehouse::ui {

// Text on the clipboard for a while: taken back after `time`, when asked, and with this object (so at the
// program's end), from the clipboard and from the X selection, unless somebody put something else there.
class ClipboardLoan : public QObject
{
    Q_OBJECT
public:
    explicit ClipboardLoan(std::chrono::milliseconds time, QObject *parent = nullptr);
    ~ClipboardLoan() override;

    void lend(const QString &text);
    void takeBack();

private:
    QString m_text; // what is lent; empty: nothing
    QTimer m_timer;
};

} // namespace gatehouse::ui
