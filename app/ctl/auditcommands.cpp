// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/auditcommands.h"

#include "app/ctl/texttable.h"
#include "core/audit/compliancehtml.h"
#include "core/base/follow.h"

#include <QSysInfo>

#include <cstdio>

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;
using Command = Arguments::Command;

namespace {

constexpr qint64 MostBytes = 1024LL * 1024 * 1024;

// Bytes as they are: an export goes to a file or a pipe.
void print(const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    std::fflush(stdout);
}

} // namespace

AuditCommands::AuditCommands(const Arguments &arguments, app::Stores &stores, const Clock &clock,
                             const Output &output)
    : m_arguments(arguments)
    , m_stores(stores)
    , m_clock(clock)
    , m_output(output)
{}

void AuditCommands::start()
{
    switch (m_arguments.command) {
    case Command::VerifyAudit:
        return m_arguments.operand.isEmpty() ? verifyTrail() : verifyFile();
    case Command::ListAudit:
        return list();
    case Command::ExportAudit:
        return write();
    default:
        return report();
    }
}

void AuditCommands::fail(const Error &error)
{
    m_output.error(error);
    emit finished(exitCodeFor(error));
}

void AuditCommands::say(bool holds, const QJsonObject &facts, const QString &sentence)
{
    if (m_output.isJson())
        m_output.json(facts);
    else if (holds)
        m_output.text(sentence + u'\n');
    if (!holds)
        m_output.note(escaped(sentence));
    emit finished(holds ? ExitCode::Done : ExitCode::Other);
}

void AuditCommands::verifyTrail()
{
    follow(m_stores.trail().verify(), this, [this](const Result<store::TrailVerdict> &verdict) {
        if (!verdict)
            return fail(verdict.error());
        const bool holds = !verdict->brokenAt;
        QJsonObject facts{{u"valid"_s, holds},
                          {u"records"_s, verdict->records},
                          {u"last_hash"_s, QString::fromLatin1(verdict->lastHash.toHex())}};
        if (!holds) {
            facts.insert(u"broken_at"_s, *verdict->brokenAt);
            facts.insert(u"why"_s, verdict->why);
        }
        say(holds, facts,
            holds ? u"The trail holds: %1 records, the last hash %2."_s.arg(verdict->records)
                        .arg(QString::fromLatin1(verdict->lastHash.toHex()))
                  : verdict->why);
    });
}

void AuditCommands::verifyFile()
{
    const Result<QByteArray> bytes = store::readFile(m_arguments.operand, MostBytes);
    if (!bytes)
        return fail(bytes.error());
    const Result<audit::ExportVerdict> verdict = audit::verifyExport(*bytes);
    if (!verdict) {
        m_output.note(u"This is no export in JSON lines: %1."_s.arg(escaped(verdict.error().detail)));
        emit finished(ExitCode::Other);
        return;
    }
    const bool holds = !verdict->brokenAt;
    QJsonObject facts{{u"valid"_s, holds}, {u"records"_s, verdict->records}, {u"gaps"_s, verdict->gaps}};
    if (!holds) {
        facts.insert(u"broken_at"_s, *verdict->brokenAt);
        facts.insert(u"why"_s, verdict->why);
    }
    say(holds, facts,
        holds
            ? u"The export holds: %1 records, %2 places where records were left out."_s.arg(verdict->records)
                  .arg(verdict->gaps)
            : verdict->why);
}

void AuditCommands::list()
{
    follow(workspace::readTrail(m_stores.trail(), m_arguments.audit.filter, this), this,
           [this](const Result<QList<audit::TrailLine>> &lines) {
               if (!lines)
                   return fail(lines.error());
               TextTable table({u"NUMBER"_s, u"TIME (UTC)"_s, u"ACTION"_s, u"DECISION"_s, u"BY"_s,
                                u"REQUEST"_s, u"APPLICATION"_s, u"REASON"_s},
                               {0});
               for (const audit::TrailLine &line : *lines) {
                   if (m_output.isJson()) {
                       m_output.json(line.record);
                       continue;
                   }
                   table.add({QString::number(line.number),
                              line.at.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s), line.text(u"action"_s),
                              line.text(u"verdict"_s), line.text(u"actor_name"_s),
                              line.text(u"subscription"_s), line.context().value(u"application"_s).toString(),
                              line.text(u"reason"_s)});
               }
               if (!m_output.isJson())
                   m_output.text(table.text());
               emit finished(ExitCode::Done);
           });
}

void AuditCommands::write()
{
    follow(workspace::readTrail(m_stores.trail(), m_arguments.audit.filter, this), this,
           [this](const Result<QList<audit::TrailLine>> &lines) {
               if (!lines)
                   return fail(lines.error());
               print(audit::exported(*lines, m_arguments.audit.format, QSysInfo::machineHostName()));
               emit finished(ExitCode::Done);
           });
}

void AuditCommands::report()
{
    follow(workspace::readCompliance(m_stores.trail(), m_arguments.audit.filter, this), this,
           [this](const Result<audit::ComplianceReport> &report) {
               if (!report)
                   return fail(report.error());
               print(audit::complianceHtml(*report, m_clock.now()));
               // A report on a trail that was changed is a warning, not a proof.
               emit finished(report->isVerified ? ExitCode::Done : ExitCode::Other);
           });
}

} // namespace gatehouse::ctl
