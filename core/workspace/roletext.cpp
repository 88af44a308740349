// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/roletext.h"

using namespace Qt::StringLiterals;

namespace gatehouse::workspace {

QString textOf(const QList<identity::RoleRule> &roles)
{
    QStringList parts;
    for (const identity::RoleRule &rule : roles)
        parts.append(u"%1=%2: %3"_s.arg(rule.claim, rule.value, rule.may.join(u' ')));
    return parts.join(u"; "_s);
}

Result<QList<identity::RoleRule>> readRoles(const QString &text)
{
    QList<identity::RoleRule> roles;
    for (const QString &part : text.split(u';', Qt::SkipEmptyParts)) {
        if (part.trimmed().isEmpty())
            continue;
        const qsizetype colon = part.lastIndexOf(u':'); // a claim's name may be an address
        const qsizetype equals = part.indexOf(u'=');
        const QStringList may = part.mid(colon + 1).split(u' ', Qt::SkipEmptyParts);
        const identity::RoleRule rule{.claim = part.left(equals).trimmed(),
                                      .value = part.mid(equals + 1, colon - equals - 1).trimmed(),
                                      .may = may};
        if (equals < 1 || colon < equals || rule.claim.isEmpty() || rule.value.isEmpty() || may.isEmpty())
            return failure(
                Error{.kind = Error::Kind::Invalid,
                      .fields = {{.path = u"roles"_s,
                                  .message = u"A role is claim=value: right right; the next one after a "
                                             "semicolon."_s}}});
        roles.append(rule);
    }
    return roles;
}

} // namespace gatehouse::workspace
