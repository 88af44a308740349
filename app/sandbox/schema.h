// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace gatehouse::sandbox {

// Counts up with each change of the tables below. A file of an older one is told its story anew.
inline constexpr int SchemaVersion = 2;

[[nodiscard]] const QStringList &schema();
[[nodiscard]] const QStringList &forgettingTheStory();

} // namespace gatehouse::sandbox
