// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

#include <chrono>
#include <functional>

class QVBoxLayout;

namespace gatehouse::ui {

class MessageRow;

// Messages stacked on the page instead of dialogs. Each has a sign, a text, perhaps an action, and can be
// dismissed. Screen readers are told.
class MessageBar : public QWidget
{
    Q_OBJECT
public:
    struct Message
    {
        QString id = {}; // a message of the same id replaces the earlier one; empty: always a new one
        Tone tone = Tone::Accent; // Accent is information
        QString title = {};       // semibold, may be empty
        QString text = {};        //
        QString actionText = {};
        std::function<void()> action = {}; // the message stays; dismiss() it in the action where it is done
        bool canDismiss = true;
        std::function<void()> dismissed = {}; // by the person, not by dismiss()
        std::chrono::seconds wait{0}; // counted down beside the text; until then the action is not offered
    };

    explicit MessageBar(QWidget *parent = nullptr);

    void show(const Message &message);
    void dismiss(const QString &id);
    void clear();
    [[nodiscard]] qsizetype count() const { return m_rows.size(); }
    [[nodiscard]] bool has(const QString &id) const;

    using QWidget::show;

private:
    void remove(MessageRow *row);

    QVBoxLayout *m_layout = nullptr;
    QList<MessageRow *> m_rows;
};

} // namespace gatehouse::ui
