// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/overlay.h"

class QGridLayout;

namespace gatehouse::ui {

// "?": every key that works now, those of the page first.
class CheatSheet : public Overlay
{
    Q_OBJECT
public:
    struct Line
    {
        QString keys;
        QString text;
    };
    struct Section
    {
        QString title;
        QList<Line> lines;
    };

    explicit CheatSheet(QWidget *window);
    void open(const QList<Section> &sections);

private:
    QWidget *m_body = nullptr;
};

} // namespace gatehouse::ui
