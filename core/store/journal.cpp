// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/journal.h"

#include "core/store/sqlitethread.h"

#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr int Constraint = 19; // SQLITE_CONSTRAINT, in the low byte of its extended codes

Error journalError(const QSqlQuery &query)
{
    return Error{.kind = Error::Kind::Storage, .title = u"journal"_s, .detail = query.lastError().text()};
}

Result<void> createDecisions(QSqlDatabase &database)
{
    QSqlQuery query(database);
    if (!query.exec(
            u"CREATE TABLE decisions (id TEXT PRIMARY KEY, scope TEXT NOT NULL, subscription TEXT NOT NULL, "
            "verdict TEXT NOT NULL, reason TEXT NOT NULL, etag BLOB NOT NULL, state INTEGER NOT NULL, "
            "note TEXT NOT NULL, prepared_at INTEGER NOT NULL, settled_at INTEGER)"_s)
        // One open entry per request, kept by the database itself: two programs share the file.
        ||
        !query.exec(
            u"CREATE UNIQUE INDEX one_open ON decisions (scope, subscription) WHERE settled_at IS NULL"_s) ||
        !query.exec(u"CREATE INDEX by_time ON decisions (scope, prepared_at)"_s))
        return failure(journalError(query));
    return {};
}

Journal::Entry entryOf(const QSqlQuery &query)
{
    return {.id = query.value(0).toString(),
            .scope = query.value(1).toString(),
            .subscription = query.value(2).toString(),
            .verdict = query.value(3).toString(),
            .reason = query.value(4).toString(),
            .etag = query.value(5).toByteArray(),
            .state = static_cast<Journal::State>(query.value(6).toInt()),
            .note = query.value(7).toString(),
            .preparedAt = QDateTime::fromMSecsSinceEpoch(query.value(8).toLongLong(), Qt::UTC),
            .settledAt = query.value(9).isNull()
                             ? QDateTime()
                             : QDateTime::fromMSecsSinceEpoch(query.value(9).toLongLong(), Qt::UTC)};
}

Result<QList<Journal::Entry>> entriesOf(QSqlQuery &query)
{
    if (!query.exec())
        return failure(journalError(query));
    QList<Journal::Entry> entries;
    while (query.next())
        entries.append(entryOf(query));
    return entries;
}

} // namespace

struct Journal::Private
{
    SqliteThread thread;
};

Journal::Journal(const QString &filePath, QObject *parent)
    : QObject(parent)
    , d(new Private{SqliteThread({.filePath = filePath,
                                  .migrations = {createDecisions},
                                  .fullSync = true,
                                  .movedAside = [this](const QString &newPath) {
                                      QMetaObject::invokeMethod(
                                          this, [this, newPath] { emit damagedFileMovedAside(newPath); });
                                  }})})
{}

Journal::~Journal() = default;

Async<void> Journal::prepare(const Entry &entry)
{
    return d->thread.run<void>([entry](QSqlDatabase &database) -> Result<void> {
        QSqlQuery query(database);
        query.prepare(u"INSERT INTO decisions (id, scope, subscription, verdict, reason, etag, state, note, "
                      u"prepared_at) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
        query.addBindValue(entry.id);
        query.addBindValue(entry.scope);
        query.addBindValue(entry.subscription);
        query.addBindValue(entry.verdict);
        query.addBindValue(entry.reason.isNull() ? u""_s : entry.reason);
        query.addBindValue(entry.etag.isNull() ? QByteArray("") : entry.etag);
        query.addBindValue(static_cast<int>(State::Prepared));
        query.addBindValue(u""_s);
        query.addBindValue(entry.preparedAt.toMSecsSinceEpoch());
        if (query.exec())
            return {};
        if ((query.lastError().nativeErrorCode().toInt() & 0xff) == Constraint)
            return failure(Error::Kind::Conflict, query.lastError().text());
        return failure(journalError(query));
    });
}

Async<void> Journal::settle(const QString &id, State state, const QString &note, const QDateTime &at)
{
    return d->thread.run<void>([id, state, note, at](QSqlDatabase &database) -> Result<void> {
        QSqlQuery query(database);
        query.prepare(
            u"UPDATE decisions SET state = ?, note = ?, settled_at = ? WHERE id = ? AND settled_at IS NULL"_s);
        query.addBindValue(static_cast<int>(state));
        query.addBindValue(note.isNull() ? u""_s : note);
        query.addBindValue(at.toMSecsSinceEpoch());
        query.addBindValue(id);
        if (!query.exec())
            return failure(journalError(query));
        if (query.numRowsAffected() == 0)
            return failure(Error::Kind::NotFound, u"no open entry %1"_s.arg(id));
        return {};
    });
}

Async<QList<Journal::Entry>> Journal::open(const QString &scope)
{
    return d->thread.run<QList<Entry>>([scope](QSqlDatabase &database) {
        QSqlQuery query(database);
        query.prepare(
            u"SELECT id, scope, subscription, verdict, reason, etag, state, note, prepared_at, settled_at "
            "FROM decisions WHERE scope = ? AND settled_at IS NULL ORDER BY prepared_at"_s);
        query.addBindValue(scope);
        return entriesOf(query);
    });
}

Async<QList<Journal::Entry>> Journal::recent(const QString &scope, int limit)
{
    return d->thread.run<QList<Entry>>([scope, limit](QSqlDatabase &database) {
        QSqlQuery query(database);
        query.prepare(
            u"SELECT id, scope, subscription, verdict, reason, etag, state, note, prepared_at, settled_at "
            "FROM decisions WHERE scope = ? ORDER BY prepared_at DESC LIMIT ?"_s);
        query.addBindValue(scope);
        query.addBindValue(limit);
        return entriesOf(query);
    });
}

} // namespace gatehouse::store
