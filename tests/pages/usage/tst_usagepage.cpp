// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pages/usage/usagerig.h"
#include "ui/models/usagemodel.h"
#include "ui/pages/skeletonrows.h"
#include "ui/widgets/chartlegend.h"
#include "ui/widgets/chartpanel.h"
#include "ui/widgets/freshnesslabel.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/messagebar.h"

#include <QMenu>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;
using analytics::Bucket;
using analytics::Grouping;
using test::teams;
using Rig = test::UsageRig;

class UsagePageTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void nothingKeptShowsASkeletonWhileReading()
    {
        Rig rig;
        rig.open();
        QVERIFY(rig.part<SkeletonRows>()->isVisible());
        QVERIFY(!rig.page.body()); // the charts are made when there is something to draw
        QVERIFY(rig.part<FreshnessLabel>()->text().contains(u"Reading…"_s));
        rig.picture(rig.page, u"usage-loading"_s);
    }

    void nothingIsAskedBeforeThePageIsLookedAt()
    {
        Rig rig;
        rig.page.setBoard(&rig.board, nullptr);
        QTest::qWait(0);
        QVERIFY(rig.source.asked.isEmpty());
        QCOMPARE(rig.board.days(), 0);
    }

    void theFiguresAreTheSumsOfTheAnswer()
    {
        Rig rig;
        rig.openWith(teams); // 7 days and 13 hours of today: 181 buckets
        QCOMPARE(rig.source.asked.at(0).bucket, Bucket::Hour);
        QCOMPARE(test::tableOf(rig.source.asked.at(0), teams).buckets, 181);
        QVERIFY2(rig.tile(u"Requests"_s).startsWith(u"28,960 "_s), qPrintable(rig.tile(u"Requests"_s)));
        QVERIFY(rig.tile(u"Error share"_s).startsWith(u"543 of 28,960 requests"_s));
        QVERIFY(rig.tile(u"Cost"_s).startsWith(u"€ 7.602000 "_s));
        QVERIFY(rig.tile(u"Tokens"_s).startsWith(u"164,710 "_s));
        QVERIFY(rig.tile(u"Requests"_s).contains(u"nothing to compare with"_s));
        QVERIFY(rig.words().contains(u"1.88\u2009%"_s));

        for (const Measure measure : {Measure::Requests, Measure::Cost, Measure::Tokens})
            QVERIFY(rig.page.body()->chart(measure)->isVisible());
        const ChartData &requests = rig.page.body()->chart(Measure::Requests)->data();
        QCOMPARE(requests.series.size(), 4); // and the error share
        QCOMPARE(requests.series.at(0).y, QList<double>(181, 100.0));
        QVERIFY(requests.series.at(3).onOwnScale);
        QCOMPARE(requests.series.at(3).y.at(7), 1.875); // 3 of 160, in per cent
        const ChartData &cost = rig.page.body()->chart(Measure::Cost)->data();
        QCOMPARE(cost.series.at(1).y, QList<double>(181, 0.04));
        QCOMPARE(rig.page.body()->chart(Measure::Tokens)->data().series.at(1).y, QList<double>(181, 900.0));

        QCOMPARE(rig.part<TableView>()->model()->rowCount(), 3);
        QCOMPARE(rig.cell(0, UsageModel::Group), u"Fraud Analysts"_s); // most requests first
        QCOMPARE(rig.cell(0, UsageModel::Requests, Qt::ToolTipRole), u"18,100"_s);
        QCOMPARE(rig.cell(0, UsageModel::Errors), u"3.00\u2009%"_s);
        QCOMPARE(rig.cell(1, UsageModel::Tokens, Qt::ToolTipRole), u"162,900"_s);
        QCOMPARE(rig.cell(1, UsageModel::Cost), u"€\u20097.24"_s);
        QCOMPARE(rig.cell(2, UsageModel::Tokens), u"—"_s);
        rig.picture(rig.page, u"usage"_s);
    }

    void theRangeBeforeGivesTheDeltas()
    {
        Rig rig;
        rig.openWith(teams);
        QTRY_COMPARE(rig.source.asked.size(), 2);
        QCOMPARE(rig.source.asked.at(1).to, rig.source.asked.at(0).from);
        rig.answerLast({{u"t1"_s, u"Fraud Analysts"_s, 80, 0, 910, 42'000}});
        QTRY_VERIFY(rig.tile(u"Requests"_s).contains(u"▲ 100 %"_s));
        QVERIFY(rig.tile(u"Requests"_s).contains(u"against the previous 7 days"_s));
        QVERIFY(rig.tile(u"Error share"_s).contains(u"▲ 1.88 pt"_s));
        QVERIFY(rig.tile(u"Cost"_s).contains(u"as before"_s));
    }

    void emptySaysSo()
    {
        Rig rig;
        rig.open();
        rig.answerLast({});
        QTRY_VERIFY(rig.empty());
        QCOMPARE(rig.empty()->title(), u"No calls in these 7 days"_s);
        QVERIFY(rig.empty()->sentence().contains(u"Choose a longer range"_s));
        rig.picture(rig.page, u"usage-empty"_s);
        rig.empty()->button()->setFocus();
        rig.key(Qt::Key_Space);
        QTRY_COMPARE(rig.source.asked.last().from, rig.source.asked.first().from);
    }

    void anErrorWithoutDataStandsInItsPlace()
    {
        Rig rig;
        rig.open();
        rig.failLast(Error::Kind::Offline);
        QTRY_VERIFY(rig.empty());
        QVERIFY(!rig.empty()->sentence().isEmpty());
        rig.picture(rig.page, u"usage-error"_s);
        rig.empty()->button()->setFocus();
        rig.key(Qt::Key_Space);
        QTRY_COMPARE(rig.source.asked.size(), 2);
        rig.answerLast(teams);
        QTRY_VERIFY(rig.page.body() && rig.page.body()->isVisible());
    }

    void anErrorLeavesTheOldDataAndSaysWhatToDo()
    {
        Rig rig;
        rig.openWith(teams);
        const QString before = rig.tile(u"Requests"_s);
        rig.page.refresh();
        rig.failLast(Error::Kind::Server);
        QTRY_VERIFY(rig.part<MessageBar>()->has(u"read"_s));
        QVERIFY(rig.page.body()->isVisible());
        QCOMPARE(rig.tile(u"Requests"_s), before);
        QVERIFY(rig.words().contains(u"What is below was read"_s));
        QVERIFY(rig.part<FreshnessLabel>()->text().contains(u"last reading failed"_s));
        rig.picture(rig.page, u"usage-error-with-data"_s);
        KeyButton *again = nullptr;
        for (KeyButton *button : rig.part<MessageBar>()->findChildren<KeyButton *>())
            if (button->text() == u"Read again"_s)
                again = button;
        QVERIFY(again);
        const qsizetype asked = rig.source.asked.size();
        again->setFocus();
        rig.key(Qt::Key_Space);
        QTRY_COMPARE(rig.source.asked.size(), asked + 1);
        rig.answerLast(teams);
        QTRY_VERIFY(!rig.part<MessageBar>()->has(u"read"_s));
    }

    void aRoleRuleIsNotTheGateway()
    {
        Rig rig({{u"groups"_s, u"gw"_s, {u"requests.read"_s}}});
        rig.signInWith({u"requests.read"_s, u"usage.read"_s}, QStringList{u"requests.read"_s});
        rig.open();
        QTRY_VERIFY(rig.empty());
        QVERIFY(rig.empty()->sentence().contains(u"usage.read"_s));
        QVERIFY(rig.empty()->sentence().contains(u"groups or roles at the sign-in service"_s));
        QVERIFY(!rig.empty()->sentence().contains(u"gateway"_s));
    }

    void aMissingRightIsNamed()
    {
        Rig rig;
        rig.signInWith({u"requests.read"_s});
        rig.open();
        QTRY_VERIFY(rig.empty());
        QVERIFY(rig.empty()->sentence().contains(u"usage.read"_s));
        QVERIFY(!rig.empty()->button()->isVisible()); // nothing a press would help
        rig.answerLast(teams);                        // were the gateway to answer all the same
        QVERIFY(rig.empty());
        rig.picture(rig.page, u"usage-no-right"_s);
    }

    void keptDataIsShownAtOnceAndSaysItIsKept()
    {
        Rig rig;
        rig.keepTable();
        rig.clock.advance(std::chrono::hours(20));
        rig.open();
        QTRY_VERIFY(rig.page.body() && rig.page.body()->isVisible());
        QVERIFY(rig.part<FreshnessLabel>()->text().contains(u"kept on this computer"_s));
        QVERIFY(rig.part<FreshnessLabel>()->text().contains(u"From "_s));
        rig.failLast(Error::Kind::Offline);
        QTRY_VERIFY(rig.part<FreshnessLabel>()->text().contains(u"offline"_s));
        QVERIFY(rig.page.body()->isVisible());
        rig.picture(rig.page, u"usage-stale"_s);
    }

    void thePickersSendTheirQuery_data()
    {
        QTest::addColumn<QString>("picker");
        QTest::addColumn<int>("downs"); // from the first choice of the menu
        QTest::addColumn<int>("days");
        QTest::addColumn<Bucket>("bucket");
        QTest::addColumn<Grouping>("by");
        const QString range = u"Range"_s;
        const QString grouping = u"Grouping"_s;
        QTest::newRow("30 days") << range << 1 << 30 << Bucket::Hour << Grouping::Tenant;
        QTest::newRow("90 days") << range << 2 << 90 << Bucket::Day << Grouping::Tenant;
        QTest::newRow("a year") << range << 3 << 365 << Bucket::Day << Grouping::Tenant;
        QTest::newRow("by API") << grouping << 1 << 7 << Bucket::Hour << Grouping::Api;
        QTest::newRow("in total") << grouping << 2 << 7 << Bucket::Hour << Grouping::None;
    }
    void thePickersSendTheirQuery()
    {
        QFETCH(const QString, picker);
        QFETCH(const int, downs);
        QFETCH(const int, days);
        QFETCH(const Bucket, bucket);
        QFETCH(const Grouping, by);
        Rig rig;
        rig.openWith(teams);
        ChoiceButton *button = rig.choice(picker);
        QVERIFY(button);
        button->setFocus();
        // The menu runs until it is answered: the keys come from outside.
        QTimer::singleShot(0, button->menu(), [menu = button->menu(), downs] {
            for (int i = 0; i <= downs; ++i)
                QTest::keyClick(menu, Qt::Key_Down);
            QTest::keyClick(menu, Qt::Key_Return);
        });
        const qsizetype asked = rig.source.asked.size();
        rig.key(Qt::Key_Space);
        QTRY_COMPARE(rig.source.asked.size(), asked + 1);
        const analytics::UsageQuery &query = rig.source.asked.last();
        QCOMPARE(query.from, QDateTime(rig.clock.now().date(), QTime(0, 0), Qt::UTC).addDays(-days));
        QCOMPARE(query.bucket, bucket);
        QCOMPARE(query.by, by);
        QCOMPARE(rig.preferences.usageDays(), days);
        QVERIFY2(button->accessibleName().contains(button->text()), qPrintable(button->accessibleName()));
    }

    void theLatestAnswerWins()
    {
        Rig rig;
        rig.open();
        rig.page.setRange(90);
        QTRY_COMPARE(rig.source.asked.size(), 2);
        rig.answerLast({{u"t1"_s, u"New"_s, 1, 0, 1, 1}});
        rig.source.answer(0, test::tableOf(rig.source.asked.at(0), {{u"t1"_s, u"Old"_s, 5, 0, 5, 5}}));
        QTRY_VERIFY(rig.page.body());
        QTest::qWait(0);
        QCOMPARE(rig.cell(0, UsageModel::Group), u"New"_s);
        QCOMPARE(rig.board.table()->query, rig.source.asked.at(1));
        QVERIFY(rig.tile(u"Requests"_s).startsWith(u"91 "_s));
    }

    void anOldFailureDoesNotSpoilANewAnswer()
    {
        Rig rig;
        rig.open();
        rig.page.setRange(90);
        QTRY_COMPARE(rig.source.asked.size(), 2);
        rig.source.answer(0, failure(Error{.kind = Error::Kind::Offline}));
        QTest::qWait(0);
        QVERIFY(!rig.empty());
        QVERIFY(rig.part<SkeletonRows>()->isVisible()); // the new question is still open
    }

    void anIncompleteLastBucketIsSaid()
    {
        Rig rig;
        rig.open();
        analytics::UsageTable table = test::tableOf(rig.source.asked.last(), teams);
        table.completeUntil = rig.clock.now();
        QVERIFY(table.completeUntil < table.query.to);
        rig.source.answer(0, table);
        QTRY_VERIFY(rig.page.body());
        QVERIFY(rig.part<FreshnessLabel>()->text().startsWith(u"UTC · complete to 12:00"_s));
        const ChartPanel *chart = rig.page.body()->chart(Measure::Requests);
        QCOMPARE(chart->data().completeUntil, table.completeUntil);
        QVERIFY(chart->accessibleDescription().contains(u"complete until"_s));
        rig.picture(rig.page, u"usage-incomplete"_s);
    }

    void theCrosshairReadsTheValuesFromTheKeyboard()
    {
        Rig rig;
        rig.openWith(teams);
        ChartPanel *chart = rig.page.body()->chart(Measure::Requests);
        auto *plot = chart->findChild<QWidget *>(u"chart"_s);
        rig.choice(u"Grouping"_s)->setFocus();
        rig.key(Qt::Key_Tab);
        QVERIFY(plot->hasFocus());
        QCOMPARE(chart->readout(), QString());
        rig.key(Qt::Key_Home);
        QCOMPARE(chart->crosshairStep(), 0);
        const QString first = chart->readout();
        QVERIFY2(first.contains(u"Nov"_s) && first.contains(u"16"_s), qPrintable(first));
        QVERIFY(
            first.endsWith(u"Error share 1.88\u2009%, other 10, Customer Support 50, Fraud Analysts 100"_s));
        QCOMPARE(plot->accessibleDescription(), first);
        rig.key(Qt::Key_Right);
        QCOMPARE(chart->crosshairStep(), 1);
        rig.picture(rig.page, u"usage-crosshair"_s);
        rig.key(Qt::Key_End);
        QCOMPARE(chart->crosshairStep(), 180);
        rig.key(Qt::Key_Right); // no further
        QCOMPARE(chart->crosshairStep(), 180);
        rig.key(Qt::Key_Escape);
        QCOMPARE(chart->crosshairStep(), -1);
    }

    void hostileNamesStayText_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("markup") << u"<b>bold</b><img src=x>"_s;
        QTest::newRow("right to left") << u"\u202Egnp.exe"_s;
        QTest::newRow("lines") << u"first\nsecond\r\n\u2028third"_s;
        QTest::newRow("long") << QString(10'000, u'x');
        QTest::newRow("ampersand") << u"R&D"_s;
    }
    void hostileNamesStayText()
    {
        QFETCH(const QString, name);
        Rig rig;
        rig.openWith({{u"t1"_s, name, 100, 3, 10, 2'000}}, {900, 600});
        const QString shown = rig.cell(0, UsageModel::Group);
        QVERIFY(!shown.contains(QChar(0x202E)));
        QVERIFY(!shown.contains(u'\n'));
        QCOMPARE(rig.page.size(), QSize(900, 600)); // nothing pushed it
        QVERIFY2(rig.page.minimumSizeHint().width() <= 900, "the name widens the page");
        for (const PlainLabel *label : rig.page.findChildren<PlainLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        for (const ChartLegend *legend : rig.page.findChildren<ChartLegend *>()) {
            QVERIFY(legend->accessibleName().contains(shown));
            QVERIFY(!legend->toolTip().contains(u"<b>"_s));
        }
        ChartPanel *chart = rig.page.body()->chart(Measure::Requests);
        chart->findChild<QWidget *>(u"chart"_s)->setFocus();
        rig.key(Qt::Key_Home);
        QVERIFY(!chart->readout().contains(QChar(0x202E)));
        rig.page.grab(); // paints readout and legend
        rig.picture(rig.page, u"usage-hostile-"_s + QString::fromLatin1(QTest::currentDataTag()));
    }

    void aLegendNamesTheLargestOfItsOwnMeasureFirst()
    {
        Rig rig;
        rig.openWith(teams);
        const auto legend = [&](Measure measure) {
            return rig.page.body()->chart(measure)->findChild<ChartLegend *>()->accessibleName();
        };
        QCOMPARE(legend(Measure::Requests),
                 u"Series: Fraud Analysts, Customer Support, other, Error share"_s);
        QCOMPARE(legend(Measure::Cost), u"Series: Customer Support, Fraud Analysts, other"_s);
    }

    void aNarrowLegendKeepsTheLargestAndNamesTheRest()
    {
        ChartLegend legend;
        QList<ChartSeries> series;
        for (int i = 1; i <= 6; ++i)
            series.append({.name = u"Group %1"_s.arg(i), .colour = 0, .y = {double(i)}});
        legend.setSeries(series);
        legend.resize(2000, 30);
        legend.show();
        QCOMPARE(legend.toolTip(), QString()); // all have room
        legend.resize(200, 30);
        QVERIFY(!legend.accessibleDescription().contains(u"Group 6"_s)); // the largest is drawn
        QVERIFY(legend.accessibleDescription().endsWith(u"Group 2, Group 1"_s));
    }
};

QTEST_MAIN(UsagePageTest)
#include "tst_usagepage.moc"
