// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/approvals/savedviewsbutton.h"

#include "core/workspace/preferences.h"
#include "ui/models/visibletext.h"
#include "ui/pages/approvals/viewnameline.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

namespace {

// A name in a menu, where "&" would mark a letter.
QString menuText(const QString &name)
{
    return visibleText(name).replace(u'&', u"&&"_s);
}

} // namespace

SavedViewsButton::SavedViewsButton(workspace::Preferences &preferences, ViewNameLine &line,
                                   std::function<workspace::SavedView()> onScreen, QWidget *parent)
    : KeyButton(tr("Saved views"), Kind::Secondary, parent)
    , m_preferences(preferences)
    , m_line(line)
    , m_onScreen(std::move(onScreen))
    , m_views(preferences.approvalsViews())
{
    setObjectName(u"saved-views"_s);
    auto *menu = new QMenu(this);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &SavedViewsButton::fillMenu);
}

const workspace::SavedView *SavedViewsButton::standard() const
{
    return m_views.find(m_views.standard);
}

void SavedViewsButton::setCurrent(const QString &name)
{
    m_current = name;
    setAccessibleDescription(name.isEmpty() ? QString() : tr("The view %1 is shown.").arg(visibleText(name)));
}

void SavedViewsButton::fillMenu()
{
    menu()->clear();
    for (const workspace::SavedView &view : std::as_const(m_views.views)) {
        const bool isStandard = view.name == m_views.standard;
        QAction *action = menu()->addAction(isStandard ? tr("%1 (to begin with)").arg(menuText(view.name))
                                                       : menuText(view.name));
        action->setCheckable(true);
        action->setChecked(view.name == m_current);
        connect(action, &QAction::triggered, this, [this, name = view.name] {
            if (const workspace::SavedView *chosenView = m_views.find(name)) {
                setCurrent(name);
                emit chosen(*chosenView);
            }
        });
    }
    if (m_views.views.isEmpty())
        menu()->addAction(tr("No view is saved yet"))->setEnabled(false);
    menu()->addSeparator();
    connect(menu()->addAction(tr("Save this view as…")), &QAction::triggered, this,
            &SavedViewsButton::saveAs);
    if (m_views.find(m_current))
        addCurrentActions();
}

void SavedViewsButton::addCurrentActions()
{
    const QString name = menuText(m_current);
    connect(menu()->addAction(tr("Save %1 as it is now").arg(name)), &QAction::triggered, this, [this] {
        workspace::SavedView view = m_onScreen();
        view.name = m_current;
        m_views.put(view);
        keep();
    });
    connect(menu()->addAction(tr("Rename %1…").arg(name)), &QAction::triggered, this,
            &SavedViewsButton::rename);
    QAction *begin = menu()->addAction(tr("Begin with %1").arg(name));
    begin->setCheckable(true);
    begin->setChecked(m_views.standard == m_current);
    connect(begin, &QAction::triggered, this, [this](bool on) {
        m_views.standard = on ? m_current : QString();
        keep();
    });
    menu()->addSeparator();
    connect(menu()->addAction(tr("Delete %1").arg(name)), &QAction::triggered, this,
            &SavedViewsButton::remove);
}

void SavedViewsButton::saveAs()
{
    m_line.ask(
        tr("Name of the view"), {},
        [this](const QString &name) {
            return ViewNameLine::Judgement{
                .text = m_views.find(name) ? tr("The view of this name is replaced.") : QString()};
        },
        [this](const QString &name) {
            workspace::SavedView view = m_onScreen();
            view.name = name;
            m_views.put(view);
            setCurrent(name);
            keep();
        });
}

void SavedViewsButton::rename()
{
    m_line.ask(
        tr("New name of the view"), m_current,
        [this](const QString &name) {
            const bool isTaken = name != m_current && m_views.find(name);
            return ViewNameLine::Judgement{.canTake = !isTaken,
                                           .text = isTaken ? tr("Another view has this name.") : QString()};
        },
        [this](const QString &name) {
            if (!m_views.rename(m_current, name))
                return;
            setCurrent(name);
            keep();
        });
}

void SavedViewsButton::remove()
{
    const workspace::SavedViews before = m_views;
    const QString name = m_current;
    m_views.remove(name);
    setCurrent({});
    keep();
    emit deleted(name, before);
}

void SavedViewsButton::putBack(const workspace::SavedViews &views)
{
    m_views = views;
    keep();
}

void SavedViewsButton::keep()
{
    m_preferences.setApprovalsViews(m_views);
}

} // namespace gatehouse::ui
