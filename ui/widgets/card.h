// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace gatehouse::ui {

// A surface with a border and round corners. Give it a layout.
class Card : public QWidget
{
    Q_OBJECT
public:
    enum class Ground { Surface, Raised, Sunken };

    explicit Card(QWidget *parent = nullptr, Ground ground = Ground::Surface);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Ground m_ground;
};

} // namespace gatehouse::ui
