// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/keybutton.h"

namespace gatehouse::ui {

// A drop-down of a few choices: "Last 30 days ⌄".
class ChoiceButton : public KeyButton
{
    Q_OBJECT
public:
    struct Choice
    {
        QString id;
        QString text;
    };

    // `label` is the accessible name, "Range".
    explicit ChoiceButton(const QString &label, QWidget *parent = nullptr);

    void setChoices(const QList<Choice> &choices, const QString &current);
    void setCurrent(const QString &id); // no signal
    [[nodiscard]] QString current() const { return m_current; }

signals:
    void chosen(const QString &id); // by the person

private:
    QString m_label;
    QString m_current;
};

} // namespace gatehouse::ui
