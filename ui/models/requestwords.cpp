// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/requestwords.h"

#include "core/workspace/requestfilter.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using gateway::SubscriptionState;
using gateway::Verdict;
using workspace::Sending;

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("Requests", text);
}

ToneWord recordedState(const workspace::QueueRow &row)
{
    const gateway::Subscription &request = row.request;
    switch (request.state.value) {
    case SubscriptionState::Pending:
        if (row.sending == Sending::Recorded)
            return {words("%1 recorded").arg(progressOf(request)), Tone::Good};
        if (approvalsOf(request) > 0)
            return {progressOf(request), Tone::Accent};
        return request.sensitive ? ToneWord{words("sensitive"), Tone::Look} : ToneWord{};
    case SubscriptionState::Approved:
        return {words("approved"), Tone::Good};
    case SubscriptionState::Rejected:
        return {words("rejected"), Tone::Wrong};
    default:
        return {request.state.text, Tone::Muted};
    }
}

} // namespace

int approvalsOf(const gateway::Subscription &request)
{
    return int(std::count_if(request.decisions.begin(), request.decisions.end(),
                             [](const gateway::Decision &d) { return d.verdict == Verdict::Approve; }));
}

int missingApprovals(const gateway::Subscription &request)
{
    return std::max(0, request.requiredApprovals - approvalsOf(request));
}

QString progressOf(const gateway::Subscription &request)
{
    return words("%1 of %2").arg(approvalsOf(request)).arg(request.requiredApprovals);
}

std::optional<Tone> waitingTone(const workspace::QueueRow &row, const QDateTime &now)
{
    constexpr qint64 longWaitSeconds = 4 * 3600;
    const gateway::Subscription &request = row.request;
    if (!isOpen(row))
        return std::nullopt;
    const qint64 waited = request.requestedAt.secsTo(now);
    if (!request.dueAt.isValid())
        return waited >= longWaitSeconds ? std::optional(Tone::Look) : std::nullopt;
    if (workspace::isOverdue(request, now))
        return Tone::Wrong;
    return 4 * waited >= 3 * request.requestedAt.secsTo(request.dueAt) ? std::optional(Tone::Look)
                                                                       : std::nullopt;
}

bool isOpen(const workspace::QueueRow &row)
{
    const bool settled = row.sending == Sending::None || row.sending == Sending::NotRecorded;
    return settled && row.request.state == SubscriptionState::Pending;
}

QString apiTitle(const gateway::Subscription &request)
{
    return request.apiVersion.isEmpty() ? request.apiName : request.apiName + u' ' + request.apiVersion;
}

ToneWord stateOf(const workspace::QueueRow &row)
{
    switch (row.sending) {
    case Sending::Sending:
        return {words("sending…"), Tone::Accent};
    case Sending::WaitingForNetwork:
        return {words("waiting for network"), Tone::Look};
    case Sending::NotRecorded:
        return {words("not recorded"), Tone::Wrong};
    case Sending::DecidedElsewhere:
        return {words("decided elsewhere"), Tone::Look};
    case Sending::Held:
        return {words("held"), Tone::Accent};
    case Sending::Recorded:
    case Sending::Withdrawn:
    case Sending::None:
        break;
    }
    return recordedState(row);
}

QString sentenceOn(const workspace::QueueRow &row)
{
    const bool rejected = row.mine == Verdict::Reject;
    switch (row.sending) {
    case Sending::None:
    case Sending::Withdrawn:
        return {};
    case Sending::Held:
        return words("Your decision is written to the journal on this computer and has not left yet.");
    case Sending::Sending:
        return words(
            "Your decision is written to the journal on this computer and on its way to the gateway.");
    case Sending::Recorded:
        if (row.request.state == SubscriptionState::Pending)
            return words("The gateway shows your approval. Somebody else must give the next one.");
        return rejected ? words("The gateway shows your rejection.")
                        : words("The gateway shows your approval.");
    case Sending::NotRecorded:
        return words("Your decision was not recorded; nothing changed.");
    case Sending::DecidedElsewhere:
        return words("Somebody else was first; your decision was not recorded.");
    case Sending::WaitingForNetwork:
        return words("It is not known yet whether your decision arrived. Gatehouse asks the gateway again "
                     "and will not "
                     "send it twice.");
    }
    return {};
}

} // namespace gatehouse::ui
