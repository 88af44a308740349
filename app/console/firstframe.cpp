// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/firstframe.h"

#include <QAbstractItemView>
#include <QEvent>

namespace gatehouse::console {

FirstFrame::FirstFrame(QAbstractItemView &view, QObject *parent)
    : QObject(parent)
    , m_view(view)
{
    view.viewport()->installEventFilter(this);
}

bool FirstFrame::eventFilter(QObject *watched, QEvent *event)
{
    const int rows = m_view.model() ? m_view.model()->rowCount() : 0;
    if (!m_done && event->type() == QEvent::Paint && rows > 0) {
        m_done = true;
        // After this paint event and the flush that follows it.
        QMetaObject::invokeMethod(
            this, [this, rows] { emit painted(rows); }, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace gatehouse::console
