// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shared/stores.h"
#include "core/base/async.h"

namespace gatehouse::app {

// Whether what the key store has for one is good for the other: the same provider and client.
[[nodiscard]] bool haveSameSessions(const workspace::Connection &a, const workspace::Connection &b);

// A connection got another name: its sessions in the key store go along, that for the System Log too. What
// cannot be moved stays where it was, and the error says why; nothing kept is no error.
[[nodiscard]] Async<void> moveSessions(const workspace::Connection &from, const workspace::Connection &to,
                                       Stores &stores);

} // namespace gatehouse::app
