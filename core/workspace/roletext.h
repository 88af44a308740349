// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/identity/roles.h"

namespace gatehouse::workspace {

// Role rules as people type them: "groups=gw-approvers: requests.read requests.decide; roles=auditor:
// audit.read".
[[nodiscard]] QString textOf(const QList<identity::RoleRule> &roles);
// Invalid with the field "roles" when it is not of that form.
[[nodiscard]] Result<QList<identity::RoleRule>> readRoles(const QString &text);

} // namespace gatehouse::workspace
