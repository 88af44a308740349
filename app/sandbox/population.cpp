// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/population.h"

#include "app/sandbox/chronicle.h"
#include "app/sandbox/offers.h"

#include <QDateTime>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qint64 Unit = 1'000'000;
constexpr double BusyHoursOfAMonth = 241; // nights and weekends counted by what they carry

const QStringList Regions{u"Nordic"_s,   u"Iberian"_s,  u"Alpine"_s,  u"Baltic"_s,
                          u"Adriatic"_s, u"Atlantic"_s, u"Benelux"_s, u"Central"_s};
const QStringList Teams{u"Credit Risk"_s, u"Treasury"_s, u"Onboarding"_s, u"Collections"_s, u"Research"_s,
                        u"Payments"_s,    u"Claims"_s,   u"Advisory"_s,   u"Reporting"_s,   u"Compliance"_s};
const QStringList Subjects{u"Account"_s,  u"Payment"_s, u"Customer"_s, u"Portfolio"_s, u"Transaction"_s,
                           u"Document"_s, u"Risk"_s,    u"Price"_s,    u"Order"_s,     u"Ledger"_s};
const QStringList Verbs{u"Lookup"_s, u"Scoring"_s, u"Forecast"_s,  u"Search"_s,
                        u"Export"_s, u"Explain"_s, u"Screening"_s, u"Summary"_s};
const QStringList FirstNames{u"Alma"_s,  u"Bo"_s,   u"Chiara"_s, u"Dmitri"_s, u"Esi"_s,   u"Farid"_s,
                             u"Greta"_s, u"Hana"_s, u"Ivo"_s,    u"Jun"_s,    u"Katya"_s, u"Luis"_s};
const QStringList LastNames{u"Aalto"_s,   u"Brandt"_s, u"Costa"_s,  u"Diallo"_s, u"Eriksen"_s,
                            u"Ferrari"_s, u"Gruber"_s, u"Horvat"_s, u"Ito"_s,    u"Jansen"_s};
constexpr qint64 HourMs = 3'600'000;
constexpr qint64 DayMs = 24 * HourMs;

class Crowd
{
public:
    Crowd(Database &database, const Options &options, const QDateTime &now)
        : m_database(database)
        , m_size(populationOf(options.scale))
        , m_now(now)
        , m_random(options.seed)
    {}

    void add()
    {
        addTenants();
        addApis();
        addTraffic();
        addSubscriptions();
    }

private:
    struct ApiChoice
    {
        QString id;
        QString scopes;
        bool sensitive;
    };
    struct Pair // with traffic
    {
        QString tenant;
        int api; // its place in m_apis
        bool isOfTheStory;
    };

    int placeOf(const QString &api) const
    {
        const auto it =
            std::find_if(m_apis.cbegin(), m_apis.cend(), [&](const auto &a) { return a.id == api; });
        return int(it - m_apis.cbegin());
    }
    const QString &oneOf(const QStringList &list) { return list.at(m_random.bounded(int(list.size()))); }

    void addTenants()
    {
        m_tenants = {u"ten_fraud"_s, u"ten_market"_s, u"ten_support"_s};
        QSqlQuery insert = m_database.prepared(u"INSERT INTO tenants VALUES (?, ?, ?, ?, ?, ?)"_s);
        const int services[] = {0, 240, 480, 1440};
        while (m_tenants.size() < m_size.tenants) {
            const auto i = int(m_tenants.size());
            const QString id = u"ten_%1"_s.arg(i, 4, 10, QLatin1Char('0'));
            const QString name =
                u"%1 %2 %3"_s.arg(Regions.at(i % Regions.size()), Teams.at(i / Regions.size() % Teams.size()))
                    .arg(i / int(Regions.size() * Teams.size()) + 1);
            insert.addBindValue(id);
            insert.addBindValue(name);
            insert.addBindValue((500 + m_random.bounded(9500)) * Unit);
            insert.addBindValue(i % 5 == 0 ? u"approve"_s : u""_s);
            insert.addBindValue(i % 10 == 9 ? 2 : 1);
            insert.addBindValue(services[i % 4]);
            insert.exec();
            m_tenants.append(id);
        }
    }

    void addApis()
    {
        QSqlQuery known = m_database.run(u"SELECT id, scopes, sensitive FROM apis ORDER BY id"_s);
        while (known.next())
            m_apis.append({known.value(0).toString(), known.value(1).toString(), known.value(2).toBool()});
        QSqlQuery insert = m_database.prepared(u"INSERT INTO apis VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
        QSqlQuery scope = m_database.prepared(u"INSERT OR IGNORE INTO scopes VALUES (?, ?, ?, ?)"_s);
        while (m_apis.size() < m_size.apis) {
            const auto i = int(m_apis.size());
            const QString &subject = Subjects.at(i % Subjects.size());
            const QString &verb = Verbs.at(i / Subjects.size() % Verbs.size());
            const QString id = u"api_%1"_s.arg(i, 5, 10, QLatin1Char('0'));
            const QString what = subject.toLower();
            const QString scopes = u"%1:%2 %1:list"_s.arg(what, verb.toLower());
            const bool isSensitive = m_random.bounded(10) == 0;
            const bool isExport = verb == u"Export"_s;
            addScope(scope, u"%1:%2"_s.arg(what, verb.toLower()),
                     isExport
                         ? u"Export every %1 of all tenants as files."_s.arg(what)
                         : u"Use the %1 of one %2 of the own tenant at a time."_s.arg(verb.toLower(), what),
                     isExport);
            addScope(scope, what + u":list"_s,
                     u"List what there is of each %1, without its contents."_s.arg(what), false);
            const QString kind = i % 7 == 0 ? u"llm"_s : i % 19 == 0 ? u"mcp"_s : u"rest"_s;
            for (const QVariant &value : std::initializer_list<QVariant>{
                     id, subject + u' ' + verb, u"v%1"_s.arg(i / 80 + 1), kind, oneOf(m_tenants), scopes,
                     isSensitive, isSensitive ? 2 : 1, plansOf(kind == u"llm"_s)})
                insert.addBindValue(value);
            insert.exec();
            m_apis.append({id, scopes, isSensitive});
        }
    }

    static void addScope(QSqlQuery &insert, const QString &name, const QString &description, bool isWide)
    {
        for (const QVariant &value : std::initializer_list<QVariant>{name, description, isWide, isWide})
            insert.addBindValue(value);
        insert.exec();
    }

    void addSubscriptions()
    {
        auto pending =
            m_database.value(u"SELECT count(*) FROM subscriptions WHERE state = 'pending'"_s).toInt();
        auto all = m_database.value(u"SELECT count(*) FROM subscriptions"_s).toInt();
        Chronicle chronicle(m_database);
        // There is somebody behind every call from the first hour on.
        for (const Pair &pair : std::as_const(m_pairs)) {
            if (!pair.isOfTheStory)
                chronicle.add(somebody(u"sub_%1"_s.arg(100000 + all++), u"approved"_s, pair.tenant,
                                       m_apis.at(pair.api), true));
        }
        for (; all < m_size.subscriptions; ++all) {
            const bool isPending = pending < m_size.pending;
            pending += isPending;
            const bool isBusy = m_random.bounded(10) < 7;
            const Pair &pair = m_pairs.at(m_random.bounded(int(m_pairs.size())));
            const QString tenant = isBusy ? pair.tenant : oneOf(m_tenants);
            const ApiChoice &api =
                isBusy ? m_apis.at(pair.api) : m_apis.at(m_random.bounded(int(m_apis.size())));
            chronicle.add(somebody(u"sub_%1"_s.arg(100000 + all), isPending ? u"pending"_s : stateOfThePast(),
                                   tenant, api, false));
        }
    }

    QString stateOfThePast()
    {
        const auto roll = int(m_random.bounded(100));
        return roll < 80   ? u"approved"_s
               : roll < 88 ? u"rejected"_s
               : roll < 92 ? u"expired"_s
               : roll < 95 ? u"revoked"_s
               : roll < 97 ? u"suspended"_s
                           : u"withdrawn"_s;
    }

    Past somebody(const QString &id, const QString &state, const QString &tenant, const ApiChoice &api,
                  bool isFirst)
    {
        const qint64 now = m_now.toMSecsSinceEpoch();
        const QString first = oneOf(FirstNames);
        const QString last = oneOf(LastNames);
        Past past{.id = id,
                  .application = u"%1-%2-%3"_s.arg(oneOf(Subjects).toLower(), oneOf(Verbs).toLower())
                                     .arg(m_random.bounded(1000)),
                  .api = api.id,
                  .scopes = m_random.bounded(3) == 0 ? api.scopes : api.scopes.section(u' ', 0, 0),
                  .plan = oneOf(planWords()),
                  .tenant = tenant,
                  .subject = u"%1.%2"_s.arg(first, last).toLower(),
                  .name = first + u' ' + last,
                  .why = u"Needed by %1 %2."_s.arg(oneOf(Regions), oneOf(Teams)),
                  .state = state,
                  .costMicros = (2 + m_random.bounded(900)) * Unit,
                  .bySubject = u"ada.okafor"_s,
                  .byName = u"Ada Okafor"_s};
        if (state == u"pending"_s) {
            past.askedAt = now - 60'000LL * (5 + m_random.bounded(14 * 24 * 60));
            return past;
        }
        past.askedAt =
            now - DayMs * (isFirst ? 400 : 2 + m_random.bounded(358)) - 1000LL * m_random.bounded(86400);
        if (state == u"withdrawn"_s)
            return past;
        past.decidedAt = past.askedAt + 1000LL * (600 + m_random.bounded(86400));
        decideOn(past, api, isFirst);
        return past;
    }

    // How it went on, within the time that passed.
    void decideOn(Past &past, const ApiChoice &api, bool isFirst)
    {
        const qint64 now = m_now.toMSecsSinceEpoch();
        const double part = 0.2 + 0.7 * m_random.generateDouble();
        const qint64 between = past.decidedAt + qint64(double(now - past.decidedAt) * part);
        if (api.sensitive && past.state != u"rejected"_s) {
            past.firstSubject = u"noor.haddad"_s;
            past.firstName = u"Noor Haddad"_s;
        }
        if (past.state == u"rejected"_s) {
            past.reason = u"outside the purpose of this API"_s;
            return;
        }
        past.usedFrom = isFirst ? 0 : past.decidedAt / HourMs * HourMs + HourMs;
        past.endedAt = between;
        if (past.state == u"expired"_s)
            past.expiresAt = between;
        if (past.state != u"approved"_s) {
            past.reason = past.state == u"expired"_s ? QString() : u"not used as agreed"_s;
            past.usedUntil = between / HourMs * HourMs;
        } else if (!isFirst) {
            if (m_random.bounded(10) == 0)
                past.expiresAt = now + DayMs * (1 + m_random.bounded(300));
            if (m_random.bounded(8) == 0 && past.usedFrom < between - 30 * DayMs) // dormant
                past.usedUntil = (between - 30 * DayMs) / HourMs * HourMs;
        }
    }

    void addTraffic()
    {
        QSqlQuery told = m_database.run(u"SELECT tenant, api FROM traffic ORDER BY tenant, api"_s);
        while (told.next())
            m_pairs.append({told.value(0).toString(), placeOf(told.value(1).toString()), true});
        QHash<QString, qint64> budgets;
        QSqlQuery known = m_database.run(u"SELECT id, budget_micros FROM tenants"_s);
        while (known.next())
            budgets.insert(known.value(0).toString(), known.value(1).toLongLong());
        auto pairs = m_database.value(u"SELECT count(*) FROM traffic"_s).toInt();
        const int pairsOfEach = std::max(1, m_size.busyPairs / m_size.tenants);
        QSqlQuery insert = m_database.prepared(u"INSERT OR IGNORE INTO traffic VALUES (?, ?, ?, ?, ?)"_s);
        while (pairs < m_size.busyPairs) {
            // Every tenant has traffic before any has more.
            const auto i = pairs % m_tenants.size();
            const bool isOfTheStory = i < 3; // it has its figures already
            const bool hasTokens = m_random.bounded(3) == 0;
            const int micros = hasTokens ? 2500 : 200;
            const double share = isOfTheStory ? 0.02 : 0.25 + 0.8 * m_random.generateDouble();
            const auto api = m_random.bounded(int(m_apis.size()));
            const double monthly = static_cast<double>(budgets.value(m_tenants.at(i))) * share / pairsOfEach;
            for (const QVariant &value : std::initializer_list<QVariant>{m_tenants.at(i), m_apis.at(api).id,
                                                                         monthly / micros / BusyHoursOfAMonth,
                                                                         hasTokens ? 0.8 : 0.0, micros})
                insert.addBindValue(value);
            insert.exec();
            if (insert.numRowsAffected() > 0) {
                m_pairs.append({m_tenants.at(i), api, false});
                ++pairs;
            }
        }
    }

    Database &m_database;
    Population m_size;
    QDateTime m_now;
    QRandomGenerator m_random;
    QStringList m_tenants;
    QList<ApiChoice> m_apis;
    QList<Pair> m_pairs;
};

} // namespace

Population populationOf(Scale scale)
{
    switch (scale) {
    case Scale::Demo:
        return {};
    case Scale::Team:
        return {.tenants = 24, .apis = 318, .subscriptions = 5'000, .pending = 200, .busyPairs = 80};
    case Scale::Enterprise:
        return {.tenants = 200, .apis = 2'000, .subscriptions = 100'000, .pending = 5'000, .busyPairs = 400};
    }
    return {};
}

void populate(Database &database, const Options &options, const QDateTime &now)
{
    Crowd(database, options, now).add();
}

} // namespace gatehouse::sandbox
