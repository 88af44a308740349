// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlitethread.h"

#include "core/base/logging.h"
#include "core/store/settings.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

Error storageError(const QSqlError &error, const QString &filePath)
{
    return Error{.kind = Error::Kind::Storage, .title = filePath, .detail = error.text()};
}

bool isDamage(const QSqlError &error)
{
    const QString code = error.nativeErrorCode();
    return code == u"11"_s || code == u"26"_s; // SQLITE_CORRUPT, SQLITE_NOTADB
}

int userVersion(QSqlDatabase &database)
{
    QSqlQuery query(database);
    return query.exec(u"PRAGMA user_version"_s) && query.next() ? query.value(0).toInt() : -1;
}

Result<void> migrate(QSqlDatabase &database, const QList<SqliteThread::Migration> &migrations,
                     const QString &path)
{
    const int from = userVersion(database);
    if (from > migrations.size())
        return failure(
            Error::Kind::Storage,
            u"%1 has version %2, this program knows %3"_s.arg(path).arg(from).arg(migrations.size()), path);
    static const QList<QString> stamps{u"PRAGMA user_version = 1"_s, u"PRAGMA user_version = 2"_s,
                                       u"PRAGMA user_version = 3"_s, u"PRAGMA user_version = 4"_s};
    for (int step = std::max(from, 0); step < migrations.size(); ++step) {
        QSqlQuery query(database);
        if (!query.exec(u"BEGIN IMMEDIATE"_s))
            return failure(storageError(query.lastError(), path));
        // Another program may have come here first, and gone further.
        const bool isDone = userVersion(database) > step;
        Result<void> done = isDone ? Result<void>{} : migrations[step](database);
        if (done && !isDone && !query.exec(stamps[step]))
            done = failure(storageError(query.lastError(), path));
        if (!done) {
            query.exec(u"ROLLBACK"_s);
            return done;
        }
        if (!query.exec(u"COMMIT"_s))
            return failure(storageError(query.lastError(), path));
    }
    return {};
}

} // namespace

SqliteThread::SqliteThread(Options options)
    : m_options(std::move(options))
    , m_worker(new QObject)
    , m_connectionName(QUuid::createUuid().toString())
{
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(QFileInfo(m_options.filePath).fileName());
    m_thread.start();
    post([this] {
        (void)ensureOpen();
    }); // while the caller goes on; what fails is tried and told again at use
}

SqliteThread::~SqliteThread()
{
    post([this] {
        if (m_isOpen)
            m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(m_connectionName);
        m_thread.quit();
    });
    m_thread.wait();
}

void SqliteThread::post(std::function<void()> work)
{
    QMetaObject::invokeMethod(m_worker, std::move(work), Qt::QueuedConnection);
}

Result<void> SqliteThread::ensureOpen()
{
    if (m_isOpen)
        return {};
    Result<void> made = makePrivateDirectory(QFileInfo(m_options.filePath).absolutePath());
    if (!made)
        return made;
    Result<void> opened = open();
    if (!opened && opened.error().code == u"damaged"_s) {
        if (Result<void> moved = moveAside(); !moved)
            return moved;
        opened = open();
    }
    return opened;
}

Result<void> SqliteThread::open()
{
    // The first use of Qt 6.4's table of drivers is not guarded: two threads at once register its clean-up
    // twice, and at exit the second one registers itself for ever. So the first use is here, one at a time.
    static const bool hasDriver = QSqlDatabase::isDriverAvailable(u"QSQLITE"_s);
    if (!hasDriver)
        return failure(Error::Kind::Storage, u"the SQLite driver of Qt is not installed"_s,
                       m_options.filePath);
    // Made by us first, so that SQLite's side files inherit 0600.
    QFile file(m_options.filePath);
    if (!file.exists() && !file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                                     QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return failure(Error::Kind::Storage, u"%1: %2"_s.arg(m_options.filePath, file.errorString()),
                       m_options.filePath);
    file.close();
    if (!QSqlDatabase::contains(m_connectionName))
        m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connectionName);
    m_database.setDatabaseName(m_options.filePath);
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    const auto failed = [this](const QSqlError &error) -> Result<void> {
        Error storage = storageError(error, m_options.filePath);
        if (isDamage(error))
            storage.code = u"damaged"_s;
        m_database.close();
        return failure(std::move(storage));
    };
    if (!m_database.open())
        return failed(m_database.lastError());
    for (const QString &pragma :
         {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA trusted_schema = OFF"_s, u"PRAGMA secure_delete = ON"_s,
          m_options.fullSync ? u"PRAGMA synchronous = FULL"_s : u"PRAGMA synchronous = NORMAL"_s,
          u"PRAGMA quick_check(1)"_s}) {
        QSqlQuery query(m_database);
        if (!query.exec(pragma))
            return failed(query.lastError());
        if (pragma.endsWith(u"(1)"_s) && query.next() && query.value(0).toString() != u"ok"_s) {
            m_database.close();
            return failure(Error{.kind = Error::Kind::Storage,
                                 .code = u"damaged"_s,
                                 .title = m_options.filePath,
                                 .detail = query.value(0).toString()});
        }
    }
    if (Result<void> migrated = migrate(m_database, m_options.migrations, m_options.filePath); !migrated) {
        m_database.close();
        return migrated;
    }
    m_isOpen = true;
    return {};
}

Result<void> SqliteThread::moveAside()
{
    const QString newPath = u"%1.damaged-%2"_s.arg(
        m_options.filePath, QDateTime::currentDateTimeUtc().toString(u"yyyyMMddTHHmmsszzz"_s));
    if (!QFile::rename(m_options.filePath, newPath))
        return failure(Error::Kind::Storage, u"cannot move %1 aside"_s.arg(m_options.filePath),
                       m_options.filePath);
    QFile::remove(m_options.filePath + u"-wal"_s);
    QFile::remove(m_options.filePath + u"-shm"_s);
    qCWarning(log::store) << "damaged file moved aside:" << newPath;
    if (m_options.movedAside)
        m_options.movedAside(newPath);
    return {};
}

} // namespace gatehouse::store
