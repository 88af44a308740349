// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/subscriptions.h"

#include "app/sandbox/paging.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qsizetype BodyLimit = 64 * 1024;

const QStringList States{u"pending"_s,   u"approved"_s, u"rejected"_s, u"revoked"_s,
                         u"suspended"_s, u"expired"_s,  u"withdrawn"_s};

// Filters are values bound to fixed statements; an empty one means all.
const QString Columns =
    u"s.id, s.state, s.version, s.application_id, s.application, s.api, a.name, a.version, a.sensitive, "
    u"s.plan, "
    "s.scopes, s.tenant, t.name, s.requester_subject, s.requester_name, s.justification, s.requested_at, "
    "s.cost_micros, a.required_approvals"_s;
const QString From = u" FROM subscriptions s JOIN apis a ON a.id = s.api JOIN tenants t ON t.id = s.tenant"_s;
// Two forms: behind an OR the database would not see that it has an index of states.
const QString InStates = u" WHERE s.state IN (SELECT value FROM json_each(?))"_s;
const QString InAnyState = u" WHERE ? = '[]'"_s;
const QString AndFilters = u" AND (? = '' OR s.tenant = ?) AND (? = '' OR s.api = ?) "
                           "AND (? = '*' OR s.tenant IN (SELECT value FROM json_each(?)))"_s;

QString timeText(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC).toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s);
}

QString jsonList(const QStringList &list)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

// A null string would be bound as NULL and equal nothing.
QString bound(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

QString visibleTenants(const Caller &caller)
{
    return caller.person.seesAll ? u"*"_s : jsonList(caller.person.tenants);
}

// The rules of DecisionOrder; nothing when it keeps them.
std::optional<Answer> unfitOrder(const QJsonObject &order)
{
    const auto unfit = [](const QString &word, const QString &title, const QString &member,
                          const QString &detail) {
        const QJsonObject error{{u"pointer"_s, QString(u'/' + member)}, {u"detail"_s, detail}};
        return problem(422, word, title, {}, {{u"errors"_s, QJsonArray{error}}});
    };
    for (const QString &member : order.keys()) {
        if (member != u"verdict"_s && member != u"reason"_s)
            return unfit(u"unknown-member"_s, u"The decision says something that is not known here."_s,
                         member, u"not known"_s);
    }
    const QString verdict = order.value(u"verdict"_s).toString();
    const QJsonValue given = order.value(u"reason"_s);
    const QString reason = given.toString().trimmed();
    if (verdict != u"approve"_s && verdict != u"reject"_s)
        return unfit(u"invalid-verdict"_s, u"The verdict must be approve or reject."_s, u"verdict"_s,
                     u"approve or reject"_s);
    if (!given.isUndefined() && !given.isString())
        return unfit(u"invalid-reason"_s, u"A reason must be text."_s, u"reason"_s, u"text"_s);
    if (verdict == u"reject"_s && reason.isEmpty())
        return unfit(u"reason-required"_s, u"A rejection needs a reason."_s, u"reason"_s,
                     u"needed for a rejection"_s);
    if (reason.size() > 2000)
        return unfit(u"reason-too-long"_s, u"A reason has at most 2000 characters."_s, u"reason"_s,
                     u"at most 2000 characters"_s);
    return std::nullopt;
}

} // namespace

struct Subscriptions::Row
{
    QString id, state, applicationId, application, api, apiName, apiVersion, plan, scopes, tenant, tenantName,
        requester, requesterName, justification;
    qint64 version = 0, requestedAt = 0, costMicros = 0;
    int requiredApprovals = 1;
    bool isSensitive = false;

    explicit Row(const QSqlQuery &q)
        : id(q.value(0).toString())
        , state(q.value(1).toString())
        , applicationId(q.value(3).toString())
        , application(q.value(4).toString())
        , api(q.value(5).toString())
        , apiName(q.value(6).toString())
        , apiVersion(q.value(7).toString())
        , plan(q.value(9).toString())
        , scopes(q.value(10).toString())
        , tenant(q.value(11).toString())
        , tenantName(q.value(12).toString())
        , requester(q.value(13).toString())
        , requesterName(q.value(14).toString())
        , justification(q.value(15).toString())
        , version(q.value(2).toLongLong())
        , requestedAt(q.value(16).toLongLong())
        , costMicros(q.value(17).toLongLong())
        , requiredApprovals(q.value(18).toInt())
        , isSensitive(q.value(8).toBool())
    {}
    [[nodiscard]] QByteArray etag() const
    {
        return '"' + id.toUtf8() + '-' + QByteArray::number(version) + '"';
    }
};

std::optional<Subscriptions::Row> Subscriptions::find(const QString &id, const Caller &caller)
{
    static const QString statement = u"SELECT "_s + Columns + From + u" WHERE s.id = ?"_s;
    QSqlQuery query = m_database.run(statement, {id});
    if (!query.next())
        return std::nullopt;
    Row row(query);
    return caller.person.sees(row.tenant) ? std::optional(row) : std::nullopt;
}

QJsonArray Subscriptions::decisions(const QString &id)
{
    QJsonArray list;
    QSqlQuery query = m_database.run(
        u"SELECT verdict, reason, by_subject, by_name, at, idempotency_key FROM decisions WHERE subscription = ? ORDER BY id"_s,
        {id});
    while (query.next())
        list.append(QJsonObject{{u"verdict"_s, query.value(0).toString()},
                                {u"reason"_s, query.value(1).toString()},
                                {u"by"_s, QJsonObject{{u"subject"_s, query.value(2).toString()},
                                                      {u"name"_s, query.value(3).toString()}}},
                                {u"at"_s, timeText(query.value(4).toLongLong())},
                                {u"idempotency_key"_s, query.value(5).toString()}});
    return list;
}

// The rules of who may decide, as the sentence the person reads; empty: may.
QString Subscriptions::whyNot(const Row &row, const QJsonArray &given, const Caller &caller) const
{
    if (!caller.person.mayDecide())
        return u"Your role reads requests and does not decide them."_s;
    if (!caller.scopes.contains(u"gw:decide"_s))
        return u"This session was not given the right to decide (scope gw:decide)."_s;
    if (row.state != u"pending"_s)
        return u"The request is already decided."_s;
    if (row.requester == caller.person.subject)
        return u"It is your own request; somebody else has to decide it."_s;
    for (const QJsonValue decision : given) {
        if (decision[u"by"_s][u"subject"_s] == caller.person.subject)
            return u"You have given your approval; a second person has to agree."_s;
    }
    return {};
}

QJsonObject Subscriptions::toJson(const Row &row, const Caller &caller)
{
    const QJsonArray given = decisions(row.id);
    const QString why = whyNot(row, given, caller);
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
        {u"scopes"_s, QJsonArray::fromStringList(row.scopes.split(u' ', Qt::SkipEmptyParts))},
        {u"tenant"_s, QJsonObject{{u"id"_s, row.tenant}, {u"name"_s, row.tenantName}}},
        {u"requester"_s, QJsonObject{{u"subject"_s, row.requester}, {u"name"_s, row.requesterName}}},
        {u"justification"_s, row.justification},
        {u"requested_at"_s, timeText(row.requestedAt)},
        {u"estimated_monthly_cost"_s, QJsonObject{{u"micros"_s, row.costMicros}, {u"currency"_s, u"EUR"_s}}},
        {u"required_approvals"_s, row.requiredApprovals},
        {u"decisions"_s, given},
        {u"may_decide"_s, why.isEmpty()},
    };
    if (!why.isEmpty())
        object.insert(u"may_not_decide_because"_s, why);
    return object;
}

Answer Subscriptions::list(const Request &request, const Caller &caller)
{
    const QStringList states = request.query.values(u"state"_s);
    const std::optional<Paging> paging = readPaging(request.query);
    const bool statesAreKnown = std::all_of(states.cbegin(), states.cend(),
                                            [](const QString &state) { return States.contains(state); });
    if (!paging || !statesAreKnown)
        return problem(
            400, u"invalid-parameter"_s, u"A parameter cannot be understood."_s,
            u"limit is 1 to 1000; cursor comes from next_cursor; state is one of the contract's words."_s);

    const QString where = (states.isEmpty() ? InAnyState : InStates) + AndFilters;
    const QString page = u"SELECT "_s + Columns + From + where +
                         u" AND (s.requested_at, s.id) > (?, ?) ORDER BY s.requested_at, s.id LIMIT ?"_s;
    const QString count = u"SELECT count(*)"_s + From + where;
    // The other filters are asked twice: whether they are set, and what they are.
    const QString wanted = jsonList(states);
    const QString tenant = request.query.value(u"tenant"_s);
    const QString api = request.query.value(u"api"_s);
    const QString visible = visibleTenants(caller);
    const Cursor after =
        paging->after.value_or(Cursor{.number = std::numeric_limits<qint64>::min(), .id = {}});
    QSqlQuery query =
        m_database.run(page, {wanted, bound(tenant), bound(tenant), bound(api), bound(api), visible, visible,
                              after.number, bound(after.id), paging->limit + 1});

    QJsonArray items;
    QJsonObject answer;
    Cursor last;
    while (query.next()) {
        const Row row(query);
        if (items.size() == paging->limit) {
            answer.insert(u"next_cursor"_s, last.toText());
            break;
        }
        last = {.number = row.requestedAt, .id = row.id};
        items.append(toJson(row, caller));
    }
    answer.insert(u"items"_s, items);
    answer.insert(u"total"_s, m_database
                                  .value(count, {wanted, bound(tenant), bound(tenant), bound(api), bound(api),
                                                 visible, visible})
                                  .toLongLong());
    return cacheable(request, answer);
}

Answer Subscriptions::get(const Request &request, const Caller &caller, const QString &id)
{
    const std::optional<Row> row = find(id, caller);
    if (!row)
        return problem(404, u"not-found"_s, u"There is no such subscription, or it is not for you to see."_s);
    return cacheable(request, toJson(*row, caller), row->etag());
}

Answer Subscriptions::decide(const Request &request, const Caller &caller, const QString &id,
                             const QDateTime &now)
{
    if (request.body.size() > BodyLimit)
        return problem(413, u"too-large"_s, u"The body is over 64 KiB."_s);
    if (request.header("Content-Type").split(';').constFirst().trimmed().toLower() != "application/json")
        return problem(415, u"unsupported-media-type"_s, u"The body must be application/json."_s);
    const QString key = QString::fromUtf8(request.header("Idempotency-Key"));
    if (key.size() < 16 || key.size() > 64)
        return problem(400, u"idempotency-key-required"_s,
                       u"An Idempotency-Key of 16 to 64 characters is needed."_s);
    QJsonParseError parsing;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &parsing);
    if (parsing.error != QJsonParseError::NoError || !document.isObject())
        return problem(400, u"invalid-json"_s, u"The body is not a JSON object."_s);

    const QByteArray fingerprint = QCryptographicHash::hash(
        id.toUtf8() + '\n' + document.toJson(QJsonDocument::Compact), QCryptographicHash::Sha256);
    QSqlQuery earlier =
        m_database.run(u"SELECT request, status, body, etag FROM idempotency WHERE key = ? AND subject = ?"_s,
                       {key, caller.person.subject});
    if (earlier.next()) {
        if (earlier.value(0).toByteArray() != fingerprint)
            return problem(422, u"idempotency-key-reused"_s,
                           u"The Idempotency-Key was used for another decision."_s);
        return {.status = earlier.value(1).toInt(),
                .body = earlier.value(2).toByteArray(),
                .headers = {{"ETag", earlier.value(3).toByteArray()}}};
    }

    const std::optional<Row> row = find(id, caller);
    if (!row)
        return problem(404, u"not-found"_s, u"There is no such subscription, or it is not for you to see."_s);
    const QJsonObject current{{u"etag"_s, QString::fromUtf8(row->etag())}};
    if (request.header("If-Match").isEmpty())
        return problem(428, u"precondition-required"_s,
                       u"If-Match is needed, so that nothing is decided unseen."_s, {}, current);
    if (row->state != u"pending"_s)
        return problem(409, u"already-decided"_s, u"The request is already decided."_s, {}, current);
    if (const QString why = whyNot(*row, decisions(id), caller); !why.isEmpty()) {
        const QString word = row->requester == caller.person.subject ? u"own-request"_s
                             : caller.person.mayDecide()             ? u"already-given"_s
                                                                     : u"forbidden"_s;
        return problem(403, word, why);
    }
    if (row->isSensitive && m_stepUp.count() > 0)
        if (const std::optional<Answer> stepUp = stepUpAnswer(caller, m_stepUp, now))
            return *stepUp;
    if (request.header("If-Match") != row->etag())
        return problem(412, u"changed"_s, u"The request changed since it was read."_s, {}, current);

    if (const std::optional<Answer> unfit = unfitOrder(document.object()))
        return *unfit;
    const QString verdict = document[u"verdict"_s].toString();
    const QString reason = document[u"reason"_s].toString().trimmed();
    return record(*row, caller, verdict, reason, key, fingerprint, now);
}

Answer Subscriptions::record(const Row &row, const Caller &caller, const QString &verdict,
                             const QString &reason, const QString &key, const QByteArray &fingerprint,
                             const QDateTime &now)
{
    (void)m_database.begin();
    m_database.run(
        u"INSERT INTO decisions (subscription, verdict, reason, by_subject, by_name, at, idempotency_key) VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
        {row.id, verdict, reason.isNull() ? u""_s : reason, caller.person.subject, caller.person.name,
         now.toMSecsSinceEpoch(), key});
    const bool isEnough = decisions(row.id).size() >= row.requiredApprovals;
    const QString state = verdict == u"reject"_s ? u"rejected"_s : isEnough ? u"approved"_s : u"pending"_s;
    m_database.run(u"UPDATE subscriptions SET state = ?, version = version + 1 WHERE id = ?"_s,
                   {state, row.id});
    const std::optional<Row> after = find(row.id, caller);
    Answer answer = json(toJson(*after, caller));
    answer.headers.append({"ETag", after->etag()});
    m_database.run(u"INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
                   {key, caller.person.subject, fingerprint, answer.status, answer.body, after->etag(),
                    now.toMSecsSinceEpoch()});
    m_database.commit();
    return answer;
}

} // namespace gatehouse::sandbox
