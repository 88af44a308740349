// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stattile.h"

#include "ui/widgets/plainlabel.h"
#include "ui/widgets/sparkline.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

StatTile::StatTile(QWidget *parent)
    : Card(parent)
    , m_caption(new PlainLabel({}, Type::Caption, Tone::Muted))
    , m_number(new PlainLabel({}, Type::Number))
    , m_delta(new PlainLabel({}, Type::Caption))
    , m_note(new PlainLabel({}, Type::Caption, Tone::Muted))
    , m_course(new Sparkline)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(15, 12, 15, 12);
    column->setSpacing(0);
    column->addWidget(m_caption);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(12);
    middle->addWidget(m_number, 1);
    m_course->setFixedSize(96, 28);
    middle->addWidget(m_course, 0, Qt::AlignVCenter);
    column->addLayout(middle);
    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(4);
    bottom->addWidget(m_delta);
    m_note->setElided(true);
    bottom->addWidget(m_note, 1);
    column->addLayout(bottom);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StatTile::setContent(const Content &content)
{
    m_caption->setText(content.caption);
    m_number->setText(content.number);
    setPlainToolTip(*m_number, content.exact);
    m_delta->setText(content.delta);
    m_delta->setTone(content.deltaTone);
    m_delta->setVisible(!content.delta.isEmpty());
    m_note->setText(content.note);
    m_course->setValues(content.course);
    m_course->setSeriesColour(content.colour);
    m_course->setVisible(content.course.size() > 1);
    setAccessibleName(content.caption);
    setAccessibleDescription(
        QStringList{content.exact.isEmpty() ? content.number : content.exact, content.delta, content.note}
            .join(u" "_s)
            .simplified());
}

} // namespace gatehouse::ui
