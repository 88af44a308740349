// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/approvaldesk.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/fakes/manualclock.h"
#include "tests/fakes/scriptedgateway.h"

namespace gatehouse::test {

using namespace Qt::StringLiterals;

// One computer with one person: real cache and journal in a folder of its own. Desks come and go on it.
struct DeskFixture
{
    QTemporaryDir dir;
    ManualClock clock;
    ScriptedGateway gateway;
    std::unique_ptr<store::Cache> cache = std::make_unique<store::Cache>(dir.filePath(u"cache.sqlite"_s));
    std::unique_ptr<store::Journal> journal =
        std::make_unique<store::Journal>(dir.filePath(u"journal.sqlite"_s));
    QString scope = u"prod/me"_s;

    [[nodiscard]] std::unique_ptr<workspace::ApprovalDesk> desk()
    {
        return std::make_unique<workspace::ApprovalDesk>(gateway, *cache, *journal, clock, scope, nullptr,
                                                         u"me"_s);
    }
    // A desk that has read the queue.
    [[nodiscard]] std::unique_ptr<workspace::ApprovalDesk> opened()
    {
        auto made = desk();
        made->open();
        settleDown(*made);
        return made;
    }
    static void settleDown(workspace::ApprovalDesk &desk)
    {
        QVERIFY(QTest::qWaitFor([&desk] { return !desk.freshness().loading; }, 10'000));
    }
    // The journal's own word on the newest entry.
    [[nodiscard]] store::Journal::Entry newest()
    {
        const auto entries = resultOf(journal->recent(scope, 1));
        return entries && !entries->isEmpty() ? entries->first() : store::Journal::Entry{};
    }
    [[nodiscard]] qsizetype openEntries()
    {
        return resultOf(journal->open(scope)).value_or(QList<store::Journal::Entry>{}).size();
    }

    // As a run that was killed leaves it.
    store::Journal::Entry leaveOpen(const QString &subscription, std::chrono::seconds ago,
                                    store::Journal::State state = store::Journal::State::Prepared)
    {
        store::Journal::Entry entry;
        entry.id = u"0123456789abcdef-"_s + subscription;
        entry.order.scope = scope;
        entry.order.subscription = subscription;
        entry.order.verdict = u"approve"_s;
        entry.order.etag = gateway.requests.value(subscription).etag;
        entry.preparedAt = clock.now().addSecs(-ago.count());
        entry.state = state;
        if (state == store::Journal::State::Held)
            entry.leavesAt = entry.preparedAt;
        if (!resultOf(journal->prepare({entry})))
            entry.id.clear();
        return entry;
    }
};

} // namespace gatehouse::test
