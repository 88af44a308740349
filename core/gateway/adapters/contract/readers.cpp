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
    const QString word = r.string("verdict");
    if (word != wordFor(Verdict::Approve) && word != wordFor(Verdict::Reject))
        r.fail("verdict", "approve or reject");
    return word == wordFor(Verdict::Reject) ? Verdict::Reject : Verdict::Approve;
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
    return decision;
}

int approvals(JsonReader &r)
{
    return static_cast<int>(r.integer("required_approvals", 1, 1000));
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
    return api;
}

Subscription readSubscription(JsonReader &r)
{
    using State = SubscriptionState;
    Subscription s;
    s.id = {r.string("id")};
    s.state = wordOf(r.string("state"), {State::Pending, State::Approved, State::Rejected, State::Revoked,
                                         State::Suspended, State::Expired, State::Withdrawn});
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
    s.estimatedMonthlyCost = readMoney(r, "estimated_monthly_cost");
    s.requiredApprovals = approvals(r);
    r.objects("decisions", [&](JsonReader &decision) { s.decisions.append(readDecision(decision)); });
    s.mayDecide = r.boolean("may_decide");
    s.mayNotDecideBecause = r.optionalString("may_not_decide_because").value_or(QString());
    return s;
}

} // namespace gatehouse::gateway::contract
