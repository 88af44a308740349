// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/schema.h"
#include "app/sandbox/story.h"
#include "app/sandbox/upkeep.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::sandbox;

namespace {

const QDateTime Now(QDate(2026, 11, 23), QTime(13, 47), Qt::UTC);

} // namespace

class TestUpkeep : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_directory.emplace();
        m_options = {};
        m_options.data = m_directory->path();
        open();
        make();
    }
    void cleanup() { m_database.reset(); }

    void aRightEndsWhenItsTimeHasCome()
    {
        Upkeep upkeep(*m_database, m_options);
        (void)upkeep.advance(Now);
        const std::optional<qint64> next = upkeep.nextAt();
        QVERIFY(next);
        const QString id =
            m_database->value(u"SELECT id FROM subscriptions WHERE expires_at = ?"_s, {*next}).toString();
        const QString before = stateOf(id);
        QVERIFY(before.startsWith(u"approved 2 "_s));
        QVERIFY(!upkeep.advance(QDateTime::fromMSecsSinceEpoch(*next - 1, Qt::UTC)));
        QCOMPARE(stateOf(id), before);
        const qint64 change = lastChange();
        QVERIFY(upkeep.advance(QDateTime::fromMSecsSinceEpoch(*next, Qt::UTC)));
        QCOMPARE(stateOf(id), u"expired 3 waiting"_s);
        QCOMPARE(lastChange(), change + 1);
        QCOMPARE(upkeep.nextAt(), std::optional(*next + 400));
        QVERIFY(upkeep.advance(QDateTime::fromMSecsSinceEpoch(*next + 400, Qt::UTC)));
        QCOMPARE(stateOf(id), u"expired 3 effective"_s); // another change, the same version: the ETag stays
        QCOMPARE(lastChange(), change + 2);
    }

    void aShareOfDecisionsNeverTakesEffect_data()
    {
        QTest::addColumn<int>("percent");
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");
        QTest::newRow("none") << 0 << 0 << 0;
        QTest::newRow("all") << 100 << 40 << 40;
        QTest::newRow("half") << 50 << 8 << 32;
    }
    void aShareOfDecisionsNeverTakesEffect()
    {
        QFETCH(int, percent);
        QFETCH(int, least);
        QFETCH(int, most);
        m_database->run(
            u"UPDATE subscriptions SET enforcement = 'waiting', settles_at = ? WHERE id IN (SELECT id FROM subscriptions LIMIT 40)"_s,
            {Now.toMSecsSinceEpoch()});
        m_options.chaos.enforceFail = percent;
        const qint64 change = lastChange();
        QVERIFY(Upkeep(*m_database, m_options).advance(Now));
        const int failed =
            m_database->value(u"SELECT count(*) FROM subscriptions WHERE enforcement = 'failed'"_s).toInt();
        QVERIFY2(failed >= least && failed <= most, qPrintable(QString::number(failed)));
        QCOMPARE(lastChange(), change + 40); // one for each: a page of changes may end between any two
    }

    void anOlderFileIsToldItsStoryAnew()
    {
        QVERIFY(!reopened()->isNew());
        m_database->setMeta(u"port"_s, u"4711"_s);
        m_database->run(u"INSERT INTO refresh_tokens VALUES (x'00', 'f', 's', '', '', 0, 0, 0, 0)"_s);
        m_database->run(u"UPDATE subscriptions SET state = 'rejected'"_s);
        m_database->run(u"DELETE FROM meta WHERE key = 'schema'"_s); // the first one had none
        const QString epoch = m_database->meta(u"epoch"_s);
        QVERIFY(reopened()->isNew());
        make();
        QCOMPARE(m_database->value(u"SELECT count(*) FROM subscriptions WHERE state = 'pending'"_s).toInt(),
                 12);
        QCOMPARE(m_database->meta(u"port"_s), u"4711"_s);
        QCOMPARE(m_database->value(u"SELECT count(*) FROM refresh_tokens"_s).toInt(), 1);
        QVERIFY(m_database->meta(u"epoch"_s) != epoch); // points in time of before are not known any more
        QVERIFY(!reopened()->isNew());
    }

    void aNewerFileIsLeftAlone()
    {
        m_database->setMeta(u"schema"_s, QString::number(SchemaVersion + 1));
        m_database.reset();
        const Result<std::unique_ptr<Database>> opened = Database::open(m_options);
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Error::Kind::Configuration);
        QVERIFY(opened.error().title.contains(m_options.data));
    }

private:
    void open() { m_database = std::move(*Database::open(m_options)); }
    Database *reopened()
    {
        m_database.reset();
        open();
        return m_database.get();
    }
    void make()
    {
        QVERIFY(m_database->begin());
        m_database->createTables();
        tellStory(*m_database, m_options, Now);
        m_database->setMeta(u"made"_s, u"demo/1"_s);
        m_database->commit();
    }
    QString stateOf(const QString &id)
    {
        return m_database
            ->value(u"SELECT state || ' ' || version || ' ' || enforcement FROM subscriptions WHERE id = ?"_s,
                    {id})
            .toString();
    }
    qint64 lastChange() { return m_database->value(u"SELECT max(change) FROM subscriptions"_s).toLongLong(); }

    std::optional<QTemporaryDir> m_directory;
    Options m_options;
    std::unique_ptr<Database> m_database;
};

QTEST_GUILESS_MAIN(TestUpkeep)
#include "tst_upkeep.moc"
