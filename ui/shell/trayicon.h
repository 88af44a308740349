// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>
#include <QObject>
#include <QPixmap>
#include <QSystemTrayIcon>

#include <memory>

namespace gatehouse::ui {

class Theme;
struct Tokens;

// The program's sign among the desktop's: how many requests wait, and a menu. Where the desktop has no such
// place, nothing is seen of it. It names nobody, so it may stand there while the window is locked.
class TrayIcon : public QObject
{
    Q_OBJECT
public:
    explicit TrayIcon(const Theme &theme, QObject *parent = nullptr);

    // Asks the desktop, so not before the first frame; at the start of a session its tray may come later.
    void show();
    void setCount(int waiting);
    // In the tray's own way, for desktops without a notification service: plain text.
    void tell(const QString &title, const QString &text);

    [[nodiscard]] QString toolTip() const;
    [[nodiscard]] QMenu *menu() { return &m_menu; }
    // The sign with the count in its corner; above 99 it says "99+".
    [[nodiscard]] static QPixmap picture(int waiting, const Tokens &tokens, int size);

signals:
    void openRequested();
    void approvalsRequested();
    void quitRequested();
    void messageClicked(); // of the last tell()

private:
    void draw();

    const Theme &m_theme;
    int m_waiting = 0;
    int m_asked = 0; // how often the desktop had no tray
    QMenu m_menu;    // outlives the icon that shows it
    std::unique_ptr<QSystemTrayIcon> m_icon;
};

} // namespace gatehouse::ui
