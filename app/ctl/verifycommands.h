// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/arguments.h"
#include "app/ctl/exitcode.h"
#include "app/ctl/output.h"
#include "core/base/clock.h"

namespace gatehouse::ctl {

// The rules a sign-in is held to, for a token in hand: prints the payload, or the one rule that failed. Needs
// no connection and no network; reads the key set from a file and, without a token, standard input.
[[nodiscard]] ExitCode verifyToken(const Arguments &arguments, const Clock &clock, const Output &output);

} // namespace gatehouse::ctl
