// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/workspace/connection.h"

// A connection as it stands in connections.json, in a managed policy, and in a file to be handed on.
namespace gatehouse::workspace {

[[nodiscard]] QJsonObject membersOf(const Connection &connection);
[[nodiscard]] Connection readConnection(JsonReader &r);

// A file for somebody else: no secrets (a connection has none) and no paths of this computer.
[[nodiscard]] QByteArray exported(const Connection &connection);
// Such a file, which nobody vouches for: small, strict, known members only, and it may not name files here.
[[nodiscard]] Result<Connection> imported(QByteArrayView bytes);

} // namespace gatehouse::workspace
