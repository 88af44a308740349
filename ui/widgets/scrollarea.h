// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace gatehouse::ui {

// Scrolls what is taller than its place; Tab comes to it so that keys can scroll, and a ring shows it.
class ScrollArea : public QScrollArea
{
    Q_OBJECT
public:
    explicit ScrollArea(QWidget *parent = nullptr);

protected:
    bool event(QEvent *event) override;
};

} // namespace gatehouse::ui
