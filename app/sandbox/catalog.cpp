// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/catalog.h"

#include "app/sandbox/paging.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

Answer badParameter()
{
    return problem(400, u"invalid-parameter"_s, u"A parameter cannot be understood."_s,
                   u"limit is 1 to 1000; cursor comes from next_cursor."_s);
}

// One page of a list; `rows` yields limit + 1 of them. A cursor names the last row, whose place the database
// knows.
Answer pageOf(const Request &request, QSqlQuery rows, int limit, qint64 total,
              QJsonObject (*toJson)(const QSqlQuery &))
{
    QJsonArray items;
    QJsonObject answer;
    QString last;
    while (rows.next()) {
        if (items.size() == limit) {
            answer.insert(u"next_cursor"_s, Cursor{.number = 0, .id = last}.toText());
            break;
        }
        last = rows.value(0).toString();
        items.append(toJson(rows));
    }
    answer.insert(u"items"_s, items);
    answer.insert(u"total"_s, total);
    return cacheable(request, answer);
}

QJsonArray words(const QVariant &value)
{
    return QJsonArray::fromStringList(value.toString().split(u' ', Qt::SkipEmptyParts));
}

QJsonObject euros(const QVariant &micros)
{
    return {{u"micros"_s, micros.toLongLong()}, {u"currency"_s, u"EUR"_s}};
}

QJsonObject tenantJson(const QSqlQuery &row)
{
    QJsonObject policy{{u"reason_required"_s, words(row.value(3))},
                       {u"required_approvals"_s, row.value(4).toInt()}};
    if (const int minutes = row.value(5).toInt(); minutes > 0)
        policy.insert(u"answer_within_minutes"_s, minutes);
    return {{u"id"_s, row.value(0).toString()},
            {u"name"_s, row.value(1).toString()},
            {u"monthly_budget"_s, euros(row.value(2))},
            {u"spent_this_month"_s, euros(row.value(6))},
            {u"policy"_s, policy}};
}

QJsonObject apiJson(const QSqlQuery &row)
{
    return {{u"id"_s, row.value(0).toString()},
            {u"name"_s, row.value(1).toString()},
            {u"version"_s, row.value(2).toString()},
            {u"kind"_s, row.value(3).toString()},
            {u"owner_tenant"_s, row.value(4).toString()},
            {u"scopes"_s, words(row.value(5))},
            {u"sensitive"_s, row.value(6).toBool()},
            {u"required_approvals"_s, row.value(7).toInt()},
            {u"plans"_s, QJsonDocument::fromJson(row.value(8).toByteArray()).array()}};
}

QJsonObject scopeJson(const QSqlQuery &row)
{
    return {{u"name"_s, row.value(0).toString()},
            {u"description"_s, row.value(1).toString()},
            {u"sensitive"_s, row.value(2).toBool()},
            {u"wide"_s, row.value(3).toBool()}};
}

} // namespace

Answer whoAmI(const Request &request, const Caller &caller)
{
    const Person &person = caller.person;
    QStringList may;
    for (const QString &right : person.may()) {
        const QString scope = right == u"requests.decide"_s ? u"gw:decide"_s
                              : right == u"usage.read"_s    ? u"gw:usage"_s
                                                            : u"gw:read"_s;
        if (caller.scopes.contains(scope))
            may.append(right);
    }
    return cacheable(request, {{u"subject"_s, person.subject},
                               {u"name"_s, person.name},
                               {u"email"_s, person.email},
                               {u"roles"_s, QJsonArray::fromStringList(person.roles)},
                               {u"scopes"_s, QJsonArray::fromStringList(caller.scopes)},
                               {u"tenants"_s, QJsonArray::fromStringList(person.tenants)},
                               {u"may"_s, QJsonArray::fromStringList(may)}});
}

Answer listTenants(Database &database, const Request &request, const Caller &caller, const QDateTime &now)
{
    const std::optional<Paging> paging = readPaging(request.query);
    if (!paging)
        return badParameter();
    const QString mine = QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(caller.person.tenants)).toJson(QJsonDocument::Compact));
    const int all = caller.person.seesAll ? 1 : 0;
    const QString after = paging->after ? paging->after->id : u""_s;
    const QVariant total = database.value(
        u"SELECT count(*) FROM tenants WHERE ? OR id IN (SELECT value FROM json_each(?))"_s, {all, mine});
    const QDate day = now.toUTC().date();
    const qint64 month =
        QDateTime(QDate(day.year(), day.month(), 1), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch();
    QSqlQuery rows = database.run(
        u"WITH spent AS (SELECT tenant, sum(cost_micros) AS micros FROM usage_days WHERE day >= ? GROUP BY tenant) SELECT id, name, budget_micros, reason_required, required_approvals, answer_minutes, coalesce(micros, 0) FROM tenants LEFT JOIN spent ON spent.tenant = id WHERE (? OR id IN (SELECT value FROM json_each(?))) AND (? = '' OR (name, id) > (SELECT name, id FROM tenants WHERE id = ?)) ORDER BY name, id LIMIT ?"_s,
        {month, all, mine, after, after, paging->limit + 1});
    return pageOf(request, std::move(rows), paging->limit, total.toLongLong(), tenantJson);
}

Answer listApis(Database &database, const Request &request)
{
    const std::optional<Paging> paging = readPaging(request.query);
    if (!paging)
        return badParameter();
    const QString after = paging->after ? paging->after->id : u""_s;
    const QVariant total = database.value(u"SELECT count(*) FROM apis"_s);
    QSqlQuery rows = database.run(
        u"SELECT id, name, version, kind, owner, scopes, sensitive, required_approvals, plans FROM apis WHERE ? = '' OR (name, version, id) > (SELECT name, version, id FROM apis WHERE id = ?) ORDER BY name, version, id LIMIT ?"_s,
        {after, after, paging->limit + 1});
    return pageOf(request, std::move(rows), paging->limit, total.toLongLong(), apiJson);
}

Answer listScopes(Database &database, const Request &request)
{
    const std::optional<Paging> paging = readPaging(request.query);
    if (!paging)
        return badParameter();
    const QString after = paging->after ? paging->after->id : u""_s;
    const QVariant total = database.value(u"SELECT count(*) FROM scopes"_s);
    QSqlQuery rows = database.run(
        u"SELECT name, description, sensitive, wide FROM scopes WHERE name > ? ORDER BY name LIMIT ?"_s,
        {after, paging->limit + 1});
    return pageOf(request, std::move(rows), paging->limit, total.toLongLong(), scopeJson);
}

} // namespace gatehouse::sandbox
