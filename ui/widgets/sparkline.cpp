// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sparkline.h"

#include "ui/theme/tokens.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace gatehouse::ui {

Sparkline::Sparkline(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void Sparkline::setValues(const QList<double> &values)
{
    m_values = values;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const QLocale locale;
    const auto text = [&locale](double value) { return locale.toString(value, 'g', 4); };
    setAccessibleName(values.isEmpty() ? tr("No course") : tr("Course"));
    setAccessibleDescription(
        values.isEmpty()
            ? QString()
            : tr("Least %1, most %2, last %3").arg(text(*least), text(*most), text(values.last())));
    update();
}

void Sparkline::setSeriesColour(int index)
{
    m_colour = index;
    update();
}

void Sparkline::paintEvent(QPaintEvent *)
{
    if (m_values.size() < 2)
        return;
    const auto [least, most] = std::minmax_element(m_values.begin(), m_values.end());
    const double range = *most > *least ? *most - *least : 1;
    const double step = (width() - 3.0) / double(m_values.size() - 1);
    QPainterPath path;
    bool isDrawing = false;
    for (qsizetype i = 0; i < m_values.size(); ++i) {
        if (std::isnan(m_values.at(i))) {
            isDrawing = false;
            continue;
        }
        const QPointF point(1.5 + double(i) * step,
                            height() - 3 - (m_values.at(i) - *least) / range * (height() - 6));
        isDrawing ? path.lineTo(point) : path.moveTo(point);
        isDrawing = true;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        QPen(Tokens::of(palette()).seriesColor(m_colour), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
}

} // namespace gatehouse::ui
