// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segmentedcontrol.h"

#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/widgets/keybutton.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>

namespace gatehouse::ui {

SegmentedControl::SegmentedControl(const QString &label, QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_layout(new QHBoxLayout(this))
{
    setAccessibleName(label);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_group->setExclusive(true);
    m_layout->setContentsMargins(2, 2, 2, 2);
    m_layout->setSpacing(0);
    connect(m_group, &QButtonGroup::buttonToggled, this, [this](QAbstractButton *button, bool checked) {
        if (checked) // where the focus is to be seen
            setFocusProxy(button);
    });
    connect(m_group, &QButtonGroup::buttonClicked, this,
            [this](const QAbstractButton *button) { emit chosen(button->objectName()); });
}

void SegmentedControl::addChoice(const QString &id, const QString &text)
{
    auto *button = new KeyButton(text, KeyButton::Kind::Quiet);
    button->setObjectName(id);
    button->setCheckable(true);
    button->setFixedHeight(std::max(metrics::controlHeight - 4, button->fontMetrics().height() + 8));
    m_group->addButton(button);
    m_layout->addWidget(button);
    if (m_group->buttons().size() == 1)
        button->setChecked(true);
}

void SegmentedControl::setCurrent(const QString &id)
{
    const QList<QAbstractButton *> buttons = m_group->buttons();
    for (QAbstractButton *button : buttons) {
        if (button->objectName() == id)
            button->setChecked(true);
    }
}

QString SegmentedControl::current() const
{
    const QAbstractButton *button = m_group->checkedButton();
    return button ? button->objectName() : QString();
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    paint::box(painter, rect(), tokens.surface, tokens.border, metrics::controlRadius);
}

} // namespace gatehouse::ui
