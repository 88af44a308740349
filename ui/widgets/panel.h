// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace gatehouse::ui {

// A plain ground with hair lines on the sides asked for: the head of a page, the detail, the staging bar.
class Panel : public QWidget
{
    Q_OBJECT
public:
    enum class Ground { Background, Surface, Raised, Sunken };

    explicit Panel(Ground ground, Qt::Edges lines = {}, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Ground m_ground;
    Qt::Edges m_lines;
};

} // namespace gatehouse::ui
