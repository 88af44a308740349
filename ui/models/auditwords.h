// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/event.h"
#include "core/workspace/audittrail.h"
#include "ui/models/requestwords.h"

namespace gatehouse::ui {

// What happened, in words: "Approved a request", or what the log says.
[[nodiscard]] QString whatOf(const workspace::AuditTrail::Row &row);
// "Console", "System Log"
[[nodiscard]] QString originOf(const workspace::AuditTrail::Row &row);
// "recorded", "denied", …; empty when it is not known.
[[nodiscard]] ToneWord outcomeOf(const workspace::AuditTrail::Row &row);
// The first target, and how many more there are.
[[nodiscard]] QString targetOf(const audit::Event &event);
[[nodiscard]] QString nameOf(const audit::Party &party);

} // namespace gatehouse::ui
