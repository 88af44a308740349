// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>

class QKeyEvent;
class QWidget;

namespace gatehouse::ui {

// Single letters that work wherever nobody is typing: g then a letter, "/" and "?". An event filter, because
// a shortcut of one letter would take it from every text field's input method.
class Shortcuts : public QObject
{
    Q_OBJECT
public:
    // Watches the keys of the window and all in it.
    explicit Shortcuts(QWidget *window);

    void setEnabled(bool isEnabled) { m_isEnabled = isEnabled; }

signals:
    void goTo(QChar letter);
    void filterRequested();
    void helpRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] bool handle(const QKeyEvent &event);

    QWidget *m_window = nullptr;
    bool m_isEnabled = true;
    QElapsedTimer m_sinceG; // valid after g
};

} // namespace gatehouse::ui
