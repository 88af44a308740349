// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/chaos.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::sandbox;

Q_DECLARE_METATYPE(gatehouse::sandbox::Chaos)

class TestChaos : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void faultsAreRead_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<Chaos>("wanted");
        const auto row = [](const char *spec, const Chaos &wanted) {
            QTest::newRow(spec) << QString::fromLatin1(spec) << wanted;
        };
        row("slow=300", {.gateway = {.slowMilliseconds = 300}});
        row("slow=0", {});
        row("idp-hold=400", {.provider = {.holdMilliseconds = 400}});
        row("error=100", {.gateway = {.error = 100}});
        row("cut=1,garbage=2,html=3", {.gateway = {.cut = 1, .garbage = 2, .html = 3}});
        row("429=4,429-bare=5", {.gateway = {.rateLimited = 4, .rateLimitedBare = 5}});
        row("done-cut=6,truncate=7", {.gateway = {.doneCut = 6, .truncate = 7}});
        row("delay=20:1500", {.gateway = {.delay = 20, .delayMilliseconds = 1500}});
        row("idp-delay=0:0", {});
        row("enforce-fail=30", {.enforceFail = 30});
        row("huge,wrong-type", {.gateway = {.huge = true, .wrongType = true}});
        row("idp-slow=7,idp-error=8,error=9",
            {.gateway = {.error = 9}, .provider = {.slowMilliseconds = 7, .error = 8}});
        row("skew=-400", {.skewSeconds = -400});
        row("expire-keys=2,revoke", {.expireKeys = 2, .revoke = true});
        row("error=1,error=2", {.gateway = {.error = 2}});
    }
    void faultsAreRead()
    {
        QFETCH(QString, spec);
        QFETCH(Chaos, wanted);
        Chaos chaos;
        QVERIFY(chaos.add(spec));
        QCOMPARE(chaos, wanted);
    }

    void unusablePartsAreNamed_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *spec, const char *named) {
            QTest::newRow(spec) << QString::fromLatin1(spec) << QString::fromLatin1(named);
        };
        row("", "\"\"");
        row("fire", "fire");
        row("error", "error");
        row("error=", "error=");
        row("error=101", "error=101");
        row("error=-1", "error=-1");
        row("error=1.5", "error=1.5");
        row("error=ten", "error=ten");
        row("error =1", "error =1");
        row("ERROR=1", "ERROR=1");
        row("error=1,", "\"\"");
        row("error=1,cut=x", "cut=x");
        row("done-cut=101", "done-cut=101");
        row("truncate=half", "truncate=half");
        row("delay=20", "delay=20");
        row("delay=101:5", "delay=101:5");
        row("delay=20:5:5", "delay=20:5:5");
        row("delay=20:600001", "delay=20:600001");
        row("delay=:5", "delay=:5");
        row("enforce-fail=101", "enforce-fail=101");
        row("idp-enforce-fail=1", "idp-enforce-fail=1");
        row("slow=-1", "slow=-1");
        row("hold=x", "hold=x");
        row("slow=600001", "slow=600001");
        row("huge=1", "huge=1");
        row("wrong-type=yes", "wrong-type=yes");
        row("skew=soon", "skew=soon");
        row("expire-keys=0", "expire-keys=0");
        row("revoke=no", "revoke=no");
        row("idp-fire=1", "idp-fire=1");
        row("idp-skew=1", "idp-skew=1");
        row("idp-idp-error=1", "idp-idp-error=1");
    }
    void unusablePartsAreNamed()
    {
        QFETCH(QString, spec);
        QFETCH(QString, named);
        Chaos chaos;
        const Result<void> added = chaos.add(spec);
        QVERIFY(!added);
        QCOMPARE(added.error().kind, Error::Kind::Invalid);
        QVERIFY2(added.error().title.contains(named), qPrintable(added.error().title));
    }

    void aLongPartIsNotRepeatedWhole()
    {
        Chaos chaos;
        const Result<void> added = chaos.add(QString(100'000, u'x'));
        QVERIFY(!added);
        QVERIFY(added.error().title.size() < 200);
    }

    // Of 100 rolls each fault gets exactly its percentage, side by side.
    void percentagesAreExactAndDoNotOverlap()
    {
        const Faults faults{.error = 10,
                            .cut = 12,
                            .doneCut = 3,
                            .truncate = 4,
                            .delay = 1,
                            .garbage = 5,
                            .html = 15,
                            .rateLimited = 30,
                            .rateLimitedBare = 7};
        QMap<Fault, int> met;
        for (int roll = 0; roll < 100; ++roll)
            ++met[pick(faults, roll)];
        QCOMPARE(met, (QMap<Fault, int>{{Fault::Error, 10},
                                        {Fault::Cut, 12},
                                        {Fault::DoneCut, 3},
                                        {Fault::Truncate, 4},
                                        {Fault::Delay, 1},
                                        {Fault::Garbage, 5},
                                        {Fault::Html, 15},
                                        {Fault::RateLimited, 30},
                                        {Fault::RateLimitedBare, 7},
                                        {Fault::None, 13}}));
    }

    // What a client sees must not tell it what became of its write: some faults refuse it, some only hide it.
    void someFaultsRefuseAndSomeOnlyHide()
    {
        for (const Fault fault :
             {Fault::Error, Fault::Cut, Fault::Html, Fault::RateLimited, Fault::RateLimitedBare})
            QVERIFY(isRefusal(fault));
        for (const Fault fault : {Fault::None, Fault::DoneCut, Fault::Truncate, Fault::Delay, Fault::Garbage})
            QVERIFY(!isRefusal(fault));
    }

    void withoutPercentagesNothingBreaks()
    {
        for (int roll = 0; roll < 100; ++roll)
            QCOMPARE(pick({.slowMilliseconds = 5, .huge = true, .wrongType = true}, roll), Fault::None);
    }
};

QTEST_GUILESS_MAIN(TestChaos)
#include "tst_chaos.moc"
