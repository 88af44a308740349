// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "core/store/journal.h"
#include "core/workspace/settlement.h"

namespace gatehouse::workspace {

// What the gateway's own state says about one decision of ours. Pure: no guess, no network.
enum class Finding {
    Ours,      // our decision is there
    Elsewhere, // somebody decided the request, and it was not this decision of ours
    Pending,   // it can still be decided so, and our decision is not there
    Closed,    // it cannot, and not because of a decision: withdrawn, expired …
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

// What is known of a decision on its way when the gateway's state has been read.
struct Passage
{
    // What the gateway said to it last.
    enum class Answer { None, Accepted, Conflict, Refused };

    bool isEarlierRun = false; // found open in the journal
    int timesSent = 0;         // in this run
    Answer answer = Answer::None;
    std::optional<Error> refusal = {}; // of Refused
    QDateTime since = {};              // since when it may be under way; never later than now
};

// What is to be done with it.
struct Step
{
    enum class Do { Settle, Send, Wait };

    Do what = Do::Settle;
    Sending sending = Sending::NotRecorded; // Settle
    QString note = {};
    std::chrono::milliseconds pause{}; // Wait: at least so long
    bool operator==(const Step &) const = default;
};

[[nodiscard]] Step nextStep(const gateway::Subscription &readBack, const store::Journal::Entry &entry,
                            const gateway::Capabilities &can, const QString &subject, const Passage &passage,
                            const QDateTime &now);

// Whether a failed decide() is the gateway's definite no: nothing was recorded. Everything else but Conflict
// leaves it open.
[[nodiscard]] bool isRefusal(const Error &error);

// Whether the gateway could not be asked at all.
[[nodiscard]] bool isOutOfReach(const Error &error);

// The pause before the gateway is asked again: doubles from one second up to a minute, or what it asked for.
[[nodiscard]] std::chrono::milliseconds pauseBefore(int attempt, const std::optional<Error> &error);

// "Approved by Ada on 2026-11-23 12:00 UTC."
[[nodiscard]] QString story(const gateway::Decision &decision);

} // namespace gatehouse::workspace
