// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse {

class JsonTape;

// Where an object of the document names a member twice ("$.items[3]: duplicate name \"state\""); null when
// none does. Names are compared as they read, so an escaped spelling is the same name.
[[nodiscard]] QString findDuplicateName(const JsonTape &tape);

} // namespace gatehouse
