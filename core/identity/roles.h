// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>

namespace gatehouse::identity {

// Who has `value` in the ID token's `claim` (claimAt(); "scope" is what was granted, where the token does not
// say) may do `may` in the console, e.g. groups, gw-approvers,
// requests.decide. It narrows what the gateway allows and never widens it.
struct RoleRule
{
    QString claim;
    QString value;
    QStringList may;
    bool operator==(const RoleRule &) const = default;
};

// The claim of that name; where there is none, the member behind the first part of "realm_access.roles", and
// so on: some keep roles inside an object. A name with dots of its own is found first. Undefined when absent.
[[nodiscard]] QJsonValue claimAt(const QJsonObject &claims, const QString &path);

// Claim name to its values: a list of texts as it is, one text split at spaces (scope).
using ListClaims = QMap<QString, QStringList>;

// The rights of all rules that fit; nothing when there are no rules, and then the gateway alone decides.
[[nodiscard]] std::optional<QStringList> rightsBy(const QList<RoleRule> &rules, const ListClaims &claims);

} // namespace gatehouse::identity
