// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/deeplink.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;

namespace {

const QStringList known{u"Production"_s, u"Büro Süd 50 %"_s, u"a/b"_s, u"日本"_s, u"%41"_s};

// As the program does it: read, then looked up.
Result<DeepLink> opened(const QString &text)
{
    Result<DeepLink> link = readDeepLink(text);
    if (link)
        if (const Result<void> isKnown = checkKnown(*link, known); !isKnown)
            return failure(isKnown.error());
    return link;
}

} // namespace

class TestDeepLink : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void readsWhatItWrites_data()
    {
        QTest::addColumn<QString>("connection");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << u"Production"_s << u"sub_48210"_s
                               << u"gatehouse://Production/requests/sub_48210"_s;
        QTest::newRow("name with everything")
            << u"Büro Süd 50 %"_s << u"1"_s << u"gatehouse://B%C3%BCro%20S%C3%BCd%2050%20%25/requests/1"_s;
        QTest::newRow("slashes") << u"a/b"_s << u"team/7:1?x#y"_s
                                 << u"gatehouse://a%2Fb/requests/team%2F7%3A1%3Fx%23y"_s;
        QTest::newRow("beyond Latin")
            << u"日本"_s << u"依頼-1"_s << u"gatehouse://%E6%97%A5%E6%9C%AC/requests/%E4%BE%9D%E9%A0%BC-1"_s;
        QTest::newRow("decoded once")
            << u"%41"_s << u"%2e%2e"_s << u"gatehouse://%2541/requests/%252e%252e"_s;
        QTest::newRow("longest id") << u"Production"_s << QString(128, u'x')
                                    << QString(u"gatehouse://Production/requests/"_s + QString(128, u'x'));
    }
    void readsWhatItWrites()
    {
        QFETCH(const QString, connection);
        QFETCH(const QString, id);
        QFETCH(const QString, text);
        const DeepLink link{.connection = connection, .request = {id}};
        QCOMPARE(writeDeepLink(link), text);
        const Result<DeepLink> read = opened(text);
        QVERIFY(read);
        QCOMPARE(read->connection, connection);
        QCOMPARE(read->request.value, id);
    }

    void refusesEverythingElse_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QString &text, const QString &rule) {
            QTest::newRow(name) << text << u"link."_s + rule;
        };
        const QString good = u"gatehouse://Production/requests/sub_1"_s;
        row("empty", QString(), u"scheme"_s);
        row("other scheme", u"https://Production/requests/sub_1"_s, u"scheme"_s);
        row("scheme in capitals", u"GATEHOUSE://Production/requests/sub_1"_s, u"scheme"_s);
        row("space before", QString(u' ' + good), u"scheme"_s);
        row("one slash", u"gatehouse:/Production/requests/sub_1"_s, u"scheme"_s);
        row("opaque", u"gatehouse:Production/requests/sub_1"_s, u"scheme"_s);
        row("option", u"--sandbox"_s, u"scheme"_s);
        row("three slashes", u"gatehouse:///Production/requests/sub_1"_s, u"form"_s);
        row("query", QString(good + u"?decide=approve"_s), u"characters"_s);
        row("fragment", QString(good + u"#approve"_s), u"characters"_s);
        row("query before the path", u"gatehouse://Production?x/requests/sub_1"_s, u"characters"_s);
        row("user", u"gatehouse://ada@Production/requests/sub_1"_s, u"characters"_s);
        row("user and password", u"gatehouse://ada:pw@Production/requests/sub_1"_s, u"characters"_s);
        row("port", u"gatehouse://Production:443/requests/sub_1"_s, u"characters"_s);
        row("empty port", u"gatehouse://Production:/requests/sub_1"_s, u"characters"_s);
        row("backslash", u"gatehouse://Production\\requests\\sub_1"_s, u"form"_s);
        row("slash at the end", QString(good + u'/'), u"form"_s);
        row("an action", QString(good + u"/approve"_s), u"form"_s);
        row("other object", u"gatehouse://Production/apis/sub_1"_s, u"form"_s);
        row("object in capitals", u"gatehouse://Production/Requests/sub_1"_s, u"form"_s);
        row("encoded object", u"gatehouse://Production/%72equests/sub_1"_s, u"form"_s);
        row("no object", u"gatehouse://Production"_s, u"form"_s);
        row("double slash", u"gatehouse://Production//requests/sub_1"_s, u"form"_s);
        row("climbs", u"gatehouse://Production/requests/../sub_1"_s, u"form"_s);
        row("no connection", u"gatehouse:///requests/sub_1"_s, u"connection"_s);
        row("other connection", u"gatehouse://Prod/requests/sub_1"_s, u"unknown_connection"_s);
        row("other case", u"gatehouse://production/requests/sub_1"_s, u"unknown_connection"_s);
        row("encoded twice", u"gatehouse://B%25C3%25BCro/requests/1"_s, u"unknown_connection"_s);
        row("a host", u"gatehouse://gw.example.com/requests/sub_1"_s, u"unknown_connection"_s);
        row("long connection", QString(u"gatehouse://"_s + QString(65, u'P') + u"/requests/1"_s),
            u"connection"_s);
        row("zero in the connection", u"gatehouse://Production%00/requests/sub_1"_s, u"connection"_s);
        row("tab in the connection", u"gatehouse://Production%09x/requests/sub_1"_s, u"connection"_s);
        row("no id", u"gatehouse://Production/requests/"_s, u"request"_s);
        row("here", u"gatehouse://Production/requests/."_s, u"request"_s);
        row("above", u"gatehouse://Production/requests/%2e%2E"_s, u"request"_s);
        row("long id", QString(u"gatehouse://Production/requests/"_s + QString(129, u'x')), u"request"_s);
        row("line in the id", u"gatehouse://Production/requests/1%0Araise"_s, u"request"_s);
        row("tab in the id", u"gatehouse://Production/requests/1%09"_s, u"request"_s);
        row("right to left", u"gatehouse://Production/requests/1%E2%80%AE2"_s, u"request"_s);
        row("line separator", u"gatehouse://Production/requests/1%E2%80%A82"_s, u"request"_s);
        row("not assigned", u"gatehouse://Production/requests/%F3%B0%80%80%CD%B8"_s, u"request"_s);
        row("bare space", u"gatehouse://Production/requests/sub 1"_s, u"characters"_s);
        row("bare line", u"gatehouse://Production/requests/sub\n1"_s, u"characters"_s);
        row("bare zero", QString(good + QChar(u'\0')), u"characters"_s);
        row("bare umlaut", u"gatehouse://Büro/requests/1"_s, u"characters"_s);
        row("plus", u"gatehouse://a+b/requests/1"_s, u"characters"_s);
        row("half a percent", QString(good + u'%'), u"characters"_s);
        row("cut percent", QString(good + u"%4"_s), u"characters"_s);
        row("no hex", QString(good + u"%4g"_s), u"characters"_s);
        row("full-width digits", QString(good + u"%４１"_s), u"characters"_s);
        row("overlong", u"gatehouse://Production/requests/%C0%AE"_s, u"characters"_s);
        row("cut UTF-8", u"gatehouse://Production/requests/%C3"_s, u"characters"_s);
        row("surrogate", u"gatehouse://Production/requests/%ED%A0%80"_s, u"characters"_s);
        row("byte order mark", u"gatehouse://Production/requests/%EF%BB%BF1"_s, u"characters"_s);
        row("byte order mark inside", u"gatehouse://Production/requests/1%EF%BB%BF"_s, u"request"_s);
        row("very long", QString(good + QString(2048, u'x')), u"length"_s);
    }
    void refusesEverythingElse()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, code);
        const Result<DeepLink> link = opened(text);
        QVERIFY(!link);
        QCOMPARE(link.error().kind, Error::Kind::Invalid);
        QCOMPARE(link.error().code, code);
        QVERIFY(link.error().title.endsWith(u'.')); // a sentence
        QCOMPARE(link.error().fields.first().message, link.error().title);
    }

    void tellsARunningProgramInOneLine()
    {
        QCOMPARE(writeInstanceOrder({}), QByteArray("raise"));
        QCOMPARE(readInstanceOrder("raise").value(), InstanceOrder{});
        const InstanceOrder order{.target = DeepLink{.connection = u"Büro Süd"_s, .request = {u"a b%41"_s}}};
        QCOMPARE(writeInstanceOrder(order), QByteArray("open B\xc3\xbcro S\xc3\xbc"
                                                       "d\ta b%41"));
        QCOMPARE(readInstanceOrder(writeInstanceOrder(order)).value(), order);
        // The longest of both fits.
        const InstanceOrder longest{
            .target = DeepLink{.connection = QString(64, u'日'), .request = {QString(128, u'日')}}};
        QVERIFY(writeInstanceOrder(longest).size() < longestInstanceLine);
        QCOMPARE(readInstanceOrder(writeInstanceOrder(longest)).value(), longest);
    }

    void refusesAnyOtherLine_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("raise and more") << QByteArray("raise now");
        QTest::newRow("capitals") << QByteArray("RAISE");
        QTest::newRow("a link") << QByteArray("open gatehouse://Production/requests/1");
        QTest::newRow("no id") << QByteArray("open Production\t");
        QTest::newRow("no connection") << QByteArray("open \t1");
        QTest::newRow("three parts") << QByteArray("open Production\t1\tapprove");
        QTest::newRow("another order") << QByteArray("approve Production\t1");
        QTest::newRow("two lines") << QByteArray("open Production\t1\nraise");
        QTest::newRow("zero") << QByteArray("open Production\t1\0", 18);
        QTest::newRow("no text") << QByteArray("open Production\t\xff");
        QTest::newRow("long id") << QByteArray("open Production\t" + QByteArray(129, 'x'));
        QTest::newRow("long line") << QByteArray("open Production\t" + QByteArray(1024, 'x'));
    }
    void refusesAnyOtherLine()
    {
        QFETCH(const QByteArray, line);
        const Result<InstanceOrder> order = readInstanceOrder(line);
        QVERIFY(!order);
        QCOMPARE(order.error().kind, Error::Kind::Invalid);
    }
};

QTEST_GUILESS_MAIN(TestDeepLink)
#include "tst_deeplink.moc"
