// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include <optional>

namespace gatehouse::ctl {

// "2026-11-01" (midnight UTC) or a time with its zone; a time without one means something else on every
// computer, and is nothing.
[[nodiscard]] inline std::optional<QDateTime> timeArgument(const QString &text)
{
    if (const QDate date = QDate::fromString(text, Qt::ISODate); date.isValid() && text.size() == 10)
        return QDateTime(date, QTime(0, 0), Qt::UTC);
    const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return std::nullopt;
    return time.toUTC();
}

} // namespace gatehouse::ctl
