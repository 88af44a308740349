// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include <optional>
#include <string_view>

namespace gatehouse {

// "2026-11-23T12:00:00.123+01:00", zone required; UTC, cut to milliseconds. By hand, because a page of
// requests holds thousands and QDateTime::fromString takes half of their decoding.
[[nodiscard]] std::optional<QDateTime> parseRfc3339(std::string_view text);

} // namespace gatehouse
