// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/database.h"

namespace gatehouse::sandbox {

// How many of each there are in all, story included.
struct Population
{
    int tenants = 3;
    int apis = 8;
    int subscriptions = 60;
    int pending = 12;
    int busyPairs = 10; // (tenant, API) pairs with traffic
};

[[nodiscard]] Population populationOf(Scale scale);
void populate(Database &database, const Options &options, const QDateTime &now);

} // namespace gatehouse::sandbox
