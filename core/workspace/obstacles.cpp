// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/obstacles.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;
using gateway::SubscriptionState;
using gateway::Verdict;

namespace {

// Where the gateway does not say: no to somebody is never said without a word.
bool needsReasonByItself(Verdict verdict)
{
    return verdict == Verdict::Reject || verdict == Verdict::AskBack || verdict == Verdict::Revoke ||
           verdict == Verdict::Suspend;
}

QString reasonSentence(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Approve:
        return u"An approval needs a reason."_s;
    case Verdict::Reject:
        return u"A rejection needs a reason."_s;
    case Verdict::AskBack:
        return u"Asking back needs a question."_s;
    case Verdict::Revoke:
        return u"Revoking needs a reason."_s;
    case Verdict::Extend:
        return u"Extending needs a reason."_s;
    case Verdict::Suspend:
        return u"Suspending needs a reason."_s;
    case Verdict::Resume:
        return u"Resuming needs a reason."_s;
    }
    return {};
}

bool isForRequest(Verdict verdict)
{
    return verdict == Verdict::Approve || verdict == Verdict::Reject || verdict == Verdict::AskBack;
}

bool isPossible(Verdict verdict, const gateway::Subscription &request)
{
    if (!request.possible.isEmpty())
        return request.possible.contains(verdict);
    const SubscriptionState state = request.state.value;
    if (isForRequest(verdict))
        return gateway::isRequest(state);
    if (verdict == Verdict::Resume)
        return state == SubscriptionState::Suspended;
    if (verdict == Verdict::Extend && state == SubscriptionState::Expired)
        return true;
    return state == SubscriptionState::Approved ||
           (verdict != Verdict::Suspend && state == SubscriptionState::Suspended);
}

Check checkOffered(const DecisionDraft &draft, const gateway::Capabilities &can)
{
    if (!can.verdicts.contains(draft.verdict))
        return {.obstacle = Obstacle::NotOffered, .why = u"This gateway does not take that decision."_s};
    if (draft.terms != gateway::Terms{} && !can.terms)
        return {.obstacle = Obstacle::NotOffered,
                .why = u"This gateway takes no expiry, scopes or plan with a decision."_s};
    return {};
}

Check checkOwn(const DecisionDraft &draft, const gateway::Subscription &request,
               const gateway::Capabilities &can, const QString &subject)
{
    if (!isForRequest(draft.verdict) || subject.isEmpty() || request.requesterSubject != subject)
        return {};
    return {.obstacle = Obstacle::OwnRequest,
            .why = can.fourEyes ? u"Nobody decides on their own request."_s
                                : u"Nobody decides on their own request; this is the console's own rule."_s,
            .isConsoleRule = !can.fourEyes};
}

Check checkSecondPerson(const DecisionDraft &draft, const gateway::Subscription &request,
                        const gateway::Capabilities &can, const QString &subject, const ConsoleRules &rules,
                        const QStringList &others)
{
    const int needed = std::max(rules.approvals, request.requiredApprovals);
    if (can.fourEyes || draft.verdict != Verdict::Approve || needed <= 1)
        return {};
    const auto given =
        std::count_if(others.cbegin(), others.cend(), [&](const QString &other) { return other != subject; });
    if (given + 1 >= needed)
        return {};
    return {.obstacle = Obstacle::SecondPerson,
            .why = u"Your approval is kept on this computer until another person approves it here too; "
                   "this is the console's own rule."_s,
            .isConsoleRule = true};
}

} // namespace

Check checkReason(const DecisionDraft &draft, const gateway::Subscription &request)
{
    const bool isTold = !request.possible.isEmpty() || !request.reasonRequired.isEmpty();
    const bool isNeeded =
        isTold ? request.reasonRequired.contains(draft.verdict) : needsReasonByItself(draft.verdict);
    if (!isNeeded || !draft.reason.trimmed().isEmpty())
        return {};
    return {
        .obstacle = Obstacle::ReasonMissing, .why = reasonSentence(draft.verdict), .isConsoleRule = !isTold};
}

Check check(const DecisionDraft &draft, const gateway::Subscription &request, const QByteArray &seen,
            const gateway::Capabilities &can, const QString &subject, const ConsoleRules &rules,
            const QStringList &others)
{
    if (const Check offered = checkOffered(draft, can); offered.obstacle != Obstacle::None)
        return offered;
    if (!isPossible(draft.verdict, request))
        return {.obstacle = Obstacle::Decided, .why = u"It is %1 already."_s.arg(request.state.text)};
    if (!seen.isEmpty() && seen != request.etag)
        return {.obstacle = Obstacle::Changed, .why = u"It changed since it was looked at."_s};
    if (const Check own = checkOwn(draft, request, can, subject); own.obstacle != Obstacle::None)
        return own;
    if (!request.mayDecide)
        return {.obstacle = Obstacle::NoRight,
                .why = request.mayNotDecideBecause.isEmpty() ? u"You have no right to decide it."_s
                                                             : request.mayNotDecideBecause};
    if (const Check reason = checkReason(draft, request); reason.obstacle != Obstacle::None)
        return reason;
    return checkSecondPerson(draft, request, can, subject, rules, others);
}

Check checkHere(const DecisionDraft &draft, const gateway::Subscription &request,
                const gateway::Capabilities &can, const QString &subject, const ConsoleRules &rules,
                const QStringList &others)
{
    if (const Check offered = checkOffered(draft, can); offered.obstacle != Obstacle::None)
        return offered;
    if (const Check reason = checkReason(draft, request); reason.obstacle != Obstacle::None)
        return reason;
    if (const Check own = checkOwn(draft, request, can, subject); own.isConsoleRule)
        return own;
    return checkSecondPerson(draft, request, can, subject, rules, others);
}

QStringList approversOf(const gateway::Subscription &request,
                        const QList<store::Journal::Staged> &firstApprovals)
{
    QStringList subjects;
    for (const store::Journal::Staged &first : firstApprovals)
        if (first.order.subscription == request.id.value && first.order.etag == request.etag)
            subjects.append(first.order.actor);
    return subjects;
}

QMap<gateway::Verdict, int> Preview::sends() const
{
    QMap<gateway::Verdict, int> counts;
    for (const Line &line : lines)
        if (line.check.obstacle == Obstacle::None)
            ++counts[line.draft.verdict];
    return counts;
}

QMap<Obstacle, int> Preview::obstacles() const
{
    QMap<Obstacle, int> counts;
    for (const Line &line : lines)
        if (line.check.obstacle != Obstacle::None)
            ++counts[line.check.obstacle];
    return counts;
}

QList<DecisionDraft> Preview::sendable() const
{
    QList<DecisionDraft> drafts;
    for (const Line &line : lines)
        if (line.check.obstacle == Obstacle::None)
            drafts.append(line.draft);
    return drafts;
}

} // namespace gatehouse::workspace
