// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/roles.h"

#include <QStyledItemDelegate>

namespace gatehouse::ui {

// A line of the command palette: icon, title, muted detail; section or keys at the end.
class PaletteDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum : int { DetailRole = UserRole, SectionRole, KeysRole, IconRole };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace gatehouse::ui
