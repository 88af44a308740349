// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace gatehouse::ui {

// How well the letters of a query are found, in order, in a text; nothing when they are not. Case and accents
// do not count. Starts of words and letters side by side count more, so "sc" finds "support-copilot" before
// "basic".
[[nodiscard]] std::optional<int> fuzzyScore(const QString &query, const QString &text);

} // namespace gatehouse::ui
