// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/journal.h"
#include "core/workspace/settlement.h"

namespace gatehouse::workspace {

// What the journal keeps of the request a decision is made on, so that the trail tells what stood there and a
// later run can show it beside what stands there then.
[[nodiscard]] QJsonObject contextOf(const gateway::Subscription &request);
// The kept parts; an empty id where nothing was kept.
[[nodiscard]] gateway::Subscription subscriptionOf(const store::Journal::Order &order);

[[nodiscard]] QJsonObject jsonOf(const gateway::Terms &terms);
[[nodiscard]] gateway::Terms termsOf(const QJsonObject &json);

} // namespace gatehouse::workspace
