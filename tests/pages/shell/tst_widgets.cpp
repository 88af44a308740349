// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/manualclock.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chartpanel.h"
#include "ui/widgets/chartscale.h"
#include "ui/widgets/choicebutton.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/freshnesslabel.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/tableview.h"

#include <QApplication>
#include <QMenu>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

#include <cmath>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;

namespace {

const QString markup = u"<b>x</b>"_s;

ChartData chartOf(ChartData::Kind kind)
{
    ChartData data;
    data.kind = kind;
    data.start = QDateTime(QDate(2026, 11, 1), QTime(0, 0), Qt::UTC);
    data.stepSeconds = 86400;
    data.format = [](double value) { return u"€ "_s + QString::number(value); };
    data.series = {{.name = u"Support"_s, .colour = 0, .y = {1, 2, 3}},
                   {.name = u"Fraud"_s, .colour = 1, .y = {4, std::nan(""), 6}}};
    return data;
}

} // namespace

class WidgetsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { new Theme(*qApp, qApp); }
    void init()
    { // The offscreen platform says so of each window.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support).?"_s));
    }

    void markupIsShownLiterally()
    {
        PlainLabel label(markup);
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QVERIFY(label.sizeHint().width() > PlainLabel(u"x"_s).sizeHint().width() * 3);
        MessageBar bar;
        bar.show({.id = u"m"_s, .title = markup, .text = markup, .actionText = markup, .action = [] {}});
        EmptyState empty;
        empty.setContent(Icon::Info, markup, markup);
        for (QWidget *root : {static_cast<QWidget *>(&bar), static_cast<QWidget *>(&empty)}) {
            const QList<QLabel *> labels = root->findChildren<QLabel *>();
            QVERIFY(!labels.isEmpty());
            for (const QLabel *each : labels)
                QCOMPARE(each->textFormat(), Qt::PlainText);
        }
        QVERIFY(!asPlainToolTip(markup).contains(u"<b>"_s));
        QVERIFY(asPlainToolTip(markup).contains(u"&lt;b&gt;"_s));
    }

    void anElidedLabelKeepsItsTextInTheToolTip()
    {
        PlainLabel label(u"a long name of an application"_s);
        label.setElided(true);
        label.show();
        label.resize(60, 20);
        QVERIFY(label.toolTip().contains(u"a long name of an application"_s));
        label.resize(600, 20);
        QVERIFY(label.toolTip().isEmpty());
    }

    void aMessageCountsDownAndThenOffersItsAction()
    {
        MessageBar bar;
        bar.show({.text = u"slow down"_s,
                  .actionText = u"Again"_s,
                  .action = [] {},
                  .wait = std::chrono::seconds(1)});
        const auto *countdown = bar.findChild<QLabel *>(u"message-countdown"_s);
        const auto *action = bar.findChild<QPushButton *>(u"message-action"_s);
        QCOMPARE(countdown->text(), u"again in 0:01"_s);
        QVERIFY(!action->isEnabled());
        QTRY_VERIFY(action->isEnabled());
        QCOMPARE(countdown->text(), u"you can try again"_s);
    }
    // Pages tell their state again and again: a screen reader hears it once, and a countdown goes on.
    void theSameMessageIsToldOnceAndTakesTheNewAction()
    {
        MessageBar bar;
        int acted = 0;
        const auto message = [&acted](int by) {
            return MessageBar::Message{.id = u"a"_s,
                                       .text = u"Wait."_s,
                                       .actionText = u"Again"_s,
                                       .action = [&acted, by] { acted += by; }};
        };
        bar.show(message(1));
        const auto *row = bar.findChild<QWidget *>(u"message-a"_s);
        bar.show(message(10));
        QCOMPARE(bar.findChildren<QWidget *>(u"message-a"_s), QList<QWidget *>{const_cast<QWidget *>(row)});
        QTest::mouseClick(row->findChild<QPushButton *>(u"message-action"_s), Qt::LeftButton);
        QCOMPARE(acted, 10);
    }
    void messagesReplaceActAndLeave()
    {
        MessageBar bar;
        int acted = 0;
        bar.show({.id = u"a"_s, .text = u"first"_s});
        bar.show(
            {.id = u"b"_s, .text = u"second"_s, .actionText = u"Again"_s, .action = [&acted] { ++acted; }});
        bar.show({.id = u"a"_s, .text = u"third"_s});
        QCOMPARE(bar.count(), 2);
        auto *row = bar.findChild<QWidget *>(u"message-b"_s);
        QVERIFY(row);
        QTest::mouseClick(row->findChild<QPushButton *>(u"message-action"_s), Qt::LeftButton);
        QCOMPARE(acted, 1);
        QTest::mouseClick(row->findChild<QPushButton *>(u"message-dismiss"_s), Qt::LeftButton);
        QVERIFY(!bar.has(u"b"_s));
        QVERIFY(bar.has(u"a"_s));
        bar.clear();
        QVERIFY(bar.isHidden());
    }

    void aKeyButtonFollowsItsAction()
    {
        QAction action(u"Approve"_s);
        action.setShortcut(QKeySequence(u"A"_s));
        KeyButton button;
        button.attach(&action);
        QCOMPARE(button.text(), u"Approve"_s);
        QCOMPARE(button.keyText(), u"A"_s);
        QSignalSpy triggered(&action, &QAction::triggered);
        QTest::mouseClick(&button, Qt::LeftButton);
        QCOMPARE(triggered.count(), 1);
        action.setEnabled(false);
        QVERIFY(!button.isEnabled());
    }

    void onlyAPersonsChoiceIsAnnounced()
    {
        ChoiceButton button(u"Range"_s);
        QSignalSpy chosen(&button, &ChoiceButton::chosen);
        button.setChoices({{u"7"_s, u"7 days"_s}, {u"30"_s, u"30 days"_s}}, u"7"_s);
        button.setCurrent(u"30"_s);
        QCOMPARE(button.text(), u"30 days"_s);
        QCOMPARE(chosen.count(), 0);
        button.menu()->actions().constFirst()->trigger();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(button.current(), u"7"_s);
        QCOMPARE(button.accessibleName(), u"Range: 7 days"_s);
    }

    void freshnessIsSaidInWords_data()
    {
        QTest::addColumn<int>("age"); // seconds; -1: nothing read
        QTest::addColumn<bool>("cached");
        QTest::addColumn<bool>("complete");
        QTest::addColumn<bool>("offline");
        QTest::addColumn<QString>("text");
        QTest::newRow("fresh") << 8 << false << true << false << u"Read 8\u2009s ago · complete"_s;
        QTest::newRow("part") << 120 << false << false << false << u"Read 2\u2009min ago · not complete"_s;
        QTest::newRow("offline") << 7500 << false << true << true << u"From 11:55 · offline"_s;
        QTest::newRow("cache") << 7500 << true << true << false << u"From 11:55 · kept on this computer"_s;
        QTest::newRow("nothing") << -1 << false << false << false << u"Nothing read yet"_s;
    }
    void freshnessIsSaidInWords()
    {
        QFETCH(int, age);
        QFETCH(bool, cached);
        QFETCH(bool, complete);
        QFETCH(bool, offline);
        const QDateTime now(QDate(2026, 11, 23), QTime(14, 0), Qt::UTC);
        workspace::Freshness freshness{
            .readAt = age < 0 ? QDateTime() : now.addSecs(-age), .fromCache = cached, .complete = complete};
        if (offline)
            freshness.error = Error{.kind = Error::Kind::Offline};
        QTEST(FreshnessLabel::textFor(freshness, now), "text");
    }

    void theFilterLineSaysWhy()
    {
        SearchField field;
        field.setText(u"cost>"_s);
        field.setVerdict(SearchField::Verdict::Wrong, u"A number is missing."_s);
        QCOMPARE(field.accessibleDescription(), u"A number is missing."_s);
        QCOMPARE(field.palette().color(QPalette::Text), Tokens::of(field.palette()).wrong);
        QSignalSpy left(&field, &SearchField::left);
        QTest::keyClick(&field, Qt::Key_Escape);
        QVERIFY(field.text().isEmpty());
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(left.count(), 1);
    }

    void lettersMoveInAList()
    {
        QStandardItemModel model(3, 1);
        TableView view;
        view.setModel(&model);
        QTest::keyClick(&view, Qt::Key_J);
        QTest::keyClick(&view, Qt::Key_J);
        QTest::keyClick(&view, Qt::Key_J);
        QTest::keyClick(&view, Qt::Key_J);
        QCOMPARE(view.currentIndex().row(), 2);
        QTest::keyClick(&view, Qt::Key_K);
        QCOMPARE(view.currentIndex().row(), 1);
    }

    void aChartSaysItsTotals_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("areas") << int(ChartData::Kind::StackedArea);
        QTest::newRow("lines") << int(ChartData::Kind::Line);
        QTest::newRow("bars") << int(ChartData::Kind::Bars);
    }
    void aChartSaysItsTotals()
    {
        QFETCH(int, kind);
        ChartPanel panel(u"Cost per day"_s);
        panel.resize(600, 300);
        ChartData data = chartOf(ChartData::Kind(kind));
        data.completeUntil = data.start.addDays(2);
        panel.setData(data);
        QCOMPARE(panel.accessibleName(), u"Cost per day"_s);
        for (const QString &fact : {u"Support: € 6 in all"_s, u"Fraud: € 10 in all"_s, u"1 Nov to 3 Nov"_s,
                                    u"complete until 3 Nov, 00:00"_s})
            QVERIFY2(panel.accessibleDescription().contains(fact), qPrintable(panel.accessibleDescription()));
        QVERIFY(!panel.grab().isNull());
    }

    void keysMoveTheCrosshair()
    {
        ChartPanel panel(u"Cost per day"_s);
        panel.resize(600, 300);
        panel.setData(chartOf(ChartData::Kind::StackedArea));
        auto *plot = panel.findChild<QWidget *>(u"chart"_s);
        QVERIFY(plot);
        QCOMPARE(panel.crosshairStep(), -1);
        QTest::keyClick(plot, Qt::Key_Right);
        QTest::keyClick(plot, Qt::Key_Right);
        QCOMPARE(panel.crosshairStep(), 1);
        QCOMPARE(panel.readout(), u"2 Nov: Fraud —, Support € 2"_s); // unknown is never 0
        QTest::keyClick(plot, Qt::Key_End);
        QTest::keyClick(plot, Qt::Key_Right);
        QCOMPARE(panel.crosshairStep(), 2);
        panel.setData({});
        QCOMPARE(panel.crosshairStep(), -1);
    }

    void gridLinesAreRound_data()
    {
        QTest::addColumn<double>("most");
        QTest::addColumn<double>("step");
        QTest::newRow("nothing") << 0.0 << 1.0;
        QTest::newRow("tenths") << 0.83 << 0.25;
        QTest::newRow("thousands") << 1940.0 << 1000.0;
        QTest::newRow("unknown") << std::nan("") << 1.0;
    }
    void gridLinesAreRound()
    {
        QFETCH(double, most);
        QTEST(chartscale::gridStep(most), "step");
        QVERIFY(chartscale::axisEnd(most) > 3 * chartscale::gridStep(most));
    }

    void timeLabelsStandOnRoundTimes()
    {
        const QDateTime start(QDate(2026, 10, 24), QTime(7, 0), Qt::UTC);
        const QTimeZone berlin("Europe/Berlin");
        const auto ticks = chartscale::ticks(start, start.addDays(30), berlin, 8);
        QVERIFY(ticks.size() >= 4 && ticks.size() <= 8);
        for (const chartscale::Tick &tick : ticks)
            QCOMPARE(tick.at.toTimeZone(berlin).time(), QTime(0, 0)); // across the end of summer time
        QVERIFY(chartscale::ticks(start, start, berlin, 8).isEmpty());
    }
};

QTEST_MAIN(WidgetsTest)
#include "tst_widgets.moc"
