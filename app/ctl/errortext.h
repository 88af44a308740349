// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace gatehouse::ctl {

// What happened and what to do, in short sentences for a terminal. Text of the server is escaped.
[[nodiscard]] QString errorText(const Error &error);

} // namespace gatehouse::ctl
