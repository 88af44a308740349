// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/freshness.h"

#include <functional>

// The states every page that reads something shares: an error with or without old data, and a missing right.
namespace gatehouse::workspace {
class Account;
}

namespace gatehouse::ui {

class EmptyState;
class MessageBar;

// An error of the last reading above data that is still shown, and its end. `confirm` signs the person in as
// the gateway asked before it lets this be read (RFC 9470), and reads again.
void showReadProblem(MessageBar &messages, const workspace::Freshness &freshness, bool hasData,
                     const std::function<void()> &readAgain,
                     const std::function<void(const StepUp &)> &confirm = {});
// Fills the place of the data when a right is missing or the reading failed; false when it is neither. The
// account tells who denies the right.
[[nodiscard]] bool showMissing(EmptyState &place, const workspace::Freshness &freshness,
                               const QString &missingRight, const workspace::Account *account = nullptr);

} // namespace gatehouse::ui
