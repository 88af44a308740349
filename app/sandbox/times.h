// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace gatehouse::sandbox {

// RFC 3339 in UTC with milliseconds.
[[nodiscard]] inline QString timeText(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzzZ"));
}

// Nothing without a zone: whose noon it is would be a guess.
[[nodiscard]] inline std::optional<qint64> timeOf(const QString &text)
{
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    const bool hasZone = text.endsWith(u'Z') || text.lastIndexOf(u'+') > 10 || text.lastIndexOf(u'-') > 10;
    return time.isValid() && hasZone ? std::optional(time.toMSecsSinceEpoch()) : std::nullopt;
}

} // namespace gatehouse::sandbox
