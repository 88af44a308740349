// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/requesttext.h"

#include "app/ctl/texttable.h"

#include <QJsonArray>

#include <numeric>

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

namespace {

QString sendingWord(workspace::Sending sending)
{
    switch (sending) {
    case workspace::Sending::None:
        return {};
    case workspace::Sending::Sending:
        return u"sending"_s;
    case workspace::Sending::Recorded:
        return u"recorded"_s;
    case workspace::Sending::NotRecorded:
        return u"not_recorded"_s;
    case workspace::Sending::DecidedElsewhere:
        return u"decided_elsewhere"_s;
    case workspace::Sending::WaitingForNetwork:
        return u"waiting_for_network"_s;
    case workspace::Sending::Held:
        return u"held"_s;
    case workspace::Sending::Withdrawn:
        return u"withdrawn"_s;
    }
    return {};
}

QString obstacleWord(workspace::Obstacle obstacle)
{
    switch (obstacle) {
    case workspace::Obstacle::None:
        return u"send"_s;
    case workspace::Obstacle::NotRead:
        return u"not_found"_s;
    case workspace::Obstacle::UnderWay:
        return u"under_way"_s;
    case workspace::Obstacle::NotOffered:
        return u"not_offered"_s;
    case workspace::Obstacle::Decided:
        return u"already_decided"_s;
    case workspace::Obstacle::Changed:
        return u"changed"_s;
    case workspace::Obstacle::OwnRequest:
        return u"own_request"_s;
    case workspace::Obstacle::NoRight:
        return u"no_right"_s;
    case workspace::Obstacle::ReasonMissing:
        return u"reason_missing"_s;
    case workspace::Obstacle::SecondPerson:
        return u"second_person"_s;
    }
    return {};
}

QString isoTime(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QJsonObject decisionJson(const gateway::Decision &decision)
{
    return {{u"verdict"_s, gateway::wordFor(decision.verdict)},
            {u"reason"_s, decision.reason},
            {u"by"_s, decision.bySubject},
            {u"by_name"_s, decision.byName},
            {u"at"_s, isoTime(decision.at)},
            {u"idempotency_key"_s, decision.idempotencyKey}};
}

} // namespace

QString requestsTable(const QList<workspace::QueueRow> &rows)
{
    TextTable table({u"ID"_s, u"REQUESTED"_s, u"TENANT"_s, u"APPLICATION"_s, u"API"_s, u"PLAN"_s, u"BY"_s,
                     u"STATE"_s, u"YOURS"_s});
    for (const workspace::QueueRow &row : rows) {
        const gateway::Subscription &r = row.request;
        const QString yours = sendingWord(row.sending);
        table.add({r.id.value, timeText(r.requestedAt), r.tenantName, r.applicationName,
                   QString(r.apiName + u' ' + r.apiVersion), r.plan, r.requesterName, r.state.text,
                   row.note.isEmpty() ? yours : QString(yours + u": "_s + row.note)});
    }
    return table.text();
}

QString requestDetails(const workspace::QueueRow &row)
{
    const gateway::Subscription &r = row.request;
    TextTable table({u"Request"_s, r.id.value});
    table.add({u"State"_s, r.state.text});
    table.add({u"Requested"_s, QString(timeText(r.requestedAt) + u" by "_s + r.requesterName)});
    table.add({u"Tenant"_s, r.tenantName});
    table.add({u"Application"_s, r.applicationName});
    table.add(
        {u"API"_s, QString(r.apiName + u' ' + r.apiVersion + (r.sensitive ? u" (sensitive)"_s : QString()))});
    table.add({u"Plan"_s, r.plan});
    table.add({u"Scopes"_s, r.scopes.join(", "_L1)});
    table.add({u"Why"_s, r.justification});
    if (r.estimatedMonthlyCost)
        table.add({u"Cost a month"_s, moneyText(*r.estimatedMonthlyCost)});
    table.add({u"Approvals needed"_s, QString::number(r.requiredApprovals)});
    for (const gateway::Decision &decision : r.decisions)
        table.add({u"Decision"_s, decisionText(decision)});
    table.add({u"You may decide"_s, r.mayDecide ? u"yes"_s : QString(u"no: "_s + r.mayNotDecideBecause)});
    if (row.sending != workspace::Sending::None)
        table.add({u"Your decision"_s, QString(sendingWord(row.sending) + u' ' + row.note)});
    return table.text();
}

QJsonObject requestJson(const workspace::QueueRow &row)
{
    const gateway::Subscription &r = row.request;
    QJsonArray decisions;
    for (const gateway::Decision &decision : r.decisions)
        decisions.append(decisionJson(decision));
    QJsonObject object{{u"id"_s, r.id.value},
                       {u"state"_s, r.state.text},
                       {u"tenant"_s, r.tenant.value},
                       {u"tenant_name"_s, r.tenantName},
                       {u"application"_s, r.application.value},
                       {u"application_name"_s, r.applicationName},
                       {u"api"_s, r.api.value},
                       {u"api_name"_s, r.apiName},
                       {u"api_version"_s, r.apiVersion},
                       {u"sensitive"_s, r.sensitive},
                       {u"plan"_s, r.plan},
                       {u"scopes"_s, QJsonArray::fromStringList(r.scopes)},
                       {u"requester"_s, r.requesterSubject},
                       {u"requester_name"_s, r.requesterName},
                       {u"justification"_s, r.justification},
                       {u"requested_at"_s, isoTime(r.requestedAt)},
                       {u"required_approvals"_s, r.requiredApprovals},
                       {u"may_decide"_s, r.mayDecide},
                       {u"decisions"_s, decisions}};
    if (!r.mayDecide)
        object.insert(u"may_not_decide_because"_s, r.mayNotDecideBecause);
    if (r.estimatedMonthlyCost)
        object.insert(u"estimated_monthly_cost"_s,
                      QJsonObject{{u"micros"_s, r.estimatedMonthlyCost->micros},
                                  {u"currency"_s, r.estimatedMonthlyCost->currency}});
    if (row.sending != workspace::Sending::None)
        object.insert(u"yours"_s, QJsonObject{{u"state"_s, sendingWord(row.sending)}, {u"note"_s, row.note}});
    return object;
}

QJsonObject settlementJson(const gateway::SubscriptionId &id, gateway::Verdict verdict,
                           const workspace::Settlement &settlement)
{
    QJsonObject object{{u"id"_s, id.value},
                       {u"verdict"_s, gateway::wordFor(verdict)},
                       {u"outcome"_s, sendingWord(settlement.sending)},
                       {u"note"_s, settlement.note}};
    if (!settlement.request.id.isEmpty())
        object.insert(u"state"_s, settlement.request.state.text);
    if (settlement.error)
        object.insert(u"error"_s, name(settlement.error->kind));
    if (settlement.isConsoleRule)
        object.insert(u"console_rule"_s, true);
    return object;
}

QJsonObject previewJson(const workspace::Preview::Line &line)
{
    QJsonObject object{{u"id"_s, line.draft.id.value},
                       {u"verdict"_s, gateway::wordFor(line.draft.verdict)},
                       {u"would"_s, obstacleWord(line.check.obstacle)}};
    if (!line.check.why.isEmpty())
        object.insert(u"note"_s, line.check.why);
    if (line.check.isConsoleRule)
        object.insert(u"console_rule"_s, true);
    return object;
}

QJsonObject previewNumbersJson(const workspace::Preview &preview)
{
    QJsonObject sends;
    const auto verdicts = preview.sends();
    for (auto it = verdicts.cbegin(); it != verdicts.cend(); ++it)
        sends.insert(gateway::wordFor(it.key()), it.value());
    QJsonObject stays;
    const auto obstacles = preview.obstacles();
    for (auto it = obstacles.cbegin(); it != obstacles.cend(); ++it)
        stays.insert(obstacleWord(it.key()), it.value());
    return {{u"connection"_s, preview.connection}, {u"would_send"_s, sends}, {u"would_not_send"_s, stays}};
}

QString previewText(const workspace::Preview &preview)
{
    TextTable table({u"ID"_s, u"VERDICT"_s, u"WOULD"_s, u"WHY"_s});
    for (const workspace::Preview::Line &line : preview.lines)
        table.add({line.draft.id.value, gateway::wordFor(line.draft.verdict),
                   obstacleWord(line.check.obstacle), line.check.why});
    const auto sends = preview.sends();
    const int sent = std::accumulate(sends.cbegin(), sends.cend(), 0);
    return table.text() + u"%1 would be sent, %2 would not.\n"_s.arg(sent).arg(preview.lines.size() - sent);
}

QString pastOf(gateway::Verdict verdict)
{
    switch (verdict) {
    case gateway::Verdict::Approve:
        return u"approved"_s;
    case gateway::Verdict::Reject:
        return u"rejected"_s;
    case gateway::Verdict::AskBack:
        return u"asked back"_s;
    case gateway::Verdict::Revoke:
        return u"revoked"_s;
    case gateway::Verdict::Extend:
        return u"extended"_s;
    case gateway::Verdict::Suspend:
        return u"suspended"_s;
    case gateway::Verdict::Resume:
        return u"resumed"_s;
    }
    return {};
}

QString decisionText(const gateway::Decision &decision)
{
    const QString what = pastOf(decision.verdict);
    const QString why = decision.reason.isEmpty() ? QString() : u": "_s + decision.reason;
    return u"%1 by %2 on %3"_s.arg(what, decision.byName, timeText(decision.at)) + why;
}

QString moneyText(const gateway::Money &money)
{
    const quint64 micros =
        money.micros < 0 ? 0 - static_cast<quint64>(money.micros) : static_cast<quint64>(money.micros);
    const quint64 cents = micros / 10'000 + (micros % 10'000 >= 5'000 ? 1 : 0);
    const QString sign = money.micros < 0 && cents > 0 ? u"-"_s : QString();
    return u"%1%2.%3 %4"_s.arg(sign)
        .arg(cents / 100)
        .arg(cents % 100, 2, 10, QChar(u'0'))
        .arg(money.currency);
}

QString timeText(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'"_s) : QString();
}

} // namespace gatehouse::ctl
