// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tablemodel.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QItemSelectionModel>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse::ui;
using namespace Qt::StringLiterals;

namespace {

struct Row
{
    int key = 0;
    QString text = {};
    bool operator==(const Row &) const = default;
};

class Model : public TableModel<Row, int>
{
public:
    Model()
        : TableModel({{u"Key"_s, Qt::AlignRight | Qt::AlignVCenter}, {u"Text"_s}})
    {}

protected:
    int keyOf(const Row &row) const override { return row.key; }
    QVariant cell(const Row &row, int column, int role) const override
    {
        switch (role) {
        case Qt::DisplayRole:
            return column == 0 ? QString::number(row.key) : row.text;
        case SortRole:
            return column == 0 ? QVariant(row.key) : QVariant();
        case KeyRole:
            return QString::number(row.key);
        default:
            return {};
        }
    }
    bool orders(const Row &a, const Row &b, int column) const override
    {
        return column == 0 ? a.key < b.key : a.text < b.text;
    }
};

QList<Row> rowsOf(const QList<int> &keys)
{
    QList<Row> rows;
    for (const int key : keys)
        rows.append({key, u"row %1"_s.arg(key)});
    return rows;
}

struct Spies
{
    explicit Spies(const Model &model)
        : inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , moved(&model, &QAbstractItemModel::rowsMoved)
        , changed(&model, &QAbstractItemModel::dataChanged)
        , layout(&model, &QAbstractItemModel::layoutChanged)
        , reset(&model, &QAbstractItemModel::modelReset)
    {}
    QList<qsizetype> counts() const
    {
        return {inserted.count(), removed.count(), moved.count(),
                changed.count(),  layout.count(),  reset.count()};
    }
    QSignalSpy inserted, removed, moved, changed, layout, reset;
};

} // namespace

class TableModelTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void aRefreshSaysOnlyWhatChanged_data()
    {
        QTest::addColumn<QList<int>>("before");
        QTest::addColumn<QList<int>>("after");
        QTest::addColumn<QList<int>>("edited"); // keys whose text differs
        QTest::addColumn<QList<qsizetype>>(
            "signalCounts"); // inserted, removed, moved, changed, layout, reset
        using L = QList<int>;
        using C = QList<qsizetype>;
        QTest::newRow("nothing") << L{1, 2, 3} << L{1, 2, 3} << L{} << C{0, 0, 0, 0, 0, 0};
        QTest::newRow("first rows") << L{} << L{1, 2, 3} << L{} << C{1, 0, 0, 0, 0, 0};
        QTest::newRow("all gone") << L{1, 2, 3} << L{} << L{} << C{0, 1, 0, 0, 0, 0};
        QTest::newRow("one gone") << L{1, 2, 3} << L{1, 3} << L{} << C{0, 1, 0, 0, 0, 0};
        QTest::newRow("two runs gone") << L{1, 2, 3, 4, 5} << L{2, 4} << L{} << C{0, 3, 0, 0, 0, 0};
        QTest::newRow("two runs arrive") << L{3} << L{1, 2, 3, 4} << L{} << C{2, 0, 0, 0, 0, 0};
        QTest::newRow("last to front") << L{1, 2, 3, 4} << L{4, 1, 2, 3} << L{} << C{0, 0, 1, 0, 0, 0};
        QTest::newRow("two runs change")
            << L{1, 2, 3, 4} << L{1, 2, 3, 4} << L{1, 2, 4} << C{0, 0, 0, 2, 0, 0};
        QTest::newRow("all at once") << L{1, 2, 3, 4} << L{5, 4, 1, 3} << L{3} << C{1, 1, 1, 1, 0, 0};
    }
    void aRefreshSaysOnlyWhatChanged()
    {
        QFETCH(QList<int>, before);
        QFETCH(QList<int>, after);
        QFETCH(QList<int>, edited);
        QFETCH(QList<qsizetype>, signalCounts);
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.reconcile(rowsOf(before));
        const Spies spies(model);
        QList<Row> next = rowsOf(after);
        for (Row &row : next) {
            if (edited.contains(row.key))
                row.text += u" edited"_s;
        }
        model.reconcile(next);
        QCOMPARE(model.rows(), next);
        QCOMPARE(spies.counts(), signalCounts);
        for (int i = 0; i < next.size(); ++i)
            QCOMPARE(model.rowOf(next.at(i).key), i);
        QCOMPARE(model.rowOf(99), -1);
    }

    void anyChangeEndsRightAndKeepsPersistentIndexes_data()
    {
        QTest::addColumn<int>("most"); // rows; many make the bulk way likely
        QTest::newRow("few rows") << 12;
        QTest::newRow("some rows") << 90;
        QTest::newRow("many rows") << 600;
    }
    void anyChangeEndsRightAndKeepsPersistentIndexes()
    {
        QFETCH(int, most);
        QRandomGenerator random(20261123);
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const Spies spies(model);
        for (int round = 0; round < 60; ++round) {
            QList<int> keys;
            for (int key = 0; key < most; ++key) {
                if (random.bounded(4) > 0)
                    keys.append(key);
            }
            if (round % 3 != 0)
                std::shuffle(keys.begin(), keys.end(), random);
            QList<Row> next = rowsOf(keys);
            for (Row &row : next) {
                if (random.bounded(5) == 0)
                    row.text += QString::number(round);
            }
            QList<std::pair<int, QPersistentModelIndex>> kept;
            for (int row = 0; row < model.rowCount(); ++row)
                kept.emplaceBack(model.at(row).key, model.index(row, row % 2));
            model.reconcile(next);
            QCOMPARE(model.rows(), next);
            for (const auto &[key, index] : std::as_const(kept))
                QCOMPARE(index.row(), int(keys.indexOf(key))); // invalid is -1, and so is "not there"
        }
        QCOMPARE(spies.reset.count(), 0);
    }

    void aSelectionSurvives_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("one by one") << 20;
        QTest::newRow("in bulk") << 1000;
    }
    void aSelectionSurvives()
    {
        QFETCH(int, count);
        QList<int> keys(count);
        std::iota(keys.begin(), keys.end(), 0);
        Model model;
        model.reconcile(rowsOf(keys));
        QItemSelectionModel selection(&model);
        selection.setCurrentIndex(model.index(7, 0),
                                  QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        std::reverse(keys.begin(), keys.end());
        keys.removeIf([](int key) { return key % 3 == 0; });
        keys.prepend(5000);
        model.reconcile(rowsOf(keys));
        QCOMPARE(model.at(selection.currentIndex().row()).key, 7);
        QCOMPARE(selection.selectedRows().size(), 1);
        QCOMPARE(model.at(selection.selectedRows().constFirst().row()).key, 7);
    }

    void sortingKeepsOrderThroughRefreshes()
    {
        Model model;
        model.reconcile(rowsOf({3, 1, 2}));
        model.sort(0);
        QCOMPARE(model.rows(), rowsOf({1, 2, 3}));
        model.reconcile(rowsOf({5, 2, 1, 4}));
        QCOMPARE(model.rows(), rowsOf({1, 2, 4, 5}));
        model.sort(0, Qt::DescendingOrder);
        QCOMPARE(model.rows(), rowsOf({5, 4, 2, 1}));
    }

    void ofTheSameKeyTheFirstCounts()
    {
        Model model;
        model.reconcile({{1, u"a"_s}, {2, u"b"_s}, {1, u"c"_s}, {3, u"d"_s}});
        QCOMPARE(model.rows(), (QList<Row>{{1, u"a"_s}, {2, u"b"_s}, {3, u"d"_s}}));
        QCOMPARE(model.rowOf(3), 2);
    }

    void asksBeyondTheEdgesAreAnsweredWithNothing()
    {
        Model model;
        model.reconcile(rowsOf({1}));
        QVERIFY(!model.headerData(2, Qt::Horizontal).isValid());
        QVERIFY(!model.headerData(-1, Qt::Horizontal).isValid());
        QVERIFY(!model.headerData(0, Qt::Vertical).isValid());
        QVERIFY(!model.index(1, 0).isValid());
        QVERIFY(!model.index(0, 2).isValid());
        QCOMPARE(model.rowCount(model.index(0, 0)), 0);
        QCOMPARE(model.columnCount(model.index(0, 0)), 0);
    }

    void theModelLooksLikeItsGoldenFile()
    {
        Model model;
        model.reconcile(rowsOf({3, 1, 2}));
        QJsonArray rows;
        const QHash<int, QByteArray> names = model.roleNames();
        for (int row = 0; row < model.rowCount(); ++row) {
            QJsonObject cells;
            for (int column = 0; column < model.columnCount(); ++column) {
                const QModelIndex index = model.index(row, column);
                cells.insert(
                    model.headerData(column, Qt::Horizontal).toString(),
                    QJsonObject{{QString::fromLatin1(names.value(Qt::DisplayRole)), index.data().toString()},
                                {u"sort"_s, index.data(SortRole).toJsonValue()},
                                {u"key"_s, index.data(KeyRole).toString()},
                                {u"align"_s, int(index.data(Qt::TextAlignmentRole).value<Qt::Alignment>())}});
            }
            rows.append(cells);
        }
        QFile golden(QFINDTESTDATA("golden/tablemodel.json"));
        QVERIFY2(golden.open(QIODevice::ReadOnly), qPrintable(golden.errorString()));
        const QJsonArray expected = QJsonDocument::fromJson(golden.readAll()).array();
        QVERIFY2(rows == expected, QJsonDocument(rows).toJson().constData());
    }
};

QTEST_GUILESS_MAIN(TableModelTest)
#include "tst_tablemodel.moc"
