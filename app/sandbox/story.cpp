// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/story.h"

#include "app/sandbox/chronicle.h"
#include "app/sandbox/offers.h"
#include "app/sandbox/population.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qint64 Unit = 1'000'000; // micro-units of one euro
constexpr qint64 HourMs = 3'600'000;

struct RequestRow
{
    QString application, api, scopes, tenant, subject, name, plan, why;
    int minutes; // waiting
    qint64 euros;
};

struct PastRow
{
    QString application, api, scopes, tenant, subject, name, state, reason, bySubject, byName;
    int days; // ago
    qint64 euros;
    int expiresIn = 0;    // days; below 0: ago; 0: never
    int unusedDays = 0;   // 0: in use
    QString granted = {}; // fewer scopes than asked for
    QString why = {};
};

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

// The first ten have had their right since before the figures begin: there is somebody behind every call.
const QList<PastRow> &decided()
{
    static const QString ada = u"ada.okafor"_s, adaName = u"Ada Okafor"_s, noor = u"noor.haddad"_s,
                         noorName = u"Noor Haddad"_s, mikael = u"mikael.lindqvist"_s,
                         mikaelName = u"Mikael Lindqvist"_s;
    static const QString fraud = u"ten_fraud"_s, market = u"ten_market"_s, support = u"ten_support"_s;
    static const QString approved = u"approved"_s;
    static const QString priya = u"priya.nair"_s, priyaName = u"Priya Nair"_s, tomas = u"tomas.vega"_s,
                         tomasName = u"Tomás Vega"_s, elin = u"elin.berg"_s, elinName = u"Elin Berg"_s,
                         jonas = u"jonas.weber"_s, jonasName = u"Jonas Weber"_s, ben = u"ben.castellano"_s,
                         benName = u"Ben Castellano"_s, sara = u"sara.lund"_s, saraName = u"Sara Lund"_s;
    static const QList<PastRow> rows{
        {u"fraud-core"_s, u"api_fraud_3"_s, u"fraud:predict fraud:explain"_s, fraud, priya, priyaName,
         approved, u"the scoring of all card payments"_s, noor, noorName, 420, 1300},
        {u"explain-core"_s, u"api_explain_2"_s, u"fraud:explain llm:chat"_s, fraud, tomas, tomasName,
         approved, u"analysts need the reasons"_s, noor, noorName, 415, 4200},
        {u"analyst-workbench"_s, u"api_tools_1"_s, u"tools:call tools:list"_s, fraud, priya, priyaName,
         approved, u""_s, noor, noorName, 410, 160},
        {u"regulator-export"_s, u"api_export_3"_s, u"fraud:export"_s, fraud, tomas, tomasName, approved,
         u"the law asks for it"_s, ada, adaName, 405, 60, 25},
        {u"forecast-hub"_s, u"api_forecast_2"_s, u"market:forecast market:history"_s, market, elin, elinName,
         approved, u""_s, ada, adaName, 430, 900},
        {u"quotes-terminal"_s, u"api_quotes_2"_s, u"market:quotes"_s, market, jonas, jonasName, approved,
         u""_s, ada, adaName, 425, 380},
        {u"research-assistant"_s, u"api_chat_5"_s, u"llm:chat"_s, market, elin, elinName, approved,
         u"within the pilot's budget"_s, ada, adaName, 402, 1500, 5},
        {u"support-suite"_s, u"api_chat_5"_s, u"llm:chat"_s, support, ben, benName, approved,
         u"answers are read by a person"_s, mikael, mikaelName, 408, 2600},
        {u"ticket-desk"_s, u"api_tickets_1"_s, u"tickets:read"_s, support, ben, benName, approved,
         u"the desk cannot work without"_s, mikael, mikaelName, 412, 70},
        {u"dispute-explainer"_s, u"api_explain_2"_s, u"fraud:explain"_s, support, sara, saraName, approved,
         u"agreed with fraud"_s, mikael, mikaelName, 404, 320},

        {u"faq-search"_s, u"api_chat_5"_s, u"llm:chat"_s, support, sara, saraName, approved,
         u"read-only use"_s, mikael, mikaelName, 11, 180},
        {u"desk-bot"_s, u"api_chat_5"_s, u"llm:chat"_s, support, ben, benName, approved, u"read-only use"_s,
         mikael, mikaelName, 12, 90, 3},
        {u"fraud-desk"_s, u"api_fraud_3"_s, u"fraud:predict fraud:explain"_s, fraud, priya, priyaName,
         approved, u"agreed with risk; scores only"_s, noor, noorName, 40, 400, 50, 0, u"fraud:predict"_s},
        {u"case-explainer"_s, u"api_explain_2"_s, u"fraud:explain llm:chat"_s, fraud, tomas, tomasName,
         approved, u"pilot went well"_s, noor, noorName, 33, 900},
        {u"bulk-scraper"_s, u"api_quotes_2"_s, u"market:quotes"_s, market, jonas, jonasName, u"rejected"_s,
         u"the licence of the data forbids it"_s, ada, adaName, 5, 800},
        {u"research-feed"_s, u"api_forecast_2"_s, u"market:forecast"_s, market, elin, elinName, approved,
         u""_s, ada, adaName, 90, 60},
        {u"old-risk-report"_s,
         u"api_fraud_3"_s,
         u"fraud:predict"_s,
         fraud,
         tomas,
         tomasName,
         approved,
         u""_s,
         noor,
         noorName,
         320,
         75,
         0,
         140,
         {},
         u"Weekly report to the board."_s},
        {u"tariff-study"_s,
         u"api_forecast_2"_s,
         u"market:forecast market:history"_s,
         market,
         jonas,
         jonasName,
         approved,
         u""_s,
         ada,
         adaName,
         280,
         110,
         0,
         96,
         {},
         u"Study of last year's tariffs."_s},
        {u"chat-survey"_s,
         u"api_tickets_1"_s,
         u"tickets:read"_s,
         support,
         sara,
         saraName,
         approved,
         u"one survey, no names"_s,
         mikael,
         mikaelName,
         200,
         30,
         12,
         61,
         {},
         u"Survey of how tickets are closed."_s},
        {u"campaign-tickets"_s, u"api_tickets_1"_s, u"tickets:read"_s, support, ben, benName, u"suspended"_s,
         u"ten times the calls agreed on; waiting for their answer"_s, mikael, mikaelName, 120, 45},
        {u"night-replay"_s, u"api_fraud_3"_s, u"fraud:predict"_s, fraud, priya, priyaName, u"revoked"_s,
         u"the key was found in a public repository"_s, noor, noorName, 150, 210},
        {u"summer-intern"_s, u"api_forecast_2"_s, u"market:forecast"_s, market, elin, elinName, u"expired"_s,
         u""_s, ada, adaName, 110, 20, -20},
        {u"ticket-mirror"_s, u"api_tickets_1"_s, u"tickets:read tickets:read-all"_s, market, jonas, jonasName,
         u"rejected"_s, u"tickets of all tenants are not for research"_s, ada, adaName, 26, 15},
    };
    return rows;
}

// Who else had to agree on the sensitive ones.
bool hasTwo(const PastRow &row)
{
    return row.api == u"api_chat_5"_s || row.api == u"api_export_3"_s;
}

Past pastOf(const PastRow &r, const QString &id, const QDateTime &now)
{
    const qint64 asked = now.addDays(-r.days).toMSecsSinceEpoch();
    const auto inDays = [&](int days) { return now.addDays(days).toMSecsSinceEpoch(); };
    Past past{.id = id,
              .application = r.application,
              .api = r.api,
              .scopes = r.scopes,
              .plan = r.euros >= 400 ? u"Business"_s : u"Team"_s,
              .tenant = r.tenant,
              .subject = r.subject,
              .name = r.name,
              .why = r.why,
              .state = r.state,
              .askedAt = asked,
              .decidedAt = asked + 5'400'000,
              .endedAt = asked + r.days * qint64(43'200'000),
              .costMicros = r.euros * Unit,
              .granted = r.granted,
              .reason = r.reason,
              .bySubject = r.bySubject,
              .byName = r.byName};
    if (r.expiresIn != 0)
        past.expiresAt = inDays(r.expiresIn);
    if (r.state != u"rejected"_s)
        past.usedFrom = r.days > 400 ? 0 : past.decidedAt / HourMs * HourMs + HourMs;
    if (r.state == u"revoked"_s || r.state == u"suspended"_s)
        past.usedUntil = past.endedAt / HourMs * HourMs;
    else if (r.state == u"expired"_s || r.unusedDays > 0)
        past.usedUntil = inDays(r.unusedDays > 0 ? -r.unusedDays : r.expiresIn) / HourMs * HourMs;
    if (hasTwo(r)) {
        past.firstSubject = r.bySubject == u"ada.okafor"_s ? u"noor.haddad"_s : u"ada.okafor"_s;
        past.firstName = r.bySubject == u"ada.okafor"_s ? u"Noor Haddad"_s : u"Ada Okafor"_s;
    }
    return past;
}

void insertRequest(Database &database, const RequestRow &r, const QString &id, const QDateTime &now)
{
    database.run(
        u"INSERT INTO subscriptions (id, state, version, application_id, application, api, plan, scopes, tenant, requester_subject, requester_name, justification, requested_at, cost_micros) VALUES (?, 'pending', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {id, u"app_"_s + r.application, r.application, r.api, r.plan, r.scopes, r.tenant, r.subject, r.name,
         r.why, now.addSecs(-60LL * r.minutes).toMSecsSinceEpoch(), r.euros * Unit});
}

// One that was asked back and is not answered yet.
void insertReturned(Database &database, const QDateTime &now)
{
    insertRequest(database,
                  {u"churn-radar"_s, u"api_chat_5"_s, u"llm:chat"_s, u"ten_market"_s, u"jonas.weber"_s,
                   u"Jonas Weber"_s, u"Business"_s, u"Find out why people leave."_s, 1530, 450},
                  u"sub_48260"_s, now);
    const qint64 at = now.addSecs(-20LL * 3600).toMSecsSinceEpoch();
    const QString question = u"Which texts go to the model, and are there names in them?"_s;
    database.run(
        u"INSERT INTO decisions (subscription, verdict, reason, by_subject, by_name, at, idempotency_key) VALUES ('sub_48260', 'ask_back', ?, 'ada.okafor', 'Ada Okafor', ?, 'story-question')"_s,
        {question, at});
    database.run(
        u"INSERT INTO conversation (subscription, by_subject, by_name, at, text) VALUES ('sub_48260', 'ada.okafor', 'Ada Okafor', ?, ?)"_s,
        {at, question});
    database.run(
        u"UPDATE subscriptions SET state = 'returned', version = 2, decided_at = ? WHERE id = 'sub_48260'"_s,
        {at});
}

void insertRequests(Database &database, const QDateTime &now)
{
    int number = 48201;
    for (const RequestRow &r : waiting())
        insertRequest(database, r, u"sub_%1"_s.arg(number++), now);
    Chronicle chronicle(database);
    for (const PastRow &r : decided())
        chronicle.add(pastOf(r, u"sub_%1"_s.arg(number++), now));
    insertReturned(database, now);
    // One first approval of two, so that "1 of 2" is there from the start.
    const qint64 at = now.addSecs(-3600).toMSecsSinceEpoch();
    database.run(
        u"INSERT INTO decisions (subscription, verdict, reason, by_subject, by_name, at, idempotency_key) "
        "VALUES ('sub_48201', 'approve', 'fine for the night shift', 'noor.haddad', 'Noor Haddad', ?, 'story-first')"_s,
        {at});
    database.run(u"UPDATE subscriptions SET version = 2, decided_at = ? WHERE id = 'sub_48201'"_s, {at});
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
    insertOffers(database);
    insertRequests(database, now);
    insertTraffic(database);
    populate(database, options, now);
}

} // namespace gatehouse::sandbox
