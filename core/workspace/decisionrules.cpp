// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/decisionrules.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

bool isOurs(const gateway::Decision &decision, const store::Journal::Entry &entry,
            const gateway::Capabilities &can, const QString &subject)
{
    if (can.idempotentDecisions)
        return decision.idempotencyKey == entry.id;
    return !subject.isEmpty() && decision.bySubject == subject &&
           gateway::wordFor(decision.verdict) == entry.order.verdict && decision.at >= entry.preparedAt;
}

QString story(const gateway::Decision &decision)
{
    const QString what = decision.verdict == gateway::Verdict::Approve ? u"Approved"_s : u"Rejected"_s;
    const QString who = decision.byName.isEmpty() ? decision.bySubject : decision.byName;
    const QString when = decision.at.toUTC().toString(u"yyyy-MM-dd HH:mm"_s);
    return u"%1 by %2 on %3 UTC."_s.arg(what, who, when);
}

} // namespace

Reading judge(const gateway::Subscription &readBack, const store::Journal::Entry &entry,
              const gateway::Capabilities &can, const QString &subject)
{
    for (const gateway::Decision &decision : readBack.decisions)
        if (isOurs(decision, entry, can, subject))
            return {Finding::Ours, {}};
    if (readBack.state == gateway::SubscriptionState::Pending)
        return {Finding::Pending, {}};
    using State = gateway::SubscriptionState;
    const State state = readBack.state.value;
    // Revoked and suspended come after an approval; withdrawn and expired can come without any decision.
    if (state == State::Approved || state == State::Rejected || state == State::Revoked ||
        state == State::Suspended)
        return {Finding::Elsewhere, readBack.decisions.isEmpty() ? u"The gateway does not say by whom."_s
                                                                 : story(readBack.decisions.constLast())};
    return {Finding::Closed, u"The request is no longer waiting: it is %1."_s.arg(readBack.state.text)};
}

bool isRefusal(const Error &error)
{
    return error.kind == Error::Kind::Forbidden || error.kind == Error::Kind::Invalid ||
           error.kind == Error::Kind::NotFound || error.kind == Error::Kind::StepUpNeeded;
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
