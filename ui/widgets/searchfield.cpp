// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/searchfield.h"

#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"
#include "ui/widgets/plainlabel.h"

#include <QKeyEvent>
#include <QPainter>

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
    if (!hasFocus())
        paint::key(painter, QRect(width() - 26, (height() - 16) / 2, 16, 16), u"/"_s, tokens.muted);
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
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
