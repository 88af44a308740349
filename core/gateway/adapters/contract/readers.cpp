// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/adapters/contract/readers.h"

using namespace Qt::StringLiterals;

namespace gatehouse::gateway::contract {

namespace {

template <typename Enum>
Word<Enum> wordOf(const QString &text, std::initializer_list<Enum> known)
{
    for (const Enum value : known) {
        if (wordFor(value) == text)
            return {.value = value, .text = text};
    }
    return {.value = Enum::Unknown, .text = text};
}

std::optional<Money> readMoney(JsonReader &r, std::string_view name)
{
    std::optional<Money> money;
    r.optionalObject(name, [&](JsonReader &m) {
        money = Money{.micros = m.integer("micros"), .currency = m.string("currency")};
    });
    return money;
}

Verdict readVerdict(JsonReader &r)
{
    const std::optional<Verdict> verdict = verdictOf(r.string("verdict"));
    if (!verdict)
        r.fail("verdict", "a verdict of the contract");
    return verdict.value_or(Verdict::Approve);
}

// What this console does not know it cannot offer either.
QList<Verdict> readVerdicts(JsonReader &r, std::string_view name)
{
    QList<Verdict> verdicts;
    for (const QString &word : r.optionalStrings(name))
        if (const std::optional<Verdict> verdict = verdictOf(word))
            verdicts.append(*verdict);
    return verdicts;
}

Terms readTerms(JsonReader &r)
{
    Terms terms;
    r.optionalObject("terms", [&](JsonReader &t) {
        terms.expiresAt = t.optionalTime("expires_at").value_or(QDateTime());
        if (t.has("scopes"))
            terms.scopes = t.strings("scopes");
        terms.plan = t.optionalString("plan").value_or(QString());
    });
    return terms;
}

Decision readDecision(JsonReader &r)
{
    Decision decision;
    decision.verdict = readVerdict(r);
    decision.reason = r.string("reason");
    r.object("by", [&](JsonReader &by) {
        decision.bySubject = by.string("subject");
        decision.byName = by.string("name");
    });
    decision.at = r.time("at");
    decision.idempotencyKey = r.string("idempotency_key");
    decision.terms = readTerms(r);
    return decision;
}

int approvals(JsonReader &r)
{
    return static_cast<int>(r.integer("required_approvals", 1, 1000));
}

Plan readPlan(JsonReader &r)
{
    Plan plan;
    plan.name = r.string("name");
    plan.monthlyCalls = r.optionalInteger("monthly_calls", 0);
    plan.monthlyFee = readMoney(r, "monthly_fee");
    return plan;
}

TenantPolicy readPolicy(JsonReader &r)
{
    constexpr qint64 aYear = 366LL * 24 * 60;
    TenantPolicy policy;
    policy.reasonRequired = readVerdicts(r, "reason_required");
    policy.requiredApprovals = static_cast<int>(r.optionalInteger("required_approvals", 1, 1000).value_or(1));
    policy.answerWithin =
        std::chrono::minutes(r.optionalInteger("answer_within_minutes", 0, aYear).value_or(0));
    return policy;
}

} // namespace

Person readPerson(JsonReader &r)
{
    Person person;
    person.subject = r.string("subject");
    person.name = r.string("name");
    person.email = r.optionalString("email").value_or(QString());
    person.roles = r.strings("roles");
    person.scopes = r.strings("scopes");
    person.tenants = r.strings("tenants");
    person.may = r.strings("may");
    return person;
}

Tenant readTenant(JsonReader &r)
{
    Tenant tenant;
    tenant.id = {r.string("id")};
    tenant.name = r.string("name");
    tenant.monthlyBudget = readMoney(r, "monthly_budget");
    tenant.spentThisMonth = readMoney(r, "spent_this_month");
    r.optionalObject("policy", [&](JsonReader &policy) { tenant.policy = readPolicy(policy); });
    return tenant;
}

Api readApi(JsonReader &r)
{
    Api api;
    api.id = {r.string("id")};
    api.name = r.string("name");
    api.version = r.string("version");
    api.kind = wordOf(r.string("kind"), {ApiKind::Rest, ApiKind::Llm, ApiKind::Mcp});
    api.owner = {r.string("owner_tenant")};
    api.scopes = r.strings("scopes");
    api.sensitive = r.boolean("sensitive");
    api.requiredApprovals = approvals(r);
    r.optionalObjects("plans", [&](JsonReader &plan) { api.plans.append(readPlan(plan)); });
    return api;
}

Scope readScope(JsonReader &r)
{
    Scope scope;
    scope.name = r.string("name");
    scope.description = r.string("description");
    scope.sensitive = r.boolean("sensitive");
    scope.wide = r.boolean("wide");
    return scope;
}

Subscription readSubscription(JsonReader &r)
{
    using State = SubscriptionState;
    Subscription s;
    s.id = {r.string("id")};
    s.state = wordOf(r.string("state"), {State::Pending, State::Returned, State::Approved, State::Rejected,
                                         State::Revoked, State::Suspended, State::Expired, State::Withdrawn});
    s.etag = r.string("etag").toUtf8();
    r.object("application", [&](JsonReader &application) {
        s.application = {application.string("id")};
        s.applicationName = application.string("name");
    });
    r.object("api", [&](JsonReader &api) {
        s.api = {api.string("id")};
        s.apiName = api.string("name");
        s.apiVersion = api.string("version");
        s.sensitive = api.boolean("sensitive");
    });
    s.plan = r.string("plan");
    s.scopes = r.strings("scopes");
    if (r.has("granted_scopes"))
        s.grantedScopes = r.strings("granted_scopes");
    r.object("tenant", [&](JsonReader &tenant) {
        s.tenant = {tenant.string("id")};
        s.tenantName = tenant.string("name");
    });
    r.object("requester", [&](JsonReader &requester) {
        s.requesterSubject = requester.string("subject");
        s.requesterName = requester.string("name");
    });
    s.justification = r.string("justification");
    s.requestedAt = r.time("requested_at");
    s.dueAt = r.optionalTime("due_at").value_or(QDateTime());
    s.expiresAt = r.optionalTime("expires_at").value_or(QDateTime());
    s.lastUsedAt = r.optionalTime("last_used_at").value_or(QDateTime());
    s.estimatedMonthlyCost = readMoney(r, "estimated_monthly_cost");
    s.requiredApprovals = approvals(r);
    r.objects("decisions", [&](JsonReader &decision) { s.decisions.append(readDecision(decision)); });
    s.mayDecide = r.boolean("may_decide");
    s.mayNotDecideBecause = r.optionalString("may_not_decide_because").value_or(QString());
    s.possible = readVerdicts(r, "possible");
    s.reasonRequired = readVerdicts(r, "reason_required");
    r.optionalObject("enforcement", [&](JsonReader &e) {
        using Enforced = EnforcementState;
        s.enforcement = Enforcement{
            .state = wordOf(e.string("state"), {Enforced::Waiting, Enforced::Effective, Enforced::Failed}),
            .since = e.optionalTime("since").value_or(QDateTime()),
            .detail = e.optionalString("detail").value_or(QString())};
    });
    return s;
}

SubscriptionChanges readChanges(JsonReader &r)
{
    SubscriptionChanges changes;
    r.objects("items", [&](JsonReader &item) { changes.items.append(readSubscription(item)); });
    changes.cursor = r.string("cursor");
    return changes;
}

} // namespace gatehouse::gateway::contract
