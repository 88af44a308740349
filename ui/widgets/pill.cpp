// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pill.h"

#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"

#include <QFontMetrics>
#include <QPainter>

namespace gatehouse::ui {

Pill::Pill(const QString &text, Tone tone, QWidget *parent)
    : QWidget(parent)
    , m_tone(tone)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setText(text);
}

void Pill::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Pill::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

QSize Pill::sizeHint() const
{
    return {widthOf(m_text), height};
}

int Pill::widthOf(const QString &text)
{
    return QFontMetrics(ui::font(Type::Caption)).horizontalAdvance(text) + 16;
}

void Pill::paint(QPainter &painter, const QRect &rect, const QString &text, Tone tone, const Tokens &tokens)
{
    paint::box(painter, rect, tokens.tint(tone), {}, rect.height() / 2.0);
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(tokens.color(tone));
    const QRect inner = rect.adjusted(6, 0, -6, 0);
    painter.drawText(inner, Qt::AlignCenter | Qt::TextSingleLine,
                     QFontMetrics(painter.font()).elidedText(text, Qt::ElideRight, inner.width()));
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter, rect(), m_text, m_tone, Tokens::of(palette()));
}

} // namespace gatehouse::ui
