// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/decisionrules.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::SubscriptionState;
using gateway::Verdict;

namespace {

// A decision may still be under way inside the gateway when nobody hears of it any more: only when this much
// time has passed since it was journalled does "pending without our key" mean that it did not arrive.
constexpr std::chrono::milliseconds kUnderWay = 10s;
// What an earlier run left is sent only while the person still remembers having decided it.
constexpr std::chrono::milliseconds kOldest = 24h;
// Journalled later than now by more than this, nobody knows how old it is.
constexpr std::chrono::milliseconds kClockSlack = 10min;

bool isOurs(const gateway::Decision &decision, const store::Journal::Entry &entry,
            const gateway::Capabilities &can, const QString &subject)
{
    if (can.idempotentDecisions)
        return decision.idempotencyKey == entry.id;
    return !subject.isEmpty() && decision.bySubject == subject &&
           gateway::wordFor(decision.verdict) == entry.order.verdict && decision.at >= entry.preparedAt;
}

// Whether this can be decided on it now.
bool canStill(Verdict verdict, const gateway::Subscription &request)
{
    if (!request.possible.isEmpty())
        return request.possible.contains(verdict);
    const SubscriptionState state = request.state.value;
    switch (verdict) {
    case Verdict::Approve:
    case Verdict::Reject:
    case Verdict::AskBack:
        return gateway::isRequest(state);
    case Verdict::Revoke:
        return state == SubscriptionState::Approved || state == SubscriptionState::Suspended;
    case Verdict::Extend:
        return state == SubscriptionState::Approved || state == SubscriptionState::Suspended ||
               state == SubscriptionState::Expired;
    case Verdict::Suspend:
        return state == SubscriptionState::Approved;
    case Verdict::Resume:
        return state == SubscriptionState::Suspended;
    }
    return false;
}

QString pastOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Approve:
        return u"Approved"_s;
    case Verdict::Reject:
        return u"Rejected"_s;
    case Verdict::AskBack:
        return u"Asked back"_s;
    case Verdict::Revoke:
        return u"Revoked"_s;
    case Verdict::Extend:
        return u"Extended"_s;
    case Verdict::Suspend:
        return u"Suspended"_s;
    case Verdict::Resume:
        return u"Resumed"_s;
    }
    return {};
}

std::chrono::milliseconds stillUnderWayFor(const Passage &passage, const QDateTime &now)
{
    return kUnderWay - std::chrono::milliseconds(passage.since.msecsTo(now));
}

Step settled(const QString &note)
{
    return {.what = Step::Do::Settle, .sending = Sending::NotRecorded, .note = note};
}

// Not there, and it may be on its way without anybody listening: too early to say that it did not arrive.
Step settledOnceQuiet(const QString &note, const Passage &passage, const QDateTime &now)
{
    if (const std::chrono::milliseconds left = stillUnderWayFor(passage, now); left > 0ms)
        return {.what = Step::Do::Wait,
                .sending = Sending::WaitingForNetwork,
                .note = u"It may still be under way inside the gateway; it is asked again."_s,
                .pause = left};
    return settled(note);
}

Step nextWhilePending(const gateway::Subscription &readBack, const store::Journal::Entry &entry,
                      const gateway::Capabilities &can, const Passage &passage, const QDateTime &now)
{
    if (passage.answer == Passage::Answer::Accepted)
        return settled(u"The gateway accepted it but does not show it; decide again or ask its operator."_s);
    if (passage.answer == Passage::Answer::Refused)
        return settled(passage.refusal && !passage.refusal->title.isEmpty()
                           ? passage.refusal->title
                           : u"The gateway refused the decision."_s);
    const bool isHeld = entry.state == store::Journal::State::Held;
    const bool mayHaveLeft = passage.timesSent > 0 || (passage.isEarlierRun && !isHeld);
    const bool isChanged = passage.answer == Passage::Answer::Conflict || readBack.etag != entry.order.etag;
    if (isChanged) {
        const QString note = u"The request changed meanwhile and is shown anew."_s;
        return passage.isEarlierRun && mayHaveLeft ? settledOnceQuiet(note, passage, now) : settled(note);
    }
    const std::chrono::milliseconds age(entry.preparedAt.msecsTo(now));
    if (passage.isEarlierRun && (age >= kOldest || age < -kClockSlack)) {
        const QString note =
            u"It was left open for more than a day and is not sent any more; decide again."_s;
        return mayHaveLeft ? settledOnceQuiet(note, passage, now) : settled(note);
    }
    if (!mayHaveLeft || can.idempotentDecisions)
        return {.what = Step::Do::Send}; // the same key: it cannot be made twice
    return settledOnceQuiet(u"It did not reach the gateway; decide again."_s, passage, now);
}

} // namespace

QString story(const gateway::Decision &decision)
{
    const QString who = decision.byName.isEmpty() ? decision.bySubject : decision.byName;
    const QString when = decision.at.toUTC().toString(u"yyyy-MM-dd HH:mm"_s);
    return u"%1 by %2 on %3 UTC."_s.arg(pastOf(decision.verdict), who, when);
}

Reading judge(const gateway::Subscription &readBack, const store::Journal::Entry &entry,
              const gateway::Capabilities &can, const QString &subject)
{
    for (const gateway::Decision &decision : readBack.decisions)
        if (isOurs(decision, entry, can, subject))
            return {Finding::Ours, {}};
    const SubscriptionState state = readBack.state.value;
    if (canStill(gateway::verdictOf(entry.order.verdict).value_or(Verdict::Reject), readBack))
        return {Finding::Pending, {}};
    // What comes after a decision; withdrawn and expired can come without any.
    if (state == SubscriptionState::Approved || state == SubscriptionState::Rejected ||
        state == SubscriptionState::Revoked || state == SubscriptionState::Suspended ||
        state == SubscriptionState::Returned)
        return {Finding::Elsewhere, readBack.decisions.isEmpty() ? u"The gateway does not say by whom."_s
                                                                 : story(readBack.decisions.constLast())};
    return {Finding::Closed, u"The request is no longer waiting: it is %1."_s.arg(readBack.state.text)};
}

Step nextStep(const gateway::Subscription &readBack, const store::Journal::Entry &entry,
              const gateway::Capabilities &can, const QString &subject, const Passage &passage,
              const QDateTime &now)
{
    const Reading reading = judge(readBack, entry, can, subject);
    switch (reading.finding) {
    case Finding::Ours:
        return {.what = Step::Do::Settle, .sending = Sending::Recorded};
    case Finding::Elsewhere:
        return {.what = Step::Do::Settle, .sending = Sending::DecidedElsewhere, .note = reading.note};
    case Finding::Closed:
        return settled(reading.note);
    case Finding::Pending:
        break;
    }
    return nextWhilePending(readBack, entry, can, passage, now);
}

bool isRefusal(const Error &error)
{
    return error.kind == Error::Kind::Forbidden || error.kind == Error::Kind::Invalid ||
           error.kind == Error::Kind::NotFound || error.kind == Error::Kind::StepUpNeeded;
}

bool isOutOfReach(const Error &error)
{
    return error.kind == Error::Kind::Offline || error.kind == Error::Kind::Timeout ||
           error.kind == Error::Kind::Tls;
}

std::chrono::milliseconds pauseBefore(int attempt, const std::optional<Error> &error)
{
    constexpr std::chrono::milliseconds most = 60s;
    const std::chrono::milliseconds grown = std::min(most, 1000ms * (1 << std::clamp(attempt, 0, 6)));
    if (error && error->retryAfter)
        return std::clamp<std::chrono::milliseconds>(*error->retryAfter, grown, std::chrono::minutes(10));
    return grown;
}

} // namespace gatehouse::workspace
