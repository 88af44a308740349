// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/compliance.h"

namespace gatehouse::audit {

// The report as one HTML page: no script, nothing loaded, every word of others escaped; to be opened in a
// browser and printed. Times are UTC and say so.
[[nodiscard]] QByteArray complianceHtml(const ComplianceReport &report, const QDateTime &madeAt);

// The sentence for ComplianceException::what.
[[nodiscard]] QString exceptionText(const QString &what);
// "3 h 20 min"; for reports, in English.
[[nodiscard]] QString tookText(const std::optional<std::chrono::milliseconds> &took);

} // namespace gatehouse::audit
