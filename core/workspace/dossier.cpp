// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/dossier.h"

#include <QSet>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gatehouse::workspace {

namespace {

constexpr qsizetype MostPast = 5;

// Whole percent, rounded up: 90.1 % of a budget is not 90 %. No budget at all: anything is too much.
int percentOf(const gateway::Money &part, const gateway::Money &whole)
{
    if (part.micros <= 0)
        return 0;
    if (whole.micros <= 0)
        return 1000;
    const double share = 100.0 * double(part.micros) / double(whole.micros);
    return int(std::ceil(std::min(share, 1'000'000.0)));
}

bool isOver(const gateway::Money &part, const gateway::Money &whole)
{
    return part.micros > whole.micros;
}

} // namespace

int BudgetEffect::percentNow() const
{
    return percentOf(spent, budget);
}

int BudgetEffect::percentAfter() const
{
    return percentOf(after, budget);
}

QList<Caution> cautionsFor(const gateway::Subscription &request, const Dossier &dossier,
                           const QString &subject)
{
    QList<Caution> cautions;
    if (!subject.isEmpty() && request.requesterSubject == subject)
        cautions.append(Caution::OwnRequest);
    if (dossier.budget) {
        if (isOver(dossier.budget->spent, dossier.budget->budget))
            cautions.append(Caution::BudgetAlreadyOver);
        else if (isOver(dossier.budget->after, dossier.budget->budget))
            cautions.append(Caution::BudgetGoesOver);
    }
    const auto anyScope = [&dossier](bool gateway::Scope::*flag) {
        return std::any_of(dossier.scopes.cbegin(), dossier.scopes.cend(),
                           [flag](const gateway::Scope &scope) { return scope.*flag; });
    };
    if (anyScope(&gateway::Scope::wide))
        cautions.append(Caution::WideScope);
    if (dossier.api && !dossier.api->owner.isEmpty() && dossier.api->owner != request.tenant)
        cautions.append(Caution::OtherTenantsData);
    if (anyScope(&gateway::Scope::sensitive))
        cautions.append(Caution::SensitiveScope);
    const bool hasRights = dossier.rights && !dossier.rights->isEmpty();
    if (hasRights && dossier.use && dossier.use->totalCalls == 0)
        cautions.append(Caution::DormantApplication);
    return cautions;
}

std::optional<BudgetEffect> budgetEffect(const gateway::Tenant &tenant, const gateway::Subscription &request)
{
    if (!tenant.monthlyBudget || !tenant.spentThisMonth || !request.estimatedMonthlyCost)
        return std::nullopt;
    const QString &currency = tenant.monthlyBudget->currency;
    if (tenant.spentThisMonth->currency != currency || request.estimatedMonthlyCost->currency != currency)
        return std::nullopt; // not to be added up
    return BudgetEffect{
        .budget = *tenant.monthlyBudget,
        .spent = *tenant.spentThisMonth,
        .after = {.micros = tenant.spentThisMonth->micros + request.estimatedMonthlyCost->micros,
                  .currency = currency}};
}

ApplicationUse applicationUse(const analytics::UsageTable &table)
{
    ApplicationUse use{.from = table.start,
                       .calls = QList<qint64>(table.buckets, 0),
                       .costMicros = QList<qint64>(table.buckets, 0),
                       .totalCost = {.micros = 0, .currency = table.currency}};
    for (const analytics::UsageSeries &series : table.series) {
        for (qsizetype bucket = 0; bucket < table.buckets; ++bucket) {
            use.calls[bucket] += series.requests.value(bucket);
            use.costMicros[bucket] += series.costMicros.value(bucket);
            use.totalErrors += series.errors.value(bucket);
        }
    }
    use.totalCalls = std::accumulate(use.calls.cbegin(), use.calls.cend(), qint64(0));
    use.totalCost.micros = std::accumulate(use.costMicros.cbegin(), use.costMicros.cend(), qint64(0));
    return use;
}

QList<PastDecision> pastDecisions(const QList<gateway::Subscription> &decided,
                                  const gateway::SubscriptionId &except)
{
    QList<PastDecision> past;
    for (const gateway::Subscription &subscription : decided) {
        if (subscription.id == except)
            continue;
        for (const gateway::Decision &decision : subscription.decisions)
            past.append({.application = subscription.applicationName, .decision = decision});
    }
    std::stable_sort(past.begin(), past.end(), [](const PastDecision &a, const PastDecision &b) {
        return a.decision.at > b.decision.at;
    });
    return past.mid(0, MostPast);
}

Holders holdersOf(const QList<gateway::Subscription> &granted, const gateway::TenantId &tenant,
                  const std::optional<qint64> &total, bool isComplete)
{
    Holders holders{.isAtLeast = !isComplete};
    QSet<gateway::ApplicationId> applications;
    QSet<gateway::TenantId> tenants;
    for (const gateway::Subscription &subscription : granted) {
        applications.insert(subscription.application);
        tenants.insert(subscription.tenant);
        if (subscription.tenant == tenant && !holders.ofSameTenant.contains(subscription.applicationName))
            holders.ofSameTenant.append(subscription.applicationName);
    }
    holders.applications =
        isComplete ? applications.size() : std::max(total.value_or(0), qint64(applications.size()));
    holders.tenants = int(tenants.size());
    return holders;
}

} // namespace gatehouse::workspace
