// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/database.h"

namespace gatehouse::sandbox {

// What the company of the story has to offer: its tenants with their rules, scopes, APIs and plans.
void insertOffers(Database &database);
// The plans of an API as JSON; what uses a model costs more and is given in smaller portions.
[[nodiscard]] QByteArray plansOf(bool usesModel);
// The names of all plans there are, the smallest first.
[[nodiscard]] const QStringList &planWords();

} // namespace gatehouse::sandbox
