// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/decisions.h"

#include "app/sandbox/body.h"
#include "app/sandbox/times.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qsizetype BodyLimit = 64 * 1024;
constexpr qsizetype BatchLimit = 1024 * 1024;
constexpr qsizetype MostOrders = 200;

QVariant orNull(const std::optional<qint64> &value)
{
    return value ? QVariant(*value) : QVariant(QMetaType(QMetaType::LongLong));
}

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType(QMetaType::QString)) : QVariant(text);
}

// The terms a request is granted under: of its approvals, the later ones say over the earlier ones.
Order granted(const QJsonArray &earlier, const Order &last)
{
    Order sum;
    for (const QJsonValue approval : earlier) {
        const QJsonObject terms = approval[u"terms"_s].toObject();
        if (terms.contains(u"expires_at"_s))
            sum.expiresAt = timeOf(terms[u"expires_at"_s].toString());
        if (terms.contains(u"plan"_s))
            sum.plan = terms[u"plan"_s].toString();
        if (!terms.contains(u"scopes"_s))
            continue;
        QStringList scopes;
        for (const QJsonValue scope : terms[u"scopes"_s].toArray())
            scopes.append(scope.toString());
        sum.scopes = scopes;
    }
    if (last.expiresAt)
        sum.expiresAt = last.expiresAt;
    if (last.scopes)
        sum.scopes = last.scopes;
    if (!last.plan.isEmpty())
        sum.plan = last.plan;
    return sum;
}

QString stateAfter(const SubscriptionRow &row, const Order &order, bool isEnough, qint64 now)
{
    const QString &verdict = order.verdict;
    if (verdict == u"approve"_s)
        return isEnough ? u"approved"_s : row.state;
    if (verdict == u"resume"_s) // its time went on while it was suspended
        return row.expiresAt && *row.expiresAt <= now ? u"expired"_s : u"approved"_s;
    return verdict == u"reject"_s     ? u"rejected"_s
           : verdict == u"ask_back"_s ? u"returned"_s
           : verdict == u"revoke"_s   ? u"revoked"_s
           : verdict == u"suspend"_s  ? u"suspended"_s
                                      : u"approved"_s;
}

qint64 nextHour(qint64 now)
{
    constexpr qint64 hour = 3'600'000;
    return (now / hour + 1) * hour;
}

} // namespace

Answer Decisions::decide(const Request &request, const Caller &caller, const QString &id,
                         const QDateTime &now)
{
    const auto body = readBody(request, BodyLimit);
    if (const auto *refused = std::get_if<Answer>(&body))
        return *refused;
    (void)m_database.begin();
    const Answer answer = judge({.id = id,
                                 .key = QString::fromUtf8(request.header("Idempotency-Key")),
                                 .ifMatch = request.header("If-Match"),
                                 .body = std::get<QJsonObject>(body)},
                                caller, now);
    m_database.commit();
    return answer;
}

Answer Decisions::decideAll(const Request &request, const Caller &caller, const QDateTime &now)
{
    const auto body = readBody(request, BatchLimit);
    if (const auto *refused = std::get_if<Answer>(&body))
        return *refused;
    const QJsonObject sent = std::get<QJsonObject>(body);
    const QJsonArray orders = sent.value(u"orders"_s).toArray();
    const bool areObjects =
        std::all_of(orders.cbegin(), orders.cend(), [](const QJsonValue &order) { return order.isObject(); });
    if (sent.size() != 1 || orders.isEmpty() || !areObjects)
        return unfit(u"invalid-orders"_s, u"The body must be a list of orders, and nothing else."_s,
                     u"orders"_s, u"a list of objects with at least one"_s);
    if (orders.size() > MostOrders)
        return unfit(u"too-many-orders"_s, u"At most 200 orders can be sent at once."_s, u"orders"_s,
                     u"at most 200"_s);
    QJsonArray results;
    (void)m_database.begin();
    for (const QJsonValue value : orders) {
        QJsonObject order = value.toObject();
        const Sent one{.id = order.take(u"subscription"_s).toString(),
                       .key = order.take(u"idempotency_key"_s).toString(),
                       .ifMatch = order.take(u"if_match"_s).toString().toUtf8(),
                       .body = order};
        const Answer answer = judge(one, caller, now);
        if (answer.status == 401) {
            // The challenge is a header of the whole answer. Signed in again, the person sends all of them
            // again.
            m_database.rollback();
            return answer;
        }
        results.append(QJsonObject{{u"status"_s, answer.status},
                                   {answer.status == 200 ? u"subscription"_s : u"problem"_s,
                                    QJsonDocument::fromJson(answer.body).object()}});
    }
    m_database.commit();
    return json({{u"results"_s, results}});
}

// Writes nothing unless it answers 200.
Answer Decisions::judge(const Sent &sent, const Caller &caller, const QDateTime &now)
{
    if (sent.key.size() < 16 || sent.key.size() > 64)
        return problem(400, u"idempotency-key-required"_s,
                       u"An Idempotency-Key of 16 to 64 characters is needed."_s);
    const QByteArray fingerprint = QCryptographicHash::hash(
        sent.id.toUtf8() + '\n' + QJsonDocument(sent.body).toJson(QJsonDocument::Compact),
        QCryptographicHash::Sha256);
    QSqlQuery earlier =
        m_database.run(u"SELECT request, status, body, etag FROM idempotency WHERE key = ? AND subject = ?"_s,
                       {sent.key, caller.person.subject});
    if (earlier.next()) {
        if (earlier.value(0).toByteArray() != fingerprint)
            return problem(422, u"idempotency-key-reused"_s,
                           u"The Idempotency-Key was used for another decision."_s);
        return {.status = earlier.value(1).toInt(),
                .body = earlier.value(2).toByteArray(),
                .headers = {{"ETag", earlier.value(3).toByteArray()}}};
    }

    const std::optional<SubscriptionRow> row = m_reader.find(sent.id, caller);
    if (!row)
        return problem(404, u"not-found"_s, u"There is no such subscription, or it is not for you to see."_s);
    const QJsonObject current{{u"etag"_s, QString::fromUtf8(row->etag())}};
    if (sent.ifMatch.isEmpty())
        return problem(428, u"precondition-required"_s,
                       u"If-Match is needed, so that nothing is decided unseen."_s, {}, current);
    const QString verdict = sent.body.value(u"verdict"_s).toString(u""_s);
    if (const std::optional<Answer> wrong = wrongState(*row, verdict))
        return *wrong;
    const QJsonArray before = m_reader.decisions(sent.id);
    if (const std::optional<Refusal> why = refusal(*row, before, caller, verdict))
        return problem(403, why->word, why->sentence);
    if (row->isSensitive && m_stepUp.count() > 0)
        if (const std::optional<Answer> stepUp = stepUpAnswer(caller, m_stepUp, now))
            return *stepUp;
    if (sent.ifMatch != row->etag())
        return problem(412, u"changed"_s, u"The request changed since it was read."_s, {}, current);
    const auto order = readOrder(sent.body, *row, now);
    if (const auto *refused = std::get_if<Answer>(&order))
        return *refused;
    return record(*row, std::get<Order>(order), before, sent, fingerprint, caller, now);
}

Answer Decisions::record(const SubscriptionRow &row, const Order &order, const QJsonArray &before,
                         const Sent &sent, const QByteArray &fingerprint, const Caller &caller,
                         const QDateTime &now)
{
    const qint64 at = now.toMSecsSinceEpoch();
    writeDecision(order, sent, caller, at);
    writeState(row, order, before, at);
    const std::optional<SubscriptionRow> after = m_reader.find(row.id, caller);
    Answer answer = json(m_reader.toJson(*after, caller));
    answer.headers.append({"ETag", after->etag()});
    m_database.run(
        u"INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
        {sent.key, caller.person.subject, fingerprint, answer.status, answer.body, after->etag(), at});
    return answer;
}

void Decisions::writeDecision(const Order &order, const Sent &sent, const Caller &caller, qint64 at)
{
    m_database.run(
        u"INSERT INTO decisions (subscription, verdict, reason, by_subject, by_name, at, idempotency_key, expires_at, scopes, plan) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {sent.id, order.verdict, order.reason, caller.person.subject, caller.person.name, at, sent.key,
         orNull(order.expiresAt), orNull(order.scopes.value_or(QStringList()).join(u' ')),
         orNull(order.plan)});
    if (order.verdict == u"ask_back"_s)
        m_database.run(
            u"INSERT INTO conversation (subscription, by_subject, by_name, at, text) VALUES (?, ?, ?, ?, ?)"_s,
            {sent.id, caller.person.subject, caller.person.name, at, order.reason});
}

void Decisions::writeState(const SubscriptionRow &row, const Order &order, const QJsonArray &before,
                           qint64 at)
{
    const QJsonArray approvals = approvalsOf(before);
    const bool isEnough = approvals.size() + 1 >= row.requiredApprovals;
    const QString state = stateAfter(row, order, isEnough, at);
    SubscriptionRow next = row;
    if (row.isRequest() && state == u"approved"_s) {
        const Order terms = granted(approvals, order);
        next.expiresAt = terms.expiresAt;
        if (!terms.plan.isEmpty())
            next.plan = terms.plan;
        if (terms.scopes && terms.scopes->size() < row.scopes.size())
            next.granted = terms.scopes;
    } else if (order.verdict == u"extend"_s) {
        next.expiresAt = order.expiresAt;
    }
    const bool isGranted = state == u"approved"_s;
    if (isGranted) {
        next.usedFrom = row.usedFrom.value_or(nextHour(at));
        next.usedUntil = row.state == u"approved"_s ? row.usedUntil : std::nullopt;
    } else if (row.usedFrom && !row.usedUntil) {
        next.usedUntil = nextHour(at);
    }
    // A request that is asked back or rejected gave no access before and gives none after.
    const bool changesAccess = isGranted || !row.isRequest();
    m_database.run(
        u"UPDATE subscriptions SET state = ?, plan = ?, granted = ?, expires_at = ?, decided_at = ?, used_from = ?, used_until = ?, version = version + 1, change = (SELECT max(change) + 1 FROM subscriptions) WHERE id = ?"_s,
        {state, next.plan, orNull(next.granted.value_or(QStringList()).join(u' ')), orNull(next.expiresAt),
         at, orNull(next.usedFrom), orNull(next.usedUntil), row.id});
    if (changesAccess)
        m_database.run(
            u"UPDATE subscriptions SET enforcement = 'waiting', enforced_since = ?, settles_at = ? WHERE id = ?"_s,
            {at, at + qint64(m_propagation.count()), row.id});
}

} // namespace gatehouse::sandbox
