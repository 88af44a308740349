// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/journal.h"

#include "core/store/journalprivate.h"
#include "core/store/journalschema.h"
#include "core/store/trail.h"

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr int Constraint = 19; // SQLITE_CONSTRAINT, in the low byte of its extended codes

QVariant timeValue(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
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

// The trail's word for what became of an entry.
QString actionFor(Journal::State state)
{
    switch (state) {
    case Journal::State::Prepared:
        return u"decision.prepared"_s;
    case Journal::State::Recorded:
        return u"decision.recorded"_s;
    case Journal::State::NotRecorded:
        return u"decision.not_recorded"_s;
    case Journal::State::DecidedElsewhere:
        return u"decision.elsewhere"_s;
    case Journal::State::Held:
        return u"decision.held"_s;
    case Journal::State::Withdrawn:
        return u"decision.withdrawn"_s;
    }
    return {};
}

// Moves entries to `to` that are still in a state of `statement`, each with its line in the trail. Returns
// those that did.
Result<QStringList> move(QSqlDatabase &database, const QString &statement,
                         const QList<Journal::Settlement> &moves, const QVariant &settledAt,
                         const QDateTime &at)
{
    return inTransaction<QStringList>(database, [&]() -> Result<QStringList> {
        QStringList moved;
        QSqlQuery query(database);
        query.prepare(statement);
        for (const Journal::Settlement &step : moves) {
            query.bindValue(0, static_cast<int>(step.state));
            query.bindValue(1, text(step.note));
            query.bindValue(2, settledAt);
            query.bindValue(3, step.id);
            if (!query.exec())
                return failure(journalError(query));
            if (query.numRowsAffected() == 0)
                continue;
            const std::optional<Journal::Entry> entry = find(database, step.id);
            if (!entry)
                return failure(Error::Kind::Storage, u"an entry is gone"_s, u"journal"_s);
            if (Result<void> added = appendToTrail(
                    database, recordOf(entry->order, entry->id, actionFor(step.state), step.note), at);
                !added)
                return failure(added.error());
            moved.append(step.id);
        }
        return moved;
    });
}

const QString MoveOpen =
    u"UPDATE decisions SET state = ?, note = ?, settled_at = ? WHERE id = ? AND settled_at IS NULL"_s;
const QString MoveHeld = MoveOpen + u" AND state = %1"_s.arg(int(Journal::State::Held));

QList<Journal::Settlement> allTo(const QStringList &ids, Journal::State state)
{
    QList<Journal::Settlement> moves;
    for (const QString &id : ids)
        moves.append({.id = id, .state = state, .note = {}});
    return moves;
}

} // namespace

Journal::Journal(const QString &filePath, QObject *parent)
    : QObject(parent)
    , d(new Private{SqliteThread({.filePath = filePath,
                                  .migrations = journalMigrations(),
                                  .fullSync = true,
                                  .movedAside = [this](const QString &newPath) {
                                      QMetaObject::invokeMethod(
                                          this, [this, newPath] { emit damagedFileMovedAside(newPath); });
                                  }})})
{}

Journal::~Journal() = default;

Async<QStringList> Journal::prepare(const QList<Entry> &entries)
{
    return d->thread.run<QStringList>([entries](QSqlDatabase &database) -> Result<QStringList> {
        return inTransaction<QStringList>(database, [&]() -> Result<QStringList> {
            QStringList taken;
            QSqlQuery insert(database);
            insert.prepare(
                u"INSERT INTO decisions (scope, connection, actor, actor_name, subscription, verdict, "
                u"reason, terms, "
                "context, etag, id, state, prepared_at, leaves_at, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')"_s);
            QSqlQuery unstage(database);
            unstage.prepare(u"DELETE FROM staged WHERE scope = ? AND subscription = ?"_s);
            for (const Entry &entry : entries) {
                bind(insert, entry.order);
                insert.addBindValue(entry.id);
                insert.addBindValue(static_cast<int>(entry.state));
                insert.addBindValue(entry.preparedAt.toMSecsSinceEpoch());
                insert.addBindValue(timeValue(entry.leavesAt));
                if (!insert.exec()) {
                    if ((insert.lastError().nativeErrorCode().toInt() & 0xff) != Constraint)
                        return failure(journalError(insert));
                    taken.append(entry.id);
                    continue;
                }
                unstage.addBindValue(entry.order.scope);
                unstage.addBindValue(entry.order.subscription);
                if (!unstage.exec())
                    return failure(journalError(unstage));
                if (Result<void> added =
                        appendToTrail(database, recordOf(entry.order, entry.id, actionFor(entry.state), {}),
                                      entry.preparedAt);
                    !added)
                    return failure(added.error());
            }
            return taken;
        });
    });
}

Async<QStringList> Journal::release(const QStringList &ids)
{
    return d->thread.run<QStringList>([ids](QSqlDatabase &database) {
        return move(database, MoveHeld, allTo(ids, State::Prepared), QVariant(),
                    QDateTime::currentDateTimeUtc());
    });
}

Async<QStringList> Journal::withdraw(const QStringList &ids, const QDateTime &at)
{
    return d->thread.run<QStringList>([ids, at](QSqlDatabase &database) {
        return move(database, MoveHeld, allTo(ids, State::Withdrawn), timeValue(at), at);
    });
}

Async<QStringList> Journal::settle(const QList<Settlement> &settlements, const QDateTime &at)
{
    return d->thread.run<QStringList>([settlements, at](QSqlDatabase &database) {
        return move(database, MoveOpen, settlements, timeValue(at), at);
    });
}

Async<QList<Journal::Entry>> Journal::open(const QString &scope)
{
    return d->thread.run<QList<Entry>>([scope](QSqlDatabase &database) {
        QSqlQuery query(database);
        query.prepare(
            u"SELECT * FROM decisions WHERE scope = ? AND settled_at IS NULL ORDER BY prepared_at, rowid"_s);
        query.addBindValue(scope);
        return entriesOf(query);
    });
}

Async<QList<Journal::Entry>> Journal::notEffective(const QString &scope, int limit)
{
    return d->thread.run<QList<Entry>>([scope, limit](QSqlDatabase &database) {
        QSqlQuery query(database);
        query.prepare(u"SELECT * FROM decisions WHERE scope = ? AND state = ? AND enforced IN (?, ?) "
                      "ORDER BY prepared_at DESC LIMIT ?"_s);
        query.addBindValue(scope);
        query.addBindValue(static_cast<int>(State::Recorded));
        query.addBindValue(static_cast<int>(Enforced::Waiting));
        query.addBindValue(static_cast<int>(Enforced::Failed));
        query.addBindValue(limit);
        return entriesOf(query);
    });
}

Async<QList<Journal::Entry>> Journal::recent(const QString &scope, int limit)
{
    return d->thread.run<QList<Entry>>([scope, limit](QSqlDatabase &database) {
        QSqlQuery query(database);
        query.prepare(
            u"SELECT * FROM decisions WHERE scope = ? ORDER BY prepared_at DESC, rowid DESC LIMIT ?"_s);
        query.addBindValue(scope);
        query.addBindValue(limit);
        return entriesOf(query);
    });
}

Async<void> Journal::stage(const QList<Staged> &staged)
{
    return d->thread.run<void>([staged](QSqlDatabase &database) -> Result<void> {
        return inTransaction<void>(database, [&]() -> Result<void> {
            QSqlQuery query(database);
            query.prepare(u"INSERT OR REPLACE INTO staged (scope, connection, actor, actor_name, "
                          u"subscription, verdict, reason, terms, "
                          "context, etag, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
            for (const Staged &one : staged) {
                bind(query, one.order);
                query.addBindValue(one.at.toMSecsSinceEpoch());
                if (!query.exec())
                    return failure(journalError(query));
            }
            return {};
        });
    });
}

Async<void> Journal::unstage(const QString &scope, const QStringList &subscriptions)
{
    return d->thread.run<void>([scope, subscriptions](QSqlDatabase &database) -> Result<void> {
        return inTransaction<void>(database, [&]() -> Result<void> {
            QSqlQuery query(database);
            query.prepare(u"DELETE FROM staged WHERE scope = ? AND subscription = ?"_s);
            for (const QString &subscription : subscriptions) {
                query.addBindValue(scope);
                query.addBindValue(subscription);
                if (!query.exec())
                    return failure(journalError(query));
            }
            return {};
        });
    });
}

Async<QList<Journal::Staged>> Journal::staged(const QString &scope)
{
    return d->thread.run<QList<Staged>>([scope](QSqlDatabase &database) -> Result<QList<Staged>> {
        QSqlQuery query(database);
        query.prepare(u"SELECT * FROM staged WHERE scope = ? ORDER BY number"_s);
        query.addBindValue(scope);
        if (!query.exec())
            return failure(journalError(query));
        QList<Staged> all;
        while (query.next())
            all.append({.order = orderOf(query), .at = timeOf(query.value(u"at"_s))});
        return all;
    });
}

} // namespace gatehouse::store
