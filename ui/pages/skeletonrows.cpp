// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/skeletonrows.h"

#include "ui/theme/metrics.h"
#include "ui/theme/tokens.h"

#include <QPainter>

#include <array>

namespace gatehouse::ui {

SkeletonRows::SkeletonRows(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Reading"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void SkeletonRows::paintEvent(QPaintEvent *)
{
    static constexpr std::array widths{0.62, 0.48, 0.7, 0.55, 0.66, 0.4, 0.58};
    static constexpr int columns = 4;
    const Tokens &tokens = Tokens::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), tokens.surface);
    const int columnWidth = (width() - 2 * metrics::pageMargin) / columns;
    int row = 0;
    for (int y = 0; y < height() - metrics::rowHeight; y += metrics::rowHeight, ++row) {
        painter.setPen(tokens.grid);
        painter.drawLine(0, y + metrics::rowHeight - 1, width(), y + metrics::rowHeight - 1);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.grid);
        for (int column = 0; column < columns; ++column) {
            const double share = widths.at(size_t(row * columns + column) % widths.size());
            const QRectF bar(metrics::pageMargin + column * columnWidth, y + 11, columnWidth * share, 10);
            painter.drawRoundedRect(bar, metrics::unit, metrics::unit);
        }
    }
}

} // namespace gatehouse::ui
