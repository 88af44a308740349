// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/settlement.h"
#include "ui/theme/tokens.h"

#include <optional>

namespace gatehouse::ui {

// A short word on its tone: the pill of a request.
struct ToneWord
{
    QString text;
    Tone tone = Tone::Muted;
    bool operator==(const ToneWord &) const = default;
};

// Where the request stands, our own decision first: "sending…", "1 of 2 recorded", "approved", "sensitive".
// Empty for an ordinary request that waits.
[[nodiscard]] ToneWord stateOf(const workspace::QueueRow &row);
// What became of our decision, in whole sentences; empty when there is none.
[[nodiscard]] QString sentenceOn(const workspace::QueueRow &row);
[[nodiscard]] int approvalsOf(const gateway::Subscription &request);
[[nodiscard]] int missingApprovals(const gateway::Subscription &request);
// "1 of 2"
[[nodiscard]] QString progressOf(const gateway::Subscription &request);
// Look when three quarters of the time for an answer are over, Wrong when all of it is; nothing before.
// Without such a time, Look after four hours.
[[nodiscard]] std::optional<Tone> waitingTone(const workspace::QueueRow &row, const QDateTime &now);
// Whether the request still waits for a decision, and none of ours is on its way.
[[nodiscard]] bool isOpen(const workspace::QueueRow &row);
// "LLM Chat v5"
[[nodiscard]] QString apiTitle(const gateway::Subscription &request);

} // namespace gatehouse::ui
