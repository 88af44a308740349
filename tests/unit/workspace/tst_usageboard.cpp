// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/usageboard.h"

#include "tests/fakes/heldsource.h"
#include "tests/fakes/manualclock.h"

#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using analytics::Bucket;
using analytics::Grouping;

class TestUsageBoard : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void latestShowWinsAndTheCacheOpensTheNext()
    {
        QTemporaryDir dir;
        test::ManualClock clock(QDateTime(QDate(2026, 11, 23), QTime(12, 34), Qt::UTC));
        store::Cache cache(dir.filePath(u"cache.sqlite"_s));
        test::HeldSource source;
        {
            UsageBoard board(source, cache, clock, u"s"_s);
            board.show(30, Grouping::Tenant);
            QTRY_COMPARE(source.asked.size(), 1);
            QCOMPARE(source.asked.at(0).bucket, Bucket::Hour);
            QCOMPARE(source.asked.at(0).from, QDateTime(QDate(2026, 10, 24), QTime(0, 0), Qt::UTC));
            QCOMPARE(source.asked.at(0).to, QDateTime(QDate(2026, 11, 23), QTime(13, 0), Qt::UTC));
            board.show(90, Grouping::Api);
            QVERIFY(source.stops.at(0).stop_requested());
            QTRY_COMPARE(source.asked.size(), 2);
            QCOMPARE(source.asked.at(1).bucket, Bucket::Day);
            QCOMPARE(source.asked.at(1).to, QDateTime(QDate(2026, 11, 24), QTime(0, 0), Qt::UTC));
            source.answer(1, test::tableOf(source.asked.at(1), {}));
            QVERIFY(board.table().has_value());
            QCOMPARE(board.table()->query, source.asked.at(1));
            QVERIFY(!board.freshness().fromCache);
            QCOMPARE(source.asked.size(), 3); // the same length just before
            QCOMPARE(source.asked.at(2).to, source.asked.at(1).from);
            QCOMPARE(source.asked.at(2).from.secsTo(source.asked.at(2).to),
                     source.asked.at(1).from.secsTo(source.asked.at(1).to));
            QVERIFY(!board.previous());
            source.answer(2, test::tableOf(source.asked.at(2), {}));
            QVERIFY(board.previous().has_value());
        }
        UsageBoard next(source, cache, clock, u"s"_s);
        next.show(90, Grouping::Api);
        QTRY_VERIFY(next.table().has_value());
        QVERIFY(next.freshness().fromCache);
        QTRY_COMPARE(source.asked.size(), 4);
        source.answer(3, failure({.kind = Error::Kind::Offline}));
        QVERIFY(next.table().has_value()); // the old data stays
        QCOMPARE(next.freshness().error->kind, Error::Kind::Offline);
        QVERIFY(!next.freshness().loading);
        next.show(90, Grouping::Tenant); // another key: nothing cached
        QVERIFY(!next.table());
    }
};

QTEST_GUILESS_MAIN(TestUsageBoard)
#include "tst_usageboard.moc"
