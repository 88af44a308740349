// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/cache.h"
#include "core/store/settings.h"
#include "core/store/sqlitethread.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace Qt::StringLiterals;

namespace {

const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);

template <typename T>
Result<T> wait(Async<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10'000))
        return failure(Error::Kind::Timeout, u"the test waited in vain"_s);
    return future.result();
}

} // namespace

class TestCache : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void keepsTheLastBodyPerScopeAndKey()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"c/cache.sqlite"_s);
        const QByteArray large(3 * 1024 * 1024, 'x');
        {
            Cache cache(path);
            QCOMPARE(wait(cache.read(u"a"_s, u"k"_s)).value(), std::nullopt);
            QVERIFY(wait(cache.write(u"a"_s, u"k"_s, "first", noon)));
            QVERIFY(wait(cache.write(u"a"_s, u"k"_s, QByteArray("se\0ond", 6), noon.addSecs(1))));
            QVERIFY(wait(cache.write(u"b"_s, u"k"_s, large, noon)));
        }
        Cache again(path);
        const auto entry = wait(again.read(u"a"_s, u"k"_s)).value();
        QVERIFY(entry);
        QCOMPARE(entry->body, QByteArray("se\0ond", 6));
        QCOMPARE(entry->storedAt, noon.addSecs(1));
        QCOMPARE(wait(again.read(u"b"_s, u"k"_s)).value()->body, large);
        QVERIFY(wait(again.forget(u"b"_s)));
        QCOMPARE(wait(again.read(u"b"_s, u"k"_s)).value(), std::nullopt);
        QVERIFY(wait(again.read(u"a"_s, u"k"_s)).value());
    }

    void dropsWhatNobodyWroteFor90Days()
    {
        QTemporaryDir dir;
        Cache cache(dir.filePath(u"cache.sqlite"_s));
        QVERIFY(wait(cache.write(u"s"_s, u"old"_s, "1", noon)));
        QVERIFY(wait(cache.write(u"s"_s, u"other"_s, "2", noon.addDays(90))));
        QVERIFY(wait(cache.read(u"s"_s, u"old"_s)).value());
        QVERIFY(wait(cache.write(u"s"_s, u"other"_s, "3", noon.addDays(90).addMSecs(1))));
        QCOMPARE(wait(cache.read(u"s"_s, u"old"_s)).value(), std::nullopt);
    }

    void filesAreForTheOwnerAlone()
    {
        QTemporaryDir dir;
        Cache cache(dir.filePath(u"c/cache.sqlite"_s));
        QVERIFY(wait(cache.write(u"s"_s, u"k"_s, "1", noon)));
        const QFileInfoList files = QDir(dir.filePath(u"c"_s)).entryInfoList(QDir::Files);
        QVERIFY(files.size() >= 2); // the write-ahead log too
        for (const QFileInfo &file : files)
            QVERIFY2(!(file.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther)),
                     qPrintable(file.fileName()));
    }

    void damagedFileIsMovedAsideRebuiltAndAnnounced_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::addColumn<qint64>("at");
        QTest::newRow("not a database") << QByteArray(8192, 'x') << qint64(0);
        QTest::newRow("a page overwritten") << QByteArray(4096, '\xa5') << qint64(4096);
        QTest::newRow("short file") << QByteArray("SQLite format 3\0garbage", 23) << qint64(-1);
    }
    void damagedFileIsMovedAsideRebuiltAndAnnounced()
    {
        QFETCH(QByteArray, damage);
        QFETCH(qint64, at);
        QTemporaryDir dir;
        const QString path = dir.filePath(u"cache.sqlite"_s);
        {
            Cache cache(path);
            QVERIFY(wait(cache.write(u"s"_s, u"k"_s, QByteArray(40000, 'b'), noon)));
        }
        QFile file(path);
        QVERIFY(file.open(at < 0 ? QIODevice::WriteOnly | QIODevice::Truncate : QIODevice::ReadWrite));
        QVERIFY(at <= 0 || file.seek(at));
        file.write(damage);
        file.close();

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"damaged file moved aside"_s));
        Cache cache(path);
        QSignalSpy moved(&cache, &Cache::damagedFileMovedAside);
        QCOMPARE(wait(cache.read(u"s"_s, u"k"_s)).value(), std::nullopt);
        QTRY_COMPARE(moved.size(), 1);
        QVERIFY(QFile::exists(moved.at(0).at(0).toString()));
        QVERIFY(wait(cache.write(u"s"_s, u"k"_s, "new", noon)));
        QCOMPARE(wait(cache.read(u"s"_s, u"k"_s)).value()->body, QByteArray("new"));
    }

    void aNewerFileIsLeftAlone()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"f.sqlite"_s);
        const auto empty = [](QSqlDatabase &) -> Result<void> { return {}; };
        const auto nothing = [](QSqlDatabase &) -> Result<int> { return 1; };
        {
            SqliteThread newer({.filePath = path, .migrations = {empty, empty}, .movedAside = {}});
            QVERIFY(wait(newer.run<int>(nothing)));
        }
        SqliteThread older({.filePath = path, .migrations = {empty}, .movedAside = {}});
        const auto result = wait(older.run<int>(nothing));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Error::Kind::Storage);
        QCOMPARE(QDir(dir.path()).entryList({u"*damaged*"_s}).size(), 0);
    }

    void migrationRunsOnceAndAFailedOneLeavesNothing()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"f.sqlite"_s);
        const auto create = [](QSqlDatabase &database) -> Result<void> {
            QSqlQuery query(database);
            if (query.exec(u"CREATE TABLE t (a)"_s))
                return {};
            return failure(Error::Kind::Storage, u"made twice"_s);
        };
        const auto halfway = [](QSqlDatabase &database) -> Result<void> {
            QSqlQuery query(database);
            query.exec(u"CREATE TABLE half (a)"_s);
            return failure(Error::Kind::Storage, u"no"_s);
        };
        const auto tables = [](QSqlDatabase &database) -> Result<QStringList> { return database.tables(); };
        {
            SqliteThread thread({.filePath = path, .migrations = {create}, .movedAside = {}});
            QCOMPARE(wait(thread.run<QStringList>(tables)).value(), QStringList{u"t"_s});
        }
        {
            SqliteThread thread({.filePath = path, .migrations = {create, halfway}, .movedAside = {}});
            QCOMPARE(wait(thread.run<QStringList>(tables)).error().detail, u"no"_s);
        }
        SqliteThread thread({.filePath = path, .migrations = {create}, .movedAside = {}});
        QCOMPARE(wait(thread.run<QStringList>(tables)).value(), QStringList{u"t"_s});
    }

    void aPlaceThatCannotBeWrittenIsAnErrorNotACrash()
    {
        QTemporaryDir dir;
        QVERIFY(writePrivateFile(dir.filePath(u"file"_s), "x"));
        Cache cache(dir.filePath(u"file/cache.sqlite"_s));
        QCOMPARE(wait(cache.read(u"s"_s, u"k"_s)).error().kind, Error::Kind::Storage);
        QSignalSpy failed(&cache, &Cache::failed);
        QCOMPARE(wait(cache.write(u"s"_s, u"k"_s, "1", noon)).error().kind, Error::Kind::Storage);
        QTRY_COMPARE(failed.size(), 1);
    }

    void aFullDiskIsAnErrorAndTheNextWriteWorks()
    {
        QTemporaryDir dir;
        const auto create = [](QSqlDatabase &database) -> Result<void> {
            QSqlQuery query(database);
            query.exec(u"CREATE TABLE t (a)"_s);
            return {};
        };
        SqliteThread thread(
            {.filePath = dir.filePath(u"f.sqlite"_s), .migrations = {create}, .movedAside = {}});
        const auto insert = [](qsizetype bytes) {
            return [bytes](QSqlDatabase &database) -> Result<int> {
                QSqlQuery query(database);
                query.exec(u"PRAGMA max_page_count = 20"_s); // SQLITE_FULL, as a full disk gives
                query.prepare(u"INSERT INTO t VALUES (?)"_s);
                query.addBindValue(QByteArray(bytes, 'x'));
                return query.exec() ? Result<int>(1) : failure(Error::Kind::Storage, u"full"_s);
            };
        };
        QVERIFY(!wait(thread.run<int>(insert(1024 * 1024))));
        QVERIFY(wait(thread.run<int>(insert(10))));
    }
};

QTEST_GUILESS_MAIN(TestCache)
#include "tst_cache.moc"
