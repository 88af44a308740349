// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choicebutton.h"

#include <QMenu>

namespace gatehouse::ui {

ChoiceButton::ChoiceButton(const QString &label, QWidget *parent)
    : KeyButton({}, Kind::Secondary, parent)
    , m_label(label)
{
    setAccessibleName(label);
    setMenu(new QMenu(this));
}

void ChoiceButton::setChoices(const QList<Choice> &choices, const QString &current)
{
    menu()->clear();
    for (const Choice &choice : choices) {
        QAction *action = menu()->addAction(choice.text);
        action->setCheckable(true);
        action->setData(choice.id);
        connect(action, &QAction::triggered, this, [this, id = choice.id] {
            const bool isOther = id != m_current;
            setCurrent(id);
            if (isOther)
                emit chosen(id);
        });
    }
    setCurrent(current);
}

void ChoiceButton::setCurrent(const QString &id)
{
    m_current = id;
    const QList<QAction *> actions = menu()->actions();
    for (QAction *action : actions) {
        const bool isCurrent = action->data().toString() == id;
        action->setChecked(isCurrent);
        if (isCurrent)
            setText(action->text());
    }
    setAccessibleName(tr("%1: %2").arg(m_label, text()));
    updateGeometry();
}

} // namespace gatehouse::ui
