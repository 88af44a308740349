// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/settlement.h"
#include "ui/theme/tokens.h"

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
// Whether the request still waits for a decision, and none of ours is on its way.
[[nodiscard]] bool isOpen(const workspace::QueueRow &row);
// "LLM Chat v5"
[[nodiscard]] QString apiTitle(const gateway::Subscription &request);

} // namespace gatehouse::ui
