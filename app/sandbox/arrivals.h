// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/database.h"

namespace gatehouse::sandbox {

// Somebody asks for an API: one new request, as the seed and the number of changes so far have it.
void requestArrives(Database &database, quint32 seed, const QDateTime &now);

} // namespace gatehouse::sandbox
