// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/savedviews.h"
#include "ui/widgets/keybutton.h"

#include <functional>

namespace gatehouse::workspace {
class Preferences;
}

namespace gatehouse::ui {

class ViewNameLine;

// "Saved views ⌄": chooses a view, keeps the one on the screen under a name, renames, deletes, and says which
// one the page begins with. What is kept stands in the preferences at once.
class SavedViewsButton : public KeyButton
{
    Q_OBJECT
public:
    // `line` asks for names; `onScreen` is the view as it is now, without a name.
    SavedViewsButton(workspace::Preferences &preferences, ViewNameLine &line,
                     std::function<workspace::SavedView()> onScreen, QWidget *parent = nullptr);

    // What the page begins with, if anything.
    [[nodiscard]] const workspace::SavedView *standard() const;
    [[nodiscard]] const workspace::SavedViews &views() const { return m_views; }
    [[nodiscard]] const QString &current() const { return m_current; }
    void setCurrent(const QString &name); // the view on the screen; empty: none
    void putBack(const workspace::SavedViews &views);

signals:
    void chosen(const gatehouse::workspace::SavedView &view);
    // `before` is what putBack() undoes it with.
    void deleted(const QString &name, const gatehouse::workspace::SavedViews &before);

private:
    void fillMenu();
    void addCurrentActions();
    void saveAs();
    void rename();
    void remove();
    void keep();

    workspace::Preferences &m_preferences;
    ViewNameLine &m_line;
    std::function<workspace::SavedView()> m_onScreen;
    workspace::SavedViews m_views;
    QString m_current;
};

} // namespace gatehouse::ui
