// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/bearer.h"
#include "app/sandbox/database.h"

namespace gatehouse::sandbox {

// GET /v1/me, /v1/tenants, /v1/apis, /v1/scopes: who one is and what there is to see.
[[nodiscard]] Answer whoAmI(const Request &request, const Caller &caller);
[[nodiscard]] Answer listTenants(Database &database, const Request &request, const Caller &caller,
                                 const QDateTime &now);
[[nodiscard]] Answer listApis(Database &database, const Request &request);
[[nodiscard]] Answer listScopes(Database &database, const Request &request);
// GET /v1/analytics/usage.
[[nodiscard]] Answer usage(Database &database, quint32 seed, const Request &request, const Caller &caller);

} // namespace gatehouse::sandbox
