// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/upkeep.h"

#include "app/sandbox/noise.h"

#include <QDateTime>

namespace gatehouse::sandbox {

using namespace Qt::StringLiterals;

bool Upkeep::advance(const QDateTime &now)
{
    const qint64 at = now.toMSecsSinceEpoch();
    const std::optional<qint64> next = nextAt();
    if (!next || *next > at)
        return false;
    (void)m_database.begin();
    expire(at);
    settle(at);
    m_database.commit();
    return true;
}

// Asked with every request. Left alone, the database would go through all approved ones by their state.
std::optional<qint64> Upkeep::nextAt()
{
    const QVariant end = m_database.value(
        u"SELECT min(expires_at) FROM subscriptions INDEXED BY by_end WHERE state = 'approved' AND expires_at IS NOT NULL"_s);
    const QVariant settling =
        m_database.value(u"SELECT min(settles_at) FROM subscriptions WHERE settles_at IS NOT NULL"_s);
    if (end.isNull() && settling.isNull())
        return std::nullopt;
    if (end.isNull() || settling.isNull())
        return end.isNull() ? settling.toLongLong() : end.toLongLong();
    return std::min(end.toLongLong(), settling.toLongLong());
}

// One by one, each with a change number of its own.
void Upkeep::expire(qint64 now)
{
    QStringList due;
    QSqlQuery rows = m_database.run(
        u"SELECT id FROM subscriptions INDEXED BY by_end WHERE state = 'approved' AND expires_at IS NOT NULL AND expires_at <= ? ORDER BY expires_at, id"_s,
        {now});
    while (rows.next())
        due.append(rows.value(0).toString());
    rows.finish();
    for (const QString &id : std::as_const(due))
        m_database.run(
            u"UPDATE subscriptions SET state = 'expired', version = version + 1, change = (SELECT max(change) + 1 FROM subscriptions), enforcement = 'waiting', enforced_since = ?, settles_at = ?, used_until = min(coalesce(used_until, expires_at), expires_at) WHERE id = ?"_s,
            {now, now + qint64(m_options.propagation.count()), id});
}

void Upkeep::settle(qint64 now)
{
    QList<std::pair<QString, qint64>> due;
    QSqlQuery rows = m_database.run(
        u"SELECT id, version FROM subscriptions WHERE settles_at IS NOT NULL AND settles_at <= ? ORDER BY settles_at, id"_s,
        {now});
    while (rows.next())
        due.append({rows.value(0).toString(), rows.value(1).toLongLong()});
    rows.finish();
    for (const auto &[id, version] : std::as_const(due)) {
        const double roll = 100 * noise(keyOf(id) ^ (quint64(m_options.seed) << 40) ^ quint64(version));
        m_database.run(
            u"UPDATE subscriptions SET enforcement = ?, enforced_since = ?, settles_at = NULL, change = (SELECT max(change) + 1 FROM subscriptions) WHERE id = ?"_s,
            {roll < m_options.chaos.enforceFail ? u"failed"_s : u"effective"_s, now, id});
    }
}

} // namespace gatehouse::sandbox
