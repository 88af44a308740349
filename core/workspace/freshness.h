// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QDateTime>

#include <chrono>
#include <optional>

namespace gatehouse::workspace {

// Setting up the network takes the thread for tens of milliseconds: what is kept is to be on the screen
// first.
constexpr std::chrono::milliseconds cacheBeforeNetwork{50};

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
