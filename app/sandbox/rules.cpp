// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/rules.h"

#include "app/sandbox/times.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qsizetype LongestReason = 2000;

const QStringList OnRequests{u"approve"_s, u"reject"_s, u"ask_back"_s};
const QStringList AlwaysExplained{u"reject"_s, u"ask_back"_s, u"revoke"_s, u"suspend"_s};
const QStringList Members{u"verdict"_s, u"reason"_s, u"expires_at"_s, u"scopes"_s, u"plan"_s};

std::optional<Answer> readScopes(const QJsonValue &given, const SubscriptionRow &row, Order &order)
{
    if (given.isUndefined())
        return std::nullopt;
    QStringList scopes;
    for (const QJsonValue scope : given.toArray())
        scopes.append(scope.toString());
    scopes.removeDuplicates();
    if (scopes.isEmpty() || scopes.contains(QString()))
        return unfit(u"invalid-scopes"_s, u"The scopes must be a list of texts with at least one."_s,
                     u"scopes"_s, u"a list of texts"_s);
    for (const QString &scope : std::as_const(scopes)) {
        if (!row.scopes.contains(scope))
            return unfit(u"scope-not-asked"_s, u"Only scopes that were asked for can be granted."_s,
                         u"scopes"_s, u"not asked for: "_s + scope.left(200));
    }
    order.scopes = scopes;
    return std::nullopt;
}

std::optional<Answer> readExpiry(const QJsonValue &given, const SubscriptionRow &row, const QDateTime &now,
                                 Order &order)
{
    const bool isExtension = order.verdict == u"extend"_s;
    if (given.isUndefined()) {
        if (!isExtension)
            return std::nullopt;
        return unfit(u"expiry-required"_s, u"An extension says until when."_s, u"expires_at"_s,
                     u"needed for an extension"_s);
    }
    order.expiresAt = timeOf(given.toString());
    if (!order.expiresAt)
        return unfit(u"invalid-expiry"_s, u"The expiry must be a time of RFC 3339 with its zone."_s,
                     u"expires_at"_s, u"a time"_s);
    if (*order.expiresAt <= now.toMSecsSinceEpoch())
        return unfit(u"expiry-passed"_s, u"The expiry must be in the future."_s, u"expires_at"_s,
                     u"in the future"_s);
    if (isExtension && row.expiresAt && *order.expiresAt <= *row.expiresAt)
        return unfit(u"expiry-not-later"_s, u"An extension must end later than what is extended."_s,
                     u"expires_at"_s, u"later than "_s + timeText(*row.expiresAt));
    return std::nullopt;
}

} // namespace

const QStringList &verdicts()
{
    static const QStringList all =
        OnRequests + QStringList{u"revoke"_s, u"extend"_s, u"suspend"_s, u"resume"_s};
    return all;
}

QStringList possibleIn(const QString &state)
{
    if (state == u"pending"_s)
        return OnRequests;
    if (state == u"returned"_s)
        return {u"approve"_s, u"reject"_s};
    if (state == u"approved"_s)
        return {u"revoke"_s, u"extend"_s, u"suspend"_s};
    if (state == u"suspended"_s)
        return {u"revoke"_s, u"resume"_s};
    if (state == u"expired"_s)
        return {u"extend"_s};
    return {};
}

QStringList reasonsRequired(const QStringList &possible, const QStringList &policy)
{
    QStringList required;
    for (const QString &verdict : possible) {
        if (AlwaysExplained.contains(verdict) || policy.contains(verdict))
            required.append(verdict);
    }
    return required;
}

QJsonArray approvalsOf(const QJsonArray &decisions)
{
    QJsonArray approvals;
    for (const QJsonValue decision : decisions) {
        const QString verdict = decision[u"verdict"_s].toString();
        if (verdict == u"ask_back"_s)
            approvals = {};
        else if (verdict == u"approve"_s)
            approvals.append(decision);
    }
    return approvals;
}

std::optional<Refusal> refusal(const SubscriptionRow &row, const QJsonArray &decisions, const Caller &caller,
                               const QString &verdict)
{
    if (!caller.person.mayDecide())
        return Refusal{u"forbidden"_s, u"Your role reads requests and does not decide them."_s};
    if (!caller.scopes.contains(u"gw:decide"_s))
        return Refusal{u"forbidden"_s,
                       u"This session was not given the right to decide (scope gw:decide)."_s};
    if (row.state == u"withdrawn"_s)
        return Refusal{u"withdrawn"_s, u"The request was withdrawn."_s};
    if (possibleIn(row.state).isEmpty())
        return Refusal{u"already-decided"_s, u"The request is already decided."_s};
    if (!row.isRequest() || (!verdict.isEmpty() && !OnRequests.contains(verdict)))
        return std::nullopt;
    if (row.requester == caller.person.subject)
        return Refusal{u"own-request"_s, u"It is your own request; somebody else has to decide it."_s};
    for (const QJsonValue approval : approvalsOf(decisions)) {
        if (approval[u"by"_s][u"subject"_s] == caller.person.subject)
            return Refusal{u"already-given"_s,
                           u"You have given your approval; a second person has to agree."_s};
    }
    return std::nullopt;
}

std::optional<Answer> wrongState(const SubscriptionRow &row, const QString &verdict)
{
    const QStringList possible = possibleIn(row.state);
    if (possible.contains(verdict) || (!possible.isEmpty() && !verdicts().contains(verdict)))
        return std::nullopt;
    const QJsonObject current{{u"etag"_s, QString::fromUtf8(row.etag())}};
    if (row.state == u"withdrawn"_s)
        return problem(409, u"withdrawn"_s, u"The request was withdrawn."_s, {}, current);
    if (!row.isRequest() && (possible.isEmpty() || OnRequests.contains(verdict)))
        return problem(409, u"already-decided"_s, u"The request is already decided."_s, {}, current);
    return problem(409, u"not-possible"_s,
                   u"This cannot be decided while the subscription is %1."_s.arg(row.state), {}, current);
}

std::variant<Order, Answer> readOrder(const QJsonObject &body, const SubscriptionRow &row,
                                      const QDateTime &now)
{
    for (const QString &member : body.keys()) {
        if (!Members.contains(member))
            return unfit(u"unknown-member"_s, u"The decision says something that is not known here."_s,
                         member, u"not known"_s);
    }
    Order order{.verdict = body.value(u"verdict"_s).toString(),
                .reason = body.value(u"reason"_s).toString(u""_s).trimmed(),
                .plan = body.value(u"plan"_s).toString()};
    const QJsonValue reason = body.value(u"reason"_s);
    if (!verdicts().contains(order.verdict))
        return unfit(u"invalid-verdict"_s, u"The verdict is none of the contract's."_s, u"verdict"_s,
                     verdicts().join(u", "_s));
    if (!reason.isUndefined() && !reason.isString())
        return unfit(u"invalid-reason"_s, u"A reason must be text."_s, u"reason"_s, u"text"_s);
    if (order.reason.isEmpty() && reasonsRequired({order.verdict}, row.policy).contains(order.verdict))
        return unfit(u"reason-required"_s,
                     order.verdict == u"ask_back"_s ? u"Asking back needs a question."_s
                                                    : u"This decision needs a reason."_s,
                     u"reason"_s, u"needed for this verdict"_s);
    if (order.reason.size() > LongestReason)
        return unfit(u"reason-too-long"_s, u"A reason has at most 2000 characters."_s, u"reason"_s,
                     u"at most 2000 characters"_s);
    const bool isApproval = order.verdict == u"approve"_s;
    for (const QString &term : {u"expires_at"_s, u"scopes"_s, u"plan"_s}) {
        const bool fits = isApproval || (term == u"expires_at"_s && order.verdict == u"extend"_s);
        if (body.contains(term) && !fits)
            return unfit(u"term-not-possible"_s, u"This does not go with the verdict."_s, term,
                         u"only with an approval, or an expiry with an extension"_s);
    }
    if (std::optional<Answer> wrong = readScopes(body.value(u"scopes"_s), row, order))
        return *std::move(wrong);
    if (body.contains(u"plan"_s) && !planNames(row.plans).contains(order.plan))
        return unfit(u"unknown-plan"_s, u"The API has no such plan."_s, u"plan"_s, u"a plan of the API"_s);
    if (std::optional<Answer> wrong = readExpiry(body.value(u"expires_at"_s), row, now, order))
        return *std::move(wrong);
    return order;
}

Answer unfit(const QString &word, const QString &title, const QString &member, const QString &detail)
{
    const QJsonObject error{{u"pointer"_s, QString(u'/' + member)}, {u"detail"_s, detail}};
    return problem(422, word, title, {}, {{u"errors"_s, QJsonArray{error}}});
}

QStringList planNames(const QByteArray &plans)
{
    QStringList names;
    for (const QJsonValue plan : QJsonDocument::fromJson(plans).array())
        names.append(plan[u"name"_s].toString());
    return names;
}

} // namespace gatehouse::sandbox
