// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/roles.h"

namespace gatehouse::identity {

std::optional<QStringList> rightsBy(const QList<RoleRule> &rules, const ListClaims &claims)
{
    if (rules.isEmpty())
        return std::nullopt;
    QStringList rights;
    for (const RoleRule &rule : rules)
        if (claims.value(rule.claim).contains(rule.value))
            rights += rule.may;
    rights.sort();
    rights.removeDuplicates();
    return rights;
}

} // namespace gatehouse::identity
