// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/subscriptions.h"

#include "app/sandbox/paging.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qsizetype MostIds = 200;

const QStringList States{u"pending"_s, u"returned"_s,  u"approved"_s, u"rejected"_s,
                         u"revoked"_s, u"suspended"_s, u"expired"_s,  u"withdrawn"_s};

// Fixed conditions with the values they bind: nothing of the request becomes SQL. What is not asked for is
// not there, or the database would not see which index it has for the rest.
struct Conditions
{
    QString text = u"WHERE 1"_s;
    QVariantList values;

    void add(const QString &condition, const QVariant &value)
    {
        text += condition;
        values.append(value);
    }
};

Conditions conditionsOf(const Parameters &query, const Caller &caller, bool byDecision)
{
    Conditions conditions;
    const QStringList states = query.values(u"state"_s);
    const QStringList &tenants = caller.person.tenants;
    const bool isOfSeveral = !caller.person.seesAll && tenants.size() != 1;
    // The plus keeps the database from going through all of a state to find those of a few tenants, or to
    // sort them.
    const bool isFilter = isOfSeveral || byDecision;
    if (states.size() == 1)
        conditions.add(isFilter ? u" AND +s.state = ?"_s : u" AND s.state = ?"_s, states.first());
    else if (!states.isEmpty())
        conditions.add(isFilter ? u" AND +s.state IN (SELECT value FROM json_each(?))"_s
                                : u" AND s.state IN (SELECT value FROM json_each(?))"_s,
                       jsonList(states));
    if (query.contains(u"id"_s))
        conditions.add(u" AND s.id IN (SELECT value FROM json_each(?))"_s, jsonList(query.values(u"id"_s)));
    if (const QString tenant = query.value(u"tenant"_s); !tenant.isEmpty())
        conditions.add(u" AND s.tenant = ?"_s, tenant);
    if (const QString api = query.value(u"api"_s); !api.isEmpty())
        conditions.add(u" AND s.api = ?"_s, api);
    if (const QString application = query.value(u"application"_s); !application.isEmpty())
        conditions.add(u" AND s.application_id = ?"_s, application);
    if (isOfSeveral)
        conditions.add(u" AND s.tenant IN (SELECT value FROM json_each(?))"_s, jsonList(tenants));
    else if (!caller.person.seesAll)
        conditions.add(u" AND s.tenant = ?"_s, tenants.first());
    return conditions;
}

} // namespace

Answer Subscriptions::list(const Request &request, const Caller &caller)
{
    const QStringList states = request.query.values(u"state"_s);
    const std::optional<Paging> paging = readPaging(request.query);
    const QString order = request.query.value(u"order"_s, u"oldest-request"_s);
    const bool byDecision = order == u"latest-decision"_s;
    const bool statesAreKnown = std::all_of(states.cbegin(), states.cend(),
                                            [](const QString &state) { return States.contains(state); });
    if (!paging || !statesAreKnown || (!byDecision && order != u"oldest-request"_s) ||
        request.query.count(u"id"_s) > MostIds)
        return problem(
            400, u"invalid-parameter"_s, u"A parameter cannot be understood."_s,
            u"limit is 1 to 1000; cursor comes from next_cursor; state is one of the contract's words; at most 200 times id; order is oldest-request or latest-decision."_s);

    const Conditions conditions = conditionsOf(request.query, caller, byDecision);
    QVariantList values = conditions.values;
    QString page = SubscriptionReader::selection() + conditions.text;
    if (paging->after) {
        page +=
            byDecision ? u" AND (s.decided_at, s.id) < (?, ?)"_s : u" AND (s.requested_at, s.id) > (?, ?)"_s;
        values.append({paging->after->number, paging->after->id});
    }
    page += byDecision ? u" ORDER BY s.decided_at DESC, s.id DESC LIMIT ?"_s
                       : u" ORDER BY s.requested_at, s.id LIMIT ?"_s;
    values.append(paging->limit + 1);

    QSqlQuery query = m_database.run(page, values);
    QList<SubscriptionRow> rows;
    QJsonObject answer;
    while (query.next()) {
        if (rows.size() == paging->limit) {
            const SubscriptionRow &last = rows.constLast();
            answer.insert(
                u"next_cursor"_s,
                Cursor{.number = byDecision ? last.decidedAt : last.requestedAt, .id = last.id}.toText());
            break;
        }
        rows.append(SubscriptionRow(query));
    }
    query.finish();
    answer.insert(u"items"_s, m_reader.toJson(rows, caller));
    answer.insert(
        u"total"_s,
        m_database.value(u"SELECT count(*) FROM subscriptions s "_s + conditions.text, conditions.values)
            .toLongLong());
    return cacheable(request, answer);
}

Answer Subscriptions::get(const Request &request, const Caller &caller, const QString &id)
{
    const std::optional<SubscriptionRow> row = m_reader.find(id, caller);
    if (!row)
        return problem(404, u"not-found"_s, u"There is no such subscription, or it is not for you to see."_s);
    return cacheable(request, m_reader.toJson(*row, caller));
}

} // namespace gatehouse::sandbox
