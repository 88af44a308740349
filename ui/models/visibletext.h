// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::ui {

// Text from a server as it may stand on the screen: control, bidirectional formatting and invisible
// characters, with which a name could pass for another, become U+FFFD; line breaks become spaces.
[[nodiscard]] QString visibleText(QString text);

} // namespace gatehouse::ui
