// SPDX-License-Identifier: GPL-3.0-or-later
// Filter as you type and sort. One iteration of filter/* is one key press: the words grow letter by letter
// and start anew.
#include "core/workspace/foldedtext.h"
#include "core/workspace/rowfilter.h"
#include "ui/models/requestmodel.h"
#include "ui/widgets/tableview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>

#include <algorithm>
#include <benchmark/benchmark.h>
#include <ctime>

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

// The event loop runs on while rows are arranged on the thread pool.
void waitUntilArranged(const ui::RequestModel &model)
{
    while (model.isArranging())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
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
        waitUntilArranged(model);
    }
    SystemClock clock;
    ui::RequestModel model;
};

void filterModel(benchmark::State &state)
{
    Model m(int(state.range(0)));
    const QList<QStringList> presses = keyPresses();
    qsizetype press = 0;
    for (auto _ : state) {
        const QString typed = presses.at(press++ % presses.size()).join(u' ');
        m.model.setFilter(*workspace::RequestFilter::parse(typed));
        waitUntilArranged(m.model);
    }
}

void sortModel(benchmark::State &state)
{
    Model m(int(state.range(0)));
    bool byTenant = false;
    for (auto _ : state) {
        byTenant = !byTenant;
        m.model.sort(byTenant ? ui::RequestModel::Tenant : ui::RequestModel::Waiting, Qt::AscendingOrder);
        waitUntilArranged(m.model);
    }
}

// How long the event loop was held up at most: everything that runs in it, from one look to the next, by the
// clock on the wall and by this thread's own, which stands while other programs have the processor.
class LongestBlock
{
public:
    template <typename F>
    void measure(const F &step)
    {
        const double cpu = threadMilliseconds();
        QElapsedTimer timer;
        timer.start();
        step();
        m_wall = std::max(m_wall, double(timer.nsecsElapsed()) / 1e6);
        m_cpu = std::max(m_cpu, threadMilliseconds() - cpu);
    }
    // Runs the loop until nothing is arranged and everything is painted.
    void run(const ui::RequestModel &model)
    {
        for (int idle = 0; idle < 3;) {
            const bool wasArranging = model.isArranging();
            measure([] { QCoreApplication::processEvents(); });
            idle = wasArranging || model.isArranging() ? 0 : idle + 1;
        }
    }
    [[nodiscard]] double wall() const { return m_wall; }
    [[nodiscard]] double cpu() const { return m_cpu; }

private:
    [[nodiscard]] static double threadMilliseconds()
    {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
    }

    double m_wall = 0;
    double m_cpu = 0;
};

// A refresh of the list on the screen: 5,000 of its rows differ, go, or are new, spread over all of it. The
// counter is the figure: the time of an iteration is mostly other threads'.
void refreshPage(benchmark::State &state)
{
    constexpr int changes = 5000;
    const int count = int(state.range(0));
    QList<workspace::QueueRow> rows;
    rows.reserve(count);
    for (int i = 0; i < count; ++i)
        rows.append({.request = request(i)});
    Model m(0);
    ui::TableView view;
    view.setModel(&m.model);
    view.resize(1000, 700);
    view.show();
    QObject::connect(&m.model, &ui::RequestModel::aboutToArrange, &view, &ui::TableView::holdPlace);
    QObject::connect(&m.model, &ui::RequestModel::arranged, &view, &ui::TableView::restorePlace);
    LongestBlock first;
    m.model.setRows(rows);
    first.run(m.model);
    view.goTo(count / 2);
    view.scrollTo(view.currentIndex());
    LongestBlock longest;
    int round = 0;
    for (auto _ : state) {
        ++round;
        for (int i = 0; i < changes; ++i) {
            workspace::QueueRow &row = rows[(qint64(i) * 7919 + round) % count];
            if (i % 10 == 0)
                row.request.id = {u"new_%1_%2"_s.arg(round).arg(i)}; // one gone and one new
            row.request.estimatedMonthlyCost = gateway::Money{round * 1'000'000LL + i, u"EUR"_s};
        }
        const QList<workspace::QueueRow> fresh = rows;
        longest.measure([&] { m.model.setRows(fresh); });
        longest.run(m.model);
    }
    state.counters["longest_block_ms"] = longest.wall();
    state.counters["longest_block_cpu_ms"] = longest.cpu();
    state.counters["first_fill_block_ms"] = first.wall();
    state.counters["first_fill_block_cpu_ms"] = first.cpu();
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
    benchmark::RegisterBenchmark("refresh_page", refreshPage)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->Arg(10'000)
        ->Arg(100'000)
        ->Iterations(20);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
