// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/problem.h"

#include <variant>

namespace gatehouse::sandbox {

// The JSON object a request brings, or the 413, 415 or 400 it is answered with.
[[nodiscard]] std::variant<QJsonObject, Answer> readBody(const Request &request, qsizetype limit);

} // namespace gatehouse::sandbox
