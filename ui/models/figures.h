// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/subscription.h"

#include <QDateTime>
#include <QString>

#include <optional>

// Figures as people read them: unit once, a thin space, the locale's digits. Unknown is "—", never 0.
namespace gatehouse::ui::figures {

[[nodiscard]] QString unknown();
// "2 min", "48 min", "4 h", "12 d": rounded down, "now" below a minute.
[[nodiscard]] QString duration(qint64 seconds);
// "8 s", "3 min", …: how long ago something was read.
[[nodiscard]] QString age(const QDateTime &from, const QDateTime &now);
[[nodiscard]] QString count(qint64 value);
// At most four significant digits: "8,412", "48.2 M", "9.1 G".
[[nodiscard]] QString compact(qint64 value);
// Two decimals below 100 when there are cents, else none: "€ 37.20", "€ 1,280".
[[nodiscard]] QString money(const gateway::Money &money);
// Full precision, for tooltips.
[[nodiscard]] QString exactMoney(const gateway::Money &money);
// "0.83 %"; unknown without a whole.
[[nodiscard]] QString share(qint64 part, qint64 whole);
// "22 Nov 2026, 14:05" in local time, as the locale says.
[[nodiscard]] QString moment(const QDateTime &utc);

} // namespace gatehouse::ui::figures
