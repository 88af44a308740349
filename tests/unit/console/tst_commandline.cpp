// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/commandline.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::StringLiterals;

class TestCommandLine : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void takesOneLink()
    {
        const auto line =
            CommandLine::parse({u"gatehouse"_s, u"gatehouse://Produktion%20S%C3%BCd/requests/sub_1"_s});
        QVERIFY(line);
        QCOMPARE(line->link->connection, u"Produktion Süd"_s);
        QCOMPARE(line->link->request.value, u"sub_1"_s);
        QVERIFY(line->connection.isEmpty());
        QVERIFY(line->isForAPerson());
        QVERIFY(line->helpText.contains(u"[LINK]"_s));
        QVERIFY(!CommandLine::parse({u"gatehouse"_s})->link);
        QVERIFY(!CommandLine::parse({u"gatehouse"_s, u"--tour"_s, u"/tmp/x"_s})->isForAPerson());
        QVERIFY(!CommandLine::parse({u"gatehouse"_s, u"--measure-start"_s})->isForAPerson());
    }

    void refusesAnythingElseWithASentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const QString link = u"gatehouse://Production/requests/sub_1"_s;
        QTest::newRow("a word") << QStringList{u"Production"_s};
        QTest::newRow("another scheme") << QStringList{u"https://gw.example.com/requests/1"_s};
        QTest::newRow("a file") << QStringList{u"/etc/passwd"_s};
        QTest::newRow("an option behind the link") << QStringList{u"--"_s, link, u"--sandbox"_s};
        QTest::newRow("two links") << QStringList{link, link};
        QTest::newRow("an action") << QStringList{QString(link + u"/approve"_s)};
        QTest::newRow("a query") << QStringList{QString(link + u"?verdict=approve"_s)};
        QTest::newRow("and a connection") << QStringList{link, u"--connection"_s, u"Staging"_s};
        QTest::newRow("and the sandbox") << QStringList{link, u"--sandbox"_s};
        QTest::newRow("unknown option") << QStringList{u"--approve"_s, link};
    }
    void refusesAnythingElseWithASentence()
    {
        QFETCH(const QStringList, arguments);
        const auto line = CommandLine::parse(QStringList{u"gatehouse"_s} + arguments);
        QVERIFY(!line);
        QCOMPARE(line.error().kind, Error::Kind::Invalid);
        QVERIFY2(line.error().title.endsWith(u'.'), qPrintable(line.error().title));
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
