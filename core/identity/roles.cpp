// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/roles.h"

namespace gatehouse::identity {

QJsonValue claimAt(const QJsonObject &claims, const QString &path)
{
    if (const auto found = claims.constFind(path); found != claims.constEnd())
        return *found;
    for (qsizetype dot = path.indexOf(u'.'); dot >= 0; dot = path.indexOf(u'.', dot + 1)) {
        const QJsonValue inner = claims.value(path.first(dot));
        const QJsonValue found = inner.isObject() ? claimAt(inner.toObject(), path.sliced(dot + 1))
                                                  : QJsonValue(QJsonValue::Undefined);
        if (!found.isUndefined())
            return found;
    }
    return QJsonValue(QJsonValue::Undefined);
}

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
