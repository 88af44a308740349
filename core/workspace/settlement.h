// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/gateway/subscription.h"

#include <memory>
#include <optional>

namespace gatehouse::workspace {

// Where a decision of ours stands. "Recorded" is the control plane's word; effective is a later fact. Held:
// it has not left yet and can be taken back. Withdrawn: it was taken back before it left.
enum class Sending {
    None,
    Sending,
    Recorded,
    NotRecorded,
    DecidedElsewhere,
    WaitingForNetwork,
    Held,
    Withdrawn
};

// What a person wants decided.
struct DecisionDraft
{
    gateway::SubscriptionId id = {};
    gateway::Verdict verdict = gateway::Verdict::Approve;
    QString reason = {};
    gateway::Terms terms = {};
    bool operator==(const DecisionDraft &) const = default;
};

struct QueueRow
{
    gateway::Subscription request = {};
    Sending sending = Sending::None;
    std::optional<gateway::Verdict> mine = {}; // the verdict of ours that `sending` speaks of
    QString note = {};                         // why it was not recorded or who decided: plain text
    QDateTime leavesAt = {};                   // of a held decision
    // Of a recorded one: whether the gateway enforces it. Unknown where it does not say.
    gateway::EnforcementState enforced = gateway::EnforcementState::Unknown;
    // The request as it stood when we decided, where it is another now: to be shown beside `request`.
    std::shared_ptr<const gateway::Subscription> seen = {};
    bool operator==(const QueueRow &) const = default;
};

struct Settlement
{
    Sending sending = Sending::None;
    gateway::Subscription request = {}; // as read back, where it could be
    QString note = {};
    std::optional<Error> error = {};                // why it was not recorded, or is waiting
    std::optional<gateway::Subscription> seen = {}; // as it stood when we decided, where it is another now
    bool isConsoleRule = false;                     // refused here, by a rule the gateway does not have
    QDateTime leavesAt = {};                        // of a held decision
    gateway::EnforcementState enforced = gateway::EnforcementState::Unknown; // of a recorded one
};

} // namespace gatehouse::workspace
