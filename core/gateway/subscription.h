// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/values.h"

// An application's right to call an API, from the request on, and what is decided about it.
namespace gatehouse::gateway {

// What goes beyond yes or no; absent members change nothing.
struct Terms
{
    QDateTime expiresAt = {};               // approve, extend
    std::optional<QStringList> scopes = {}; // approve: a part of those asked for
    QString plan = {};                      // approve
    bool operator==(const Terms &) const = default;
};

struct Decision
{
    Verdict verdict = Verdict::Approve;
    QString reason;
    QString bySubject;
    QString byName;
    QDateTime at;
    QString idempotencyKey; // of the request that made it; how a journal entry finds itself again
    Terms terms = {};
    bool operator==(const Decision &) const = default;
};

struct Enforcement
{
    Word<EnforcementState> state;
    QDateTime since; // null where the gateway does not say
    QString detail;  // why it failed: plain text
    bool operator==(const Enforcement &) const = default;
};

// An application's right to call an API; pending, it is a request.
struct Subscription
{
    SubscriptionId id;
    Word<SubscriptionState> state;
    ApplicationId application;
    QString applicationName;
    ApiId api;
    QString apiName;
    QString apiVersion;
    bool sensitive = false;
    QString plan;
    QStringList scopes;                            // asked for
    std::optional<QStringList> grantedScopes = {}; // once approved, where they are fewer
    TenantId tenant;
    QString tenantName;
    QString requesterSubject;
    QString requesterName;
    QString justification;
    QDateTime requestedAt;
    QDateTime dueAt = {};      // when it is to be answered, by the tenant's service level; null: no such rule
    QDateTime expiresAt = {};  // of the right; null: never
    QDateTime lastUsedAt = {}; // the last call with it; null: none, or not known
    std::optional<Money> estimatedMonthlyCost;
    int requiredApprovals = 1;
    QList<Decision> decisions;                   // oldest first
    bool mayDecide = false;                      // the signed-in person, by the server's own rules
    QString mayNotDecideBecause;                 // server's sentence, plain text; empty when mayDecide
    QList<Verdict> possible = {};                // what can be decided on it now, whoever decides
    QList<Verdict> reasonRequired = {};          // of those, which need a reason
    std::optional<Enforcement> enforcement = {}; // nothing: the gateway does not say
    QByteArray etag;                             // of this subscription
    bool operator==(const Subscription &) const = default;
};

struct SubscriptionQuery
{
    QList<SubscriptionState> states = {SubscriptionState::Pending};
    QString tenant = {};
    QString api = {};
    QString application = {};
    QList<SubscriptionId> ids = {};   // only these, at most 200
    bool latestDecisionFirst = false; // instead of the oldest request
    int limit = 500;
    QString cursor = {};
    QByteArray ifNoneMatch = {}; // of the first page
};

struct DecisionOrder
{
    SubscriptionId subscription = {};
    Verdict verdict = Verdict::Approve;
    QString reason = {};
    QString idempotencyKey = {};
    QByteArray ifMatch = {};
    Terms terms = {};
    bool operator==(const DecisionOrder &) const = default;
};

// What became different since a point in time, as the gateway counts it.
struct SubscriptionChanges
{
    QList<Subscription> items = {}; // each as it is now, in whatever state
    QString cursor = {};            // the point to ask from next
    bool isReset = false;           // that point is too old: the list is to be read anew
    bool operator==(const SubscriptionChanges &) const = default;
};

// Waiting for a decision: pending, or asked back.
[[nodiscard]] bool isRequest(SubscriptionState state);

} // namespace gatehouse::gateway
