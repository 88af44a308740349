// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/subscriptionrow.h"

#include "app/sandbox/rules.h"
#include "app/sandbox/times.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qint64 MinuteMs = 60'000;

QStringList words(const QVariant &value)
{
    return value.toString().split(u' ', Qt::SkipEmptyParts);
}

std::optional<qint64> timeOrNone(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toLongLong());
}

QJsonObject personJson(const QVariant &subject, const QVariant &name)
{
    return {{u"subject"_s, subject.toString()}, {u"name"_s, name.toString()}};
}

QJsonObject decisionJson(const QSqlQuery &row)
{
    QJsonObject decision{{u"verdict"_s, row.value(1).toString()},
                         {u"reason"_s, row.value(2).toString()},
                         {u"by"_s, personJson(row.value(3), row.value(4))},
                         {u"at"_s, timeText(row.value(5).toLongLong())},
                         {u"idempotency_key"_s, row.value(6).toString()}};
    QJsonObject terms;
    if (!row.value(7).isNull())
        terms.insert(u"expires_at"_s, timeText(row.value(7).toLongLong()));
    if (!row.value(8).isNull())
        terms.insert(u"scopes"_s, QJsonArray::fromStringList(words(row.value(8))));
    if (!row.value(9).isNull())
        terms.insert(u"plan"_s, row.value(9).toString());
    if (!terms.isEmpty())
        decision.insert(u"terms"_s, terms);
    return decision;
}

// The last call with it. A dormant one has an end; the others called in the last hour there is.
std::optional<qint64> lastUse(const SubscriptionRow &row, qint64 filledUntil)
{
    if (!row.usedFrom || !row.hasTraffic)
        return std::nullopt;
    const qint64 until = std::min(row.usedUntil.value_or(filledUntil), filledUntil);
    const qint64 at = until - MinuteMs * (1 + row.requestedAt / 1000 % 50);
    return at > *row.usedFrom ? std::optional(at) : std::nullopt;
}

QJsonObject enforcementJson(const SubscriptionRow &row)
{
    QJsonObject enforcement{{u"state"_s, row.enforcement}, {u"since"_s, timeText(row.enforcedSince)}};
    if (row.enforcement == u"failed"_s)
        enforcement.insert(
            u"detail"_s,
            u"The data plane did not take it: the gateway node in the second zone is unreachable."_s);
    return enforcement;
}

QJsonObject subscriptionJson(const SubscriptionRow &row, const Said &said, const Caller &caller,
                             qint64 filledUntil)
{
    const QJsonArray given = said.decisions.value(row.id);
    const std::optional<Refusal> why = refusal(row, given, caller);
    const QStringList possible = possibleIn(row.state);
    QJsonObject object{
        {u"id"_s, row.id},
        {u"state"_s, row.state},
        {u"etag"_s, QString::fromUtf8(row.etag())},
        {u"application"_s, QJsonObject{{u"id"_s, row.applicationId}, {u"name"_s, row.application}}},
        {u"api"_s, QJsonObject{{u"id"_s, row.api},
                               {u"name"_s, row.apiName},
                               {u"version"_s, row.apiVersion},
                               {u"sensitive"_s, row.isSensitive}}},
        {u"plan"_s, row.plan},
        {u"scopes"_s, QJsonArray::fromStringList(row.scopes)},
        {u"tenant"_s, QJsonObject{{u"id"_s, row.tenant}, {u"name"_s, row.tenantName}}},
        {u"requester"_s, personJson(row.requester, row.requesterName)},
        {u"justification"_s, row.justification},
        {u"requested_at"_s, timeText(row.requestedAt)},
        {u"estimated_monthly_cost"_s, QJsonObject{{u"micros"_s, row.costMicros}, {u"currency"_s, u"EUR"_s}}},
        {u"required_approvals"_s, row.requiredApprovals},
        {u"decisions"_s, given},
        {u"may_decide"_s, !why},
        {u"possible"_s, QJsonArray::fromStringList(possible)},
        {u"reason_required"_s, QJsonArray::fromStringList(reasonsRequired(possible, row.policy))},
    };
    if (why)
        object.insert(u"may_not_decide_because"_s, why->sentence);
    if (row.granted)
        object.insert(u"granted_scopes"_s, QJsonArray::fromStringList(*row.granted));
    if (row.dueAt)
        object.insert(u"due_at"_s, timeText(*row.dueAt));
    if (row.expiresAt)
        object.insert(u"expires_at"_s, timeText(*row.expiresAt));
    if (const std::optional<qint64> used = lastUse(row, filledUntil))
        object.insert(u"last_used_at"_s, timeText(*used));
    if (!row.enforcement.isEmpty())
        object.insert(u"enforcement"_s, enforcementJson(row));
    if (const auto talk = said.conversation.constFind(row.id); talk != said.conversation.cend())
        object.insert(u"conversation"_s, *talk);
    return object;
}

} // namespace

const QString &SubscriptionReader::selection()
{
    static const QString statement =
        u"SELECT s.id, s.state, s.version, s.application_id, s.application, s.api, a.name, a.version, "
        "a.sensitive, s.plan, s.scopes, s.tenant, t.name, s.requester_subject, s.requester_name, "
        "s.justification, "
        "s.requested_at, s.cost_micros, max(a.required_approvals, t.required_approvals), s.granted, "
        "s.expires_at, "
        "s.decided_at, s.change, s.enforcement, s.enforced_since, s.used_from, s.used_until, "
        "t.reason_required, "
        "t.answer_minutes, a.plans, tr.calls IS NOT NULL FROM subscriptions s JOIN apis a ON a.id = s.api "
        "JOIN tenants t ON t.id = s.tenant LEFT JOIN traffic tr ON tr.tenant = s.tenant AND tr.api = s.api "_s;
    return statement;
}

SubscriptionRow::SubscriptionRow(const QSqlQuery &q)
    : id(q.value(0).toString())
    , state(q.value(1).toString())
    , applicationId(q.value(3).toString())
    , application(q.value(4).toString())
    , api(q.value(5).toString())
    , apiName(q.value(6).toString())
    , apiVersion(q.value(7).toString())
    , plan(q.value(9).toString())
    , tenant(q.value(11).toString())
    , tenantName(q.value(12).toString())
    , requester(q.value(13).toString())
    , requesterName(q.value(14).toString())
    , justification(q.value(15).toString())
    , enforcement(q.value(23).toString())
    , scopes(words(q.value(10)))
    , policy(words(q.value(27)))
    , plans(q.value(29).toByteArray())
    , version(q.value(2).toLongLong())
    , requestedAt(q.value(16).toLongLong())
    , decidedAt(q.value(21).toLongLong())
    , change(q.value(22).toLongLong())
    , costMicros(q.value(17).toLongLong())
    , enforcedSince(q.value(24).toLongLong())
    , expiresAt(timeOrNone(q.value(20)))
    , usedFrom(timeOrNone(q.value(25)))
    , usedUntil(timeOrNone(q.value(26)))
    , requiredApprovals(q.value(18).toInt())
    , isSensitive(q.value(8).toBool())
    , hasTraffic(q.value(30).toBool())
{
    if (!q.value(19).isNull())
        granted = words(q.value(19));
    if (const qint64 minutes = q.value(28).toLongLong(); minutes > 0)
        dueAt = requestedAt + minutes * MinuteMs;
}

QByteArray SubscriptionRow::etag() const
{
    return '"' + id.toUtf8() + '-' + QByteArray::number(version) + '"';
}

bool SubscriptionRow::isRequest() const
{
    return state == u"pending"_s || state == u"returned"_s;
}

std::optional<SubscriptionRow> SubscriptionReader::find(const QString &id, const Caller &caller)
{
    static const QString statement = selection() + u"WHERE s.id = ?"_s;
    QSqlQuery query = m_database.run(statement, {id});
    if (!query.next())
        return std::nullopt;
    SubscriptionRow row(query);
    return caller.person.sees(row.tenant) ? std::optional(row) : std::nullopt;
}

Said SubscriptionReader::said(const QStringList &ids)
{
    Said said;
    const QString list = jsonList(ids);
    QSqlQuery decided = m_database.run(
        u"SELECT subscription, verdict, reason, by_subject, by_name, at, idempotency_key, expires_at, scopes, plan FROM decisions WHERE subscription IN (SELECT value FROM json_each(?)) ORDER BY id"_s,
        {list});
    while (decided.next())
        said.decisions[decided.value(0).toString()].append(decisionJson(decided));
    QSqlQuery talked = m_database.run(
        u"SELECT subscription, by_subject, by_name, at, text FROM conversation WHERE subscription IN (SELECT value FROM json_each(?)) ORDER BY id"_s,
        {list});
    while (talked.next())
        said.conversation[talked.value(0).toString()].append(
            QJsonObject{{u"by"_s, personJson(talked.value(1), talked.value(2))},
                        {u"at"_s, timeText(talked.value(3).toLongLong())},
                        {u"text"_s, talked.value(4).toString()}});
    return said;
}

QJsonArray SubscriptionReader::decisions(const QString &id)
{
    return said({id}).decisions.value(id);
}

QJsonArray SubscriptionReader::toJson(const QList<SubscriptionRow> &rows, const Caller &caller)
{
    QStringList ids;
    for (const SubscriptionRow &row : rows)
        ids.append(row.id);
    const Said known = said(ids);
    const qint64 filledUntil = m_database.meta(u"filled_until"_s).toLongLong();
    QJsonArray items;
    for (const SubscriptionRow &row : rows)
        items.append(subscriptionJson(row, known, caller, filledUntil));
    return items;
}

QJsonObject SubscriptionReader::toJson(const SubscriptionRow &row, const Caller &caller)
{
    return toJson(QList{row}, caller).at(0).toObject();
}

QString jsonList(const QStringList &list)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

} // namespace gatehouse::sandbox
