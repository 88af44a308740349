// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterchips.h"

#include "ui/theme/icons.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace gatehouse::ui {

namespace {

constexpr int chipHeight = 20;
constexpr int margin = 8;
constexpr int cross = 10;
constexpr int gap = 6;
constexpr int leastWidth = 64;

} // namespace

FilterChip::FilterChip(const QString &term, QWidget *parent)
    : QAbstractButton(parent)
{
    setFont(ui::font(Type::Mono));
    setText(term);
    setAccessibleName(tr("Remove %1 from the filter").arg(term));
    setToolTip(asPlainToolTip(term));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

QSize FilterChip::sizeHint() const
{
    constexpr int slack = 2; // advances are rounded
    return {fontMetrics().horizontalAdvance(text()) + slack + 2 * margin + gap + cross, lineHeight()};
}

int FilterChip::lineHeight()
{
    return std::max(chipHeight, QFontMetrics(ui::font(Type::Mono)).height() + 4);
}

QSize FilterChip::minimumSizeHint() const
{
    return {std::min(leastWidth, sizeHint().width()), sizeHint().height()};
}

void FilterChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    const qreal radius = height() / 2.0;
    paint::box(painter, rect(), underMouse() ? tokens.selection : tokens.surface, tokens.border, radius);
    const QRect inner = rect().adjusted(margin, 0, -margin, 0);
    painter.setFont(font());
    painter.setPen(tokens.text);
    const QRect words = inner.adjusted(0, 0, -cross - gap, 0);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    painter.drawPixmap(QPoint(inner.right() + 1 - cross, (height() - cross) / 2),
                       pixmap(Icon::Cross, tokens.muted, cross, devicePixelRatioF()));
    if (hasFocus())
        paint::focusRing(painter, rect(), tokens, radius);
}

void FilterChip::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        click();
        return;
    case Qt::Key_Left:
    case Qt::Key_Right:
        event->ignore(); // the row's
        return;
    default:
        QAbstractButton::keyPressEvent(event);
    }
}

FilterChips::FilterChips(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins({});
    m_layout->setSpacing(gap);
    m_layout->addStretch(1);
    setAccessibleName(tr("Terms of the filter"));
    hide();
}

void FilterChips::setTerms(const QStringList &terms)
{
    if (terms == m_terms)
        return;
    int focused = -1;
    for (int i = 0; i < int(m_chips.size()); ++i)
        if (m_chips.at(i)->hasFocus())
            focused = i;
    m_terms = terms;
    for (FilterChip *chip : std::as_const(m_chips)) {
        m_layout->removeWidget(chip);
        chip->hide();
        chip->deleteLater(); // its own click may be what is running
    }
    m_chips.clear();
    QWidget *before = nullptr;
    for (int i = 0; i < int(terms.size()); ++i) {
        auto *chip = new FilterChip(terms.at(i), this);
        connect(chip, &QAbstractButton::clicked, this, [this, i] { emit removed(i); });
        m_layout->insertWidget(i, chip);
        chip->show();
        if (before)
            setTabOrder(before, chip);
        before = chip;
        m_chips.append(chip);
    }
    setVisible(!terms.isEmpty());
    if (focused >= 0 && !m_chips.isEmpty())
        m_chips.at(std::min(focused, int(m_chips.size()) - 1))->setFocus(Qt::OtherFocusReason);
}

void FilterChips::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    for (int i = 0; step != 0 && i < int(m_chips.size()); ++i) {
        if (!m_chips.at(i)->hasFocus())
            continue;
        m_chips.at(std::clamp(i + step, 0, int(m_chips.size()) - 1))->setFocus(Qt::TabFocusReason);
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace gatehouse::ui
