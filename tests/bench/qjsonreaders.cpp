// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/qjsonreaders.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace gatehouse::bench {

using namespace gateway;

namespace {

class Reader
{
public:
    Reader(QJsonObject object, bool &ok)
        : m_object(std::move(object))
        , m_ok(ok)
    {}
    [[nodiscard]] QString string(QLatin1StringView name)
    {
        return value(name, QJsonValue::String).toString();
    }
    [[nodiscard]] bool boolean(QLatin1StringView name) { return value(name, QJsonValue::Bool).toBool(); }
    [[nodiscard]] qint64 integer(QLatin1StringView name)
    {
        return value(name, QJsonValue::Double).toInteger();
    }
    [[nodiscard]] Reader object(QLatin1StringView name)
    {
        return {value(name, QJsonValue::Object).toObject(), m_ok};
    }
    [[nodiscard]] QJsonArray array(QLatin1StringView name)
    {
        return value(name, QJsonValue::Array).toArray();
    }
    [[nodiscard]] bool has(QLatin1StringView name) const
    {
        const QJsonValue found = m_object.value(name);
        return !found.isUndefined() && !found.isNull();
    }
    [[nodiscard]] QStringList strings(QLatin1StringView name)
    {
        QStringList list;
        const QJsonArray values = array(name);
        for (const auto &each : values) {
            m_ok = m_ok && each.isString();
            list.append(each.toString());
        }
        return list;
    }
    [[nodiscard]] QDateTime time(QLatin1StringView name)
    {
        const QDateTime at = QDateTime::fromString(string(name), Qt::ISODateWithMs).toUTC();
        m_ok = m_ok && at.isValid();
        return at;
    }

private:
    [[nodiscard]] QJsonValue value(QLatin1StringView name, QJsonValue::Type type)
    {
        QJsonValue found = m_object.value(name);
        m_ok = m_ok && found.type() == type;
        return found;
    }

    QJsonObject m_object;
    bool &m_ok;
};

Word<SubscriptionState> stateOf(const QString &text)
{
    using State = SubscriptionState;
    for (const State state : {State::Pending, State::Approved, State::Rejected, State::Revoked,
                              State::Suspended, State::Expired, State::Withdrawn}) {
        if (wordFor(state) == text)
            return {.value = state, .text = text};
    }
    return {.value = State::Unknown, .text = text};
}

Decision readDecision(Reader r)
{
    Decision decision;
    decision.verdict =
        r.string("verdict"_L1) == wordFor(Verdict::Reject) ? Verdict::Reject : Verdict::Approve;
    decision.reason = r.string("reason"_L1);
    Reader by = r.object("by"_L1);
    decision.bySubject = by.string("subject"_L1);
    decision.byName = by.string("name"_L1);
    decision.at = r.time("at"_L1);
    decision.idempotencyKey = r.string("idempotency_key"_L1);
    return decision;
}

Subscription readSubscription(Reader r, bool &ok)
{
    Subscription s;
    s.id = {r.string("id"_L1)};
    s.state = stateOf(r.string("state"_L1));
    s.etag = r.string("etag"_L1).toUtf8();
    Reader application = r.object("application"_L1);
    s.application = {application.string("id"_L1)};
    s.applicationName = application.string("name"_L1);
    Reader api = r.object("api"_L1);
    s.api = {api.string("id"_L1)};
    s.apiName = api.string("name"_L1);
    s.apiVersion = api.string("version"_L1);
    s.sensitive = api.boolean("sensitive"_L1);
    s.plan = r.string("plan"_L1);
    s.scopes = r.strings("scopes"_L1);
    Reader tenant = r.object("tenant"_L1);
    s.tenant = {tenant.string("id"_L1)};
    s.tenantName = tenant.string("name"_L1);
    Reader requester = r.object("requester"_L1);
    s.requesterSubject = requester.string("subject"_L1);
    s.requesterName = requester.string("name"_L1);
    s.justification = r.string("justification"_L1);
    s.requestedAt = r.time("requested_at"_L1);
    if (r.has("estimated_monthly_cost"_L1)) {
        Reader money = r.object("estimated_monthly_cost"_L1);
        s.estimatedMonthlyCost =
            Money{.micros = money.integer("micros"_L1), .currency = money.string("currency"_L1)};
    }
    s.requiredApprovals = int(r.integer("required_approvals"_L1));
    const QJsonArray decisions = r.array("decisions"_L1);
    for (const auto &decision : decisions)
        s.decisions.append(readDecision({decision.toObject(), ok}));
    s.mayDecide = r.boolean("may_decide"_L1);
    if (r.has("may_not_decide_because"_L1))
        s.mayNotDecideBecause = r.string("may_not_decide_because"_L1);
    return s;
}

} // namespace

Page<Subscription> readWithQJson(const QByteArray &utf8)
{
    bool ok = true;
    Reader root(QJsonDocument::fromJson(utf8).object(), ok);
    Page<Subscription> page;
    const QJsonArray items = root.array("items"_L1);
    for (const auto &item : items)
        page.items.append(readSubscription({item.toObject(), ok}, ok));
    page.total = root.integer("total"_L1);
    return ok ? page : Page<Subscription>();
}

} // namespace gatehouse::bench
