// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/errortext.h"

namespace gatehouse::ui {

// Why the provider's log is not here, for people. The console's own trail is not touched by any of it.
[[nodiscard]] ErrorText describeLog(const Error &error, const QString &host);

} // namespace gatehouse::ui
