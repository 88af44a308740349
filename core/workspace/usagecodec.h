// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/usage.h"
#include "core/base/result.h"

namespace gatehouse::workspace {

// The form in which a usage table is kept in the cache.
[[nodiscard]] QByteArray encodeUsage(const analytics::UsageTable &table);
// Decode when the bytes are damaged or of another version.
[[nodiscard]] Result<analytics::UsageTable> decodeUsage(const QByteArray &bytes);

} // namespace gatehouse::workspace
