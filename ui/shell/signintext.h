// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/errortext.h"

#include <optional>

namespace gatehouse::ui {

// Words for what went wrong on the way through the sign-in service: for every refusal, and for the codes of
// other kinds that only a sign-in has. Nothing for any other error.
[[nodiscard]] std::optional<ErrorText> signInText(const Error &error);

// Text of a server as a quotation: one line, not long, no control characters.
[[nodiscard]] QString quoted(const QString &text);

} // namespace gatehouse::ui
