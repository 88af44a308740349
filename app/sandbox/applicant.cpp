// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/applicant.h"

#include "app/sandbox/body.h"
#include "app/sandbox/rules.h"

#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qsizetype BodyLimit = 64 * 1024;
constexpr qsizetype LongestText = 2000;
constexpr qint64 Unit = 1'000'000;

// A required text of at most so many characters; a 422 when it is not.
std::optional<Answer> readText(const QJsonObject &body, const QString &member, qsizetype longest,
                               QString &text)
{
    const QJsonValue given = body.value(member);
    text = given.toString().trimmed();
    if (!given.isString() || text.isEmpty())
        return unfit(member + u"-required"_s, u"Something that is needed is not said."_s, member,
                     u"a text that is not empty"_s);
    if (text.size() > longest)
        return unfit(member + u"-too-long"_s, u"A text is too long."_s, member,
                     u"at most %1 characters"_s.arg(longest));
    return std::nullopt;
}

std::optional<Answer> unknownMember(const QJsonObject &body, const QStringList &members)
{
    for (const QString &member : body.keys()) {
        if (!members.contains(member))
            return unfit(u"unknown-member"_s, u"The body says something that is not known here."_s, member,
                         u"not known"_s);
    }
    return std::nullopt;
}

// For whose application it is: said, or the one tenant of the person.
std::optional<Answer> readTenant(const QJsonObject &body, Database &database, const Person &person,
                                 QString &tenant)
{
    tenant = body.value(u"tenant"_s).toString();
    if (!body.contains(u"tenant"_s) && person.tenants.size() == 1)
        tenant = person.tenants.first();
    else if (!body.contains(u"tenant"_s))
        return unfit(u"tenant-required"_s, u"Say for which of your tenants."_s, u"tenant"_s,
                     u"needed, as you do not belong to exactly one"_s);
    const bool isThere = database.value(u"SELECT 1 FROM tenants WHERE id = ?"_s, {tenant}).isValid();
    if (!isThere || !person.sees(tenant))
        return unfit(u"unknown-tenant"_s, u"There is no such tenant, or it is not yours."_s, u"tenant"_s,
                     u"a tenant of yours"_s);
    return std::nullopt;
}

std::optional<Answer> readApi(const QJsonObject &body, Database &database, NewRequest &wanted)
{
    wanted.api = body.value(u"api"_s).toString(u""_s);
    wanted.plan = body.value(u"plan"_s).toString();
    QSqlQuery api = database.run(u"SELECT scopes, plans FROM apis WHERE id = ?"_s, {wanted.api});
    if (!api.next())
        return unfit(u"unknown-api"_s, u"There is no such API."_s, u"api"_s, u"the id of an API"_s);
    if (!planNames(api.value(1).toByteArray()).contains(wanted.plan))
        return unfit(u"unknown-plan"_s, u"The API has no such plan."_s, u"plan"_s, u"a plan of the API"_s);
    const QStringList offered = api.value(0).toString().split(u' ', Qt::SkipEmptyParts);
    for (const QJsonValue scope : body.value(u"scopes"_s).toArray())
        wanted.scopes.append(scope.toString());
    wanted.scopes.removeDuplicates();
    const bool areOffered = std::all_of(wanted.scopes.cbegin(), wanted.scopes.cend(),
                                        [&](const QString &scope) { return offered.contains(scope); });
    if (wanted.scopes.isEmpty() || !areOffered)
        return unfit(u"unknown-scope"_s, u"The scopes must be some of those the API has."_s, u"scopes"_s,
                     offered.join(u", "_s));
    return std::nullopt;
}

qint64 feeOf(Database &database, const QString &api, const QString &plan)
{
    const QByteArray plans = database.value(u"SELECT plans FROM apis WHERE id = ?"_s, {api}).toByteArray();
    for (const QJsonValue one : QJsonDocument::fromJson(plans).array()) {
        if (one[u"name"_s] == plan)
            return one[u"monthly_fee"_s][u"micros"_s].toInteger(5 * Unit);
    }
    return 5 * Unit;
}

} // namespace

QString insertRequest(Database &database, const NewRequest &request, qint64 at)
{
    static const QRegularExpression notOfAnId(u"[^a-z0-9]+"_s);
    const qint64 change =
        database.value(u"SELECT coalesce(max(change), 0) + 1 FROM subscriptions"_s).toLongLong();
    const QString id = u"sub_%1"_s.arg(1'000'000 + change);
    database.run(
        u"INSERT INTO subscriptions (id, state, version, application_id, application, api, plan, scopes, tenant, requester_subject, requester_name, justification, requested_at, cost_micros, change) VALUES (?, 'pending', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {id, u"app_"_s + request.application.toLower().replace(notOfAnId, u"-"_s), request.application,
         request.api, request.plan, request.scopes.join(u' '), request.tenant, request.subject, request.name,
         request.justification, at, feeOf(database, request.api, request.plan), change});
    return id;
}

Answer Applicant::apply(const Request &request, const Caller &caller, const QDateTime &now)
{
    const Person &person = caller.person;
    if (person.seesAll && !person.isAdmin())
        return problem(403, u"forbidden"_s, u"Your role reads requests and makes none."_s);
    const auto read = readBody(request, BodyLimit);
    if (const auto *refused = std::get_if<Answer>(&read))
        return *refused;
    const QJsonObject body = std::get<QJsonObject>(read);
    NewRequest wanted{.subject = person.subject, .name = person.name};
    for (const std::optional<Answer> &wrong :
         {unknownMember(
              body, {u"application"_s, u"api"_s, u"plan"_s, u"scopes"_s, u"justification"_s, u"tenant"_s}),
          readText(body, u"application"_s, 80, wanted.application),
          readText(body, u"justification"_s, LongestText, wanted.justification),
          readTenant(body, m_database, person, wanted.tenant), readApi(body, m_database, wanted)})
        if (wrong)
            return *wrong;
    (void)m_database.begin();
    const QString id = insertRequest(m_database, wanted, now.toMSecsSinceEpoch());
    m_database.commit();
    Answer answer = shown(id, caller, 201);
    answer.headers.append({"Location", "/v1/subscriptions/" + id.toUtf8()});
    return answer;
}

Answer Applicant::reply(const Request &request, const Caller &caller, const QString &id, const QDateTime &now)
{
    const auto read = readBody(request, BodyLimit);
    if (const auto *refused = std::get_if<Answer>(&read))
        return *refused;
    const auto row = own(id, caller);
    if (const auto *refused = std::get_if<Answer>(&row))
        return *refused;
    if (const SubscriptionRow &asked = std::get<SubscriptionRow>(row); asked.state != u"returned"_s)
        return problem(409, u"not-returned"_s, u"Nobody asked back."_s, {},
                       {{u"etag"_s, QString::fromUtf8(asked.etag())}});
    const QJsonObject body = std::get<QJsonObject>(read);
    QString text;
    if (const std::optional<Answer> wrong = unknownMember(body, {u"text"_s}))
        return *wrong;
    if (const std::optional<Answer> wrong = readText(body, u"text"_s, LongestText, text))
        return *wrong;
    (void)m_database.begin();
    m_database.run(
        u"INSERT INTO conversation (subscription, by_subject, by_name, at, text) VALUES (?, ?, ?, ?, ?)"_s,
        {id, caller.person.subject, caller.person.name, now.toMSecsSinceEpoch(), text});
    moveTo(u"pending"_s, id);
    m_database.commit();
    return shown(id, caller, 200);
}

Answer Applicant::withdraw(const Caller &caller, const QString &id)
{
    const auto row = own(id, caller);
    if (const auto *refused = std::get_if<Answer>(&row))
        return *refused;
    const SubscriptionRow &asked = std::get<SubscriptionRow>(row);
    if (!asked.isRequest())
        return problem(409, u"already-decided"_s, u"Only a request that waits can be withdrawn."_s, {},
                       {{u"etag"_s, QString::fromUtf8(asked.etag())}});
    moveTo(u"withdrawn"_s, id);
    return shown(id, caller, 200);
}

std::variant<SubscriptionRow, Answer> Applicant::own(const QString &id, const Caller &caller)
{
    const std::optional<SubscriptionRow> row = m_reader.find(id, caller);
    if (!row)
        return problem(404, u"not-found"_s, u"There is no such subscription, or it is not for you to see."_s);
    if (row->requester != caller.person.subject && !caller.person.isAdmin())
        return problem(403, u"not-requester"_s, u"Only who asked for it can do this."_s);
    return *row;
}

void Applicant::moveTo(const QString &state, const QString &id)
{
    m_database.run(
        u"UPDATE subscriptions SET state = ?, version = version + 1, change = (SELECT max(change) + 1 FROM subscriptions) WHERE id = ?"_s,
        {state, id});
}

Answer Applicant::shown(const QString &id, const Caller &caller, int status)
{
    const std::optional<SubscriptionRow> row = m_reader.find(id, caller);
    Answer answer = json(m_reader.toJson(*row, caller), status);
    answer.headers.append({"ETag", row->etag()});
    return answer;
}

} // namespace gatehouse::sandbox
