// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include "ui/widgets/keybutton.h"
#include "ui/widgets/plainlabel.h"

#include <QEvent>
#include <QVBoxLayout>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_picture(new PlainLabel)
    , m_title(new PlainLabel({}, Type::Section))
    , m_sentence(new PlainLabel({}, Type::Body, Tone::Muted))
    , m_button(new KeyButton)
{
    setObjectName(u"empty-state"_s);
    m_title->setObjectName(u"empty-title"_s);
    m_sentence->setObjectName(u"empty-sentence"_s);
    m_button->setObjectName(u"empty-action"_s);
    m_button->hide();
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignHCenter);
    m_sentence->setFixedWidth(420);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(0);
    column->addStretch(2);
    column->addWidget(m_picture, 0, Qt::AlignHCenter);
    column->addSpacing(16);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    column->addWidget(m_sentence, 0, Qt::AlignHCenter);
    column->addSpacing(16);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    updateIcon();
}

void EmptyState::setContent(Icon icon, const QString &title, const QString &sentence)
{
    m_icon = icon;
    m_title->setText(title);
    m_sentence->setText(sentence);
    // A centred label is not asked for its height for a width.
    m_sentence->setMinimumHeight(m_sentence->heightForWidth(m_sentence->width()));
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    updateIcon();
}

void EmptyState::setAction(const QString &text)
{
    m_button->setText(text);
    m_button->setAccessibleName(text);
    m_button->setVisible(!text.isEmpty());
}

QString EmptyState::title() const
{
    return m_title->text();
}

QString EmptyState::sentence() const
{
    return m_sentence->text();
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateIcon();
}

void EmptyState::updateIcon()
{
    m_picture->setPixmap(pixmap(m_icon, Tokens::of(palette()).faint, 32, devicePixelRatioF()));
}

} // namespace gatehouse::ui
