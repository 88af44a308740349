// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>

namespace gatehouse::identity {

// Who has `value` in the ID token's `claim` may do `may` in the console, e.g. groups, gw-approvers,
// requests.decide. It narrows what the gateway allows and never widens it.
struct RoleRule
{
    QString claim;
    QString value;
    QStringList may;
    bool operator==(const RoleRule &) const = default;
};

// Claim name to its values: a list of texts as it is, one text split at spaces (scope).
using ListClaims = QMap<QString, QStringList>;

// The rights of all rules that fit; nothing when there are no rules, and then the gateway alone decides.
[[nodiscard]] std::optional<QStringList> rightsBy(const QList<RoleRule> &rules, const ListClaims &claims);

} // namespace gatehouse::identity
