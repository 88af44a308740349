// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/decisioncontext.h"

#include <QJsonArray>

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

QString textOf(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s) : QString();
}

QDateTime timeOf(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

QStringList stringsOf(const QJsonValue &value)
{
    QStringList strings;
    for (const auto &one : value.toArray())
        strings.append(one.toString());
    return strings;
}

} // namespace

QJsonObject contextOf(const gateway::Subscription &request)
{
    QJsonArray approvals;
    for (const gateway::Decision &decision : request.decisions)
        if (decision.verdict == gateway::Verdict::Approve)
            approvals.append(decision.byName.isEmpty() ? decision.bySubject : decision.byName);
    return {{u"state"_s, request.state.text},
            {u"application"_s, request.applicationName},
            {u"application_id"_s, request.application.value},
            {u"api"_s, request.apiName},
            {u"api_id"_s, request.api.value},
            {u"api_version"_s, request.apiVersion},
            {u"sensitive"_s, request.sensitive},
            {u"plan"_s, request.plan},
            {u"scopes"_s, QJsonArray::fromStringList(request.scopes)},
            {u"tenant"_s, request.tenantName},
            {u"tenant_id"_s, request.tenant.value},
            {u"requester"_s, request.requesterSubject},
            {u"requester_name"_s, request.requesterName},
            {u"requested_at"_s, textOf(request.requestedAt)},
            {u"due_at"_s, textOf(request.dueAt)},
            {u"required_approvals"_s, request.requiredApprovals},
            {u"approved_by"_s, approvals}};
}

gateway::Subscription subscriptionOf(const store::Journal::Order &order)
{
    gateway::Subscription request;
    const QJsonObject &kept = order.context;
    if (!kept.contains(u"state"_s))
        return request;
    request.id = {order.subscription};
    request.etag = order.etag;
    request.state.text = kept.value(u"state"_s).toString();
    using State = gateway::SubscriptionState;
    for (const State state : {State::Pending, State::Returned, State::Approved, State::Rejected,
                              State::Revoked, State::Suspended, State::Expired, State::Withdrawn})
        if (gateway::wordFor(state) == request.state.text)
            request.state.value = state;
    request.application = {kept.value(u"application_id"_s).toString()};
    request.applicationName = kept.value(u"application"_s).toString();
    request.api = {kept.value(u"api_id"_s).toString()};
    request.apiName = kept.value(u"api"_s).toString();
    request.apiVersion = kept.value(u"api_version"_s).toString();
    request.sensitive = kept.value(u"sensitive"_s).toBool();
    request.plan = kept.value(u"plan"_s).toString();
    request.scopes = stringsOf(kept.value(u"scopes"_s));
    request.tenant = {kept.value(u"tenant_id"_s).toString()};
    request.tenantName = kept.value(u"tenant"_s).toString();
    request.requesterSubject = kept.value(u"requester"_s).toString();
    request.requesterName = kept.value(u"requester_name"_s).toString();
    request.requestedAt = timeOf(kept.value(u"requested_at"_s));
    request.dueAt = timeOf(kept.value(u"due_at"_s));
    request.requiredApprovals = kept.value(u"required_approvals"_s).toInt(1);
    return request;
}

QJsonObject jsonOf(const gateway::Terms &terms)
{
    QJsonObject json;
    if (terms.expiresAt.isValid())
        json.insert(u"expires_at"_s, textOf(terms.expiresAt));
    if (terms.scopes)
        json.insert(u"scopes"_s, QJsonArray::fromStringList(*terms.scopes));
    if (!terms.plan.isEmpty())
        json.insert(u"plan"_s, terms.plan);
    return json;
}

gateway::Terms termsOf(const QJsonObject &json)
{
    gateway::Terms terms;
    if (json.contains(u"expires_at"_s))
        terms.expiresAt = timeOf(json.value(u"expires_at"_s));
    if (json.contains(u"scopes"_s))
        terms.scopes = stringsOf(json.value(u"scopes"_s));
    terms.plan = json.value(u"plan"_s).toString();
    return terms;
}

} // namespace gatehouse::workspace
