// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/lifetime.h"
#include "core/workspace/approvaldesk.h"
#include "core/workspace/bulkreader.h"
#include "core/workspace/delivery.h"
#include "core/workspace/enforcementwatch.h"
#include "core/workspace/livechanges.h"
#include "core/workspace/queuecodec.h"
#include "core/workspace/queuereader.h"
#include "core/workspace/requestqueue.h"

namespace gatehouse::workspace {

class ApprovalDesk::Private
{
public:
    // A decideAll() that has not answered, or whose decisions have not all ended.
    struct Batch
    {
        QPromise<Result<QList<Settlement>>> promise;
        QList<Settlement> answers;
        QHash<QString, qsizetype> unanswered; // entry to place
        QSet<QString> open;                   // entries
        int total = 0;
    };
    // The first outcomes of the entries that were found open together.
    struct Round
    {
        QPromise<Result<void>> done;
        QSet<QString> outstanding; // entries
        int recorded = 0;
        int notRecorded = 0;
        int elsewhere = 0;
    };
    struct Load
    {
        QPromise<Result<void>> done;
        qsizetype outstanding = 0;
        std::optional<Error> error = {};
    };

    Private(ApprovalDesk *desk, gateway::Gateway &theGateway, store::Cache &theCache,
            store::Journal &theJournal, const Clock &theClock, QString theScope, QString theSubject);

    [[nodiscard]] std::optional<gateway::Subscription> request(const gateway::SubscriptionId &id) const;

    // The list: approvaldesk.cpp
    void showCached(const Result<CachedQueue> &cached);
    void readList();
    void showPage(const QList<gateway::Subscription> &items);
    void take(const Listing &listing);
    void keep();
    void write(const QByteArray &body, const QDateTime &at);

    // Decisions on their way: deskdecisions.cpp
    void decide(const std::shared_ptr<Batch> &batch, const QList<DecisionDraft> &drafts);
    [[nodiscard]] bool asksForSecondPerson(const QList<DecisionDraft> &drafts) const;
    void keepFirstApprovals(const QList<DecisionDraft> &drafts);
    [[nodiscard]] store::Journal::Order orderFor(const DecisionDraft &draft,
                                                 const gateway::Subscription &request) const;
    void takeUp(const QList<store::Journal::Entry> &entries, const std::shared_ptr<Round> &round);
    void takeReports(const QList<Delivery::Report> &reports);
    void answerBatches(const QList<Delivery::Report> &reports);
    void countRounds(const QList<Delivery::Report> &reports);
    void afterwards(const QList<Delivery::Report> &reports);
    void takeFacts(const QList<EnforcementWatch::Fact> &facts);

    // What is only marked: deskstaging.cpp
    void loadStaged();
    [[nodiscard]] Check checkOne(const DecisionDraft &draft, const QByteArray &seen) const;

    ApprovalDesk *q;
    gateway::Gateway &gateway;
    store::Cache &cache;
    store::Journal &journal;
    const Clock &clock;
    QString scope;
    QString subject;
    QString connection = {};
    QString person = {};
    std::chrono::milliseconds hold{0};
    ConsoleRules rules = {};

    RequestQueue queue;
    Freshness freshness;
    FirstPage first;
    QueueReader reader;
    Delivery delivery;
    EnforcementWatch watch;
    LiveChanges live;
    QList<std::shared_ptr<Batch>> batches;
    QList<std::shared_ptr<Round>> rounds;
    QList<store::Journal::Staged> staged;
    QList<store::Journal::Staged> firstApprovals;
    bool showsPages = false; // nothing was there: each page is shown as it comes
    int keeping = 0;         // the latest write to the cache wins
    Lifetime lifetime;
};

} // namespace gatehouse::workspace
