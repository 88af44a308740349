// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace gatehouse::console {

// --self-test: checks that fonts, icons, SQLite and every page are there and work. Prints what does not; 0
// when all does.
[[nodiscard]] int selfTest(QApplication &application);

} // namespace gatehouse::console
