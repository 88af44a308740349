// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/typography.h"

#include <QFontDatabase>

// A macro that declares a function, so outside our namespace.
static void initFontResources()
{
    Q_INIT_RESOURCE(gatehouse_fonts);
}

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

QFont make(const QString &family, int pixels, QFont::Weight weight)
{
    QFont font({family, family == u"Gatehouse Mono"_s ? u"monospace"_s : u"sans-serif"_s});
    font.setPointSizeF(pixels * 0.75); // 96 dpi
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace

QFont font(Type type)
{
    const QString sans = u"Gatehouse Sans"_s;
    switch (type) {
    case Type::Caption:
        return make(sans, 11, QFont::Normal);
    case Type::CaptionStrong:
        return make(sans, 11, QFont::DemiBold);
    case Type::Body:
        return make(sans, 13, QFont::Normal);
    case Type::BodyMedium:
        return make(sans, 13, QFont::Medium);
    case Type::BodyStrong:
        return make(sans, 13, QFont::DemiBold);
    case Type::Section:
        return make(sans, 15, QFont::DemiBold);
    case Type::Title:
        return make(sans, 20, QFont::DemiBold);
    case Type::Number:
        return make(sans, 26, QFont::DemiBold);
    case Type::Mono:
        return make(u"Gatehouse Mono"_s, 12, QFont::Normal);
    case Type::Key:
        return make(u"Gatehouse Mono"_s, 10, QFont::Normal);
    }
    Q_UNREACHABLE();
}

void loadFonts()
{
    if (QFontDatabase::hasFamily(u"Gatehouse Sans"_s))
        return;
    initFontResources();
    for (const QString &file : {u"GatehouseSans-Regular.otf"_s, u"GatehouseSans-Medium.otf"_s,
                                u"GatehouseSans-SemiBold.otf"_s, u"GatehouseMono-Regular.ttf"_s})
        QFontDatabase::addApplicationFont(u":/gatehouse/fonts/"_s + file);
}

} // namespace gatehouse::ui
