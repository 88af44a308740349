// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/subscriptionrow.h"

// What can be decided, by whom and how: the rules of docs/gateway-contract.yaml as functions of values.
namespace gatehouse::sandbox {

// An order to decide, as the body says it.
struct Order
{
    QString verdict = {};
    QString reason = {};
    std::optional<qint64> expiresAt = {};
    std::optional<QStringList> scopes = {};
    QString plan = {}; // empty: not said
};

[[nodiscard]] const QStringList &verdicts();
// What can be decided in a state, whoever decides.
[[nodiscard]] QStringList possibleIn(const QString &state);
// Of those, the ones that need a reason; `policy`: what the tenant adds.
[[nodiscard]] QStringList reasonsRequired(const QStringList &possible, const QStringList &policy);
// The approvals since the request was last asked back: only they count.
[[nodiscard]] QJsonArray approvalsOf(const QJsonArray &decisions);

struct Refusal
{
    QString word; // last segment of the problem's type
    QString sentence;
};
// Why this person may not give this verdict, or, with an empty one, any at all; nothing: may.
[[nodiscard]] std::optional<Refusal> refusal(const SubscriptionRow &row, const QJsonArray &decisions,
                                             const Caller &caller, const QString &verdict = {});
// The 409 of a verdict that does not go with the state; nothing when it does.
[[nodiscard]] std::optional<Answer> wrongState(const SubscriptionRow &row, const QString &verdict);
// The order, or the 422 that names the member that breaks a rule.
[[nodiscard]] std::variant<Order, Answer> readOrder(const QJsonObject &body, const SubscriptionRow &row,
                                                    const QDateTime &now);
// A 422 about one member of a body.
[[nodiscard]] Answer unfit(const QString &word, const QString &title, const QString &member,
                           const QString &detail);
[[nodiscard]] QStringList planNames(const QByteArray &plans);

} // namespace gatehouse::sandbox
