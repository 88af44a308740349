// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/cache.h"

#include "core/store/sqlitethread.h"

#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr qint64 KeepMilliseconds = 90LL * 24 * 3600 * 1000;

Result<void> run(QSqlQuery &query)
{
    if (query.exec())
        return {};
    return failure(Error::Kind::Storage, query.lastError().text(), u"cache"_s);
}

Result<void> createEntries(QSqlDatabase &database)
{
    QSqlQuery query(database);
    if (!query.exec(u"CREATE TABLE entries (scope TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL, "
                    "stored_at INTEGER NOT NULL, PRIMARY KEY (scope, key)) WITHOUT ROWID"_s))
        return failure(Error::Kind::Storage, query.lastError().text(), u"cache"_s);
    return {};
}

} // namespace

struct Cache::Private
{
    SqliteThread thread;
};

Cache::Cache(const QString &filePath, QObject *parent)
    : QObject(parent)
    , d(new Private{SqliteThread(
          {.filePath = filePath,
           .migrations = {createEntries},
           .fullSync = false,
           .movedAside =
               [this](const QString &newPath) {
                   QMetaObject::invokeMethod(this, [this, newPath] { emit damagedFileMovedAside(newPath); });
               },
           .failed =
               [this](const Error &error) {
                   QMetaObject::invokeMethod(this, [this, error] { emit failed(error); });
               }})})
{}

Cache::~Cache() = default;

Async<std::optional<Cache::Entry>> Cache::read(const QString &scope, const QString &key)
{
    return d->thread.run<std::optional<Entry>>(
        [scope, key](QSqlDatabase &database) -> Result<std::optional<Entry>> {
            QSqlQuery query(database);
            query.prepare(u"SELECT body, stored_at FROM entries WHERE scope = ? AND key = ?"_s);
            query.addBindValue(scope);
            query.addBindValue(key);
            if (const Result<void> ran = run(query); !ran)
                return failure(ran.error());
            if (!query.next())
                return std::nullopt;
            return Entry{.body = query.value(0).toByteArray(),
                         .storedAt = QDateTime::fromMSecsSinceEpoch(query.value(1).toLongLong(), Qt::UTC)};
        });
}

Async<void> Cache::write(const QString &scope, const QString &key, const QByteArray &body,
                         const QDateTime &at)
{
    return d->thread.run<void>([scope, key, body, at](QSqlDatabase &database) -> Result<void> {
        QSqlQuery query(database);
        query.prepare(
            u"INSERT INTO entries (scope, key, body, stored_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (scope, key) DO UPDATE SET body = excluded.body, stored_at = excluded.stored_at"_s);
        query.addBindValue(scope);
        query.addBindValue(key);
        query.addBindValue(body);
        query.addBindValue(at.toMSecsSinceEpoch());
        if (Result<void> ran = run(query); !ran)
            return ran;
        query.prepare(u"DELETE FROM entries WHERE stored_at < ?"_s);
        query.addBindValue(at.toMSecsSinceEpoch() - KeepMilliseconds);
        return run(query);
    });
}

Async<void> Cache::forget(const QString &scope)
{
    return d->thread.run<void>([scope](QSqlDatabase &database) -> Result<void> {
        QSqlQuery query(database);
        query.prepare(u"DELETE FROM entries WHERE scope = ?"_s);
        query.addBindValue(scope);
        return run(query);
    });
}

} // namespace gatehouse::store
