// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page.h"

namespace gatehouse::ui {

Page::Page(About about, QWidget *parent)
    : QWidget(parent)
    , m_about(std::move(about))
{
    setObjectName(m_about.id);
    setAccessibleName(m_about.title);
}

QAction *Page::addPageAction(const QString &id, const QString &text, const QKeySequence &key,
                             const std::function<void()> &run)
{
    auto *action = new QAction(text, this);
    action->setObjectName(id);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, run);
    addAction(action);
    return action;
}

} // namespace gatehouse::ui
