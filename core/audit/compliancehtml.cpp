// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/compliancehtml.h"

using namespace Qt::StringLiterals;

namespace gatehouse::audit {

namespace {

const QString Style =
    u"body{font:13px/1.45 Inter,system-ui,sans-serif;color:#1A2130;margin:32px "
    u"auto;max-width:1080px;padding:0 16px}"
    "h1{font-size:20px;margin:0}h2{font-size:15px;margin:28px 0 8px}p{margin:4px 0;color:#5C6675}"
    "table{border-collapse:collapse;width:100%}th{font-size:11px;font-weight:500;color:#5C6675;text-align:"
    "left}"
    "th,td{padding:6px 8px;border-bottom:1px solid #E1E5EB;vertical-align:top;overflow-wrap:anywhere}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}code{font:12px JetBrains Mono,monospace}"
    "@media print{body{margin:0}tr{break-inside:avoid}}"_s;

QString moment(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd HH:mm"_s);
}

QString cell(const QString &text, bool isNumber = false)
{
    return (isNumber ? u"<td class=\"n\">"_s : u"<td>"_s) + text.toHtmlEscaped() + u"</td>"_s;
}

QString row(const QStringList &cells, const QList<bool> &numbers = {})
{
    QString html = u"<tr>"_s;
    for (qsizetype i = 0; i < cells.size(); ++i)
        html += cell(cells.at(i), numbers.value(i));
    return html + u"</tr>\n"_s;
}

QString head(const QStringList &cells, const QList<bool> &numbers = {})
{
    QString html = u"<thead><tr>"_s;
    for (qsizetype i = 0; i < cells.size(); ++i)
        html += (numbers.value(i) ? u"<th class=\"n\" scope=\"col\">"_s : u"<th scope=\"col\">"_s) +
                cells.at(i).toHtmlEscaped() + u"</th>"_s;
    return html + u"</tr></thead>\n"_s;
}

QString table(const QString &heading, const QString &inside)
{
    return u"<table>"_s + heading + u"<tbody>\n"_s + inside + u"</tbody></table>\n"_s;
}

QString who(const DecisionFact &fact)
{
    return fact.actorName.isEmpty() || fact.actorName == fact.actor
               ? fact.actor
               : u"%1 (%2)"_s.arg(fact.actorName, fact.actor);
}

QString counts(const QMap<QString, qsizetype> &byWord, const QString &word)
{
    QString rows;
    for (auto it = byWord.cbegin(); it != byWord.cend(); ++it)
        rows += row({it.key(), QString::number(it.value())}, {false, true});
    return table(head({word, u"Decisions"_s}, {false, true}), rows);
}

QString summary(const ComplianceReport &report)
{
    QString rows = row({u"Decisions recorded"_s, QString::number(report.decisions.size())}, {false, true});
    rows += row({u"Half of the requests were decided within"_s, tookText(report.medianTook)}, {false, true});
    rows += row({u"Nine of ten were decided within"_s, tookText(report.slowestTenth)}, {false, true});
    rows += row({u"Grants that needed more than one person"_s, QString::number(report.fourEyesAsked)},
                {false, true});
    rows += row({u"Of those, agreed by as many as needed"_s, QString::number(report.fourEyesKept)},
                {false, true});
    rows += row({u"Exceptions"_s, QString::number(report.exceptions.size())}, {false, true});
    return table({}, rows);
}

QString exceptions(const ComplianceReport &report)
{
    if (report.exceptions.isEmpty())
        return u"<p>None.</p>\n"_s;
    QString rows;
    for (const ComplianceException &e : report.exceptions)
        rows += row({moment(e.decision.at),
                     exceptionText(e.what) + (e.detail.isEmpty() ? QString() : u' ' + e.detail),
                     e.decision.verdict, who(e.decision), e.decision.application, e.decision.api,
                     e.decision.subscription});
    return table(head({u"Time"_s, u"What"_s, u"Decision"_s, u"By"_s, u"Application"_s, u"API"_s, u"Id"_s}),
                 rows);
}

QString decisions(const ComplianceReport &report)
{
    if (report.decisions.isEmpty())
        return u"<p>None in this period.</p>\n"_s;
    QString rows;
    for (const DecisionFact &fact : report.decisions)
        rows += row({moment(fact.at), fact.verdict, who(fact), fact.application, fact.api, fact.tenant,
                     fact.requester, tookText(fact.took), fact.reason, fact.connection, fact.subscription},
                    {false, false, false, false, false, false, false, true});
    return table(head({u"Time"_s, u"Decision"_s, u"By"_s, u"Application"_s, u"API"_s, u"Tenant"_s,
                       u"Requester"_s, u"Took"_s, u"Reason"_s, u"Connection"_s, u"Id"_s},
                      {false, false, false, false, false, false, false, true}),
                 rows);
}

} // namespace

QString exceptionText(const QString &what)
{
    static const QHash<QString, QString> sentences{
        {u"own-request"_s, u"Decided on a request of their own."_s},
        {u"reason-missing"_s, u"A reason was required and none was given."_s},
        {u"late"_s, u"Decided after the time the tenant's service level allows."_s},
        {u"not-effective"_s, u"Recorded, and not in force at the gateway."_s},
        {u"one-person"_s, u"More than one person had to agree, and fewer did."_s},
        {u"not-recorded"_s, u"Sent, and not recorded by the gateway."_s},
        {u"decided-elsewhere"_s, u"Somebody else had decided first."_s}};
    return sentences.value(what, what);
}

QString tookText(const std::optional<std::chrono::milliseconds> &took)
{
    if (!took)
        return u"—"_s;
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(*took).count();
    if (minutes < 1)
        return u"under 1 min"_s;
    if (minutes < 60)
        return u"%1 min"_s.arg(minutes);
    if (minutes < 48 * 60)
        return minutes % 60 == 0 ? u"%1 h"_s.arg(minutes / 60)
                                 : u"%1 h %2 min"_s.arg(minutes / 60).arg(minutes % 60);
    return u"%1 days"_s.arg(minutes / (24 * 60));
}

QByteArray complianceHtml(const ComplianceReport &report, const QDateTime &madeAt)
{
    const QString proof = report.isVerified
                              ? u"The hash chain of the trail held: %1."_s.arg(report.verifiedWords)
                              : u"The hash chain of the trail does not hold: %1."_s.arg(report.verifiedWords);
    QString html = u"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                   "'unsafe-inline'\"><title>Decisions on API access</title><style>"_s +
                   Style + u"</style></head><body>\n<h1>Decisions on API access</h1>\n"_s;
    html +=
        u"<p>%1 to %2 (UTC, the end not included). Made by Gatehouse on %3 UTC from the audit trail of this "
        "computer: what was decided with this console, by whoever used it here.</p>\n<p>%4</p>\n"_s.arg(
            moment(report.from), moment(report.to), moment(madeAt), proof.toHtmlEscaped());
    html += summary(report);
    html += u"<h2>Exceptions</h2>\n"_s + exceptions(report);
    html += u"<h2>By decision</h2>\n"_s + counts(report.byVerdict, u"Decision"_s);
    html += u"<h2>By person</h2>\n"_s + counts(report.byActor, u"Person"_s);
    html += u"<h2>Every decision</h2>\n"_s + decisions(report);
    return (html + u"</body></html>\n"_s).toUtf8();
}

} // namespace gatehouse::audit
