// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/shares.h"

#include "app/sandbox/noise.h"

#include <QMap>
#include <QSet>

#include <limits>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

struct User
{
    bool isWanted;
    qint64 weight;
    qint64 from;
    qint64 until;

    [[nodiscard]] bool usesAt(qint64 hour) const { return from <= hour && hour < until; }
};

using Pairs = QMap<std::pair<QString, QString>, QSet<QString>>;

Pairs wantedOf(Database &database, const ShareQuestion &question, const Caller &caller)
{
    Pairs pairs;
    const bool byApplication = !question.application.isEmpty();
    QSqlQuery rows =
        byApplication ? database.run(u"SELECT id, tenant, api FROM subscriptions WHERE application_id = ?"_s,
                                     {question.application})
                      : database.run(u"SELECT id, tenant, api FROM subscriptions WHERE id = ?"_s,
                                     {question.subscription});
    while (rows.next()) {
        const QString id = rows.value(0).toString();
        const QString tenant = rows.value(1).toString();
        const bool isOther = !question.subscription.isEmpty() && id != question.subscription;
        if (caller.person.sees(tenant) && !isOther)
            pairs[{tenant, rows.value(2).toString()}].insert(id);
    }
    return pairs;
}

QList<User> usersOf(Database &database, quint32 seed, const QString &tenant, const QString &api,
                    const QSet<QString> &wanted)
{
    QList<User> users;
    QSqlQuery rows = database.run(
        u"SELECT id, used_from, used_until FROM subscriptions WHERE api = ? AND tenant = ? AND used_from IS NOT NULL ORDER BY id"_s,
        {api, tenant});
    while (rows.next()) {
        const QString id = rows.value(0).toString();
        users.append({.isWanted = wanted.contains(id),
                      .weight = shareWeight(seed, id),
                      .from = rows.value(1).toLongLong(),
                      .until = rows.value(2).isNull() ? std::numeric_limits<qint64>::max()
                                                      : rows.value(2).toLongLong()});
    }
    return users;
}

Figures sharesAt(const QList<User> &users, qint64 hour, const Figures &total)
{
    qint64 sum = 0;
    for (const User &user : users)
        sum += user.usesAt(hour) ? user.weight : 0;
    Figures figures{};
    qint64 before = 0;
    for (const User &user : users) {
        if (!user.usesAt(hour))
            continue;
        if (user.isWanted) {
            const Figures part = shareOf(total, before, user.weight, sum);
            for (std::size_t i = 0; i < figures.size(); ++i)
                figures[i] += part[i];
        }
        before += user.weight;
    }
    return figures;
}

} // namespace

int shareWeight(quint32 seed, const QString &subscription)
{
    return 1 + int(999.99 * noise(keyOf(subscription) ^ (quint64(seed) << 40)));
}

Figures shareOf(const Figures &total, qint64 before, qint64 own, qint64 sum)
{
    const auto part = [&](qint64 value) { return value * (before + own) / sum - value * before / sum; };
    const qint64 errors = part(total[1]);
    return {part(total[0] - total[1]) + errors, errors, part(total[2]), part(total[3]), part(total[4])};
}

void forEachShare(Database &database, quint32 seed, const ShareQuestion &question, const Caller &caller,
                  const std::function<void(qint64 hour, const QString &tenant, const QString &api,
                                           const Figures &figures)> &visit)
{
    const qint64 first = database.value(u"SELECT min(hour) FROM usage_hours"_s).toLongLong();
    const qint64 last = database.value(u"SELECT max(hour) FROM usage_hours"_s).toLongLong();
    const qint64 from = std::max(first, question.from);
    const qint64 to = std::min(last + 3'600'000, question.to);
    if (from >= to)
        return;
    const Pairs pairs = wantedOf(database, question, caller);
    for (auto it = pairs.cbegin(); it != pairs.cend(); ++it) {
        const auto &[tenant, api] = it.key();
        const QList<User> users = usersOf(database, seed, tenant, api, it.value());
        // Hour by hour by the whole key: there is no need to read what lies between.
        QSqlQuery hours = database.run(
            u"WITH RECURSIVE hours (h) AS (SELECT ? UNION ALL SELECT h + 3600000 FROM hours WHERE h + 3600000 < ?) SELECT h, requests, errors, tokens_in, tokens_out, cost_micros FROM hours CROSS JOIN usage_hours ON hour = h AND tenant = ? AND api = ?"_s,
            {from, to, tenant, api});
        while (hours.next()) {
            Figures total{};
            for (int i = 0; i < 5; ++i)
                total[std::size_t(i)] = hours.value(1 + i).toLongLong();
            const Figures figures = sharesAt(users, hours.value(0).toLongLong(), total);
            if (figures != Figures{})
                visit(hours.value(0).toLongLong(), tenant, api, figures);
        }
    }
}

} // namespace gatehouse::sandbox
