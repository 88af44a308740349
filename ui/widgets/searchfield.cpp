// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/searchfield.h"

#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"
#include "ui/widgets/plainlabel.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionFrame>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

SearchField::SearchField(QWidget *parent)
    : QLineEdit(parent)
{
    setObjectName(u"filter"_s);
    setAccessibleName(tr("Filter"));
    setFont(ui::font(Type::Mono));
    setTextMargins(0, 0, 24, 0);
    setMinimumHeight(metrics::controlHeight);
}

void SearchField::setVerdict(Verdict verdict, const QString &reason)
{
    setPlainToolTip(*this, reason);
    if (verdict == m_verdict)
        return;
    m_verdict = verdict;
    updateColour();
}

void SearchField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    if (m_verdict == Verdict::Wrong)
        paint::box(painter, rect(), {}, tokens.wrong, metrics::fieldRadius);
    paintHint(painter);
    if (!hasFocus())
        paint::key(painter, QRect(width() - 26, (height() - 16) / 2, 16, 16), u"/"_s, tokens.muted);
}

void SearchField::setHint(const QString &hint)
{
    m_hint = hint;
    update();
}

void SearchField::paintHint(QPainter &painter) const
{
    constexpr int indent = 2; // as QLineEdit's
    if (m_hint.isEmpty() || text().isEmpty() || m_verdict == Verdict::Wrong)
        return;
    QStyleOptionFrame option;
    initStyleOption(&option);
    QRect free = style()->subElementRect(QStyle::SE_LineEditContents, &option, this);
    free.adjust(indent + fontMetrics().horizontalAdvance(text() + u' '), 0, -textMargins().right(), 0);
    if (fontMetrics().horizontalAdvance(m_hint) > free.width())
        return;
    painter.setPen(Tokens::of(palette()).faint);
    painter.setFont(font());
    painter.drawText(free, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, m_hint);
}

bool SearchField::event(QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto &key = static_cast<const QKeyEvent &>(*event);
        if (key.key() == Qt::Key_Tab && completionKey(key))
            return true;
    }
    return QLineEdit::event(event);
}

void SearchField::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    hideCandidates();
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (completionKey(*event))
        return;
    if (event->key() != Qt::Key_Escape) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    if (text().isEmpty())
        emit left();
    else
        clear();
}

void SearchField::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_isColouring)
        updateColour();
}

void SearchField::updateColour()
{
    m_isColouring = true;
    const Tokens &tokens = Tokens::of(palette());
    QPalette own; // only what differs from the application's
    if (m_verdict != Verdict::Neutral)
        own.setColor(QPalette::Text, m_verdict == Verdict::Good ? tokens.good : tokens.wrong);
    setPalette(own);
    m_isColouring = false;
}

} // namespace gatehouse::ui
