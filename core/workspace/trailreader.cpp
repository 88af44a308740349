// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/trailreader.h"

#include "core/base/follow.h"

#include <QJsonDocument>

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

QString words(const store::TrailVerdict &verdict)
{
    if (verdict.brokenAt)
        return verdict.why;
    return verdict.records == 0 ? u"there are no records yet"_s
                                : u"%1 records, the last hash %2"_s.arg(verdict.records)
                                      .arg(QString::fromLatin1(verdict.lastHash.toHex()));
}

} // namespace

audit::TrailLine trailLineOf(const store::TrailRecord &record)
{
    return {.number = record.number,
            .at = record.at,
            .json = record.json,
            .previous = record.previous,
            .hash = record.hash,
            .record = QJsonDocument::fromJson(record.json).object()};
}

bool matches(const audit::TrailLine &line, const TrailFilter &filter)
{
    const QString action = line.text(u"action"_s);
    return (!filter.from.isValid() || line.at >= filter.from) &&
           (!filter.to.isValid() || line.at < filter.to) &&
           (filter.connection.isEmpty() || line.text(u"connection"_s) == filter.connection) &&
           (filter.actor.isEmpty() || line.text(u"actor"_s) == filter.actor) &&
           (filter.action.isEmpty() || action == filter.action || action.startsWith(filter.action + u'.'));
}

Async<QList<audit::TrailLine>> readTrail(store::Trail &trail, const TrailFilter &filter, QObject *context)
{
    using Lines = QList<audit::TrailLine>;
    const store::Trail::Query query{
        .from = filter.from, .to = filter.to, .limit = std::numeric_limits<int>::max()};
    return follow(trail.read(query), context,
                  [filter](const Result<QList<store::TrailRecord>> &records) -> Result<Lines> {
                      if (!records)
                          return failure(records.error());
                      Lines lines;
                      for (const store::TrailRecord &record : *records)
                          if (const audit::TrailLine line = trailLineOf(record); matches(line, filter))
                              lines.append(line);
                      return lines;
                  });
}

Async<audit::ComplianceReport> readCompliance(store::Trail &trail, const TrailFilter &filter,
                                              QObject *context)
{
    using Report = audit::ComplianceReport;
    return follow(trail.verify(), context,
                  [&trail, filter, context](const Result<store::TrailVerdict> &verdict) -> Async<Report> {
                      if (!verdict)
                          return readyFailure<Report>(verdict.error());
                      return follow(
                          readTrail(trail, filter, context), context,
                          [filter, verdict](const Result<QList<audit::TrailLine>> &lines) -> Result<Report> {
                              if (!lines)
                                  return failure(lines.error());
                              Report report = audit::complianceOf(*lines, filter.from, filter.to);
                              report.isVerified = !verdict->brokenAt;
                              report.verifiedWords = words(*verdict);
                              return report;
                          });
                  })
        .unwrap();
}

} // namespace gatehouse::workspace
