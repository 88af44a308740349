// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analytics/totals.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse::analytics;

namespace {

UsageTable randomTable(quint32 seed)
{
    QRandomGenerator random(seed);
    UsageTable table;
    table.buckets = 1 + random.bounded(48);
    for (int i = random.bounded(6); i >= 0; --i) {
        const auto values = [&] {
            QList<qint64> list(table.buckets);
            for (qint64 &value : list)
                value = static_cast<qint64>(random.generate64() >> 24); // up to 10^12: money in micro-units
            return list;
        };
        table.series.append({.key = QString::number(i),
                             .label = {},
                             .requests = values(),
                             .errors = values(),
                             .tokensIn = values(),
                             .tokensOut = values(),
                             .costMicros = values()});
    }
    return table;
}

} // namespace

class TestTotals : public QObject
{
    Q_OBJECT
private slots:
    // To the micro-unit, whichever way it is added up.
    void totalIsTheSumOfItsParts()
    {
        for (quint32 seed = 0; seed < 200; ++seed) {
            const UsageTable table = randomTable(seed);
            Totals parts;
            for (const UsageSeries &series : table.series) {
                const Totals t = totals(series);
                parts.requests += t.requests;
                parts.errors += t.errors;
                parts.tokensIn += t.tokensIn;
                parts.tokensOut += t.tokensOut;
                parts.costMicros += t.costMicros;
            }
            QCOMPARE(totals(table), parts);
            QCOMPARE(totals(summed(table)), parts);
            QCOMPARE(summed(table).costMicros.size(), table.buckets);
        }
    }
    void nothingHasNoShare()
    {
        QCOMPARE(totals(UsageTable{}), Totals());
        QVERIFY(!Totals{}.errorShare());
        QCOMPARE((Totals{.requests = 200, .errors = 3}.errorShare()), 0.015);
        QCOMPARE((Totals{.requests = 1, .errors = 1}.errorShare()), 1.0);
    }
    void changeAgainstNothingIsNotSaid()
    {
        QVERIFY(!change(5, 0));
        QCOMPARE(change(150, 100), 0.5);
        QCOMPARE(change(0, 100), -1.0);
        QCOMPARE(change(100, 100), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestTotals)
#include "tst_totals.moc"
