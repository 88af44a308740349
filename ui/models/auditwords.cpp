// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/auditwords.h"

#include "ui/models/figures.h"
#include "ui/models/visibletext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using Origin = workspace::AuditTrail::Origin;

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("Audit", text);
}

ToneWord outcomeOfDecision(audit::Outcome outcome)
{
    switch (outcome) {
    case audit::Outcome::Success:
        return {words("recorded"), Tone::Good};
    case audit::Outcome::Failure:
        return {words("not recorded"), Tone::Wrong};
    case audit::Outcome::Skipped:
        return {words("elsewhere"), Tone::Look};
    default:
        return {words("on its way"), Tone::Accent};
    }
}

ToneWord outcomeOfEvent(audit::Outcome outcome)
{
    switch (outcome) {
    case audit::Outcome::Success:
        return {words("success"), Tone::Good};
    case audit::Outcome::Failure:
        return {words("failure"), Tone::Wrong};
    case audit::Outcome::Denied:
        return {words("denied"), Tone::Wrong};
    case audit::Outcome::Challenged:
        return {words("challenged"), Tone::Look};
    case audit::Outcome::Skipped:
        return {words("skipped"), Tone::Muted};
    case audit::Outcome::Unknown:
        break;
    }
    return {};
}

} // namespace

QString whatOf(const workspace::AuditTrail::Row &row)
{
    if (row.event.type == "request.approve"_L1)
        return words("Approved a request");
    if (row.event.type == "request.reject"_L1)
        return words("Rejected a request");
    return visibleText(row.event.message.isEmpty() ? row.event.type : row.event.message);
}

QString originOf(const workspace::AuditTrail::Row &row)
{
    return row.origin == Origin::Console ? words("Console") : words("System Log");
}

ToneWord outcomeOf(const workspace::AuditTrail::Row &row)
{
    return row.origin == Origin::Console ? outcomeOfDecision(row.event.outcome)
                                         : outcomeOfEvent(row.event.outcome);
}

QString targetOf(const audit::Event &event)
{
    if (event.targets.isEmpty())
        return figures::unknown();
    const QString first = nameOf(event.targets.first());
    return event.targets.size() == 1 ? first
                                     : words("%1 and %2 more").arg(first).arg(event.targets.size() - 1);
}

QString nameOf(const audit::Party &party)
{
    const QString &name = party.name.isEmpty() ? party.id : party.name;
    return name.isEmpty() ? figures::unknown() : visibleText(name);
}

} // namespace gatehouse::ui
