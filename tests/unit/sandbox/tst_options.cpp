// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/options.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::sandbox;

class TestOptions : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void nothingGivenIsADemoOfTheUsersOwn()
    {
        const Result<Options> options = readOptions({});
        QVERIFY(options);
        QVERIFY(options->data.endsWith(u"/gatehouse-sandbox"_s));
        QVERIFY(!options->port);
        QCOMPARE(options->seed, 1u);
        QCOMPARE(options->scale, Scale::Demo);
        QCOMPARE(options->chaos, Chaos{});
        QVERIFY(options->loginAs.isEmpty());
        QCOMPARE(options->propagation, std::chrono::milliseconds(400));
        QCOMPARE(options->rateLimit, 600);
        QCOMPARE(options->arrivals, std::chrono::seconds(0));
    }

    void whatHappensByItselfCanBeSet()
    {
        const Result<Options> options =
            readOptions({u"--propagation=0"_s, u"--rate-limit=0"_s, u"--arrivals=12"_s});
        QVERIFY(options);
        QCOMPARE(options->propagation, std::chrono::milliseconds(0));
        QCOMPARE(options->rateLimit, 0);
        QCOMPARE(options->arrivals, std::chrono::seconds(12));
    }

    void bothWaysOfWritingAValueAreRead_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("apart") << QStringList{u"--data"_s,     u"/a=b"_s,        u"--port"_s,  u"0"_s,
                                              u"--seed"_s,     u"4294967295"_s,  u"--scale"_s, u"team"_s,
                                              u"--login-as"_s, u"noor.haddad"_s, u"--chaos"_s, u"slow=5"_s};
        QTest::newRow("joined") << QStringList{u"--data=/a=b"_s,       u"--port=0"_s,
                                               u"--seed=4294967295"_s, u"--login-as=noor.haddad"_s,
                                               u"--chaos=slow=5"_s,    u"--scale=team"_s};
    }
    void bothWaysOfWritingAValueAreRead()
    {
        QFETCH(QStringList, arguments);
        const Result<Options> options = readOptions(arguments);
        QVERIFY(options);
        QCOMPARE(options->data, u"/a=b"_s);
        QCOMPARE(options->port, std::optional<quint16>(0));
        QCOMPARE(options->seed, 4294967295u);
        QCOMPARE(options->scale, Scale::Team);
        QCOMPARE(options->loginAs, u"noor.haddad"_s);
        QCOMPARE(options->chaos.gateway.slowMilliseconds, 5);
    }

    void faultsOfSeveralOptionsAddUp()
    {
        const Result<Options> options = readOptions({u"--chaos=error=10"_s, u"--chaos=idp-error=20"_s});
        QVERIFY(options);
        QCOMPARE(options->chaos.gateway.error, 10);
        QCOMPARE(options->chaos.provider.error, 20);
    }

    void whatCannotBeUsedIsNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *name, const QStringList &arguments, const QString &named) {
            QTest::newRow(name) << arguments << named;
        };
        row("port in words", {u"--port"_s, u"http"_s}, u"--port"_s);
        row("port below", {u"--port=-1"_s}, u"--port"_s);
        row("port above", {u"--port=65536"_s}, u"--port"_s);
        row("port empty", {u"--port="_s}, u"--port"_s);
        row("seed in words", {u"--seed=lucky"_s}, u"--seed"_s);
        row("seed above", {u"--seed=4294967296"_s}, u"--seed"_s);
        row("seed broken", {u"--seed=1.5"_s}, u"--seed"_s);
        row("scale unknown", {u"--scale=galaxy"_s}, u"--scale"_s);
        row("scale in capitals", {u"--scale=DEMO"_s}, u"--scale"_s);
        row("stranger", {u"--login-as=mallory"_s}, u"--login-as"_s);
        row("nobody", {u"--login-as="_s}, u"--login-as"_s);
        row("propagation below", {u"--propagation=-1"_s}, u"--propagation"_s);
        row("propagation above", {u"--propagation=86400001"_s}, u"--propagation"_s);
        row("rate limit below", {u"--rate-limit=-1"_s}, u"--rate-limit"_s);
        row("rate limit in words", {u"--rate-limit=none"_s}, u"--rate-limit"_s);
        row("arrivals in words", {u"--arrivals=often"_s}, u"--arrivals"_s);
        row("unknown fault", {u"--chaos=fire"_s}, u"fire"_s);
        row("unknown option", {u"--colour=red"_s}, u"--colour"_s);
        row("data empty", {u"--data="_s}, u"--data"_s);
        row("no value", {u"--port"_s}, u"--port"_s);
        row("not an option", {u"demo"_s}, u"demo"_s);
        row("not an option, with a value", {u"demo"_s, u"team"_s}, u"demo"_s);
        row("second one bad", {u"--seed=2"_s, u"--port=x"_s}, u"--port"_s);
    }
    void whatCannotBeUsedIsNamed()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        const Result<Options> options = readOptions(arguments);
        QVERIFY(!options);
        QCOMPARE(options.error().kind, Error::Kind::Invalid);
        QVERIFY2(options.error().title.contains(named), qPrintable(options.error().title));
        QVERIFY2(options.error().title.endsWith(u'.'), qPrintable(options.error().title));
    }

    void theHelpNamesEveryOption()
    {
        for (const QString &option :
             {u"--data"_s, u"--port"_s, u"--seed"_s, u"--scale"_s, u"--login-as"_s, u"--chaos"_s,
              u"--propagation"_s, u"--rate-limit"_s, u"--arrivals"_s, u"--help"_s, u"--version"_s})
            QVERIFY2(helpText().contains(option), qPrintable(option));
        for (const Scale scale : {Scale::Demo, Scale::Team, Scale::Enterprise})
            QVERIFY(helpText().contains(wordFor(scale)));
    }
};

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"
