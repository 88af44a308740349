// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plainlabel.h"

#include <QPainter>
#include <QResizeEvent>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

PlainLabel::PlainLabel(const QString &text, QWidget *parent)
    : PlainLabel(text, Type::Body, Tone::Text, parent)
{}

PlainLabel::PlainLabel(const QString &text, Type type, Tone tone, QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setType(type);
    setTone(tone);
    setText(text);
}

void PlainLabel::setType(Type type)
{
    setFont(ui::font(type));
}

void PlainLabel::setTone(Tone tone)
{
    m_tone = tone;
    setForegroundRole(roleOf(tone));
}

void PlainLabel::setElided(bool elided)
{
    m_isElided = elided;
    if (elided)
        setWordWrap(false);
    updateGeometry();
    updateToolTip();
}

void PlainLabel::setSelectable(bool selectable)
{
    setTextInteractionFlags(selectable ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard
                                       : Qt::NoTextInteraction);
    setFocusPolicy(selectable ? Qt::ClickFocus : Qt::NoFocus); // Tab goes past facts
}

QSize PlainLabel::sizeHint() const
{
    return QLabel::sizeHint();
}

QSize PlainLabel::minimumSizeHint() const
{
    const QSize least = QLabel::minimumSizeHint();
    return m_isElided
               ? QSize(std::min(least.width(), fontMetrics().horizontalAdvance(u'…') * 3), least.height())
               : least;
}

void PlainLabel::paintEvent(QPaintEvent *event)
{
    if (!m_isElided) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, foregroundRole()));
    const QRect rect = contentsRect();
    // A line break in a name would hide what follows it.
    const QString line = text().simplified();
    painter.drawText(rect, int(alignment() | Qt::TextSingleLine),
                     fontMetrics().elidedText(line, Qt::ElideRight, rect.width()));
}

void PlainLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    updateToolTip();
}

bool PlainLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip)
        updateToolTip();
    return QLabel::event(event);
}

void PlainLabel::updateToolTip()
{
    if (!m_isElided)
        return;
    const bool fits = fontMetrics().horizontalAdvance(text().simplified()) <= contentsRect().width();
    setPlainToolTip(*this, fits ? QString() : text());
}

void setPlainToolTip(QWidget &widget, const QString &text)
{
    widget.setToolTip(text.isEmpty() ? QString() : asPlainToolTip(text));
    widget.setAccessibleDescription(text);
}

QString asPlainToolTip(const QString &text)
{
    // Escaped and wrapped, Qt shows exactly this text, and breaks long lines.
    return u"<qt>"_s + text.toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</qt>"_s;
}

} // namespace gatehouse::ui
