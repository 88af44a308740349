// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analytics/pyramid.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace gatehouse::analytics;

namespace {

// The slow and obvious way.
Extent scanned(const std::vector<float> &values, qsizetype first, qsizetype count)
{
    const auto from = values.cbegin() + first;
    const auto [least, greatest] = std::minmax_element(from, from + count);
    return {*least, *greatest};
}

std::vector<float> noise(qsizetype size, quint32 seed)
{
    QRandomGenerator random(seed);
    std::vector<float> values(static_cast<std::size_t>(size));
    for (float &value : values)
        value = static_cast<float>(random.bounded(2000)) - 1000;
    return values;
}

} // namespace

class TestPyramid : public QObject
{
    Q_OBJECT
private slots:
    void extentIsThatOfAScan_data();
    void extentIsThatOfAScan();
    void columnsLoseNoPeak_data();
    void columnsLoseNoPeak();
    void fewValuesAreDrawnAsTheyAre();
    void windowBeyondTheSeriesIsCut();
    void listAndPyramidAgree();
};

// Sizes around the fan of 16 and its powers, where a level begins or ends.
void TestPyramid::extentIsThatOfAScan_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {1, 2, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097, 70'000})
        QTest::addRow("%d", size) << size;
}

void TestPyramid::extentIsThatOfAScan()
{
    QFETCH(int, size);
    const std::vector<float> values = noise(size, 7);
    const Pyramid pyramid(values);
    QRandomGenerator random(11);
    for (int i = 0; i < 2000; ++i) {
        const int first = random.bounded(size);
        const int count = 1 + random.bounded(size - first);
        const Extent found = pyramid.extent(first, count);
        if (found != scanned(values, first, count))
            QFAIL(qPrintable(QStringLiteral("[%1, +%2) of %3").arg(first).arg(count).arg(size)));
    }
    QCOMPARE(pyramid.extent(0, size), scanned(values, 0, size));
}

void TestPyramid::columnsLoseNoPeak_data()
{
    QTest::addColumn<int>("columns");
    for (const int columns : {1, 2, 7, 640, 1920, 99'999, 100'000})
        QTest::addRow("%d", columns) << columns;
}

// One value sticks out: it is in exactly one column, wherever it stands.
void TestPyramid::columnsLoseNoPeak()
{
    QFETCH(int, columns);
    constexpr qsizetype Size = 100'000;
    QRandomGenerator random(3);
    for (int i = 0; i < 20; ++i) {
        std::vector<float> values(Size, 1.0F);
        const int at = random.bounded(static_cast<int>(Size));
        values[static_cast<std::size_t>(at)] = 900.0F;
        const QList<Extent> drawn = Pyramid(std::move(values)).reduced(0, Size, columns);
        QCOMPARE(drawn.size(), columns);
        QCOMPARE(std::count_if(drawn.cbegin(), drawn.cend(), [](Extent e) { return e.greatest == 900; }), 1);
        QVERIFY(std::all_of(drawn.cbegin(), drawn.cend(),
                            [](Extent e) { return e.least == 1 || e.least == 900; }));
    }
}

void TestPyramid::fewValuesAreDrawnAsTheyAre()
{
    const Pyramid pyramid({3, 1, 2});
    const QList<Extent> each{{3, 3}, {1, 1}, {2, 2}};
    QCOMPARE(pyramid.reduced(0, 3, 100), each);
    QCOMPARE(pyramid.reduced(1, 1, 100), each.mid(1, 1));
}

void TestPyramid::windowBeyondTheSeriesIsCut()
{
    constexpr qsizetype Far = std::numeric_limits<qsizetype>::max();
    const Pyramid pyramid({3, 1, 2});
    QCOMPARE(pyramid.reduced(1, Far, 1), (QList<Extent>{{1, 2}}));
    QCOMPARE(pyramid.reduced(-5, 1, 1), (QList<Extent>{{3, 3}}));
    QVERIFY(pyramid.reduced(3, 1, 10).isEmpty());
    QVERIFY(pyramid.reduced(0, -1, 10).isEmpty());
    QCOMPARE(pyramid.reduced(0, 3, 0).size(), 1); // a chart without width still asks
    QVERIFY(Pyramid().reduced(0, 10, 10).isEmpty());
    QCOMPARE(Pyramid().extent(0, 10), Extent());
}

void TestPyramid::listAndPyramidAgree()
{
    const std::vector<float> values = noise(5000, 19);
    const Pyramid pyramid(values);
    const QList<double> list(values.cbegin(), values.cend());
    QRandomGenerator random(23);
    for (int i = 0; i < 200; ++i) {
        const int first = random.bounded(5000);
        const int count = random.bounded(5001 - first);
        const int columns = 1 + random.bounded(800);
        QCOMPARE(pyramid.reduced(first, count, columns), reduced(list, first, count, columns));
    }
}

QTEST_GUILESS_MAIN(TestPyramid)
#include "tst_pyramid.moc"
