// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/connection.h"

namespace gatehouse::workspace {

// Takes out of one of the user's own connections what the policy of this computer forbids. Never its pins:
// they only refuse.
void narrow(Connection &connection, const store::ManagedPolicy &policy);
// What of a connection that is to be kept the policy forbids, at its fields. `known` is what it replaces.
[[nodiscard]] QList<Error::Field> forbiddenIn(const Connection &connection,
                                              const std::optional<Connection> &known,
                                              const store::ManagedPolicy &policy);

} // namespace gatehouse::workspace
