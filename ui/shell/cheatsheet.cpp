// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/cheatsheet.h"

#include "ui/shell/keycap.h"
#include "ui/widgets/plainlabel.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

CheatSheet::CheatSheet(QWidget *window)
    : Overlay(window, {640, 440})
{
    setObjectName(u"cheat-sheet"_s);
    setAccessibleName(tr("Keys"));
    auto *column = new QVBoxLayout(card());
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(new PlainLabel(tr("Keys"), Type::Section));
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    m_body = new QWidget;
    m_body->setAutoFillBackground(false);
    scroll->setWidget(m_body);
    m_body->setAutoFillBackground(false); // setWidget() turns it on
    column->addWidget(scroll, 1);
    new QHBoxLayout(m_body);
}

void CheatSheet::open(const QList<Section> &sections)
{
    auto *row = static_cast<QHBoxLayout *>(m_body->layout());
    while (QLayoutItem *item = row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(40);
    for (const Section &section : sections) {
        if (section.lines.isEmpty())
            continue;
        auto *block = new QWidget;
        auto *grid = new QGridLayout(block);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setHorizontalSpacing(12);
        grid->setVerticalSpacing(6);
        grid->addWidget(new PlainLabel(section.title, Type::CaptionStrong, Tone::Muted), 0, 0, 1, 2);
        int line = 1;
        for (const Line &each : section.lines) {
            grid->addWidget(new KeyCap(each.keys), line, 0, Qt::AlignLeft | Qt::AlignVCenter);
            auto *text = new PlainLabel(each.text);
            text->setAccessibleDescription(each.keys);
            grid->addWidget(text, line++, 1);
        }
        grid->setColumnStretch(1, 1);
        grid->setRowStretch(line, 1);
        row->addWidget(block, 1, Qt::AlignTop);
    }
    const QMargins margins = card()->layout()->contentsMargins();
    constexpr int heading = 40;
    setCardHeight(m_body->sizeHint().height() + heading + margins.top() + margins.bottom());
    Overlay::open();
}

} // namespace gatehouse::ui
