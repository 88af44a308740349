// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/compliance.h"
#include "core/audit/trailline.h"
#include "core/store/trail.h"

#include <QObject>

namespace gatehouse::workspace {

// Which lines of the trail are wanted; empty: all.
struct TrailFilter
{
    QDateTime from = {};
    QDateTime to = {}; // exclusive
    QString connection = {};
    QString actor = {};  // subject
    QString action = {}; // "decision.recorded", or its beginning up to a dot: "decision"
    bool operator==(const TrailFilter &) const = default;
};

[[nodiscard]] audit::TrailLine trailLineOf(const store::TrailRecord &record);
[[nodiscard]] bool matches(const audit::TrailLine &line, const TrailFilter &filter);

// The lines that match, oldest first.
[[nodiscard]] Async<QList<audit::TrailLine>> readTrail(store::Trail &trail, const TrailFilter &filter,
                                                       QObject *context);
// The report for a period, with the proof of the whole trail in it.
[[nodiscard]] Async<audit::ComplianceReport> readCompliance(store::Trail &trail, const TrailFilter &filter,
                                                            QObject *context);

} // namespace gatehouse::workspace
