// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "core/store/journal.h"

namespace gatehouse::workspace {

// What the gateway's own state says about one decision of ours. Pure: no guess, no network.
enum class Finding {
    Ours,      // our decision is there
    Elsewhere, // somebody decided the request, and it was not this decision of ours
    Pending,   // still waiting, without our decision
    Closed,    // no longer waiting, and not by a decision: withdrawn, expired …
};

struct Reading
{
    Finding finding = Finding::Pending;
    QString note; // who, when and how, for Elsewhere and Closed
    bool operator==(const Reading &) const = default;
};

// `subject`: who decides; used only where the gateway shows no idempotency keys, and then together with the
// verdict and the time.
[[nodiscard]] Reading judge(const gateway::Subscription &readBack, const store::Journal::Entry &entry,
                            const gateway::Capabilities &can, const QString &subject);

// Whether a failed decide() is the gateway's definite no: nothing was recorded. Everything else but Conflict
// leaves it open.
[[nodiscard]] bool isRefusal(const Error &error);

// The pause before the gateway is asked again: doubles from one second up to a minute, or what it asked for.
[[nodiscard]] std::chrono::milliseconds pauseBefore(int attempt, const std::optional<Error> &error);

} // namespace gatehouse::workspace
