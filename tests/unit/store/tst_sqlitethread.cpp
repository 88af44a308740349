// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlitethread.h"

#include <QProcess>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace Qt::StringLiterals;

namespace {

constexpr auto childVariable = "GATEHOUSE_TEST_OPENS_FILES";

// A program of its own: opens eight files at the same moment, uses them and ends.
int openFilesAtOnce(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QTemporaryDir folder;
    std::vector<std::unique_ptr<SqliteThread>> threads;
    for (int i = 0; i < 8; ++i)
        threads.push_back(std::make_unique<SqliteThread>(
            SqliteThread::Options{.filePath = folder.filePath(u"%1.sqlite"_s.arg(i)),
                                  .migrations = {},
                                  .fullSync = false,
                                  .movedAside = {}}));
    for (const auto &thread : threads) {
        Async<int> answer =
            thread->run<int>([](QSqlDatabase &database) -> Result<int> { return database.isOpen() ? 7 : 0; });
        answer.waitForFinished();
        if (!answer.result() || *answer.result() != 7)
            return 1;
    }
    return 0;
}

} // namespace

class TestSqliteThread : public QObject
{
    Q_OBJECT
private slots:
    // A gatehousectl hung at its end once in about 800 runs (see SqliteThread::open). Ten rounds would rarely
    // find that again; they do find a program that opens many files at once and does not end.
    void aProgramThatOpensFilesAtOnceEnds()
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(childVariable), u"1"_s);
        for (int round = 0; round < 10; ++round) {
            QProcess child;
            child.setProcessEnvironment(environment);
            child.start(QCoreApplication::applicationFilePath(), {});
            QVERIFY2(child.waitForFinished(60000), "the program did not end");
            QCOMPARE(child.exitStatus(), QProcess::NormalExit);
            QCOMPARE(child.exitCode(), 0);
        }
    }

    // Two programs at once make a new file; each step is done once, and the version is never set back.
    void twoProgramsMigrateOnce()
    {
        static const auto table = [](const QString &statement, QSqlDatabase &database) -> Result<void> {
            return database.exec(statement).lastError().isValid()
                       ? failure(Error{.kind = Error::Kind::Storage})
                       : Result<void>{};
        };
        const QList<SqliteThread::Migration> steps{
            [](QSqlDatabase &database) { return table(u"CREATE TABLE a (x)"_s, database); },
            [](QSqlDatabase &database) { return table(u"ALTER TABLE a ADD COLUMN y"_s, database); },
            [](QSqlDatabase &database) { return table(u"ALTER TABLE a ADD COLUMN z"_s, database); }};
        for (int round = 0; round < 20; ++round) {
            QTemporaryDir folder;
            const SqliteThread::Options options{.filePath = folder.filePath(u"a.sqlite"_s),
                                                .migrations = steps};
            SqliteThread one(options);
            SqliteThread other(options);
            for (SqliteThread *thread : {&one, &other}) {
                Async<int> version = thread->run<int>([](QSqlDatabase &database) -> Result<int> {
                    QSqlQuery query(database);
                    return query.exec(u"PRAGMA user_version"_s) && query.next() ? query.value(0).toInt() : -1;
                });
                version.waitForFinished();
                QVERIFY(version.result());
                QCOMPARE(*version.result(), 3);
            }
        }
    }
};

int main(int argc, char *argv[])
{
    if (qEnvironmentVariableIsSet(childVariable))
        return openFilesAtOnce(argc, argv);
    QCoreApplication app(argc, argv);
    TestSqliteThread test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sqlitethread.moc"
