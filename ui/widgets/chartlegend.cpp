// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chartlegend.h"

#include "ui/theme/typography.h"

#include <QFontMetrics>
#include <QPainter>

namespace gatehouse::ui {

ChartLegend::ChartLegend(QWidget *parent)
    : QWidget(parent)
{
    setMinimumHeight(30);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChartLegend::setSeries(const QList<ChartSeries> &series)
{
    m_entries.clear();
    QStringList names;
    for (const ChartSeries &each : series) {
        m_entries.append({each.name, each.colour});
        names.append(each.name);
    }
    setAccessibleName(tr("Series: %1").arg(names.join(QStringLiteral(", "))));
    update();
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    constexpr int dot = 8;
    constexpr int gap = 18;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(ui::font(Type::Caption));
    const QFontMetrics metrics(painter.font());
    const Tokens &tokens = Tokens::of(palette());
    QList<int> widths;
    int total = 0;
    for (const auto &[name, colour] : m_entries) {
        widths.append(dot + 6 + std::min(metrics.horizontalAdvance(name), 160) + gap);
        total += widths.last();
    }
    int x = std::max(0, width() - total + gap - 4);
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const int room = widths.at(i) - dot - 6 - gap;
        if (x + dot + 6 + room > width())
            return;
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.seriesColor(m_entries.at(i).second));
        painter.drawEllipse(QPointF(x + dot / 2.0, height() / 2.0), dot / 2.0, dot / 2.0);
        painter.setPen(tokens.muted);
        painter.drawText(QRect(x + dot + 6, 0, room + 2, height()), Qt::AlignVCenter | Qt::TextSingleLine,
                         metrics.elidedText(m_entries.at(i).first, Qt::ElideRight, room + 1));
        x += widths.at(i);
    }
}

} // namespace gatehouse::ui
