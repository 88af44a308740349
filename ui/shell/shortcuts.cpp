// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcuts.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTextEdit>

namespace gatehouse::ui {

namespace {

constexpr qint64 secondKeyMs = 1500;

bool takesText(const QObject *object)
{
    return qobject_cast<const QLineEdit *>(object) || qobject_cast<const QPlainTextEdit *>(object) ||
           qobject_cast<const QTextEdit *>(object) || qobject_cast<const QAbstractSpinBox *>(object);
}

} // namespace

Shortcuts::Shortcuts(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    QCoreApplication::instance()->installEventFilter(this);
}

bool Shortcuts::eventFilter(QObject *watched, QEvent *event)
{
    // ShortcutOverride comes first, before the page's own one-letter keys: g then a must not approve.
    if (!m_isEnabled || (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress))
        return false;
    const auto *widget = qobject_cast<const QWidget *>(watched);
    if (!widget || widget->window() != m_window || takesText(watched))
        return false;
    const auto &key = static_cast<const QKeyEvent &>(*event);
    if (event->type() == QEvent::ShortcutOverride) {
        if (!m_sinceG.isValid() || m_sinceG.hasExpired(secondKeyMs) || key.text().isEmpty())
            return false;
        event->accept(); // it comes again as a key press
        return true;
    }
    return handle(key);
}

bool Shortcuts::handle(const QKeyEvent &event)
{
    if (event.text().isEmpty() || event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))
        return false;
    const QChar letter = event.text().at(0);
    if (m_sinceG.isValid()) {
        const bool isInTime = !m_sinceG.hasExpired(secondKeyMs);
        m_sinceG.invalidate();
        if (isInTime && letter.isLetter()) {
            emit goTo(letter.toLower());
            return true;
        }
    }
    if (letter == u'g') {
        m_sinceG.start();
        return true;
    }
    if (letter == u'/') {
        emit filterRequested();
        return true;
    }
    if (letter == u'?') {
        emit helpRequested();
        return true;
    }
    return false;
}

} // namespace gatehouse::ui
