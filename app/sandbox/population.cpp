// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/population.h"

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
const QStringList Plans{u"Trial"_s, u"Team"_s, u"Business"_s};

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
        addSubscriptions();
        addTraffic();
    }

private:
    const QString &oneOf(const QStringList &list) { return list.at(m_random.bounded(int(list.size()))); }

    void addTenants()
    {
        m_tenants = {u"ten_fraud"_s, u"ten_market"_s, u"ten_support"_s};
        QSqlQuery insert = m_database.prepared(u"INSERT INTO tenants VALUES (?, ?, ?)"_s);
        while (m_tenants.size() < m_size.tenants) {
            const auto i = int(m_tenants.size());
            const QString id = u"ten_%1"_s.arg(i, 4, 10, QLatin1Char('0'));
            const QString name =
                u"%1 %2 %3"_s.arg(Regions.at(i % Regions.size()), Teams.at(i / Regions.size() % Teams.size()))
                    .arg(i / int(Regions.size() * Teams.size()) + 1);
            insert.addBindValue(id);
            insert.addBindValue(name);
            insert.addBindValue((500 + m_random.bounded(9500)) * Unit);
            insert.exec();
            m_tenants.append(id);
        }
    }

    void addApis()
    {
        QSqlQuery known = m_database.run(u"SELECT id, scopes, sensitive FROM apis ORDER BY id"_s);
        while (known.next())
            m_apis.append({known.value(0).toString(), known.value(1).toString(), known.value(2).toBool()});
        QSqlQuery insert = m_database.prepared(u"INSERT INTO apis VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s);
        while (m_apis.size() < m_size.apis) {
            const auto i = int(m_apis.size());
            const QString &subject = Subjects.at(i % Subjects.size());
            const QString &verb = Verbs.at(i / Subjects.size() % Verbs.size());
            const QString id = u"api_%1"_s.arg(i, 5, 10, QLatin1Char('0'));
            const QString scopes = u"%1:%2"_s.arg(subject.toLower(), verb.toLower());
            const bool isSensitive = m_random.bounded(10) == 0;
            const QString kind = i % 7 == 0 ? u"llm"_s : i % 19 == 0 ? u"mcp"_s : u"rest"_s;
            for (const QVariant &value :
                 std::initializer_list<QVariant>{id, subject + u' ' + verb, u"v%1"_s.arg(i / 80 + 1), kind,
                                                 oneOf(m_tenants), scopes, isSensitive, isSensitive ? 2 : 1})
                insert.addBindValue(value);
            insert.exec();
            m_apis.append({id, scopes, isSensitive});
        }
    }

    void addSubscriptions()
    {
        auto pending =
            m_database.value(u"SELECT count(*) FROM subscriptions WHERE state = 'pending'"_s).toInt();
        auto all = m_database.value(u"SELECT count(*) FROM subscriptions"_s).toInt();
        QSqlQuery insert = m_database.prepared(
            u"INSERT INTO subscriptions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
        QSqlQuery decide = m_database.prepared(
            u"INSERT INTO decisions (subscription, verdict, reason, by_subject, by_name, at, idempotency_key) VALUES (?, ?, ?, 'ada.okafor', 'Ada Okafor', ?, ?)"_s);
        for (; all < m_size.subscriptions; ++all) {
            const bool isPending = pending < m_size.pending;
            pending += isPending;
            const QString id = u"sub_%1"_s.arg(100000 + all);
            const QString state = isPending                   ? u"pending"_s
                                  : m_random.bounded(12) == 0 ? u"rejected"_s
                                                              : u"approved"_s;
            const QDateTime asked =
                isPending ? m_now.addSecs(-60LL * (5 + m_random.bounded(14 * 24 * 60)))
                          : m_now.addDays(-1 - m_random.bounded(360)).addSecs(-m_random.bounded(86400));
            bind(insert, id, state, asked);
            insert.exec();
            if (!isPending) {
                for (const QVariant &value : std::initializer_list<QVariant>{
                         id, state == u"approved"_s ? u"approve"_s : u"reject"_s,
                         state == u"approved"_s ? u""_s : u"outside the purpose of this API"_s,
                         asked.addSecs(600 + m_random.bounded(86400)).toMSecsSinceEpoch(), u"story-"_s + id})
                    decide.addBindValue(value);
                decide.exec();
            }
        }
    }

    void bind(QSqlQuery &insert, const QString &id, const QString &state, const QDateTime &asked)
    {
        const ApiChoice &api = m_apis.at(m_random.bounded(int(m_apis.size())));
        const QString application =
            u"%1-%2-%3"_s.arg(oneOf(Subjects).toLower(), oneOf(Verbs).toLower()).arg(m_random.bounded(1000));
        const QString first = oneOf(FirstNames);
        const QString last = oneOf(LastNames);
        for (const QVariant &value : std::initializer_list<QVariant>{
                 id, state, state == u"pending"_s ? 1 : 2, u"app_"_s + application, application, api.id,
                 oneOf(Plans), api.scopes, oneOf(m_tenants), u"%1.%2"_s.arg(first, last).toLower(),
                 first + u' ' + last, u"Needed by %1 %2."_s.arg(oneOf(Regions), oneOf(Teams)),
                 asked.toMSecsSinceEpoch(), (2 + m_random.bounded(900)) * Unit})
            insert.addBindValue(value);
    }

    void addTraffic()
    {
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
            const double monthly = static_cast<double>(budgets.value(m_tenants.at(i))) * share / pairsOfEach;
            for (const QVariant &value : std::initializer_list<QVariant>{
                     m_tenants.at(i), m_apis.at(m_random.bounded(int(m_apis.size()))).id,
                     monthly / micros / BusyHoursOfAMonth, hasTokens ? 0.8 : 0.0, micros})
                insert.addBindValue(value);
            insert.exec();
            pairs += insert.numRowsAffected();
        }
    }

    struct ApiChoice
    {
        QString id;
        QString scopes;
        bool sensitive;
    };

    Database &m_database;
    Population m_size;
    QDateTime m_now;
    QRandomGenerator m_random;
    QStringList m_tenants;
    QList<ApiChoice> m_apis;
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
