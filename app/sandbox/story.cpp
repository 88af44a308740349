// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/story.h"

#include "app/sandbox/population.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qint64 Unit = 1'000'000; // micro-units of one euro

struct ApiRow
{
    QString id, name, version, kind, owner;
    QStringList scopes;
    bool sensitive;
};

struct RequestRow
{
    QString application, api, scopes, tenant, subject, name, plan, why;
    int minutes; // waiting
    qint64 euros;
};

struct PastRow
{
    QString application, api, scopes, tenant, subject, name, verdict, reason, bySubject, byName;
    int days;
    qint64 euros;
};

void insertApis(Database &database)
{
    const QList<ApiRow> rows{
        {u"api_fraud_3"_s,
         u"Fraud Prediction"_s,
         u"v3"_s,
         u"rest"_s,
         u"ten_fraud"_s,
         {u"fraud:predict"_s, u"fraud:explain"_s},
         false},
        {u"api_export_3"_s, u"Fraud Export"_s, u"v3"_s, u"rest"_s, u"ten_fraud"_s, {u"fraud:export"_s}, true},
        {u"api_explain_2"_s,
         u"Fraud Explain"_s,
         u"v2"_s,
         u"llm"_s,
         u"ten_fraud"_s,
         {u"fraud:explain"_s, u"llm:chat"_s},
         false},
        {u"api_forecast_2"_s,
         u"Market Forecast"_s,
         u"v2"_s,
         u"rest"_s,
         u"ten_market"_s,
         {u"market:forecast"_s, u"market:history"_s},
         false},
        {u"api_quotes_2"_s,
         u"Market Quotes"_s,
         u"v2"_s,
         u"rest"_s,
         u"ten_market"_s,
         {u"market:quotes"_s},
         false},
        {u"api_chat_5"_s, u"LLM Chat"_s, u"v5"_s, u"llm"_s, u"ten_support"_s, {u"llm:chat"_s}, true},
        {u"api_tickets_1"_s,
         u"Ticket Search"_s,
         u"v1"_s,
         u"rest"_s,
         u"ten_support"_s,
         {u"tickets:read"_s},
         false},
        {u"api_tools_1"_s, u"Analyst Tools"_s, u"v1"_s, u"mcp"_s, u"ten_fraud"_s, {u"tools:call"_s}, false},
    };
    for (const ApiRow &api : rows)
        database.run(u"INSERT INTO apis VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
                     {api.id, api.name, api.version, api.kind, api.owner, api.scopes.join(u' '),
                      api.sensitive, api.sensitive ? 2 : 1});
}

const QList<RequestRow> &waiting()
{
    static const QList<RequestRow> rows{
        {u"alert-triage"_s, u"api_chat_5"_s, u"llm:chat"_s, u"ten_fraud"_s, u"priya.nair"_s, u"Priya Nair"_s,
         u"Business"_s, u"Summarise alerts for the night shift; an analyst closes each."_s, 251, 310},
        {u"risk-notebook"_s, u"api_fraud_3"_s, u"fraud:predict fraud:explain"_s, u"ten_fraud"_s,
         u"tomas.vega"_s, u"Tomás Vega"_s, u"Team"_s, u"Backtest of the new scoring rules, two weeks."_s, 187,
         95},
        {u"weekly-forecast"_s, u"api_forecast_2"_s, u"market:forecast"_s, u"ten_market"_s, u"elin.berg"_s,
         u"Elin Berg"_s, u"Team"_s, u"The Monday report takes its figures from here."_s, 131, 42},
        {u"support-copilot"_s, u"api_chat_5"_s, u"llm:chat"_s, u"ten_support"_s, u"ben.castellano"_s,
         u"Ben Castellano"_s, u"Team"_s, u"Draft answers for tier-1 tickets; a person sends them."_s, 124,
         1280},
        {u"ticket-summary"_s, u"api_tickets_1"_s, u"tickets:read"_s, u"ten_support"_s, u"ben.castellano"_s,
         u"Ben Castellano"_s, u"Team"_s, u"One paragraph per ticket at hand-over."_s, 72, 220},
        {u"kyc-batch"_s, u"api_explain_2"_s, u"fraud:explain"_s, u"ten_fraud"_s, u"priya.nair"_s,
         u"Priya Nair"_s, u"Business"_s, u"Explanations for the quarterly review."_s, 63, 60},
        {u"pricing-sim"_s, u"api_forecast_2"_s, u"market:forecast market:history"_s, u"ten_market"_s,
         u"jonas.weber"_s, u"Jonas Weber"_s, u"Business"_s, u"Simulation of tariff changes."_s, 48, 130},
        {u"voice-bot"_s, u"api_chat_5"_s, u"llm:chat"_s, u"ten_support"_s, u"sara.lund"_s, u"Sara Lund"_s,
         u"Trial"_s, u"Telephone pilot with 20 customers."_s, 31, 640},
        {u"aml-export"_s, u"api_export_3"_s, u"fraud:export"_s, u"ten_fraud"_s, u"ada.okafor"_s,
         u"Ada Okafor"_s, u"Business"_s, u"Monthly file for the regulator."_s, 22, 12},
        {u"desk-widget"_s, u"api_quotes_2"_s, u"market:quotes"_s, u"ten_market"_s, u"elin.berg"_s,
         u"Elin Berg"_s, u"Trial"_s, u"Prices on the trading floor's screens."_s, 12, 4},
        {u"returns-bot"_s, u"api_chat_5"_s, u"llm:chat"_s, u"ten_support"_s, u"sara.lund"_s, u"Sara Lund"_s,
         u"Trial"_s, u"Answers questions about returns."_s, 9, 75},
        {u"quant-lab"_s, u"api_forecast_2"_s, u"market:history"_s, u"ten_market"_s, u"jonas.weber"_s,
         u"Jonas Weber"_s, u"Team"_s, u"History since 2019 for a research note."_s, 2, 18},
    };
    return rows;
}

const QList<PastRow> &decided()
{
    static const QList<PastRow> rows{
        {u"faq-search"_s, u"api_chat_5"_s, u"llm:chat"_s, u"ten_support"_s, u"sara.lund"_s, u"Sara Lund"_s,
         u"approve"_s, u"read-only use"_s, u"mikael.lindqvist"_s, u"Mikael Lindqvist"_s, 11, 180},
        {u"desk-bot"_s, u"api_chat_5"_s, u"llm:chat"_s, u"ten_support"_s, u"ben.castellano"_s,
         u"Ben Castellano"_s, u"approve"_s, u"read-only use"_s, u"mikael.lindqvist"_s, u"Mikael Lindqvist"_s,
         12, 90},
        {u"fraud-desk"_s, u"api_fraud_3"_s, u"fraud:predict"_s, u"ten_fraud"_s, u"priya.nair"_s,
         u"Priya Nair"_s, u"approve"_s, u"agreed with risk"_s, u"noor.haddad"_s, u"Noor Haddad"_s, 40, 400},
        {u"case-explainer"_s, u"api_explain_2"_s, u"fraud:explain llm:chat"_s, u"ten_fraud"_s,
         u"tomas.vega"_s, u"Tomás Vega"_s, u"approve"_s, u"pilot went well"_s, u"noor.haddad"_s,
         u"Noor Haddad"_s, 33, 900},
        {u"bulk-scraper"_s, u"api_quotes_2"_s, u"market:quotes"_s, u"ten_market"_s, u"jonas.weber"_s,
         u"Jonas Weber"_s, u"reject"_s, u"the licence of the data forbids it"_s, u"ada.okafor"_s,
         u"Ada Okafor"_s, 5, 800},
        {u"research-feed"_s, u"api_forecast_2"_s, u"market:forecast"_s, u"ten_market"_s, u"elin.berg"_s,
         u"Elin Berg"_s, u"approve"_s, u""_s, u"ada.okafor"_s, u"Ada Okafor"_s, 90, 60},
    };
    return rows;
}

void insertRequests(Database &database, const QDateTime &now)
{
    int number = 48201;
    for (const RequestRow &r : waiting()) {
        database.run(u"INSERT INTO subscriptions VALUES (?, 'pending', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                     {u"sub_%1"_s.arg(number++), u"app_"_s + r.application, r.application, r.api, r.plan,
                      r.scopes, r.tenant, r.subject, r.name, r.why,
                      now.addSecs(-60LL * r.minutes).toMSecsSinceEpoch(), r.euros * Unit});
    }
    for (const PastRow &r : decided()) {
        const QString id = u"sub_%1"_s.arg(number++);
        const QDateTime asked = now.addDays(-r.days);
        database.run(u"INSERT INTO subscriptions VALUES (?, ?, 2, ?, ?, ?, 'Team', ?, ?, ?, ?, '', ?, ?)"_s,
                     {id, r.verdict == u"approve"_s ? u"approved"_s : u"rejected"_s,
                      u"app_"_s + r.application, r.application, r.api, r.scopes, r.tenant, r.subject, r.name,
                      asked.toMSecsSinceEpoch(), r.euros * Unit});
        database.run(
            u"INSERT INTO decisions (subscription, verdict, reason, by_subject, by_name, at, idempotency_key) VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
            {id, r.verdict, r.reason, r.bySubject, r.byName, asked.addSecs(5400).toMSecsSinceEpoch(),
             u"story-"_s + id});
    }
    // One first approval of two, so that "1 of 2" is there from the start.
    database.run(
        u"INSERT INTO decisions (subscription, verdict, reason, by_subject, by_name, at, idempotency_key) "
        "VALUES ('sub_48201', 'approve', 'fine for the night shift', 'noor.haddad', 'Noor Haddad', ?, 'story-first')"_s,
        {now.addSecs(-3600).toMSecsSinceEpoch()});
    database.run(u"UPDATE subscriptions SET version = 2 WHERE id = 'sub_48201'"_s);
}

void insertTraffic(Database &database)
{
    struct Row
    {
        QString tenant, api;
        double calls;
        double tokens;
        qint64 micros;
    };
    const QList<Row> rows{
        {u"ten_fraud"_s, u"api_fraud_3"_s, 46000, 0, 40},
        {u"ten_fraud"_s, u"api_explain_2"_s, 5600, 1.0, 4100},
        {u"ten_fraud"_s, u"api_tools_1"_s, 2400, 0, 90},
        {u"ten_fraud"_s, u"api_export_3"_s, 40, 0, 2000},
        {u"ten_market"_s, u"api_forecast_2"_s, 21000, 0, 60},
        {u"ten_market"_s, u"api_quotes_2"_s, 61000, 0, 8},
        {u"ten_market"_s, u"api_chat_5"_s, 2400, 0.7, 3000},
        {u"ten_support"_s, u"api_chat_5"_s, 4600, 0.8, 2600},
        {u"ten_support"_s, u"api_tickets_1"_s, 19000, 0, 15},
        {u"ten_support"_s, u"api_explain_2"_s, 360, 1.1, 4300},
    };
    for (const Row &r : rows)
        database.run(u"INSERT INTO traffic VALUES (?, ?, ?, ?, ?)"_s,
                     {r.tenant, r.api, r.calls, r.tokens, r.micros});
}

} // namespace

void tellStory(Database &database, const Options &options, const QDateTime &now)
{
    const std::pair<QString, QString> tenants[] = {{u"ten_fraud"_s, u"Fraud Analysts"_s},
                                                   {u"ten_market"_s, u"Market Researchers"_s},
                                                   {u"ten_support"_s, u"Customer Support"_s}};
    const qint64 budgets[] = {9000, 3000, 4000};
    for (std::size_t i = 0; i < 3; ++i)
        database.run(u"INSERT INTO tenants VALUES (?, ?, ?)"_s,
                     {tenants[i].first, tenants[i].second, budgets[i] * Unit});
    insertApis(database);
    insertRequests(database, now);
    insertTraffic(database);
    populate(database, options, now);
}

} // namespace gatehouse::sandbox
