// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/trailexport.h"
#include "core/workspace/trailreader.h"

class QCommandLineParser;

namespace gatehouse::ctl {

// audit list, export and report: which lines, and in what form.
struct AuditQuestion
{
    workspace::TrailFilter filter = {};
    audit::ExportFormat format = audit::ExportFormat::JsonLines;
    bool operator==(const AuditQuestion &) const = default;
};

// The options "from", "to", "actor", "action", "connection" and "format". A report without a period is on the
// last 30 days. Invalid, with a sentence as title.
[[nodiscard]] Result<AuditQuestion> readAuditQuestion(const QCommandLineParser &parser, bool isReport,
                                                      const QDateTime &now);

} // namespace gatehouse::ctl
