// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/journalprivate.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

QString jsonText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject jsonOf(const QVariant &value)
{
    return QJsonDocument::fromJson(value.toString().toUtf8()).object();
}

} // namespace

Error journalError(const QSqlQuery &query)
{
    return Error{.kind = Error::Kind::Storage, .title = u"journal"_s, .detail = query.lastError().text()};
}

QString text(const QString &value)
{
    return value.isNull() ? u""_s : value; // a null would be bound as NULL
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

QJsonObject recordOf(const Journal::Order &order, const QString &id, const QString &action,
                     const QString &note)
{
    QJsonObject record{{u"action"_s, action},
                       {u"decision"_s, id},
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

} // namespace gatehouse::store
