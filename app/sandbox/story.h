// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/database.h"

namespace gatehouse::sandbox {

// A financial analytics company: three tenants, their APIs, the requests waiting when the sandbox is first
// started, what was decided before, and who calls what how often. Then as many more of each as the scale asks
// for. Deterministic by seed; times are relative to `now`.
void tellStory(Database &database, const Options &options, const QDateTime &now);

} // namespace gatehouse::sandbox
