// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/messagebar.h"

#include <QDeadlineTimer>

namespace gatehouse::ui {

class PlainLabel;

// One message on its tint, also of use by itself inside a page ("If you approve").
class MessageRow : public QWidget
{
    Q_OBJECT
public:
    explicit MessageRow(const MessageBar::Message &message, QWidget *parent = nullptr);

    [[nodiscard]] const MessageBar::Message &message() const { return m_message; }
    // When the message says what this one says, and no wait is over: it goes on as that one, with its action.
    [[nodiscard]] bool takesOver(const MessageBar::Message &message);

signals:
    void dismissed();

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void startCountdown(PlainLabel *label, QWidget *action);
    void countDown(PlainLabel *label, QWidget *action);

    MessageBar::Message m_message;
    QDeadlineTimer m_waitUntil;
};

} // namespace gatehouse::ui
