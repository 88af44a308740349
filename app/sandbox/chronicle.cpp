// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/chronicle.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

QVariant orNull(const std::optional<qint64> &value)
{
    return value ? QVariant(*value) : QVariant(QMetaType(QMetaType::LongLong));
}

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType(QMetaType::QString)) : QVariant(text);
}

void write(QSqlQuery &query, const QVariantList &values)
{
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        qFatal("sandbox database: the past cannot be written");
}

} // namespace

Chronicle::Chronicle(Database &database)
    : m_insert(database.prepared(
          u"INSERT INTO subscriptions (id, state, version, application_id, application, api, plan, scopes, tenant, requester_subject, requester_name, justification, requested_at, cost_micros, granted, expires_at, decided_at, enforcement, enforced_since, used_from, used_until) VALUES (?, ?, 2, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s))
    , m_decide(database.prepared(
          u"INSERT INTO decisions (subscription, verdict, reason, by_subject, by_name, at, idempotency_key, expires_at, scopes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s))
{}

void Chronicle::add(const Past &past)
{
    const bool wasDecided = past.decidedAt > 0;
    const bool wasGranted = wasDecided && past.state != u"rejected"_s;
    const bool wasEnded = past.state == u"revoked"_s || past.state == u"suspended"_s;
    const qint64 last = wasEnded ? past.endedAt : past.decidedAt;
    const qint64 since = past.state == u"expired"_s ? past.expiresAt.value_or(last) : last;
    write(m_insert, {past.id,
                     past.state,
                     u"app_"_s + past.application,
                     past.application,
                     past.api,
                     past.plan,
                     past.scopes,
                     past.tenant,
                     past.subject,
                     past.name,
                     past.why.isNull() ? u""_s : past.why,
                     past.askedAt,
                     past.costMicros,
                     orNull(past.granted),
                     orNull(past.expiresAt),
                     last,
                     orNull(wasGranted ? u"effective"_s : QString()),
                     orNull(wasGranted ? std::optional(since) : std::nullopt),
                     orNull(past.usedFrom),
                     orNull(past.usedUntil)});
    if (!wasDecided)
        return;
    if (!past.firstSubject.isEmpty() && wasGranted)
        decide(past, u"approve"_s, u"agreed, if the second agrees"_s, past.firstSubject, past.firstName,
               past.decidedAt - 600'000, false);
    decide(past, wasGranted ? u"approve"_s : u"reject"_s, wasEnded ? QString() : past.reason, past.bySubject,
           past.byName, past.decidedAt, wasGranted);
    if (wasEnded)
        decide(past, past.state == u"revoked"_s ? u"revoke"_s : u"suspend"_s, past.reason, past.bySubject,
               past.byName, past.endedAt, false);
}

void Chronicle::decide(const Past &past, const QString &verdict, const QString &reason,
                       const QString &subject, const QString &name, qint64 at, bool hasTerms)
{
    write(m_decide, {past.id, verdict, reason.isNull() ? u""_s : reason, subject, name, at,
                     u"story-%1-%2"_s.arg(past.id, verdict), orNull(hasTerms ? past.expiresAt : std::nullopt),
                     orNull(hasTerms ? past.granted : QString())});
}

} // namespace gatehouse::sandbox
