// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dossier.h"
#include "ui/theme/tokens.h"

#include <QString>

// What stands beside a request, in words. Names in them are the gateway's: not yet made visible.
namespace gatehouse::ui {

struct ToneText
{
    Tone tone = Tone::Look;
    QString text = {};
    bool operator==(const ToneText &) const = default;
};

// A whole sentence, for the place that says what follows from a yes.
[[nodiscard]] ToneText textOf(workspace::Caution caution, const gateway::Subscription &request,
                              const workspace::Dossier &dossier);
// "llm:chat — send prompts to any chat model of this plan", a line for each scope.
[[nodiscard]] QStringList scopeLines(const workspace::Dossier &dossier);
// "69 % of € 9,000 a month (now 59 %)"
[[nodiscard]] QString budgetText(const workspace::BudgetEffect &effect);
// "50,000 calls a month", "unlimited calls"; with its fee where there is one.
[[nodiscard]] QString planText(const gateway::Plan &plan);
// "8,412 calls · 0.40 % errors"
[[nodiscard]] QString callsText(const workspace::ApplicationUse &use);
// "14 applications in 6 tenants", "at least 500 applications"
[[nodiscard]] QString holdersText(const workspace::Holders &holders);
// "approved for desk-bot by M. Lindqvist, 12 Nov — “read-only use”"
[[nodiscard]] QString pastText(const workspace::PastDecision &past);
// "Fraud Prediction v3 (fraud:predict)", "suspended" said.
[[nodiscard]] QString rightText(const gateway::Subscription &right);
// What was decided, in the past tense: "approved", "asked back".
[[nodiscard]] QString decidedWord(gateway::Verdict verdict);

} // namespace gatehouse::ui
