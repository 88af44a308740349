// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chartlegend.h"

#include "ui/theme/typography.h"
#include "ui/widgets/plainlabel.h"

#include <QFontMetrics>
#include <QPainter>

#include <cmath>
#include <limits>

namespace gatehouse::ui {

namespace {

constexpr int dot = 8;
constexpr int toName = dot + 6;
constexpr int gap = 18;
constexpr int widestName = 160;

double sizeOf(const ChartSeries &series)
{
    if (series.onOwnScale)
        return -1; // after all that share the chart's scale
    double sum = 0;
    for (const double value : series.y)
        sum += std::isfinite(value) ? value : 0;
    return sum;
}

} // namespace

ChartLegend::ChartLegend(QWidget *parent)
    : QWidget(parent)
{
    setMinimumHeight(30);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChartLegend::setSeries(const QList<ChartSeries> &series)
{
    m_entries.clear();
    for (const ChartSeries &each : series)
        m_entries.append({each.name, each.colour, sizeOf(each)});
    std::stable_sort(m_entries.begin(), m_entries.end(),
                     [](const Entry &a, const Entry &b) { return a.size > b.size; });
    QStringList names;
    for (const Entry &entry : std::as_const(m_entries))
        names.append(entry.name);
    setAccessibleName(tr("Series: %1").arg(names.join(QStringLiteral(", "))));
    updateShown();
}

int ChartLegend::widthOf(const Entry &entry) const
{
    const QFontMetrics metrics(ui::font(Type::Caption));
    return toName + std::min(metrics.horizontalAdvance(entry.name) + 1, widestName) + gap;
}

QString ChartLegend::restText(qsizetype shown) const
{
    return shown < m_entries.size() ? tr("+%1 more").arg(m_entries.size() - shown) : QString();
}

void ChartLegend::updateShown()
{
    const QFontMetrics metrics(ui::font(Type::Caption));
    int used = 0;
    qsizetype shown = 0;
    for (; shown < m_entries.size(); ++shown) {
        const int next = used + widthOf(m_entries.at(shown));
        const QString rest = restText(shown + 1);
        if (next - gap + (rest.isEmpty() ? 0 : gap + metrics.horizontalAdvance(rest)) > width())
            break;
        used = next;
    }
    m_shown = shown;
    QStringList hidden;
    for (qsizetype i = shown; i < m_entries.size(); ++i)
        hidden.append(m_entries.at(i).name);
    setPlainToolTip(*this, hidden.join(QStringLiteral(", ")));
    update();
}

void ChartLegend::resizeEvent(QResizeEvent *)
{
    updateShown();
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(ui::font(Type::Caption));
    const QFontMetrics metrics(painter.font());
    const Tokens &tokens = Tokens::of(palette());
    const QString rest = restText(m_shown);
    int total = rest.isEmpty() ? -gap : metrics.horizontalAdvance(rest);
    for (qsizetype i = 0; i < m_shown; ++i)
        total += widthOf(m_entries.at(i));
    int x = std::max(0, width() - total - 2);
    for (qsizetype i = 0; i < m_shown; ++i) {
        const Entry &entry = m_entries.at(i);
        const int room = widthOf(entry) - toName - gap;
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.seriesColor(entry.colour));
        painter.drawEllipse(QPointF(x + dot / 2.0, height() / 2.0), dot / 2.0, dot / 2.0);
        painter.setPen(tokens.muted);
        painter.drawText(QRect(x + toName, 0, room + 1, height()), Qt::AlignVCenter | Qt::TextSingleLine,
                         metrics.elidedText(entry.name, Qt::ElideRight, room));
        x += widthOf(entry);
    }
    painter.setPen(tokens.muted);
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::TextSingleLine, rest);
}

} // namespace gatehouse::ui
