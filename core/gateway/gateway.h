// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"
#include "core/base/page.h"
#include "core/gateway/subscription.h"

#include <stop_token>

namespace gatehouse::gateway {

// What this gateway can do; pages ask this and never which kind it is.
struct Capabilities
{
    QList<Verdict> verdicts = {};      // what can be decided here; none: nothing
    bool terms = false;                // an expiry, fewer scopes or another plan with an approval
    bool idempotentDecisions = false;  // takes an idempotency key and shows it on the recorded decision
    bool conditionalDecisions = false; // refuses a decision on a request that changed (If-Match)
    bool decisionHistory = false;
    bool fourEyes = false;    // asks for a second person, and refuses one's own request, by itself
    bool enforcement = false; // says how far a decision is in force
    bool changes = false;     // tells what changed, without reading the list again
    int decisionsAtOnce = 1;  // orders that decideAll() takes in one request
    bool usage = false;
};

// One gateway's management API. Implemented below adapters/, one folder each; all of it on the main thread. A
// stopped request cancels its future. Errors as in core/base/error.h.
class Gateway
{
public:
    virtual ~Gateway() = default;
    [[nodiscard]] virtual Capabilities capabilities() const = 0;
    // Whether something that speaks this gateway's language answers; needs nobody to be signed in.
    [[nodiscard]] virtual Async<void> reach(std::stop_token stop) = 0;
    [[nodiscard]] virtual Async<Person> whoAmI(std::stop_token stop) = 0;
    [[nodiscard]] virtual Async<Page<Api>> listApis(const QString &cursor, std::stop_token stop) = 0;
    [[nodiscard]] virtual Async<Page<Tenant>> listTenants(const QString &cursor, std::stop_token stop) = 0;
    [[nodiscard]] virtual Async<Page<Subscription>> listSubscriptions(const SubscriptionQuery &query,
                                                                      std::stop_token stop) = 0;
    [[nodiscard]] virtual Async<Subscription> subscription(const SubscriptionId &id,
                                                           std::stop_token stop) = 0;
    // Conflict when the request changed or is decided; the caller reads it back. Not retried beyond what the
    // idempotency key makes safe.
    [[nodiscard]] virtual Async<Subscription> decide(const DecisionOrder &order, std::stop_token stop) = 0;
    // As decide() for each, in order and independently, with one answer each. At most decisionsAtOnce. The
    // future fails only when nothing is known of any of them.
    [[nodiscard]] virtual Async<QList<Result<Subscription>>> decideAll(const QList<DecisionOrder> &orders,
                                                                       std::stop_token stop) = 0;
    // What changed after the point `cursor`; waits up to `wait` for something to. An empty cursor: no items,
    // only the point that is now.
    [[nodiscard]] virtual Async<SubscriptionChanges> changes(const QString &cursor, std::chrono::seconds wait,
                                                             std::stop_token stop) = 0;
    [[nodiscard]] virtual Async<Page<Scope>> listScopes(const QString &cursor, std::stop_token stop) = 0;
};

} // namespace gatehouse::gateway
