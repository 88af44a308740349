// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/usage.h"
#include "ui/widgets/stattile.h"

#include <optional>

namespace gatehouse::ui {

// Requests, error share, cost, tokens: of a range, against the one before it where that is known.
[[nodiscard]] QList<StatTile::Content>
tilesOf(const analytics::UsageTable &table, const std::optional<analytics::UsageTable> &previous, int days);

} // namespace gatehouse::ui
