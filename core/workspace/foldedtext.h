// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::workspace {

// Text as people search for it: without case and without marks over or under letters (Unicode NFKD).
[[nodiscard]] QString foldedText(const QString &text);

} // namespace gatehouse::workspace
