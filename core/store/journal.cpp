// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/journal.h"

#include "core/store/journalschema.h"
#include "core/store/trail.h"

#include <QJsonDocument>
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

QString text(const QString &value)
{
    return value.isNull() ? u""_s : value; // a null would be bound as NULL
}

QString jsonText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject jsonOf(const QVariant &value)
{
    return QJsonDocument::fromJson(value.toString().toUtf8()).object();
}

QVariant timeValue(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
}

QDateTime timeOf(const QVariant &value)
{
    return value.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

void bind(QSqlQuery &query, const Journal::Order &order)
{
    for (const QString &value :
         {order.scope, order.connection, order.actor, order.actorName, order.subscription, order.verdict,
          order.reason, jsonText(order.terms), jsonText(order.context)})
        query.addBindValue(text(value));
    query.addBindValue(order.etag.isNull() ? QByteArray("") : order.etag);
}

Journal::Order orderOf(const QSqlQuery &query)
{
    return {.scope = query.value(u"scope"_s).toString(),
            .connection = query.value(u"connection"_s).toString(),
            .actor = query.value(u"actor"_s).toString(),
            .actorName = query.value(u"actor_name"_s).toString(),
            .subscription = query.value(u"subscription"_s).toString(),
            .verdict = query.value(u"verdict"_s).toString(),
            .reason = query.value(u"reason"_s).toString(),
            .terms = jsonOf(query.value(u"terms"_s)),
            .etag = query.value(u"etag"_s).toByteArray(),
            .context = jsonOf(query.value(u"context"_s))};
}

Journal::Entry entryOf(const QSqlQuery &query)
{
    return {.id = query.value(u"id"_s).toString(),
            .order = orderOf(query),
            .state = static_cast<Journal::State>(query.value(u"state"_s).toInt()),
            .note = query.value(u"note"_s).toString(),
            .preparedAt = timeOf(query.value(u"prepared_at"_s)),
            .leavesAt = timeOf(query.value(u"leaves_at"_s)),
            .settledAt = timeOf(query.value(u"settled_at"_s)),
            .enforced = static_cast<Journal::Enforced>(query.value(u"enforced"_s).toInt())};
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

QJsonObject recordOf(const Journal::Entry &entry, const QString &action, const QString &note)
{
    const Journal::Order &order = entry.order;
    QJsonObject record{{u"action"_s, action},
                       {u"decision"_s, entry.id},
                       {u"connection"_s, order.connection},
                       {u"actor"_s, order.actor},
                       {u"actor_name"_s, order.actorName},
                       {u"subscription"_s, order.subscription},
                       {u"verdict"_s, order.verdict},
                       {u"context"_s, order.context}};
    if (!order.reason.isEmpty())
        record.insert(u"reason"_s, order.reason);
    if (!order.terms.isEmpty())
        record.insert(u"terms"_s, order.terms);
    if (!note.isEmpty())
        record.insert(u"note"_s, note);
    return record;
}

std::optional<Journal::Entry> find(QSqlDatabase &database, const QString &id)
{
    QSqlQuery query(database);
    query.prepare(u"SELECT * FROM decisions WHERE id = ?"_s);
    query.addBindValue(id);
    if (!query.exec() || !query.next())
        return std::nullopt;
    return entryOf(query);
}

// One flush for all that `work` does, and all of it or nothing.
template <typename T>
Result<T> inTransaction(QSqlDatabase &database, const std::function<Result<T>()> &work)
{
    QSqlQuery query(database);
    if (!query.exec(u"BEGIN IMMEDIATE"_s))
        return failure(journalError(query));
    Result<T> result = work();
    if (result && !query.exec(u"COMMIT"_s))
        result = failure(journalError(query));
    if (!result)
        query.exec(u"ROLLBACK"_s);
    return result;
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
            if (Result<void> added =
                    appendToTrail(database, recordOf(*entry, actionFor(step.state), step.note), at);
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

struct Journal::Private
{
    SqliteThread thread;
};

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
                if (Result<void> added = appendToTrail(database, recordOf(entry, actionFor(entry.state), {}),
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

Async<void> Journal::setEnforced(const QString &id, Enforced enforced, const QString &note,
                                 const QDateTime &at)
{
    return d->thread.run<void>([id, enforced, note, at](QSqlDatabase &database) -> Result<void> {
        return inTransaction<void>(database, [&]() -> Result<void> {
            QSqlQuery query(database);
            query.prepare(u"UPDATE decisions SET enforced = ? WHERE id = ? AND enforced <> ?"_s);
            query.addBindValue(static_cast<int>(enforced));
            query.addBindValue(id);
            query.addBindValue(static_cast<int>(enforced));
            if (!query.exec())
                return failure(journalError(query));
            const std::optional<Entry> entry = find(database, id);
            if (!entry)
                return failure(Error::Kind::NotFound, u"no entry %1"_s.arg(id));
            if (query.numRowsAffected() == 0 || enforced == Enforced::Unknown ||
                enforced == Enforced::Waiting)
                return {};
            const QString action =
                enforced == Enforced::Effective ? u"decision.effective"_s : u"decision.not_effective"_s;
            return appendToTrail(database, recordOf(*entry, action, note), at);
        });
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
