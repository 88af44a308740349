// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept beside the decisions on their way: whether they are in force, and first approvals.
#include "core/store/journalprivate.h"
#include "core/store/trail.h"

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

Result<void> writeEnforced(QSqlDatabase &database, const Journal::Effect &effect, const QDateTime &at)
{
    QSqlQuery query(database);
    query.prepare(u"UPDATE decisions SET enforced = ? WHERE id = ? AND enforced <> ?"_s);
    query.addBindValue(static_cast<int>(effect.enforced));
    query.addBindValue(effect.id);
    query.addBindValue(static_cast<int>(effect.enforced));
    if (!query.exec())
        return failure(journalError(query));
    const std::optional<Journal::Entry> entry = find(database, effect.id);
    if (!entry)
        return failure(Error::Kind::NotFound, u"no entry %1"_s.arg(effect.id));
    if (query.numRowsAffected() == 0 || effect.enforced == Journal::Enforced::Unknown ||
        effect.enforced == Journal::Enforced::Waiting)
        return {};
    const QString action = effect.enforced == Journal::Enforced::Effective ? u"decision.effective"_s
                                                                           : u"decision.not_effective"_s;
    return appendToTrail(database, recordOf(entry->order, entry->id, action, effect.note), at);
}

} // namespace

Async<void> Journal::setEnforced(const QString &id, Enforced enforced, const QString &note,
                                 const QDateTime &at)
{
    return setEnforced({{.id = id, .enforced = enforced, .note = note}}, at);
}

Async<void> Journal::setEnforced(const QList<Effect> &effects, const QDateTime &at)
{
    return d->thread.run<void>([effects, at](QSqlDatabase &database) -> Result<void> {
        return inTransaction<void>(database, [&]() -> Result<void> {
            for (const Effect &effect : effects)
                if (Result<void> written = writeEnforced(database, effect, at); !written)
                    return written;
            return {};
        });
    });
}

Async<void> Journal::keepFirstApproval(const Order &order, const QDateTime &at)
{
    return d->thread.run<void>([order, at](QSqlDatabase &database) -> Result<void> {
        return inTransaction<void>(database, [&]() -> Result<void> {
            QSqlQuery query(database);
            query.prepare(u"INSERT OR REPLACE INTO first_approvals (scope, connection, actor, actor_name, "
                          u"subscription, verdict, reason, terms, "
                          "context, etag, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
            bind(query, order);
            query.addBindValue(at.toMSecsSinceEpoch());
            if (!query.exec())
                return failure(journalError(query));
            return appendToTrail(database, recordOf(order, {}, u"decision.first_approval"_s, {}), at);
        });
    });
}

Async<QList<Journal::Staged>> Journal::firstApprovals(const QString &connection)
{
    return d->thread.run<QList<Staged>>([connection](QSqlDatabase &database) -> Result<QList<Staged>> {
        QSqlQuery query(database);
        query.prepare(u"SELECT * FROM first_approvals WHERE connection = ? ORDER BY at"_s);
        query.addBindValue(text(connection));
        if (!query.exec())
            return failure(journalError(query));
        QList<Staged> all;
        while (query.next())
            all.append({.order = orderOf(query), .at = timeOf(query.value(u"at"_s))});
        return all;
    });
}

Async<void> Journal::dropFirstApprovals(const QString &connection, const QStringList &subscriptions)
{
    return d->thread.run<void>([connection, subscriptions](QSqlDatabase &database) -> Result<void> {
        return inTransaction<void>(database, [&]() -> Result<void> {
            QSqlQuery query(database);
            query.prepare(u"DELETE FROM first_approvals WHERE connection = ? AND subscription = ?"_s);
            for (const QString &subscription : subscriptions) {
                query.addBindValue(text(connection));
                query.addBindValue(subscription);
                if (!query.exec())
                    return failure(journalError(query));
            }
            return {};
        });
    });
}

} // namespace gatehouse::store
