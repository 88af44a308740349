// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/gateway/subscription.h"

#include <optional>

namespace gatehouse::workspace {

// Where a decision of ours stands. "Recorded" is the control plane's word; effective is a later fact.
enum class Sending { None, Sending, Recorded, NotRecorded, DecidedElsewhere, WaitingForNetwork };

struct QueueRow
{
    gateway::Subscription request = {};
    Sending sending = Sending::None;
    std::optional<gateway::Verdict> mine = {}; // the verdict of ours that `sending` speaks of
    QString note = {};                         // why it was not recorded or who decided: plain text
    bool operator==(const QueueRow &) const = default;
};

struct Settlement
{
    Sending sending = Sending::None;
    gateway::Subscription request = {}; // as read back, where it could be
    QString note = {};
    std::optional<Error> error = {}; // why it was not recorded, or is waiting
};

} // namespace gatehouse::workspace
