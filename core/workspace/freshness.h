// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QDateTime>

#include <optional>

namespace gatehouse::workspace {

// How true what is on the page is: shown small, always, never in a dialog.
struct Freshness
{
    QDateTime readAt = {};           // when the gateway gave what is shown; null: nothing yet
    bool loading = false;            // an answer is on its way
    bool fromCache = false;          // what is shown was read in an earlier run
    bool complete = false;           // the list proved its end
    std::optional<Error> error = {}; // of the last attempt; the old data stays
    bool operator==(const Freshness &) const = default;
};

} // namespace gatehouse::workspace
