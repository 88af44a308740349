// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/connection.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

class QStackedWidget;

namespace gatehouse::ui {

class CheatSheet;
class CommandPalette;
class LockScreen;
class MessageBar;
class Rail;
class Shortcuts;
class StageLine;

// The window: a rail, the pages, the connection's coloured line, and the keys that work everywhere. Knows no
// page by name; shows what it is given.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    struct ConnectionItem
    {
        QString name;
        QString detail; // "APIPark 1.9 · Okta"; the host when nothing better is known
        workspace::Stage stage = workspace::Stage::Sandbox;
        bool operator==(const ConnectionItem &) const = default;
    };

    explicit MainWindow(Theme &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    void addPage(Page *page); // takes it
    // Takes it out and deletes it later: a connection was changed and brings its own pages.
    void removePage(const QString &id);
    void showPage(const QString &id);
    [[nodiscard]] Page *currentPage() const;
    [[nodiscard]] Page *page(const QString &id) const;
    [[nodiscard]] QList<Page *> pages() const { return m_pages; }

    void setConnections(const QList<ConnectionItem> &connections, const QString &current);
    void setPerson(const QString &name, const QString &role); // no name: signed out, offers to sign in
    void setBadge(const QString &pageId, int count);          // 0 takes it away
    // The rail leaves while there is nothing to navigate (first start, sign-in).
    void setRailVisible(bool visible);
    void setRailCollapsed(bool collapsed);
    [[nodiscard]] bool isRailCollapsed() const;
    [[nodiscard]] MessageBar *messageBar() const { return m_messages; }

    void openCommandPalette();
    void openCheatSheet();

    // Locked, the window shows the lock screen and exposes nothing else: no page, key, menu, dialog or name,
    // to no eye and no screen reader.
    void setLocked(bool isLocked);
    [[nodiscard]] bool isLocked() const;
    [[nodiscard]] LockScreen *lockScreen() const { return m_lock; }

signals:
    void lockRequested();
    void unlockRequested();
    void pageShown(const QString &id);
    void connectionChosen(const QString &name);
    void connectionsRequested(); // "Manage connections…"
    void signInRequested();
    void signOutRequested();
    void themeRequested(gatehouse::ui::Theme::Scheme scheme);
    void railCollapsedChanged(bool collapsed);

private:
    void emptyTree();
    void updateTitle();
    void connectRail();
    void connectKeys();
    void openConnectionMenu();
    void openPersonMenu();
    [[nodiscard]] QList<PaletteEntry> allEntries();

    Theme &m_theme;
    QList<Page *> m_pages;
    QList<ConnectionItem> m_connections;
    QString m_connection; // the current one
    Rail *m_rail = nullptr;
    StageLine *m_stageLine = nullptr;
    MessageBar *m_messages = nullptr;
    QStackedWidget *m_root = nullptr; // the body, or the lock screen
    QWidget *m_body = nullptr;        // without a parent while locked
    LockScreen *m_lock = nullptr;
    Shortcuts *m_shortcuts = nullptr;
    QStackedWidget *m_stack = nullptr;
    CommandPalette *m_palette = nullptr;
    CheatSheet *m_cheatSheet = nullptr;
};

} // namespace gatehouse::ui
