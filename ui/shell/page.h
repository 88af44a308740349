// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/palettesource.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QKeySequence>
#include <QWidget>

#include <functional>

namespace gatehouse::ui {

class SearchField;

// A screen. Its QWidget::actions() are what the command palette offers and the cheat sheet lists.
class Page : public QWidget, public PaletteSource
{
    Q_OBJECT
public:
    enum class Group {
        Work,
        Manage,
        Govern,
        Bottom, // above the person
        Hidden, // not in the rail: sign-in
    };

    struct About
    {
        QString id;    // "approvals"; also the object name
        QString title; //
        Icon icon = Icon::Info;
        QChar key = {}; // g, then this letter, goes here
        Group group = Group::Work;
    };

    explicit Page(About about, QWidget *parent = nullptr);

    [[nodiscard]] const About &about() const { return m_about; }

    // The page was brought to the front: take the focus where work starts.
    virtual void activate() {}
    // Ctrl+R.
    virtual void refresh() {}
    // Where "/" goes; none: the key does nothing.
    [[nodiscard]] virtual SearchField *filterField() const { return nullptr; }
    // Keys that are no action, for the cheat sheet: what a list or a chart does with them.
    [[nodiscard]] virtual QList<std::pair<QString, QString>> furtherKeys() const { return {}; }
    // Objects the command palette finds here.
    [[nodiscard]] QList<PaletteEntry> paletteEntries() const override { return {}; }

    // An action with its key, working while the focus is on this page. `id` is its object name.
    QAction *addPageAction(const QString &id, const QString &text, const QKeySequence &key,
                           const std::function<void()> &run);

private:
    About m_about;
};

} // namespace gatehouse::ui
