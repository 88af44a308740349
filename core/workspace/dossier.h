// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/usage.h"
#include "core/gateway/subscription.h"
#include "core/workspace/freshness.h"

#include <QMap>

#include <optional>

namespace gatehouse::workspace {

// What an application did in the last thirty days, by whole days in UTC; the last one is still filling.
struct ApplicationUse
{
    QDateTime from = {};
    QList<qint64> calls = {};
    QList<qint64> costMicros = {};
    qint64 totalCalls = 0;
    qint64 totalErrors = 0;
    gateway::Money totalCost = {};
    bool operator==(const ApplicationUse &) const = default;
};

struct PastDecision
{
    QString application = {};
    gateway::Decision decision = {};
    bool operator==(const PastDecision &) const = default;
};

// Who may call the same API now.
struct Holders
{
    qint64 applications = 0;
    int tenants = 0;
    bool isAtLeast = false;        // the list did not prove its end
    QStringList ofSameTenant = {}; // names of applications
    bool operator==(const Holders &) const = default;
};

// The tenant's month with the request granted, by the gateway's own estimate.
struct BudgetEffect
{
    gateway::Money budget = {};
    gateway::Money spent = {};
    gateway::Money after = {};
    [[nodiscard]] int percentNow() const;
    [[nodiscard]] int percentAfter() const;
    bool operator==(const BudgetEffect &) const = default;
};

// What stands beside a request while it is decided. A part that is not here is not known (yet): see
// `freshness`.
struct Dossier
{
    enum class Part { Catalogue, Use, History, Rights, Holders };

    gateway::SubscriptionId request = {};
    QList<gateway::Scope> scopes = {}; // those asked for; without description where the gateway tells none
    std::optional<gateway::Api> api = {};
    std::optional<gateway::Tenant> tenant = {};
    std::optional<gateway::Plan> plan = {}; // the one asked for
    std::optional<BudgetEffect> budget = {};
    std::optional<ApplicationUse> use = {};
    std::optional<QList<PastDecision>> history = {};         // on the same API, newest first
    std::optional<QList<gateway::Subscription>> rights = {}; // the application's others, granted
    std::optional<Holders> holders = {};
    QMap<Part, Freshness> freshness = {};
    bool operator==(const Dossier &) const = default;
};

// What the person should look at before saying yes; the most serious first.
enum class Caution {
    OwnRequest,        // the requester is the person who decides
    BudgetAlreadyOver, // spent is over the budget before anything is granted
    BudgetGoesOver,    // it would be
    WideScope,         // see Scope::wide
    OtherTenantsData,  // the API belongs to another tenant
    SensitiveScope,
    DormantApplication, // it has rights and has not called for thirty days
};
// Pure. `subject`: the person at the gateway.
[[nodiscard]] QList<Caution> cautionsFor(const gateway::Subscription &request, const Dossier &dossier,
                                         const QString &subject);

// The parts from what the gateway listed. Pure.
[[nodiscard]] std::optional<BudgetEffect> budgetEffect(const gateway::Tenant &tenant,
                                                       const gateway::Subscription &request);
[[nodiscard]] ApplicationUse applicationUse(const analytics::UsageTable &table);
[[nodiscard]] QList<PastDecision> pastDecisions(const QList<gateway::Subscription> &decided,
                                                const gateway::SubscriptionId &except);
[[nodiscard]] Holders holdersOf(const QList<gateway::Subscription> &granted, const gateway::TenantId &tenant,
                                const std::optional<qint64> &total, bool isComplete);

} // namespace gatehouse::workspace
