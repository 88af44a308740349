// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/workspace/settlement.h"

namespace gatehouse::ctl {

// Documented in --help and in docs/user-guide.md; scripts rely on them.
enum class ExitCode {
    Done = 0,
    Other = 1,
    Usage = 2,
    NotSignedIn = 3,
    Refused = 4,
    Unreachable = 5,
    Conflict = 6,
};

[[nodiscard]] ExitCode exitCodeFor(const Error &error);
[[nodiscard]] ExitCode exitCodeFor(const workspace::Settlement &settlement);

} // namespace gatehouse::ctl
