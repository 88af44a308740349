// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/page.h"
#include "core/gateway/subscription.h"

namespace gatehouse::bench {

// What the decoder is measured against: the same values read with QJsonDocument, with the same checks of
// presence and type, written as one would without a library. An empty page when anything does not fit.
[[nodiscard]] Page<gateway::Subscription> readWithQJson(const QByteArray &utf8);

} // namespace gatehouse::bench
