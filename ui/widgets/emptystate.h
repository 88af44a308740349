// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

namespace gatehouse::ui {

class KeyButton;
class PlainLabel;

// What a page shows when it has nothing: what would be here, or what happened, and how to get it.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);

    void setContent(Icon icon, const QString &title, const QString &sentence);
    // An empty text takes the button away.
    void setAction(const QString &text);
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] KeyButton *button() const { return m_button; }

signals:
    void actionTriggered();

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateIcon();

    Icon m_icon = Icon::Info;
    PlainLabel *m_picture = nullptr;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_sentence = nullptr;
    KeyButton *m_button = nullptr;
};

} // namespace gatehouse::ui
