// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/auditarguments.h"

#include "app/ctl/timeargument.h"

#include <QCommandLineParser>

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr int DaysOfAReport = 30;

Error usageError(const QString &sentence)
{
    return {.kind = Error::Kind::Invalid, .title = sentence};
}

} // namespace

Result<AuditQuestion> readAuditQuestion(const QCommandLineParser &parser, bool isReport, const QDateTime &now)
{
    AuditQuestion question;
    workspace::TrailFilter &filter = question.filter;
    for (const auto &[option, time] : {std::pair(u"from"_s, &filter.from), std::pair(u"to"_s, &filter.to)}) {
        if (!parser.isSet(option))
            continue;
        const std::optional<QDateTime> given = timeArgument(parser.value(option));
        if (!given)
            return failure(usageError(u"--%1 takes a day or a time with its zone, such as 2026-11-01 or "
                                      "2026-11-01T08:00:00Z."_s.arg(option)));
        *time = *given;
    }
    if (isReport && !filter.to.isValid())
        filter.to = QDateTime(now.toUTC().date(), QTime(0, 0), Qt::UTC).addDays(1);
    if (isReport && !filter.from.isValid())
        filter.from = filter.to.addDays(-DaysOfAReport);
    if (filter.from.isValid() && filter.to.isValid() && filter.from >= filter.to)
        return failure(usageError(u"--from must be before --to."_s));
    filter.connection = parser.value(u"connection"_s);
    filter.actor = parser.value(u"actor"_s);
    filter.action = parser.value(u"action"_s);
    if (parser.isSet(u"format"_s)) {
        const std::optional<audit::ExportFormat> format = audit::exportFormatOf(parser.value(u"format"_s));
        if (!format)
            return failure(usageError(u"--format takes jsonl, csv, cef or syslog."_s));
        question.format = *format;
    }
    return question;
}

} // namespace gatehouse::ctl
