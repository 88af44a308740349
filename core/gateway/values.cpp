// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/values.h"

using namespace Qt::StringLiterals;

namespace gatehouse::gateway {

QString wordFor(SubscriptionState state)
{
    switch (state) {
    case SubscriptionState::Unknown:
        return {};
    case SubscriptionState::Pending:
        return u"pending"_s;
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
    return verdict == Verdict::Approve ? u"approve"_s : u"reject"_s;
}

} // namespace gatehouse::gateway
