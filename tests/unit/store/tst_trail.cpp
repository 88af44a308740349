// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hashchain.h"
#include "core/store/journal.h"
#include "core/store/trail.h"

#include <QFile>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
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
    future.waitForFinished();
    return future.result();
}

struct Files
{
    QTemporaryDir dir;
    QString journal = dir.filePath(u"journal.sqlite"_s);
    QString anchor = dir.filePath(u"trail-end"_s);

    Result<TrailVerdict> verify() const { return wait(Trail(journal, anchor).verify()); }
    void write(int count, int from = 0) const
    {
        Trail trail(journal, anchor);
        for (int i = from; i < from + count; ++i)
            QVERIFY(wait(
                trail.append({{u"action"_s, u"test"_s}, {u"i"_s, i}, {u"text"_s, u"Ünïcode \u202e \"\\"_s}},
                             noon.addSecs(i))));
    }
    // As somebody with the file in an editor would; the triggers are no obstacle to him.
    QString change(const QStringList &statements) const
    {
        QString error;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"hand"_s);
            database.setDatabaseName(journal);
            if (!database.open())
                return database.lastError().text();
            for (const QString &statement : statements) {
                QSqlQuery query(database);
                if (!query.exec(statement))
                    error = query.lastError().text();
            }
        }
        QSqlDatabase::removeDatabase(u"hand"_s);
        return error;
    }
};

const QStringList unguard{u"DROP TRIGGER trail_is_not_changed"_s, u"DROP TRIGGER trail_is_not_cut"_s};

} // namespace

class TestTrail : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void anUntouchedTrailHolds()
    {
        Files files;
        QCOMPARE(files.verify()->records, 0);
        files.write(5);
        const Result<TrailVerdict> verdict = files.verify();
        QVERIFY(verdict);
        QVERIFY2(!verdict->brokenAt, qPrintable(verdict->why));
        QCOMPARE(verdict->records, 5);
        files.write(3, 5);
        QCOMPARE(files.verify()->records, 8);
    }

    void readsAsItWasChained()
    {
        Files files;
        files.write(5);
        Trail trail(files.journal, files.anchor);
        const Result<QList<TrailRecord>> all = wait(trail.read({}));
        QVERIFY(all);
        QCOMPARE(all->size(), 5);
        QByteArray before = chainStart();
        for (const TrailRecord &record : *all) {
            QCOMPARE(record.previous, before);
            QCOMPARE(record.hash, chainHash(before, record.json));
            const QJsonObject object = QJsonDocument::fromJson(record.json).object();
            QCOMPARE(object.value(u"number"_s).toInteger(), record.number);
            QCOMPARE(object.value(u"at"_s).toString(), record.at.toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s));
            before = record.hash;
        }
        QVERIFY(!verifyTrail(*all).brokenAt);
        const Result<QList<TrailRecord>> part =
            wait(trail.read({.from = noon.addSecs(1), .to = noon.addSecs(4), .limit = 2}));
        QCOMPARE(part->size(), 2);
        QCOMPARE(part->at(0).number, 3);
        QCOMPARE(part->at(1).number, 4);
        QCOMPARE(part->at(0).previous, all->at(1).hash);
    }

    void theSchemaLetsNobodyChangeOrCutIt()
    {
        Files files;
        files.write(3);
        QVERIFY(
            files.change({u"UPDATE trail SET record = '{}' WHERE number = 2"_s}).contains(u"append-only"_s));
        QVERIFY(files.change({u"DELETE FROM trail WHERE number = 3"_s}).contains(u"append-only"_s));
        QCOMPARE(files.verify()->records, 3);
    }

    void whatWasDoneToItIsFound_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<qint64>("brokenAt");
        QTest::newRow("one changed")
            << u"UPDATE trail SET record = replace(record, '2', '3') WHERE number = 3"_s << qint64(3);
        QTest::newRow("a hash changed")
            << u"UPDATE trail SET hash = zeroblob(32) WHERE number = 4"_s << qint64(4);
        QTest::newRow("one dropped") << u"DELETE FROM trail WHERE number = 2"_s << qint64(2);
        QTest::newRow("the first dropped") << u"DELETE FROM trail WHERE number = 1"_s << qint64(1);
        QTest::newRow("two exchanged")
            << u"UPDATE trail SET record = (SELECT record FROM trail t WHERE t.number = "
               "5 - trail.number) WHERE number IN (2, 3)"_s
            << qint64(2);
        QTest::newRow("the end cut off") << u"DELETE FROM trail WHERE number > 3"_s << qint64(4);
        QTest::newRow("all of it gone") << u"DELETE FROM trail"_s << qint64(1);
    }
    void whatWasDoneToItIsFound()
    {
        QFETCH(QString, statement);
        QFETCH(qint64, brokenAt);
        Files files;
        files.write(5);
        QVERIFY(!files.verify()->brokenAt); // and its end is known from here on
        QCOMPARE(files.change(unguard + QStringList{statement}), QString());
        const Result<TrailVerdict> verdict = files.verify();
        QVERIFY(verdict);
        QVERIFY2(verdict->brokenAt == brokenAt, qPrintable(verdict->why));
        QVERIFY(!verdict->why.isEmpty());
        QVERIFY(files.verify()->brokenAt); // asking again does not make it good
    }

    // Somebody who computes the hashes anew has a chain that holds, and an end that is another.
    void aRewrittenTrailIsFound()
    {
        Files files;
        files.write(5);
        QVERIFY(!files.verify()->brokenAt);
        QVERIFY(QFile::remove(files.journal));
        QFile::remove(files.journal + u"-wal"_s);
        QFile::remove(files.journal + u"-shm"_s);
        files.write(6, 100);
        const Result<TrailVerdict> verdict = files.verify();
        QCOMPARE(verdict->brokenAt, std::optional<qint64>(5));
        QVERIFY(verdict->why.contains(u"rewritten"_s));
    }

    // The journal's own steps stand there, in the transactions that made them.
    void whatBecomesOfDecisionsIsInIt()
    {
        Files files;
        Journal journal(files.journal);
        const Journal::Order order{.scope = u"s"_s,
                                   .connection = u"Production"_s,
                                   .actor = u"ada"_s,
                                   .actorName = u"Ada"_s,
                                   .subscription = u"sub"_s,
                                   .verdict = u"approve"_s,
                                   .reason = u"=cmd|' /C calc'!A0"_s,
                                   .context = {{u"api"_s, u"LLM Chat"_s}}};
        QVERIFY(wait(journal.prepare({{.id = u"1"_s, .order = order, .preparedAt = noon}})));
        QVERIFY(wait(journal.prepare({{.id = u"2"_s, .order = order, .preparedAt = noon}}))); // not taken
        QVERIFY(wait(journal.settle({{.id = u"1"_s, .state = Journal::State::Recorded}}, noon.addSecs(2))));
        QVERIFY(wait(journal.setEnforced(u"1"_s, Journal::Enforced::Effective, {}, noon.addSecs(3))));
        QVERIFY(wait(journal.setEnforced(u"1"_s, Journal::Enforced::Effective, {}, noon.addSecs(4))));
        Trail trail(files.journal, files.anchor);
        const Result<QList<TrailRecord>> records = wait(trail.read({}));
        QVERIFY(records);
        QStringList actions;
        for (const TrailRecord &record : *records) {
            const QJsonObject object = QJsonDocument::fromJson(record.json).object();
            actions.append(object.value(u"action"_s).toString());
            QCOMPARE(object.value(u"actor"_s).toString(), u"ada"_s);
            QCOMPARE(object.value(u"reason"_s).toString(), order.reason);
            QCOMPARE(object.value(u"context"_s).toObject(), order.context);
        }
        QCOMPARE(actions,
                 QStringList({u"decision.prepared"_s, u"decision.recorded"_s, u"decision.effective"_s}));
        QVERIFY(!wait(trail.verify())->brokenAt);
    }

    void twoProgramsWriteOneChain()
    {
        Files files;
        Trail one(files.journal, files.anchor);
        Trail other(files.journal, files.anchor);
        QList<Async<void>> written;
        for (int i = 0; i < 50; ++i) {
            written.append(one.append({{u"action"_s, u"one"_s}}, noon));
            written.append(other.append({{u"action"_s, u"other"_s}}, noon));
        }
        for (Async<void> &future : written) {
            future.waitForFinished();
            QVERIFY(future.result());
        }
        const Result<TrailVerdict> verdict = wait(one.verify());
        QVERIFY2(!verdict->brokenAt, qPrintable(verdict->why));
        QCOMPARE(verdict->records, 100);
    }
};

QTEST_GUILESS_MAIN(TestTrail)
#include "tst_trail.moc"
