// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/offers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qint64 Unit = 1'000'000; // micro-units of one euro

struct ScopeRow
{
    QString name, description;
    bool sensitive, wide;
};

struct ApiRow
{
    QString id, name, version, kind, owner;
    QStringList scopes;
    bool sensitive;
};

void insertTenants(Database &database)
{
    struct Row
    {
        QString id, name;
        qint64 euros;
        QString explained; // verdicts beyond those that always need a reason
        int answerMinutes;
    };
    const QList<Row> rows{{u"ten_fraud"_s, u"Fraud Analysts"_s, 9000, u""_s, 4 * 60},
                          {u"ten_market"_s, u"Market Researchers"_s, 3000, u""_s, 0},
                          {u"ten_support"_s, u"Customer Support"_s, 4000, u"approve extend"_s, 8 * 60}};
    for (const Row &row : rows)
        database.run(u"INSERT INTO tenants VALUES (?, ?, ?, ?, 1, ?)"_s,
                     {row.id, row.name, row.euros * Unit, row.explained, row.answerMinutes});
}

void insertScopes(Database &database)
{
    const QList<ScopeRow> rows{
        {u"fraud:predict"_s,
         u"Score single payments for the risk of fraud. Reads nothing of other tenants."_s, false, false},
        {u"fraud:explain"_s, u"Get the reasons behind a score, in words, for one case at a time."_s, false,
         false},
        {u"fraud:export"_s, u"Export all cases with account numbers and names, of every tenant, as files."_s,
         true, true},
        {u"llm:chat"_s,
         u"Send text to the large language model and get its answers; every token is paid for."_s, true,
         false},
        {u"market:forecast"_s, u"Get price forecasts of up to twelve months for any listed instrument."_s,
         false, false},
        {u"market:history"_s, u"Read the whole price history since 1998, every instrument at once."_s, false,
         true},
        {u"market:quotes"_s, u"Read current prices, delayed by 15 minutes as the exchange's licence asks."_s,
         false, false},
        {u"tickets:read"_s, u"Read and search customers' tickets of the own tenant, attachments included."_s,
         false, false},
        {u"tickets:read-all"_s, u"Read and search the tickets of all tenants."_s, true, true},
        {u"tools:call"_s, u"Run the analysts' tools on the caller's behalf, those that write included."_s,
         false, true},
        {u"tools:list"_s, u"See which tools there are and what they take."_s, false, false}};
    for (const ScopeRow &row : rows)
        database.run(u"INSERT INTO scopes VALUES (?, ?, ?, ?)"_s,
                     {row.name, row.description, row.sensitive, row.wide});
}

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
         {u"tickets:read"_s, u"tickets:read-all"_s},
         false},
        {u"api_tools_1"_s,
         u"Analyst Tools"_s,
         u"v1"_s,
         u"mcp"_s,
         u"ten_fraud"_s,
         {u"tools:call"_s, u"tools:list"_s},
         false}};
    for (const ApiRow &api : rows)
        database.run(u"INSERT INTO apis VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                     {api.id, api.name, api.version, api.kind, api.owner, api.scopes.join(u' '),
                      api.sensitive, api.sensitive ? 2 : 1, plansOf(api.kind == u"llm"_s)});
}

} // namespace

const QStringList &planWords()
{
    static const QStringList words{u"Trial"_s, u"Team"_s, u"Business"_s};
    return words;
}

QByteArray plansOf(bool usesModel)
{
    const auto fee = [](qint64 euros) {
        return QJsonObject{{u"micros"_s, euros * Unit}, {u"currency"_s, u"EUR"_s}};
    };
    const QJsonArray plans{
        QJsonObject{{u"name"_s, planWords().at(0)},
                    {u"monthly_calls"_s, usesModel ? 1'000 : 10'000},
                    {u"monthly_fee"_s, fee(0)}},
        QJsonObject{{u"name"_s, planWords().at(1)},
                    {u"monthly_calls"_s, usesModel ? 25'000 : 250'000},
                    {u"monthly_fee"_s, fee(usesModel ? 90 : 40)}},
        QJsonObject{{u"name"_s, planWords().at(2)}, {u"monthly_fee"_s, fee(usesModel ? 600 : 250)}}};
    return QJsonDocument(plans).toJson(QJsonDocument::Compact);
}

void insertOffers(Database &database)
{
    insertTenants(database);
    insertScopes(database);
    insertApis(database);
}

} // namespace gatehouse::sandbox
