// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/trailline.h"
#include "core/base/result.h"

#include <QList>

#include <optional>

namespace gatehouse::audit {

// JsonLines: one object a line, {"hash", "number", "previous", "record"}; carries its own proof. Csv: RFC
// 4180 with a heading, safe in a spreadsheet. Cef: ArcSight Common Event Format 0. Syslog: RFC 5424, facility
// "log audit", one message a line.
enum class ExportFormat { JsonLines, Csv, Cef, Syslog };

[[nodiscard]] std::optional<ExportFormat>
exportFormatOf(const QString &word); // "jsonl", "csv", "cef", "syslog"

// Lines in the order given. `host`
// is this computer's name, for syslog. UTF-8; any thread.
[[nodiscard]] QByteArray exported(const QList<TrailLine> &lines, ExportFormat format, const QString &host);

// What an export in JsonLines proves by itself.
struct ExportVerdict
{
    qint64 records = 0;
    qint64 gaps = 0;                     // places where records were left out, as by a filter
    std::optional<qint64> brokenAt = {}; // the number of the first record that is not what was written
    QString why = {};
    bool operator==(const ExportVerdict &) const = default;
};
// Invalid when it is no such export.
[[nodiscard]] Result<ExportVerdict> verifyExport(QByteArrayView jsonLines);

} // namespace gatehouse::audit
