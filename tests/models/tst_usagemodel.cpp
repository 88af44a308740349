// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/golden.h"
#include "ui/models/usagemodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;

namespace {

// Two buckets; the golden file has their sums.
analytics::UsageTable usageTable()
{
    analytics::UsageTable table;
    table.buckets = 2;
    table.currency = u"EUR"_s;
    table.series = {
        {u"t1"_s, u"Fraud Analysts"_s, {48'000'000, 199'999}, {1, 2}, {7, 8}, {9, 10}, {1'000'000, 270'000}},
        {u"t2"_s, u"many errors"_s, {50, 50}, {1, 1}, {0, 0}, {0, 0}, {0, 0}},
        {u"t3"_s, u"silent"_s, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}},
        {u"t4"_s, u"<b>R&D</b>\n\u202Egnp"_s, {9'999, 0}, {0, 0}, {5'000, 5'000}, {0, 0}, {1, 0}},
        {u"other"_s, u"other"_s, {1, 1}, {0, 0}, {1, 0}, {0, 1}, {37'200'000, 1'242'800'000}}};
    return table;
}

QStringList keysOf(const UsageModel &model)
{
    QStringList keys;
    for (const UsageRow &row : model.rows())
        keys.append(row.key);
    return keys;
}

} // namespace

class UsageModelTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void everyCellIsAsInTheGoldenFile()
    {
        UsageModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTable(usageTable());
        const QString difference =
            test::differenceFromGolden(model, QFINDTESTDATA("golden"), u"usagemodel.json"_s);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    void sortsByFiguresNotByTheirTexts_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("ascending");
        QTest::newRow("group") << int(UsageModel::Group) << u"t4 t1 t2 other t3"_s;
        QTest::newRow("requests") << int(UsageModel::Requests) << u"t3 other t2 t4 t1"_s;
        QTest::newRow("errors, unknown first") << int(UsageModel::Errors) << u"t3 t4 other t1 t2"_s;
        QTest::newRow("tokens") << int(UsageModel::Tokens) << u"t2 t3 other t1 t4"_s;
        QTest::newRow("cost") << int(UsageModel::Cost) << u"t2 t3 t4 t1 other"_s;
    }
    void sortsByFiguresNotByTheirTexts()
    {
        QFETCH(const int, column);
        QFETCH(const QString, ascending);
        UsageModel model;
        model.setTable(usageTable());
        model.sort(column);
        QCOMPARE(keysOf(model).join(u' '), ascending);
    }

    void theFirstColumnIsNamedByTheGrouping()
    {
        UsageModel model;
        model.setGroupTitle(u"Tenant"_s);
        QCOMPARE(model.headerData(UsageModel::Group, Qt::Horizontal).toString(), u"Tenant"_s);
        QCOMPARE(model.headerData(UsageModel::Cost, Qt::Horizontal).toString(), u"Cost"_s);
    }
};

QTEST_GUILESS_MAIN(UsageModelTest)
#include "tst_usagemodel.moc"
