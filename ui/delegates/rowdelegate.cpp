// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/rowdelegate.h"

#include "ui/models/roles.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/plainlabel.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QTableView>
#include <QToolTip>

namespace gatehouse::ui {

namespace {

constexpr int padding = 8;

struct CellLook
{
    Cell cell = Cell::Text;
    Tone tone = Tone::Text;
    QFont font;
    QString text;
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

QFont fontOf(Cell cell)
{
    // Made once: fonts are looked up for each visible cell of each frame.
    static const QFont body = font(Type::Body);
    static const QFont strong = font(Type::BodyMedium);
    static const QFont mono = font(Type::Mono);
    static const QFont caption = font(Type::Caption);
    switch (cell) {
    case Cell::Text:
    case Cell::Number:
        return body;
    case Cell::Heading:
    case Cell::Strong:
        return strong;
    case Cell::Mono:
        return mono;
    case Cell::Pill:
    case Cell::Sign:
        return caption;
    }
    Q_UNREACHABLE();
}

CellLook lookOf(const QModelIndex &index)
{
    CellLook look;
    look.cell = Cell(index.data(CellRole).toInt());
    const QVariant tone = index.data(ToneRole);
    look.tone = tone.isValid() ? Tone(tone.toInt()) : look.cell == Cell::Mono ? Tone::Muted : Tone::Text;
    look.font = fontOf(look.cell);
    look.text = index.data(Qt::DisplayRole).toString();
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    if (alignment.isValid())
        look.alignment = alignment.value<Qt::Alignment>();
    return look;
}

int widthOf(const CellLook &look)
{
    if (look.cell == Cell::Pill)
        return Pill::widthOf(look.text);
    if (look.cell == Cell::Sign)
        return 26;
    return QFontMetrics(look.font).horizontalAdvance(look.text);
}

void drawPill(QPainter &painter, const CellLook &look, const QRect &inner, const Tokens &tokens)
{
    const int width = std::min(widthOf(look), inner.width());
    const QRect rect = QStyle::alignedRect(Qt::LeftToRight, look.alignment | Qt::AlignVCenter,
                                           QSize(width, Pill::height), inner);
    if (look.cell == Cell::Pill) {
        Pill::paint(painter, rect, look.text, look.tone, tokens);
        return;
    }
    paint::box(painter, rect, tokens.tint(look.tone), {}, Pill::height / 2.0);
    const QPixmap sign = pixmap(look.tone == Tone::Wrong ? Icon::Cross : signOf(look.tone),
                                tokens.color(look.tone), 10, painter.device()->devicePixelRatio());
    painter.drawPixmap(QPoint(rect.center().x() - 4, rect.center().y() - 4), sign);
}

// Each cell shows its part of the one line, so that columns can be hidden and moved.
void drawHeading(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                 const Tokens &tokens)
{
    painter.fillRect(option.rect, tokens.background);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.grid);
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    if (!table)
        return;
    const QRect line(padding - table->horizontalHeader()->offset(), option.rect.top(),
                     table->viewport()->width(), option.rect.height() - 1);
    painter.setClipRect(option.rect);
    painter.setFont(fontOf(Cell::Heading));
    painter.setPen(tokens.muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(painter.font())
                         .elidedText(index.siblingAtColumn(0).data().toString().simplified(), Qt::ElideRight,
                                     line.width() - 2 * padding));
}

} // namespace

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = Tokens::of(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const CellLook look = lookOf(index);
    painter->save();
    if (look.cell == Cell::Heading) {
        drawHeading(*painter, option, index, tokens);
        return painter->restore();
    }
    if (isSelected)
        painter->fillRect(option.rect, tokens.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, paint::mixed(tokens.surface, tokens.selection, 0.35));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.grid);

    const QRect inner = option.rect.adjusted(padding, 0, -padding, -1);
    if (look.text.isEmpty()) {
        // nothing to say
    } else if (look.cell == Cell::Pill || look.cell == Cell::Sign) {
        drawPill(*painter, look, inner, tokens);
    } else {
        painter->setFont(look.font);
        painter->setPen(option.state & QStyle::State_Enabled ? tokens.color(look.tone) : tokens.faint);
        const QString line = look.text.contains(u'\n') ? look.text.simplified() : look.text;
        painter->drawText(inner, int(look.alignment | Qt::AlignVCenter | Qt::TextSingleLine),
                          QFontMetrics(look.font).elidedText(line, Qt::ElideRight, inner.width()));
    }
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const CellLook look = lookOf(index);
    return {widthOf(look) + 2 * padding + 1, metrics::rowHeight};
}

bool RowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                            const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const CellLook look = lookOf(index);
    const QString own = index.data(Qt::ToolTipRole).toString();
    const bool isElided = widthOf(look) > option.rect.width() - 2 * padding;
    const QString text = !own.isEmpty() ? own : isElided || look.cell == Cell::Sign ? look.text : QString();
    QToolTip::showText(event->globalPos(), text.isEmpty() ? QString() : asPlainToolTip(text), view);
    return true;
}

} // namespace gatehouse::ui
