// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/keycap.h"

#include "ui/theme/stylepaint.h"

#include <QPainter>

namespace gatehouse::ui {

KeyCap::KeyCap(const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_text(text)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

QSize KeyCap::sizeHint() const
{
    return {paint::keyWidth(m_text), 18};
}

void KeyCap::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint::key(painter, rect(), m_text, Tokens::of(palette()).text);
}

} // namespace gatehouse::ui
