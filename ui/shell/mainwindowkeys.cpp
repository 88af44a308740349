// SPDX-License-Identifier: GPL-3.0-or-later
// What the command palette offers and the cheat sheet lists.
#include "ui/shell/cheatsheet.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/personbutton.h"
#include "ui/shell/rail.h"

#include <QPointer>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

QString keyText(const QAction &action)
{
    return action.shortcut().toString(QKeySequence::NativeText);
}

// Without the marks of mnemonics.
QString plainText(const QAction &action)
{
    QString text = action.text();
    return text.remove(u'&');
}

PaletteEntry entryFor(QAction *action, const QString &section)
{
    return {.title = plainText(*action),
            .detail = {},
            .section = section,
            .icon = Icon::ChevronRight,
            .keys = keyText(*action),
            .run = [action = QPointer<QAction>(action)] {
                if (action)
                    action->trigger();
            }};
}

} // namespace

void MainWindow::openCommandPalette()
{
    m_palette->open(allEntries());
}

QList<PaletteEntry> MainWindow::allEntries()
{
    QList<PaletteEntry> entries;
    for (const Page *page : std::as_const(m_pages)) {
        const Page::About &about = page->about();
        if (about.group == Page::Group::Hidden)
            continue;
        entries.append({.title = about.title,
                        .detail = {},
                        .section = tr("Page"),
                        .icon = about.icon,
                        .keys = about.key.isNull() ? QString() : u"g "_s + about.key,
                        .run = [this, id = about.id] { showPage(id); }});
    }
    if (const Page *page = currentPage()) {
        const QList<QAction *> actions = page->actions();
        for (QAction *action : actions) {
            if (action->isEnabled() && !action->text().isEmpty())
                entries.append(entryFor(action, page->about().title));
        }
    }
    const QList<QAction *> own = actions();
    for (QAction *action : own)
        entries.append(entryFor(action, tr("Window")));
    const std::pair<Theme::Scheme, QString> schemes[] = {
        {Theme::Scheme::System, tr("Use the system's colours")},
        {Theme::Scheme::Light, tr("Use light colours")},
        {Theme::Scheme::Dark, tr("Use dark colours")}};
    for (const auto &[scheme, text] : schemes)
        entries.append({.title = text,
                        .detail = {},
                        .section = tr("Window"),
                        .icon = scheme == Theme::Scheme::Dark ? Icon::Moon : Icon::Sun,
                        .keys = {},
                        .run = [this, wanted = scheme] { emit themeRequested(wanted); }});
    for (const ConnectionItem &each : std::as_const(m_connections)) {
        if (each.name != m_connection)
            entries.append({.title = tr("Switch to %1").arg(each.name),
                            .detail = each.detail,
                            .section = tr("Connection"),
                            .icon = Icon::Plug,
                            .keys = {},
                            .run = [this, name = each.name] { emit connectionChosen(name); }});
    }
    if (m_rail->personButton()->isSignedIn())
        entries.append({.title = tr("Sign out"),
                        .detail = {},
                        .section = tr("Window"),
                        .icon = Icon::SignOut,
                        .keys = {},
                        .run = [this] { emit signOutRequested(); }});
    for (const Page *page : std::as_const(m_pages))
        entries.append(page->paletteEntries());
    return entries;
}

void MainWindow::openCheatSheet()
{
    QList<CheatSheet::Section> sections;
    if (const Page *page = currentPage()) {
        CheatSheet::Section section{page->about().title, {}};
        const QList<QAction *> actions = page->actions();
        for (const QAction *action : actions) {
            if (!action->shortcut().isEmpty())
                section.lines.append({keyText(*action), plainText(*action)});
        }
        const QList<std::pair<QString, QString>> further = page->furtherKeys();
        for (const auto &[keys, text] : further)
            section.lines.append({keys, text});
        if (page->filterField())
            section.lines.append({u"/"_s, tr("Filter")});
        sections.append(section);
    }
    CheatSheet::Section everywhere{tr("Everywhere"), {}};
    const QList<QAction *> own = actions();
    for (const QAction *action : own)
        everywhere.lines.append({keyText(*action), plainText(*action)});
    for (const Page *page : std::as_const(m_pages)) {
        const Page::About &about = page->about();
        if (!about.key.isNull() && about.group != Page::Group::Hidden)
            everywhere.lines.append({u"g "_s + about.key, tr("Go to %1").arg(about.title)});
    }
    everywhere.lines.append({u"?"_s, tr("Show the keys")});
    everywhere.lines.append({u"Esc"_s, tr("Close or leave")});
    sections.append(everywhere);
    m_cheatSheet->open(sections);
}

} // namespace gatehouse::ui
