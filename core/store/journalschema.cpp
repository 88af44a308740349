// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/journalschema.h"

#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

Result<void> runAll(QSqlDatabase &database, const QStringList &statements)
{
    QSqlQuery query(database);
    for (const QString &statement : statements)
        if (!query.exec(statement))
            return failure(Error{
                .kind = Error::Kind::Storage, .title = u"journal"_s, .detail = query.lastError().text()});
    return {};
}

Result<void> createDecisions(QSqlDatabase &database)
{
    return runAll(
        database,
        {u"CREATE TABLE decisions (id TEXT PRIMARY KEY, scope TEXT NOT NULL, subscription TEXT NOT NULL, "
         "verdict TEXT NOT NULL, reason TEXT NOT NULL, etag BLOB NOT NULL, state INTEGER NOT NULL, "
         "note TEXT NOT NULL, prepared_at INTEGER NOT NULL, settled_at INTEGER)"_s,
         // One open entry per request, kept by the database itself: two programs share the file.
         u"CREATE UNIQUE INDEX one_open ON decisions (scope, subscription) WHERE settled_at IS NULL"_s,
         u"CREATE INDEX by_time ON decisions (scope, prepared_at)"_s});
}

Result<void> addTermsStagingAndTrail(QSqlDatabase &database)
{
    return runAll(
        database,
        {u"ALTER TABLE decisions ADD COLUMN connection TEXT NOT NULL DEFAULT ''"_s,
         u"ALTER TABLE decisions ADD COLUMN actor TEXT NOT NULL DEFAULT ''"_s,
         u"ALTER TABLE decisions ADD COLUMN actor_name TEXT NOT NULL DEFAULT ''"_s,
         u"ALTER TABLE decisions ADD COLUMN terms TEXT NOT NULL DEFAULT '{}'"_s,
         u"ALTER TABLE decisions ADD COLUMN context TEXT NOT NULL DEFAULT '{}'"_s,
         u"ALTER TABLE decisions ADD COLUMN leaves_at INTEGER"_s,
         u"ALTER TABLE decisions ADD COLUMN enforced INTEGER NOT NULL DEFAULT 0"_s,
         u"CREATE TABLE staged (number INTEGER PRIMARY KEY, scope TEXT NOT NULL, connection TEXT NOT NULL, "
         "actor TEXT NOT NULL, actor_name TEXT NOT NULL, subscription TEXT NOT NULL, verdict TEXT NOT NULL, "
         "reason TEXT NOT NULL, terms TEXT NOT NULL, etag BLOB NOT NULL, context TEXT NOT NULL, "
         "at INTEGER NOT NULL, UNIQUE (scope, subscription))"_s,
         u"CREATE TABLE trail (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, record TEXT NOT NULL, "
         "hash BLOB NOT NULL)"_s,
         u"CREATE INDEX trail_by_time ON trail (at)"_s,
         // Append-only for every program that keeps to the schema; the hashes tell of one that does not.
         u"CREATE TRIGGER trail_is_not_changed BEFORE UPDATE ON trail "
         "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"_s,
         u"CREATE TRIGGER trail_is_not_cut BEFORE DELETE ON trail "
         "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"_s});
}

Result<void> addFirstApprovals(QSqlDatabase &database)
{
    return runAll(database,
                  {u"CREATE TABLE first_approvals (scope TEXT NOT NULL, connection TEXT NOT NULL, "
                   "actor TEXT NOT NULL, actor_name TEXT NOT NULL, subscription TEXT NOT NULL, "
                   "verdict TEXT NOT NULL, reason TEXT NOT NULL, terms TEXT NOT NULL, etag BLOB NOT NULL, "
                   "context TEXT NOT NULL, at INTEGER NOT NULL, "
                   "PRIMARY KEY (connection, subscription, actor))"_s});
}

} // namespace

QList<SqliteThread::Migration> journalMigrations()
{
    return {createDecisions, addTermsStagingAndTrail, addFirstApprovals};
}

} // namespace gatehouse::store
