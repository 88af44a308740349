// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/palettedelegate.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"

#include <QPainter>

namespace gatehouse::ui {

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    painter->save();
    const Tokens &tokens = Tokens::of(option.palette);
    const QRect rect = option.rect;
    if (option.state & QStyle::State_Selected)
        paint::box(*painter, rect, tokens.selection, {}, metrics::controlRadius);
    painter->drawPixmap(
        QPoint(rect.left() + 10, rect.center().y() - 7),
        pixmap(Icon(index.data(IconRole).toInt()), tokens.muted, 16, painter->device()->devicePixelRatio()));
    QRect words = rect.adjusted(36, 0, -10, 0);
    const QString keys = index.data(KeysRole).toString();
    const QString end = keys.isEmpty() ? index.data(SectionRole).toString() : keys;
    painter->setFont(font(Type::Caption));
    painter->setPen(tokens.muted);
    painter->drawText(words, Qt::AlignRight | Qt::AlignVCenter, end);
    words.setRight(words.right() - painter->fontMetrics().horizontalAdvance(end) - 12);

    painter->setFont(font(Type::Body));
    const QFontMetrics metrics(painter->font());
    const QString title =
        metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, words.width());
    painter->setPen(tokens.text);
    painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine, title);
    words.setLeft(words.left() + metrics.horizontalAdvance(title) + 10);
    if (words.width() > 40) {
        painter->setFont(font(Type::Caption));
        painter->setPen(tokens.muted);
        painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(index.data(DetailRole).toString(), Qt::ElideRight,
                                                            words.width()));
    }
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, metrics::rowHeight + 2};
}

} // namespace gatehouse::ui
