// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse::console {

// Keeps tokens out of core files and out of the reach of other processes of the same user, where the system
// can: called before anything else.
void hardenProcess();

} // namespace gatehouse::console
