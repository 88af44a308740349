// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/page.h"
#include "core/gateway/subscription.h"

// The contract's JSON (docs/gateway-contract.yaml, components/schemas) to values. Strict: what the contract
// requires must be there and of its type; the reader records the first failure with its path.
namespace gatehouse::gateway::contract {

[[nodiscard]] Person readPerson(JsonReader &r);
[[nodiscard]] Tenant readTenant(JsonReader &r);
[[nodiscard]] Api readApi(JsonReader &r);
[[nodiscard]] Scope readScope(JsonReader &r);
[[nodiscard]] Subscription readSubscription(JsonReader &r);
[[nodiscard]] SubscriptionChanges readChanges(JsonReader &r);

template <typename T>
[[nodiscard]] Page<T> readPage(JsonReader &r, T (*readItem)(JsonReader &))
{
    Page<T> page;
    r.objects("items", [&](JsonReader &item) { page.items.append(readItem(item)); });
    page.nextCursor = r.optionalString("next_cursor");
    page.total = r.integer("total", 0);
    return page;
}

} // namespace gatehouse::gateway::contract
