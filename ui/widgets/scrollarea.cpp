// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scrollarea.h"

#include "ui/theme/stylepaint.h"

#include <QEvent>
#include <QPainter>

namespace gatehouse::ui {
namespace {

constexpr int ringWidth = 2;

} // namespace

ScrollArea::ScrollArea(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setViewportMargins(ringWidth, ringWidth, ringWidth, ringWidth);
}

// The viewport has the paint events of a scroll area; the ring lies around it.
bool ScrollArea::event(QEvent *event)
{
    const bool handled = QScrollArea::event(event);
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        update();
    } else if (event->type() == QEvent::Paint && hasFocus()) {
        QPainter painter(this);
        paint::focusRing(painter, rect(), Tokens::of(palette()), ringWidth);
    }
    return handled;
}

} // namespace gatehouse::ui
