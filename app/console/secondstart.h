// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/commandline.h"
#include "app/console/singleinstance.h"

namespace gatehouse::console {

enum class Handed {
    Done,        // the window that is there comes to the front
    BecameFirst, // there is none any more: this start opens it
    NoAnswer,    // it hangs; was said on standard error and to the desktop
};

// What a start does that found another one: hands over what its command line asks for. Runs the event loop
// until it is known what came of it.
[[nodiscard]] Handed handOver(SingleInstance &first, const CommandLine &line);

} // namespace gatehouse::console
