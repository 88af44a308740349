// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/requestfilter.h"

namespace gatehouse::ui {

// Why a filter cannot be read, as a whole sentence with an example of what can.
[[nodiscard]] QString sentenceOn(const workspace::FilterError &error);

} // namespace gatehouse::ui
