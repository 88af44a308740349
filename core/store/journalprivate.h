// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/journal.h"
#include "core/store/sqlitethread.h"

#include <QSqlError>
#include <QSqlQuery>

#include <functional>

// What the parts of the journal share: how its rows are read and written. On the thread of its database.
namespace gatehouse::store {

struct Journal::Private
{
    SqliteThread thread;
};

[[nodiscard]] Error journalError(const QSqlQuery &query);
// A null would be bound as NULL.
[[nodiscard]] QString text(const QString &value);
void bind(QSqlQuery &query, const Journal::Order &order);
[[nodiscard]] Journal::Order orderOf(const QSqlQuery &query);
[[nodiscard]] Journal::Entry entryOf(const QSqlQuery &query);
[[nodiscard]] QDateTime timeOf(const QVariant &value);
[[nodiscard]] std::optional<Journal::Entry> find(QSqlDatabase &database, const QString &id);
// What the trail tells of an entry or an order.
[[nodiscard]] QJsonObject recordOf(const Journal::Order &order, const QString &id, const QString &action,
                                   const QString &note);

// One flush for all that `work` does, and all of it or nothing.
template <typename T>
Result<T> inTransaction(QSqlDatabase &database, const std::function<Result<T>()> &work)
{
    QSqlQuery query(database);
    if (!query.exec(QStringLiteral("BEGIN IMMEDIATE")))
        return failure(journalError(query));
    Result<T> result = work();
    if (result && !query.exec(QStringLiteral("COMMIT")))
        result = failure(journalError(query));
    if (!result)
        query.exec(QStringLiteral("ROLLBACK"));
    return result;
}

} // namespace gatehouse::store
