// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void initIconResources()
{
    Q_INIT_RESOURCE(gatehouse_icons);
}

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

QString fileOf(Icon icon)
{
    static constexpr std::array names = {
        "inbox"_L1,        "chart"_L1,    "list"_L1,         "code"_L1,          "people"_L1,   "message"_L1,
        "shield-check"_L1, "gear"_L1,     "chevron-down"_L1, "chevron-right"_L1, "search"_L1,   "check"_L1,
        "cross"_L1,        "refresh"_L1,  "warning"_L1,      "info"_L1,          "error"_L1,    "sign-out"_L1,
        "sign-in"_L1,      "moon"_L1,     "sun"_L1,          "key"_L1,           "plug"_L1,     "lock"_L1,
        "clock"_L1,        "collapse"_L1, "columns"_L1,      "copy"_L1,          "external"_L1, "plus"_L1,
        "question"_L1,     "dot"_L1,
    };
    static_assert(names.size() == size_t(Icon::Dot) + 1);
    return u":/gatehouse/icons/"_s + names.at(size_t(icon)) + u".svg"_s;
}

// Draws at whatever size and ratio it is asked for.
class Engine final : public QIconEngine
{
public:
    Engine(Icon icon, const QColor &color)
        : m_icon(icon)
        , m_color(color)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int side = std::min(rect.width(), rect.height());
        const QRect square(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side,
                           side);
        if (mode == QIcon::Disabled)
            painter->setOpacity(painter->opacity() * 0.45);
        painter->drawPixmap(square.topLeft(),
                            ui::pixmap(m_icon, m_color, side, painter->device()->devicePixelRatio()));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode, QIcon::State, qreal) override
    {
        return ui::pixmap(m_icon, m_color, std::min(size.width(), size.height()), 1);
    }
    [[nodiscard]] QIconEngine *clone() const override { return new Engine(*this); }

private:
    Icon m_icon;
    QColor m_color;
};

} // namespace

QPixmap pixmap(Icon icon, const QColor &color, int size, qreal devicePixelRatio)
{
    const int pixels = qRound(size * devicePixelRatio);
    const QString key = u"gatehouse/%1/%2/%3/%4"_s.arg(int(icon)).arg(color.rgba()).arg(size).arg(pixels);
    QPixmap found;
    if (QPixmapCache::find(key, &found))
        return found;
    initIconResources();
    QPixmap drawn(pixels, pixels);
    drawn.fill(Qt::transparent);
    QPainter painter(&drawn);
    QSvgRenderer(fileOf(icon)).render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(drawn.rect(), color);
    painter.end();
    drawn.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, drawn);
    return drawn;
}

QIcon icon(Icon icon, const QColor &color)
{
    return QIcon(new Engine(icon, color));
}

Icon signOf(Tone tone)
{
    switch (tone) {
    case Tone::Good:
        return Icon::Check;
    case Tone::Look:
        return Icon::Warning;
    case Tone::Wrong:
        return Icon::Error;
    default:
        return Icon::Info;
    }
}

} // namespace gatehouse::ui
