// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/messagebar.h"

namespace gatehouse::ui {

// One message on its tint, also of use by itself inside a page ("If you approve").
class MessageRow : public QWidget
{
    Q_OBJECT
public:
    explicit MessageRow(const MessageBar::Message &message, QWidget *parent = nullptr);

    [[nodiscard]] const MessageBar::Message &message() const { return m_message; }

signals:
    void dismissed();

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    MessageBar::Message m_message;
};

} // namespace gatehouse::ui
