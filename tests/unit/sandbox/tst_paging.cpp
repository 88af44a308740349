// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/paging.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse::sandbox;

namespace {

QString encoded(const QByteArray &plain)
{
    return QString::fromLatin1(
        plain.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace

class TestPaging : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void aCursorComesBackAsItWas_data()
    {
        QTest::addColumn<qint64>("number");
        QTest::addColumn<QString>("id");
        QTest::newRow("time") << qint64(1795442842000) << u"sub_48201"_s;
        QTest::newRow("zero") << qint64(0) << u"x"_s;
        QTest::newRow("lowest") << std::numeric_limits<qint64>::min() << u"a"_s;
        QTest::newRow("highest") << std::numeric_limits<qint64>::max() << u"a"_s;
        QTest::newRow("colons") << qint64(0) << u"fraud:predict:"_s;
        QTest::newRow("not ASCII") << qint64(1) << u"Grüße-ø-\u4e2d"_s;
    }
    void aCursorComesBackAsItWas()
    {
        QFETCH(qint64, number);
        QFETCH(QString, id);
        const Cursor cursor{.number = number, .id = id};
        const std::optional<Cursor> back = Cursor::fromText(cursor.toText());
        QVERIFY(back);
        QCOMPARE(*back, cursor);
        QVERIFY(!cursor.toText().contains(QRegularExpression(u"[^A-Za-z0-9_-]"_s)));
    }

    void tamperedCursorsAreRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << u""_s;
        QTest::newRow("words") << u"next"_s;
        QTest::newRow("not base64") << u"!!!!"_s;
        QTest::newRow("not ASCII") << u"MTo\u00e4"_s;
        QTest::newRow("another version") << encoded("2:5:sub_1");
        QTest::newRow("no version") << encoded("5:sub_1");
        QTest::newRow("no number") << encoded("1::sub_1");
        QTest::newRow("number in words") << encoded("1:five:sub_1");
        QTest::newRow("number too large") << encoded("1:9223372036854775808:sub_1");
        QTest::newRow("no id") << encoded("1:5:");
        QTest::newRow("not UTF-8") << encoded("1:5:\xff\xfe");
        QTest::newRow("leading zero") << encoded("1:05:sub_1");
        QTest::newRow("plus sign") << encoded("1:+5:sub_1");
        QTest::newRow("space") << encoded("1: 5:sub_1");
        QTest::newRow("padded") << encoded("1:5:sub_") + u'=';
        QTest::newRow("too long") << encoded("1:5:" + QByteArray(600, 'x'));
    }
    void tamperedCursorsAreRefused()
    {
        QFETCH(QString, text);
        QVERIFY(!Cursor::fromText(text));
        QVERIFY(!readPaging({{u"cursor"_s, text}}));
    }

    // Every change of one letter is either refused or another well-formed place, never the same one twice.
    void everyPlaceHasOneSpelling()
    {
        const Cursor cursor{.number = 1795442842000, .id = u"sub_48201"_s};
        const QString text = cursor.toText();
        for (qsizetype i = 0; i < text.size(); ++i) {
            for (const QChar c : u"AZaz09-_+/=. "_s) {
                QString changed = text;
                changed[i] = c;
                if (changed == text)
                    continue;
                if (const std::optional<Cursor> other = Cursor::fromText(changed))
                    QVERIFY(*other != cursor && other->toText() == changed);
            }
        }
    }

    void limitsAreKept_data()
    {
        QTest::addColumn<QString>("limit");
        QTest::addColumn<int>("wanted"); // 0: refused
        QTest::newRow("one") << u"1"_s << 1;
        QTest::newRow("most") << u"1000"_s << 1000;
        QTest::newRow("none") << u"0"_s << 0;
        QTest::newRow("too many") << u"1001"_s << 0;
        QTest::newRow("negative") << u"-5"_s << 0;
        QTest::newRow("words") << u"all"_s << 0;
        QTest::newRow("empty") << u""_s << 0;
        QTest::newRow("overflow") << u"4294967297"_s << 0;
    }
    void limitsAreKept()
    {
        QFETCH(QString, limit);
        QFETCH(int, wanted);
        const std::optional<Paging> paging = readPaging({{u"limit"_s, limit}});
        QCOMPARE(paging.has_value(), wanted != 0);
        if (paging)
            QCOMPARE(paging->limit, wanted);
    }

    void withoutParametersItIsTheFirstHundred()
    {
        const std::optional<Paging> paging = readPaging({});
        QVERIFY(paging);
        QCOMPARE(paging->limit, 100);
        QVERIFY(!paging->after);
    }
};

QTEST_GUILESS_MAIN(TestPaging)
#include "tst_paging.moc"
