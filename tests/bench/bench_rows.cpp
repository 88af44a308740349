// SPDX-License-Identifier: GPL-3.0-or-later
// Filter as you type and sort. One iteration of filter/* is one key press: the words grow letter by letter
// and start anew.
#include "core/workspace/foldedtext.h"
#include "core/workspace/rowfilter.h"
#include "ui/models/requestmodel.h"

#include <QApplication>

#include <algorithm>
#include <benchmark/benchmark.h>

using namespace gatehouse;
using namespace Qt::StringLiterals;

namespace {

constexpr int million = 1'000'000;

gateway::Subscription request(int i)
{
    static const QStringList applications{u"alert-triage"_s,    u"risk-notebook"_s,  u"weekly-forecast"_s,
                                          u"support-copilot"_s, u"ticket-summary"_s, u"kyc-batch"_s,
                                          u"pricing-sim"_s,     u"voice-bot"_s};
    static const QStringList apis{u"LLM Chat"_s, u"Fraud Prediction"_s, u"Market Forecast"_s,
                                  u"Ticket Search"_s};
    static const QStringList tenants{u"Fraud Analysts"_s, u"Market Researchers"_s, u"Customer Support"_s};
    static const QStringList people{u"Priya Nair"_s, u"Tomás Vega"_s, u"Elin Berg"_s, u"Ben Castellano"_s,
                                    u"Sara Lund"_s};
    gateway::Subscription s;
    s.id = {u"sub_%1"_s.arg(i)};
    s.state = {.value = gateway::SubscriptionState::Pending, .text = u"pending"_s};
    s.applicationName = u"%1-%2"_s.arg(applications.at(i % applications.size())).arg(i * 7919 % 100'003);
    s.apiName = apis.at(i % apis.size());
    s.apiVersion = u"v%1"_s.arg(i % 9);
    s.scopes = {u"fraud:predict"_s, u"llm:chat"_s};
    s.tenantName = tenants.at(i % tenants.size());
    s.requesterName = people.at(i % people.size());
    s.requestedAt = QDateTime::fromMSecsSinceEpoch(1'790'000'000'000 + qint64(i) * 7919 % 1'000'003, Qt::UTC);
    return s;
}

QString textOf(int i)
{
    const gateway::Subscription s = request(i);
    return QStringList{s.applicationName, s.apiName,       s.scopes.join(u' '),
                       s.tenantName,      s.requesterName, s.id.value}
        .join(u'\n');
}

// What somebody types, key by key.
QList<QStringList> keyPresses()
{
    QList<QStringList> presses;
    for (const QString &typed : {u"fraud"_s, u"support"_s, u"9913"_s, u"vega risk"_s, u"zebra"_s}) {
        for (qsizetype length = 1; length <= typed.size(); ++length)
            presses.append(typed.first(length).split(u' ', Qt::SkipEmptyParts));
    }
    return presses;
}

void filterMillion(benchmark::State &state)
{
    workspace::RowFilter filter;
    for (int i = 0; i < million; ++i)
        filter.append(textOf(i));
    const QList<QStringList> presses = keyPresses();
    qsizetype press = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(filter.find(presses.at(press++ % presses.size())).data());
}

// The key that narrows least, again and again: no earlier answer helps.
void filterFirstKey(benchmark::State &state)
{
    workspace::RowFilter filter;
    for (int i = 0; i < million; ++i)
        filter.append(textOf(i));
    const QList<QStringList> presses{{u"a"_s}, {u"t"_s}, {u"7"_s}, {u"fr"_s}, {u"support"_s}, {u"913"_s}};
    qsizetype press = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(filter.find(presses.at(press++ % presses.size())).data());
}

void filterWithQString(benchmark::State &state)
{
    QStringList texts;
    for (int i = 0; i < million; ++i)
        texts.append(workspace::foldedText(textOf(i)));
    const QList<QStringList> presses = keyPresses();
    qsizetype press = 0;
    for (auto _ : state) {
        std::vector<quint32> rows;
        const QStringList &words = presses.at(press++ % presses.size());
        for (int i = 0; i < million; ++i) {
            if (std::all_of(words.begin(), words.end(),
                            [&](const QString &word) { return texts.at(i).contains(word); }))
                rows.push_back(quint32(i));
        }
        benchmark::DoNotOptimize(rows.data());
    }
}

// The list as it is on the page: filtered, ordered, announced to its view in ranges.
struct Model
{
    explicit Model(int rows)
        : model(clock)
    {
        QList<workspace::QueueRow> all;
        all.reserve(rows);
        for (int i = 0; i < rows; ++i)
            all.append({.request = request(i)});
        model.setRows(all);
        model.sort(ui::RequestModel::Waiting, Qt::DescendingOrder);
    }
    SystemClock clock;
    ui::RequestModel model;
};

void filterModel(benchmark::State &state)
{
    Model m(int(state.range(0)));
    const QList<QStringList> presses = keyPresses();
    qsizetype press = 0;
    for (auto _ : state)
        m.model.setFilter(presses.at(press++ % presses.size()).join(u' '));
}

void sortModel(benchmark::State &state)
{
    Model m(int(state.range(0)));
    bool byTenant = false;
    for (auto _ : state) {
        byTenant = !byTenant;
        m.model.sort(byTenant ? ui::RequestModel::Tenant : ui::RequestModel::Waiting, Qt::AscendingOrder);
    }
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RegisterBenchmark("filter/1000000", filterMillion)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->Iterations(1300);
    benchmark::RegisterBenchmark("filter_cold/1000000", filterFirstKey)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->Iterations(120);
    benchmark::RegisterBenchmark("filter_qstring/1000000", filterWithQString)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->Iterations(26);
    benchmark::RegisterBenchmark("filter_page", filterModel)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->Arg(10'000)
        ->Arg(100'000);
    benchmark::RegisterBenchmark("sort_page", sortModel)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->Arg(10'000)
        ->Arg(1'000'000)
        ->Iterations(6);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
