// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOption>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

Style::Style()
    : QProxyStyle(u"fusion"_s)
{}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) ||
        qobject_cast<QScrollBar *>(widget) || qobject_cast<QHeaderView *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QHeaderView *>(widget))
        widget->setFont(font(Type::Caption));
    if (auto *box = qobject_cast<QAbstractSpinBox *>(widget))
        box->setButtonSymbols(QAbstractSpinBox::NoButtons); // arrow keys and the wheel step
    if (qobject_cast<QMenu *>(widget))                      // round corners
        widget->setAttribute(Qt::WA_TranslucentBackground);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const Tokens &tokens = Tokens::of(option->palette);
    switch (element) {
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool: {
        const auto kind =
            element == PE_PanelButtonTool ? paint::ButtonKind::Quiet : paint::ButtonKind::Secondary;
        const paint::ButtonLook look = paint::buttonLook(tokens, kind, option->state);
        paint::box(*painter, option->rect, look.fill, look.border, metrics::controlRadius);
        return;
    }
    case PE_FrameFocusRect:
        // Lists show the focus by their current row.
        if (!qobject_cast<const QAbstractScrollArea *>(widget))
            paint::focusRing(*painter, option->rect, tokens, metrics::controlRadius);
        return;
    case PE_FrameDefaultButton:
    case PE_PanelStatusBar:
    case PE_FrameStatusBarItem:
    case PE_FrameWindow:
        return;
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth > 0)
            paint::field(*painter, *option, tokens);
        return;
    case PE_FrameLineEdit:
        return;
    case PE_Frame:
        if (const auto *area = qobject_cast<const QAbstractScrollArea *>(widget);
            area && area->inherits("QPlainTextEdit"))
            paint::field(*painter, *option, tokens);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        paint::checkIndicator(*painter, *option, tokens);
        return;
    case PE_IndicatorRadioButton:
        paint::radioIndicator(*painter, *option, tokens);
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
        paint::box(*painter, option->rect, tokens.raised, tokens.border, metrics::fieldRadius);
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, tokens.border);
        painter->fillRect(option->rect.adjusted(1, 1, -1, -1), tokens.raised);
        return;
    case PE_IndicatorHeaderArrow:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            paint::sortArrow(*painter, *header, tokens);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    const Tokens &tokens = Tokens::of(option->palette);
    switch (element) {
    case CE_Header: // Qt's own asks the base style where title and arrow stand
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            drawControl(CE_HeaderSection, header, painter, widget);
            QStyleOptionHeader part = *header;
            part.rect = subElementRect(SE_HeaderLabel, header, widget);
            drawControl(CE_HeaderLabel, &part, painter, widget);
            part.rect = subElementRect(SE_HeaderArrow, header, widget);
            if (header->sortIndicator != QStyleOptionHeader::None)
                drawPrimitive(PE_IndicatorHeaderArrow, &part, painter, widget);
        }
        return;
    case CE_HeaderSection:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            paint::headerSection(*painter, *header, tokens);
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, tokens.surface);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          tokens.border);
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QRect rect = header->rect;
            painter->setPen(tokens.muted);
            painter->setFont(font(Type::Caption));
            painter->drawText(
                rect, int(header->textAlignment | Qt::AlignVCenter),
                QFontMetrics(painter->font()).elidedText(header->text, Qt::ElideRight, rect.width()));
        }
        return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            paint::menuItem(*painter, *item, tokens);
        return;
    case CE_MenuEmptyArea:
        return;
    case CE_Splitter:
        if (option->state & State_Horizontal)
            painter->fillRect(QRect(option->rect.center().x(), option->rect.top(), 1, option->rect.height()),
                              tokens.border);
        else
            painter->fillRect(QRect(option->rect.left(), option->rect.center().y(), option->rect.width(), 1),
                              tokens.border);
        return;
    case CE_ProgressBarGroove:
        paint::box(*painter, option->rect, tokens.sunken, {}, 2);
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    const Tokens &tokens = Tokens::of(option->palette);
    if (control == CC_ScrollBar) {
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            paint::scrollBar(*painter, *slider, subControlRect(control, option, SC_ScrollBarSlider, widget),
                             tokens);
            return;
        }
    }
    if (control == CC_ComboBox) {
        const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        if (combo && !combo->editable) {
            paint::comboBox(*painter, *combo, tokens);
            return;
        }
    }
    if (control == CC_SpinBox) {
        paint::field(*painter, *option, tokens);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 10;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_MenuHMargin:
    case PM_MenuBarPanelWidth:
        return 0;
    case PM_MenuVMargin:
        return 4;
    case PM_MenuPanelWidth:
    case PM_SplitterWidth:
        return 1;
    case PM_DefaultFrameWidth:
        return widget && widget->inherits("QPlainTextEdit") ? 4 : 1;
    case PM_HeaderMargin:
        return 8;
    case PM_HeaderMarkSize:
        return 12;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_SmallIconSize:
        return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_Widget_Animation_Duration: // nothing of Qt's own moves
    case SH_ComboBox_Popup:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ItemView_ShowDecorationSelected:
    case SH_Table_GridLineColor:
        break;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
    if (hint == SH_Table_GridLineColor && option)
        return int(Tokens::of(option->palette).grid.rgba());
    return 0;
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
    case CT_ComboBox:
        result.rwidth() += 20;
        [[fallthrough]];
    case CT_LineEdit:
    case CT_SpinBox:
        result.setHeight(std::max(result.height(), metrics::controlHeight));
        break;
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator)
                result.setHeight(9);
            else
                result = {result.width() + 32, std::max(28, result.height())};
        }
        break;
    case CT_HeaderSection:
        result.setHeight(metrics::controlHeight + 1);
        break;
    default:
        break;
    }
    return result;
}

namespace {

// No arrows: the groove is the whole bar.
QRect scrollBarRect(const QStyleOptionSlider &bar, QStyle::SubControl subControl)
{
    const bool isVertical = bar.orientation == Qt::Vertical;
    const int length = isVertical ? bar.rect.height() : bar.rect.width();
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    int handle = length;
    if (range > 0)
        handle = std::clamp(int(qint64(bar.pageStep) * length / (range + bar.pageStep)), std::min(28, length),
                            length);
    const int start = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition,
                                                      length - handle, bar.upsideDown);
    const auto slice = [&](int from, int to) {
        return isVertical ? QRect(bar.rect.x(), bar.rect.y() + from, bar.rect.width(), to - from)
                          : QRect(bar.rect.x() + from, bar.rect.y(), to - from, bar.rect.height());
    };
    switch (subControl) {
    case QStyle::SC_ScrollBarGroove:
        return bar.rect;
    case QStyle::SC_ScrollBarSlider:
        return slice(start, start + handle);
    case QStyle::SC_ScrollBarSubPage:
        return slice(0, start);
    case QStyle::SC_ScrollBarAddPage:
        return slice(start + handle, length);
    default:
        return {};
    }
}

} // namespace

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                            const QWidget *widget) const
{
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        bar && control == CC_ScrollBar)
        return scrollBarRect(*bar, subControl);
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField)
        return option->rect.adjusted(8, 0, -24, 0);
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    constexpr int arrow = 10; // of a sorted column, at its end, beside the title
    constexpr int margin = 8;
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
    if (header && element == SE_HeaderArrow)
        return visualRect(header->direction, header->rect,
                          QRect(header->rect.right() - margin + 2 - arrow, header->rect.top(), arrow,
                                header->rect.height()));
    if (header && element == SE_HeaderLabel && header->sortIndicator != QStyleOptionHeader::None)
        return visualRect(header->direction, header->rect,
                          header->rect.adjusted(margin, 0, -margin - arrow, 0));
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    return element == SE_LineEditContents && frame && frame->lineWidth > 0 ? rect.adjusted(6, 0, -6, 0)
                                                                           : rect;
}

QIcon Style::standardIcon(StandardPixmap standard, const QStyleOption *option, const QWidget *widget) const
{
    if (standard == SP_LineEditClearButton && option)
        return icon(Icon::Cross, Tokens::of(option->palette).muted);
    return QProxyStyle::standardIcon(standard, option, widget);
}

} // namespace gatehouse::ui
