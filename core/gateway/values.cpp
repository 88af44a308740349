// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/subscription.h"

using namespace Qt::StringLiterals;

namespace gatehouse::gateway {

QString wordFor(SubscriptionState state)
{
    switch (state) {
    case SubscriptionState::Unknown:
        return {};
    case SubscriptionState::Pending:
        return u"pending"_s;
    case SubscriptionState::Returned:
        return u"returned"_s;
    case SubscriptionState::Approved:
        return u"approved"_s;
    case SubscriptionState::Rejected:
        return u"rejected"_s;
    case SubscriptionState::Revoked:
        return u"revoked"_s;
    case SubscriptionState::Suspended:
        return u"suspended"_s;
    case SubscriptionState::Expired:
        return u"expired"_s;
    case SubscriptionState::Withdrawn:
        return u"withdrawn"_s;
    }
    return {};
}

QString wordFor(ApiKind kind)
{
    switch (kind) {
    case ApiKind::Unknown:
        return {};
    case ApiKind::Rest:
        return u"rest"_s;
    case ApiKind::Llm:
        return u"llm"_s;
    case ApiKind::Mcp:
        return u"mcp"_s;
    }
    return {};
}

QString wordFor(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Approve:
        return u"approve"_s;
    case Verdict::Reject:
        return u"reject"_s;
    case Verdict::AskBack:
        return u"ask_back"_s;
    case Verdict::Revoke:
        return u"revoke"_s;
    case Verdict::Extend:
        return u"extend"_s;
    case Verdict::Suspend:
        return u"suspend"_s;
    case Verdict::Resume:
        return u"resume"_s;
    }
    return {};
}

QString wordFor(EnforcementState state)
{
    switch (state) {
    case EnforcementState::Unknown:
        return {};
    case EnforcementState::Waiting:
        return u"waiting"_s;
    case EnforcementState::Effective:
        return u"effective"_s;
    case EnforcementState::Failed:
        return u"failed"_s;
    }
    return {};
}

const QList<Verdict> &allVerdicts()
{
    static const QList<Verdict> all{Verdict::Approve, Verdict::Reject,  Verdict::AskBack, Verdict::Revoke,
                                    Verdict::Extend,  Verdict::Suspend, Verdict::Resume};
    return all;
}

std::optional<Verdict> verdictOf(const QString &word)
{
    for (const Verdict verdict : allVerdicts())
        if (wordFor(verdict) == word)
            return verdict;
    return std::nullopt;
}

bool isRequest(SubscriptionState state)
{
    return state == SubscriptionState::Pending || state == SubscriptionState::Returned;
}

} // namespace gatehouse::gateway
