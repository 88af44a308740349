// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/visibletext.h"

#include <QRegularExpression>
#include <QTest>

using namespace gatehouse::ui;
using namespace Qt::StringLiterals;

class TestVisibleText : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void marksWhatCannotBeSeen_data()
    {
        QTest::addColumn<char32_t>("character");
        const auto all = [](const char *name, char32_t from, char32_t to) {
            for (char32_t c = from; c <= to; ++c)
                QTest::addRow("%s U+%04X", name, c) << c;
        };
        all("C0", 0x01, 0x08);
        all("DEL", 0x7F, 0x7F);
        all("C1", 0x80, 0x9F);
        all("soft hyphen", 0xAD, 0xAD);
        all("grapheme joiner", 0x034F, 0x034F);
        all("Arabic letter mark", 0x061C, 0x061C);
        all("Mongolian separator", 0x180E, 0x180E);
        all("zero width", 0x200B, 0x200D);
        all("mark", 0x200E, 0x200F);
        all("embedding", 0x202A, 0x202E);
        all("joiner", 0x2060, 0x2064);
        all("isolate", 0x2066, 0x2069);
        all("Hangul filler", 0x3164, 0x3164);
        all("byte order mark", 0xFEFF, 0xFEFF);
        all("tag", 0xE0000, 0xE0001);
        all("tag letter", 0xE0061, 0xE0063);
        all("tag end", 0xE007F, 0xE007F);
    }
    void marksWhatCannotBeSeen()
    {
        QFETCH(char32_t, character);
        const QString hidden = character > 0xFFFF ? QString::fromUcs4(&character, 1) // which eats U+FEFF
                                                  : QString(QChar(static_cast<char16_t>(character)));
        const QString seen = visibleText(u"ad"_s + hidden + u"min"_s);
        QVERIFY(seen != u"admin"_s);
        QVERIFY(!seen.contains(hidden));
        QCOMPARE(seen, u"ad"_s + QString(hidden.size(), QChar::ReplacementCharacter) + u"min"_s);
    }

    void keepsWhatCan_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << u"Payments API (EU)"_s;
        QTest::newRow("Latin") << u"Zoë Müller – Ærø"_s;
        QTest::newRow("Arabic") << u"مرحبا"_s;
        QTest::newRow("Hebrew") << u"שלום"_s;
        QTest::newRow("Han") << u"東京"_s;
        QTest::newRow("an astral letter") << u"𝒜"_s;
        QTest::newRow("emoji") << u"🚀"_s;
        QTest::newRow("half a pair") << QString(QChar(0xDB40));
        QTest::newRow("nothing") << QString();
    }
    void keepsWhatCan()
    {
        QFETCH(QString, text);
        QCOMPARE(visibleText(text), text);
    }

    void aLineStaysALine() { QCOMPARE(visibleText(u"a\nb\rc\td\u2028e\u2029f"_s), u"a b c d e f"_s); }

    // What an override would turn around stays in the order of its letters.
    void aNameCannotBeTurnedAround()
    {
        QCOMPARE(visibleText(u"user\u202enimda\u202c"_s), u"user\ufffdnimda\ufffd"_s);
    }
};

QTEST_GUILESS_MAIN(TestVisibleText)
#include "tst_visibletext.moc"
