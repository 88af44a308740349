// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/compliance.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gatehouse::audit {

namespace {

using std::chrono::milliseconds;

QDateTime timeOf(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

bool isOnRequest(const QString &verdict)
{
    return verdict == "approve"_L1 || verdict == "reject"_L1 || verdict == "ask_back"_L1;
}

DecisionFact factOf(const TrailLine &line)
{
    const QJsonObject context = line.context();
    DecisionFact fact{.at = line.at,
                      .verdict = line.text(u"verdict"_s),
                      .actor = line.text(u"actor"_s),
                      .actorName = line.text(u"actor_name"_s),
                      .connection = line.text(u"connection"_s),
                      .subscription = line.text(u"subscription"_s),
                      .application = context.value(u"application"_s).toString(),
                      .api = context.value(u"api"_s).toString(),
                      .tenant = context.value(u"tenant"_s).toString(),
                      .requester = context.value(u"requester"_s).toString(),
                      .reason = line.text(u"reason"_s),
                      .requiredApprovals = context.value(u"required_approvals"_s).toInt(1)};
    const QDateTime asked = timeOf(context.value(u"requested_at"_s));
    if (asked.isValid() && isOnRequest(fact.verdict))
        fact.took = milliseconds(std::max<qint64>(0, asked.msecsTo(line.at)));
    return fact;
}

// The people who approved, this decision's included.
QSet<QString> approversOf(const TrailLine &line)
{
    QSet<QString> people{line.text(u"actor"_s)};
    for (const QJsonValue approver : line.context().value(u"approvers"_s).toArray())
        people.insert(approver.toString());
    return people;
}

// Whether this approval was the last one wanted, by the count of approvals it was given in.
bool isLastApproval(const TrailLine &line, const DecisionFact &fact)
{
    const qsizetype before = line.context().value(u"approvers"_s).toArray().size();
    return fact.verdict == "approve"_L1 && before + 1 >= fact.requiredApprovals;
}

void addExceptions(ComplianceReport &report, const TrailLine &line, const DecisionFact &fact)
{
    const QJsonObject context = line.context();
    const auto add = [&](const QString &what, const QString &detail) {
        report.exceptions.append({.what = what, .decision = fact, .detail = detail});
    };
    if (isOnRequest(fact.verdict) && !fact.actor.isEmpty() && fact.actor == fact.requester)
        add(u"own-request"_s, {});
    if (context.value(u"reason_required"_s).toBool() && fact.reason.isEmpty())
        add(u"reason-missing"_s, {});
    const QDateTime due = timeOf(context.value(u"due_at"_s));
    if (due.isValid() && fact.took && line.at > due)
        add(u"late"_s, {});
}

void countFourEyes(ComplianceReport &report, const TrailLine &line, const DecisionFact &fact)
{
    if (fact.requiredApprovals < 2 || !isLastApproval(line, fact))
        return;
    ++report.fourEyesAsked;
    if (approversOf(line).size() >= fact.requiredApprovals)
        ++report.fourEyesKept;
    else
        report.exceptions.append({.what = u"one-person"_s, .decision = fact, .detail = {}});
}

std::optional<milliseconds> quantile(QList<milliseconds> sorted, double share)
{
    if (sorted.isEmpty())
        return std::nullopt;
    const auto at = qsizetype(std::ceil(share * double(sorted.size()))) - 1;
    return sorted.at(std::clamp<qsizetype>(at, 0, sorted.size() - 1));
}

} // namespace

ComplianceReport complianceOf(const QList<TrailLine> &lines, const QDateTime &from, const QDateTime &to)
{
    ComplianceReport report{.from = from, .to = to};
    static const QHash<QString, QString> troubles{{u"decision.not_recorded"_s, u"not-recorded"_s},
                                                  {u"decision.elsewhere"_s, u"decided-elsewhere"_s},
                                                  {u"decision.not_effective"_s, u"not-effective"_s}};
    QList<milliseconds> times;
    for (const TrailLine &line : lines) {
        if (line.at < from || line.at >= to)
            continue;
        const QString action = line.text(u"action"_s);
        const DecisionFact fact = factOf(line);
        if (const auto trouble = troubles.constFind(action); trouble != troubles.cend())
            report.exceptions.append({.what = *trouble, .decision = fact, .detail = line.text(u"note"_s)});
        if (action != "decision.recorded"_L1)
            continue;
        report.decisions.append(fact);
        ++report.byVerdict[fact.verdict];
        ++report.byActor[fact.actorName.isEmpty() ? fact.actor : fact.actorName];
        if (fact.took)
            times.append(*fact.took);
        countFourEyes(report, line, fact);
        addExceptions(report, line, fact);
    }
    std::sort(times.begin(), times.end());
    report.medianTook = quantile(times, 0.5);
    report.slowestTenth = quantile(times, 0.9);
    return report;
}

} // namespace gatehouse::audit
