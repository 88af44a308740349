// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/foldedtext.h"
#include "core/workspace/rowfilter.h"

#include <QRandomGenerator>
#include <QTest>

using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;

namespace {

using Rows = std::vector<quint32>;

RowFilter filterOf(const QStringList &texts)
{
    RowFilter filter;
    for (const QString &text : texts)
        filter.append(text);
    return filter;
}

Rows found(RowFilter &filter, const QStringList &words)
{
    const std::span<const quint32> rows = filter.find(words);
    return {rows.begin(), rows.end()};
}

// What find() must answer, the slow way.
Rows naive(const QStringList &texts, const QStringList &words)
{
    Rows rows;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const QString folded = foldedText(texts.at(i));
        if (std::all_of(words.begin(), words.end(),
                        [&](const QString &word) { return folded.contains(foldedText(word)); }))
            rows.push_back(quint32(i));
    }
    return rows;
}

QString randomWord(QRandomGenerator &random, int longest)
{
    static const QList<uint> letters = u"aabcdeeéÉßIiİı0-_: ΩωσςΣ\U0001F512\u0301"_s.toUcs4();
    QString word;
    const int length = 1 + int(random.bounded(longest));
    for (int i = 0; i < length; ++i)
        word.append(QString::fromUcs4(
            reinterpret_cast<const char32_t *>(&letters.at(random.bounded(letters.size()))), 1));
    return word;
}

} // namespace

class TestRowFilter : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void foldsCaseAndMarks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("folded");
        QTest::newRow("ascii") << u"LLM Chat v5"_s << u"llm chat v5"_s;
        QTest::newRow("marks") << u"Tomás Ñandú"_s << u"tomas nandu"_s;
        QTest::newRow("combining") << u"e\u0301"_s << u"e"_s;
        QTest::newRow("capital sharp s") << u"STRAẞE"_s << u"straße"_s;
        QTest::newRow("ligature") << u"ﬁle"_s << u"file"_s;
        QTest::newRow("full width") << u"ＡＰＩ"_s << u"api"_s;
        QTest::newRow("empty") << QString() << QString();
    }
    void foldsCaseAndMarks()
    {
        QFETCH(QString, text);
        QFETCH(QString, folded);
        QCOMPARE(foldedText(text), folded);
    }

    void noWordsAreAllRows()
    {
        RowFilter filter = filterOf({u"a"_s, {}, u"b"_s});
        QCOMPARE(found(filter, {}), Rows({0, 1, 2}));
        QCOMPARE(found(filter, {QString()}), Rows({0, 1, 2}));
        RowFilter none;
        QCOMPARE(found(none, {}), Rows());
        QCOMPARE(found(none, {u"a"_s}), Rows());
    }

    void allWordsMustOccurInAnyOrder()
    {
        RowFilter filter = filterOf({u"support-copilot LLM Chat"_s, u"chatter"_s, u"llm"_s});
        QCOMPARE(found(filter, {u"chat"_s, u"SUPPORT"_s}), Rows({0}));
        QCOMPARE(found(filter, {u"chat"_s}), Rows({0, 1}));
    }

    void aMatchNeverSpansTwoRows()
    {
        RowFilter filter = filterOf({u"ab"_s, u"cd"_s});
        QCOMPARE(found(filter, {u"bc"_s}), Rows());
    }

    void bytesOfNoTextAreOrdinary()
    {
        RowFilter filter = filterOf({QString(u"a"_s + QChar(0) + u"b"_s), u"ab"_s});
        QCOMPARE(found(filter, {QString(QChar(0))}), Rows({0}));
        QCOMPARE(found(filter, {u"ab"_s}), Rows({1}));
    }

    void aNewRowIsFoundAfterAnAnswer()
    {
        RowFilter filter = filterOf({u"alpha"_s});
        QCOMPARE(found(filter, {u"alp"_s}), Rows({0}));
        filter.append(u"alphabet"_s);
        QCOMPARE(found(filter, {u"alph"_s}), Rows({0, 1}));
    }

    void answersAsTheSlowWayDoesWhateverWasAskedBefore()
    {
        QRandomGenerator random(1);
        QStringList texts;
        for (int i = 0; i < 3000; ++i)
            texts.append(randomWord(random, 12));
        RowFilter filter = filterOf(texts);
        for (int round = 0; round < 60; ++round) {
            QStringList words{randomWord(random, 2)};
            if (round % 3 == 0)
                words.append(randomWord(random, 2));
            QCOMPARE(found(filter, words), naive(texts, words));
            words.last() += randomWord(random, 1); // typed on
            QCOMPARE(found(filter, words), naive(texts, words));
            words.append(randomWord(random, 1)); // the next word
            QCOMPARE(found(filter, words), naive(texts, words));
            words.removeFirst();
            QCOMPARE(found(filter, words), naive(texts, words));
        }
    }

    // Enough rows for two threads: none lost or doubled where the halves meet.
    void halvesMeet()
    {
        constexpr int rows = 200'001;
        RowFilter filter;
        for (int i = 0; i < rows; ++i)
            filter.append(QString::number(i));
        const Rows rows99 = found(filter, {u"99"_s});
        qsizetype expected = 0;
        for (int i = 0; i < rows; ++i)
            expected += QByteArray::number(i).contains("99") ? 1 : 0;
        QCOMPARE(qsizetype(rows99.size()), expected);
        QVERIFY(std::adjacent_find(rows99.begin(), rows99.end(), std::greater_equal<>()) == rows99.end());
    }
};

QTEST_GUILESS_MAIN(TestRowFilter)
#include "tst_rowfilter.moc"
