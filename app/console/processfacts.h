// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

// What the system says about this process; -1 where it does not say.
namespace gatehouse::console {

// Milliseconds since the process was started (to the clock tick, 10 ms), loading and linking included.
[[nodiscard]] qint64 millisecondsSinceStart();
// Memory of this process with shared pages counted by their share, in KiB.
[[nodiscard]] qint64 proportionalSetKib();

} // namespace gatehouse::console
