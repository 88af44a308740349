// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/jsontape.h"

namespace gatehouse {

struct JsonDocument::Private
{
    JsonTape tape;
    QString failure; // the first thing that did not fit, with its path; null while all is well
};

} // namespace gatehouse
