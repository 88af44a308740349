// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QApplication>
#include <QFontInfo>
#include <QFontMetrics>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace gatehouse::ui;
using namespace Qt::StringLiterals;

namespace {

// WCAG 2: relative luminance and contrast ratio.
double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

struct Pair
{
    const char *name;
    QColor text;
    QColor ground;
    double least = 4.5;
};

QList<Pair> pairsOf(const Tokens &t)
{
    QList<Pair> pairs;
    for (const auto &[ground, name] : {std::pair{t.background, "background"},
                                       {t.surface, "surface"},
                                       {t.raised, "raised"},
                                       {t.sunken, "sunken"},
                                       {t.selection, "selection"}}) {
        pairs.append({name, t.text, ground});
        pairs.append({name, t.muted, ground});
    }
    for (const QColor &ground : {t.surface, t.raised}) // where placeholders stand
        pairs.append({"faint", t.faint, ground, 3});
    for (const Tone tone : {Tone::Accent, Tone::Good, Tone::Look, Tone::Wrong}) {
        pairs.append({"tone on its tint", t.color(tone), t.tint(tone)});
        pairs.append({"tone on surface", t.color(tone), t.surface});
        pairs.append({"tone on selection", t.color(tone), t.selection, 4.5});
        pairs.append({"text on a tint", t.text, t.tint(tone)});
    }
    pairs.append({"on the accent", t.onAccent, t.accent});
    pairs.append({"a series on surface", t.seriesColor(0), t.surface, 2.2});
    return pairs;
}

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void textCanBeRead_data()
    {
        QTest::addColumn<int>("column");
        QTest::newRow("light") << 0;
        QTest::newRow("dark") << 1;
        QTest::newRow("high contrast") << 2;
    }
    void textCanBeRead()
    {
        QFETCH(int, column);
        const Tokens &tokens = column == 0   ? Tokens::light()
                               : column == 1 ? Tokens::dark()
                                             : Tokens::highContrast();
        for (const Pair &pair : pairsOf(tokens)) {
            const double found = contrast(pair.text, pair.ground);
            QVERIFY2(found >= pair.least,
                     qPrintable(u"%1 on %2 (%3): %4"_s
                                    .arg(pair.text.name(), pair.ground.name(), QString::fromLatin1(pair.name))
                                    .arg(found)));
        }
    }

    void aPaletteTellsItsColumn()
    {
        QCOMPARE(&Tokens::of(Tokens::light().palette()), &Tokens::light());
        QCOMPARE(&Tokens::of(Tokens::dark().palette()), &Tokens::dark());
        QCOMPARE(&Tokens::of(Tokens::highContrast().palette()), &Tokens::highContrast());
    }

    void everyToneHasARoleOfItsOwn()
    {
        const Tokens &tokens = Tokens::dark();
        const QPalette palette = tokens.palette();
        for (const Tone tone :
             {Tone::Text, Tone::Muted, Tone::Faint, Tone::Accent, Tone::Good, Tone::Look, Tone::Wrong})
            QCOMPARE(palette.color(roleOf(tone)), tokens.color(tone));
    }

    void theSchemeIsFollowed()
    {
        Theme theme(*qApp);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setScheme(Theme::Scheme::Dark);
        QVERIFY(theme.isDark());
        QCOMPARE(&Tokens::of(QApplication::palette()), &Tokens::dark());
        theme.setScheme(Theme::Scheme::Dark);
        QCOMPARE(changed.count(), 1);
        theme.setHighContrast(true);
        QCOMPARE(&Tokens::of(QApplication::palette()), &Tokens::highContrast());
        theme.setHighContrast(false);
        theme.setScheme(Theme::Scheme::Light);
        QCOMPARE(&Tokens::of(QApplication::palette()), &Tokens::light());
        for (const Theme::Scheme scheme : {Theme::Scheme::System, Theme::Scheme::Light, Theme::Scheme::Dark})
            QCOMPARE(Theme::schemeOf(Theme::wordOf(scheme)), scheme);
        QCOMPARE(Theme::schemeOf(u"purple"_s), Theme::Scheme::System);
    }

    void theBundledFontsAreUsedAndFiguresAreTabular()
    {
        loadFonts();
        QCOMPARE(QFontInfo(font(Type::Body)).family(), u"Gatehouse Sans"_s);
        QCOMPARE(QFontInfo(font(Type::Mono)).family(), u"Gatehouse Mono"_s);
        for (const Type type :
             {Type::Caption, Type::Body, Type::BodyMedium, Type::BodyStrong, Type::Number}) {
            const QFontMetricsF metrics(font(type));
            for (const QChar digit : u"023456789"_s)
                QVERIFY(std::abs(metrics.horizontalAdvance(digit) - metrics.horizontalAdvance(u'1')) < 0.05);
        }
        // Identifiers are shown as they are written.
        const QFontMetricsF mono(font(Type::Mono));
        QCOMPARE(mono.horizontalAdvance(u"->"_s), 2 * mono.horizontalAdvance(u'-'));
    }

    void everyIconIsDrawnInTheColourAtEveryRatio()
    {
        for (int i = 0; i <= int(Icon::Dot); ++i) {
            for (const qreal ratio : {1.0, 1.5, 2.0}) {
                const QPixmap drawn = pixmap(Icon(i), Qt::red, 16, ratio);
                QCOMPARE(drawn.width(), qRound(16 * ratio));
                const QImage image = drawn.toImage().convertToFormat(QImage::Format_ARGB32);
                int inked = 0;
                for (int y = 0; y < image.height(); ++y) {
                    for (int x = 0; x < image.width(); ++x) {
                        const QColor color = image.pixelColor(x, y);
                        inked += color.alpha() > 128 ? 1 : 0;
                        QVERIFY(color.alpha() < 128 || (color.red() > 200 && color.green() < 60));
                    }
                }
                QVERIFY2(inked > 5, qPrintable(u"icon %1 is empty"_s.arg(i)));
            }
        }
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
