// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "tests/fakes/answers.h"

#include <functional>

namespace gatehouse::test {

// A gateway in memory that records decisions like a real one unless a hook says otherwise, and remembers what
// it was asked.
class ScriptedGateway final : public gateway::Gateway
{
public:
    gateway::Capabilities can{.verdicts = gateway::allVerdicts(),
                              .terms = true,
                              .idempotentDecisions = true,
                              .conditionalDecisions = true,
                              .decisionHistory = true,
                              .fourEyes = true,
                              .decisionsAtOnce = 10,
                              .usage = true};
    QMap<QString, gateway::Subscription> requests; // the gateway's truth
    std::optional<gateway::Person> person;         // who the gateway says is signed in
    qsizetype pageSize = 100;

    QList<gateway::DecisionOrder> sent;
    QList<qsizetype> batches; // how many orders each had
    QStringList readBack;
    QList<gateway::SubscriptionQuery> lists;

    std::function<Result<gateway::Subscription>(const gateway::DecisionOrder &)> onDecide;
    std::function<std::optional<Error>()> onRead; // an error instead of the truth
    std::function<Result<Page<gateway::Subscription>>(const gateway::SubscriptionQuery &)> onList;
    std::function<std::optional<Error>()> onBatch;
    bool isRecordedBeforeItFails = false; // what onBatch says is all that is heard of it
    bool holdsDecisions = false;          // decide() and decideAll() stay unanswered
    QList<gateway::Scope> scopes;
    QList<gateway::Tenant> tenants;
    std::optional<gateway::Enforcement> enforcementOfNew; // what a decision shows when it is recorded
    QList<gateway::SubscriptionChanges> nextChanges;      // one for each time it is asked
    QStringList changesAsked; // the cursors; with no answer left it waits for ever

    static gateway::Subscription pending(const QString &id, int minute = 0)
    {
        gateway::Subscription s;
        s.id = {id};
        s.state = {gateway::SubscriptionState::Pending, QStringLiteral("pending")};
        s.applicationName = QStringLiteral("Fraud Dashboard");
        s.scopes = {QStringLiteral("fraud:predict")};
        s.tenant = {QStringLiteral("t1")};
        s.requestedAt = QDateTime(QDate(2026, 11, 20), QTime(8, minute), Qt::UTC);
        s.estimatedMonthlyCost = gateway::Money{.micros = 12'000'000, .currency = QStringLiteral("EUR")};
        s.etag = "\"" + id.toUtf8() + "-1\"";
        s.mayDecide = true;
        return s;
    }
    static gateway::Decision by(const QString &subject, gateway::Verdict verdict, const QDateTime &at,
                                const QString &key, const QString &reason = QStringLiteral("because"))
    {
        return {.verdict = verdict,
                .reason = reason,
                .bySubject = subject,
                .byName = subject.toUpper(),
                .at = at,
                .idempotencyKey = key};
    }

    void add(const gateway::Subscription &request) { requests.insert(request.id.value, request); }
    // As if it had come in from anywhere.
    gateway::Subscription record(const QString &id, const gateway::Decision &decision)
    {
        gateway::Subscription &s = requests[id];
        s.decisions.append(decision);
        s.enforcement = enforcementOfNew;
        s.etag = "\"" + id.toUtf8() + "-" + QByteArray::number(s.decisions.size() + 1) + "\"";
        const bool isEnough =
            decision.verdict != gateway::Verdict::Approve || s.decisions.size() >= s.requiredApprovals;
        if (isEnough)
            s.state = {after(decision.verdict), gateway::wordFor(after(decision.verdict))};
        return s;
    }
    static gateway::SubscriptionState after(gateway::Verdict verdict)
    {
        using State = gateway::SubscriptionState;
        using gateway::Verdict;
        return verdict == Verdict::Reject    ? State::Rejected
               : verdict == Verdict::AskBack ? State::Returned
               : verdict == Verdict::Revoke  ? State::Revoked
               : verdict == Verdict::Suspend ? State::Suspended
                                             : State::Approved;
    }
    static bool isPossible(gateway::SubscriptionState state, gateway::Verdict verdict)
    {
        using State = gateway::SubscriptionState;
        using gateway::Verdict;
        switch (state) {
        case State::Pending:
            return verdict == Verdict::Approve || verdict == Verdict::Reject || verdict == Verdict::AskBack;
        case State::Returned:
            return verdict == Verdict::Approve || verdict == Verdict::Reject;
        case State::Approved:
            return verdict == Verdict::Revoke || verdict == Verdict::Extend || verdict == Verdict::Suspend;
        case State::Suspended:
            return verdict == Verdict::Revoke || verdict == Verdict::Resume;
        case State::Expired:
            return verdict == Verdict::Extend;
        default:
            return false;
        }
    }
    gateway::Subscription accept(const gateway::DecisionOrder &order, const QDateTime &at)
    {
        gateway::Decision decision =
            by(QStringLiteral("me"), order.verdict, at,
               can.idempotentDecisions ? order.idempotencyKey : QString(), order.reason);
        if (can.terms)
            decision.terms = order.terms;
        return record(order.subscription.value, decision);
    }
    // What every gateway makes of an order (tests/contract/gateway holds this against the real one).
    Result<gateway::Subscription> judge(const gateway::DecisionOrder &order, const QDateTime &at)
    {
        const auto it = requests.constFind(order.subscription.value);
        if (it == requests.cend())
            return failure({.kind = Error::Kind::NotFound});
        const bool isRecorded = can.idempotentDecisions &&
                                std::any_of(it->decisions.cbegin(), it->decisions.cend(), [&](const auto &d) {
                                    return d.idempotencyKey == order.idempotencyKey;
                                });
        if (isRecorded)
            return *it;
        if (!isPossible(it->state.value, order.verdict) ||
            (can.conditionalDecisions && order.ifMatch != it->etag))
            return failure({.kind = Error::Kind::Conflict});
        return accept(order, at);
    }

    [[nodiscard]] gateway::Capabilities capabilities() const override { return can; }
    [[nodiscard]] Async<void> reach(std::stop_token) override { return ready<void>({}); }
    [[nodiscard]] Async<gateway::Person> whoAmI(std::stop_token) override
    {
        if (person)
            return ready<gateway::Person>(*person);
        return readyFailure<gateway::Person>({.kind = Error::Kind::Offline});
    }
    [[nodiscard]] Async<Page<gateway::Api>> listApis(const QString &, std::stop_token) override
    {
        return ready<Page<gateway::Api>>(Page<gateway::Api>{});
    }
    [[nodiscard]] Async<Page<gateway::Tenant>> listTenants(const QString &, std::stop_token) override
    {
        Page<gateway::Tenant> page;
        page.items = tenants;
        return ready<Page<gateway::Tenant>>(std::move(page));
    }
    [[nodiscard]] Async<Page<gateway::Subscription>>
    listSubscriptions(const gateway::SubscriptionQuery &query, std::stop_token stop) override
    {
        if (stop.stop_requested())
            return stopped<Page<gateway::Subscription>>();
        lists.append(query);
        return ready(onList ? onList(query) : pageOf(query));
    }
    [[nodiscard]] Async<gateway::Subscription> subscription(const gateway::SubscriptionId &id,
                                                            std::stop_token) override
    {
        readBack.append(id.value);
        if (onRead)
            if (const std::optional<Error> error = onRead())
                return readyFailure<gateway::Subscription>(*error);
        if (!requests.contains(id.value))
            return readyFailure<gateway::Subscription>({.kind = Error::Kind::NotFound});
        return ready<gateway::Subscription>(requests.value(id.value));
    }
    [[nodiscard]] Async<gateway::Subscription> decide(const gateway::DecisionOrder &order,
                                                      std::stop_token) override
    {
        sent.append(order);
        if (holdsDecisions) {
            m_held.emplace_back();
            m_held.back().start();
            return m_held.back().future();
        }
        const QDateTime at(QDate(2026, 11, 23), QTime(12, 1), Qt::UTC);
        return ready(onDecide ? onDecide(order) : judge(order, at));
    }

    // Each as decide() would answer it; onBatch may say that nothing of the whole is known.
    [[nodiscard]] Async<QList<Result<gateway::Subscription>>>
    decideAll(const QList<gateway::DecisionOrder> &orders, std::stop_token) override
    {
        using Outcomes = QList<Result<gateway::Subscription>>;
        batches.append(orders.size());
        sent += orders;
        if (holdsDecisions) {
            m_heldBatches.emplace_back();
            m_heldBatches.back().start();
            return m_heldBatches.back().future();
        }
        const std::optional<Error> error = onBatch ? onBatch() : std::nullopt;
        Outcomes outcomes;
        const QDateTime at(QDate(2026, 11, 23), QTime(12, 1), Qt::UTC);
        for (const gateway::DecisionOrder &order : orders)
            if (!error || isRecordedBeforeItFails)
                outcomes.append(onDecide ? onDecide(order) : judge(order, at));
        return error ? readyFailure<Outcomes>(*error) : ready<Outcomes>(outcomes);
    }
    [[nodiscard]] Async<gateway::SubscriptionChanges> changes(const QString &cursor, std::chrono::seconds,
                                                              std::stop_token) override
    {
        changesAsked.append(cursor);
        if (!nextChanges.isEmpty())
            return ready<gateway::SubscriptionChanges>(nextChanges.takeFirst());
        m_heldChanges.emplace_back();
        m_heldChanges.back().start();
        return m_heldChanges.back().future();
    }
    [[nodiscard]] Async<Page<gateway::Scope>> listScopes(const QString &, std::stop_token) override
    {
        Page<gateway::Scope> page;
        page.items = scopes;
        return ready<Page<gateway::Scope>>(std::move(page));
    }

    [[nodiscard]] Result<Page<gateway::Subscription>> pageOf(const gateway::SubscriptionQuery &query) const
    {
        QList<gateway::Subscription> all;
        for (const gateway::Subscription &s : requests)
            if (query.states.contains(s.state.value) &&
                (query.tenant.isEmpty() || s.tenant.value == query.tenant) &&
                (query.api.isEmpty() || s.api.value == query.api) &&
                (query.application.isEmpty() || s.application.value == query.application) &&
                (query.ids.isEmpty() || query.ids.contains(s.id)))
                all.append(s);
        const qsizetype from = query.cursor.mid(1).toLongLong();
        Page<gateway::Subscription> page;
        page.items = all.mid(from, pageSize);
        page.total = all.size();
        if (from + pageSize < all.size())
            page.nextCursor = QStringLiteral("@%1").arg(from + pageSize);
        for (const gateway::Subscription &s : std::as_const(page.items))
            page.etag += s.etag;
        if (!query.ifNoneMatch.isEmpty() && query.ifNoneMatch == page.etag)
            return Page<gateway::Subscription>{
                .items = {}, .nextCursor = {}, .total = {}, .etag = page.etag, .notModified = true};
        return page;
    }

private:
    template <typename T>
    [[nodiscard]] static Async<T> stopped()
    {
        QPromise<Result<T>> promise;
        promise.start();
        promise.future().cancel();
        promise.finish();
        return promise.future();
    }

    std::vector<QPromise<Result<gateway::Subscription>>> m_held;
    std::vector<QPromise<Result<QList<Result<gateway::Subscription>>>>> m_heldBatches;
    std::vector<QPromise<Result<gateway::SubscriptionChanges>>> m_heldChanges;
};

} // namespace gatehouse::test
