// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <optional>

namespace gatehouse::ctl {

// A whole answer, the subject included, for a code that says more than its kind; nothing for any other.
[[nodiscard]] std::optional<QString> codeText(const Error &error);

} // namespace gatehouse::ctl
