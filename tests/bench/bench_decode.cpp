// SPDX-License-Identifier: GPL-3.0-or-later
// 100,000 subscriptions in the contract's JSON to values, in pages of 500 as the gateway sends them: our
// reader against QJsonDocument with equivalent readers. The rate is of input bytes.
#include "core/gateway/adapters/contract/readers.h"
#include "tests/bench/qjsonreaders.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <benchmark/benchmark.h>

using namespace gatehouse;
using namespace Qt::StringLiterals;

namespace {

constexpr int pages = 200;
constexpr int perPage = 500;

QJsonObject subscription(int i)
{
    QJsonArray decisions;
    if (i % 10 == 0)
        decisions.append(QJsonObject{
            {u"verdict"_s, u"approve"_s},
            {u"reason"_s, u"fine for the night shift"_s},
            {u"by"_s, QJsonObject{{u"subject"_s, u"noor.haddad"_s}, {u"name"_s, u"Noor Haddad"_s}}},
            {u"at"_s, u"2026-11-22T10:11:12.345Z"_s},
            {u"idempotency_key"_s, u"6f1f05b8-7c00-4f0b-9d53-0c2b5b8b0001"_s}});
    return {
        {u"id"_s, u"sub_%1"_s.arg(i, 6, 10, QLatin1Char('0'))},
        {u"state"_s, u"pending"_s},
        {u"etag"_s, u"\"%1\""_s.arg(i % 7)},
        {u"application"_s,
         QJsonObject{{u"id"_s, u"app_%1"_s.arg(i % 5000)}, {u"name"_s, u"alert-triage-%1"_s.arg(i)}}},
        {u"api"_s, QJsonObject{{u"id"_s, u"api_%1"_s.arg(i % 2000)},
                               {u"name"_s, u"Fraud Prediction"_s},
                               {u"version"_s, u"v%1"_s.arg(i % 9)},
                               {u"sensitive"_s, i % 10 == 0}}},
        {u"plan"_s, u"Team"_s},
        {u"scopes"_s, QJsonArray{u"fraud:predict"_s, u"fraud:explain"_s}},
        {u"tenant"_s, QJsonObject{{u"id"_s, u"ten_%1"_s.arg(i % 200)}, {u"name"_s, u"Fraud Analysts"_s}}},
        {u"requester"_s, QJsonObject{{u"subject"_s, u"tomas.vega"_s}, {u"name"_s, u"Tomás Vega"_s}}},
        {u"justification"_s,
         u"Backtest of the new scoring rules, two weeks; an analyst closes each alert."_s},
        {u"requested_at"_s, u"2026-11-2%1T1%2:07:08.901Z"_s.arg(i % 4).arg(i % 10)},
        {u"estimated_monthly_cost"_s, QJsonObject{{u"micros"_s, 95'000'000 + i}, {u"currency"_s, u"EUR"_s}}},
        {u"required_approvals"_s, 1 + i % 2},
        {u"decisions"_s, decisions},
        {u"may_decide"_s, i % 3 != 0},
        {u"may_not_decide_because"_s,
         i % 3 == 0 ? QJsonValue(u"You asked for it yourself."_s) : QJsonValue()}};
}

const QList<QByteArray> &input()
{
    static const QList<QByteArray> made = [] {
        QList<QByteArray> all;
        for (int page = 0; page < pages; ++page) {
            QJsonArray items;
            for (int i = 0; i < perPage; ++i)
                items.append(subscription(page * perPage + i));
            all.append(QJsonDocument(QJsonObject{{u"items"_s, items},
                                                 {u"total"_s, pages * perPage},
                                                 {u"next_cursor"_s, QJsonValue()}})
                           .toJson(QJsonDocument::Compact));
        }
        return all;
    }();
    return made;
}

Page<gateway::Subscription> readWithOurs(const QByteArray &utf8)
{
    const auto page = readJson(utf8, [](JsonReader &r) {
        return gateway::contract::readPage(r, gateway::contract::readSubscription);
    });
    return page ? *page : Page<gateway::Subscription>();
}

void decode(benchmark::State &state, Page<gateway::Subscription> (*read)(const QByteArray &))
{
    qint64 bytes = 0;
    for (const QByteArray &page : input())
        bytes += page.size();
    for (auto _ : state) {
        qsizetype count = 0;
        for (const QByteArray &page : input())
            count += read(page).items.size();
        if (count != pages * perPage)
            state.SkipWithError("not all subscriptions were read");
    }
    state.SetBytesProcessed(state.iterations() * bytes);
}

} // namespace

int main(int argc, char **argv)
{
    if (readWithOurs(input().first()).items != bench::readWithQJson(input().first()).items)
        qFatal("the two readers do not agree");
    benchmark::Initialize(&argc, argv);
    benchmark::RegisterBenchmark("decode/gatehouse", decode, readWithOurs)
        ->Unit(benchmark::kMillisecond)
        ->MinTime(3);
    benchmark::RegisterBenchmark("decode/qjson", decode, bench::readWithQJson)
        ->Unit(benchmark::kMillisecond)
        ->MinTime(3);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
