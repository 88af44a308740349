// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/requestcells.h"

#include "ui/models/figures.h"
#include "ui/models/requestwords.h"
#include "ui/models/roles.h"
#include "ui/models/visibletext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

namespace {

using Column = RequestColumn;

QString words(const char *text)
{
    return QCoreApplication::translate("Requests", text);
}

qint64 waitingSeconds(const gateway::Subscription &request, const QDateTime &now)
{
    return std::max<qint64>(0, request.requestedAt.secsTo(now));
}

QString waitingText(const workspace::QueueRow &row, const QDateTime &now)
{
    const QString time = figures::duration(waitingSeconds(row.request, now));
    return waitingTone(row, now) == Tone::Wrong ? u"! "_s + time : time; // colour is never the only sign
}

QString waitingTip(const gateway::Subscription &request, const QDateTime &now)
{
    const QString asked = words("Asked on %1.").arg(figures::moment(request.requestedAt));
    if (!request.dueAt.isValid())
        return asked;
    const QString due = figures::moment(request.dueAt);
    return asked + u' ' +
           (workspace::isOverdue(request, now) ? words("An answer was due by %1.").arg(due)
                                               : words("An answer is due by %1.").arg(due));
}

// Who has approved, and how many still must.
QString agreeTip(const gateway::Subscription &request)
{
    QStringList names;
    for (const gateway::Decision &decision : request.decisions)
        if (decision.verdict == gateway::Verdict::Approve)
            names.append(visibleText(decision.byName));
    if (!gateway::isRequest(request.state.value)) // nobody is asked any more
        return names.isEmpty() ? QString() : words("Approved by %1.").arg(names.join(u", "_s));
    const int missing = missingApprovals(request);
    const QString open = missing == 0   ? words("No further approval is needed.")
                         : missing == 1 ? words("One person must still approve.")
                                        : words("%1 people must still approve.").arg(missing);
    return names.isEmpty() ? open : words("Approved by %1.").arg(names.join(u", "_s)) + u' ' + open;
}

QString text(const workspace::QueueRow &row, Column column, const QDateTime &now)
{
    const gateway::Subscription &request = row.request;
    switch (column) {
    case Column::Application:
        return visibleText(request.applicationName);
    case Column::Api:
        return visibleText(apiTitle(request));
    case Column::Scopes:
        return visibleText(request.scopes.join(u", "_s));
    case Column::Tenant:
        return visibleText(request.tenantName);
    case Column::Waiting:
        return waitingText(row, now);
    case Column::Cost:
        return request.estimatedMonthlyCost ? figures::money(*request.estimatedMonthlyCost)
                                            : figures::unknown();
    case Column::State:
        return visibleText(stateOf(row).text);
    case Column::Requester:
        return visibleText(request.requesterName);
    case Column::Plan:
        return visibleText(request.plan);
    case Column::Sensitivity:
        return request.sensitive ? words("sensitive") : words("ordinary");
    case Column::Agree:
        return progressOf(request);
    }
    return {};
}

Cell cellOf(const workspace::QueueRow &row, Column column, const QDateTime &now)
{
    switch (column) {
    case Column::Application:
        return Cell::Strong;
    case Column::Scopes:
        return Cell::Mono;
    case Column::Waiting:
        return waitingTone(row, now) ? Cell::Pill : Cell::Number;
    case Column::Cost:
        return Cell::Number;
    case Column::State:
        return Cell::Pill;
    case Column::Sensitivity:
        return row.request.sensitive ? Cell::Pill : Cell::Text;
    case Column::Api:
    case Column::Tenant:
    case Column::Requester:
    case Column::Plan:
    case Column::Agree:
        break;
    }
    return Cell::Text;
}

QVariant toneOf(const workspace::QueueRow &row, Column column, const QDateTime &now)
{
    std::optional<Tone> tone;
    if (column == Column::State)
        tone = stateOf(row).tone;
    else if (column == Column::Waiting)
        tone = waitingTone(row, now);
    else if (column == Column::Sensitivity)
        tone = row.request.sensitive ? Tone::Look : Tone::Muted;
    return tone ? QVariant(int(*tone)) : QVariant();
}

QVariant tipOf(const workspace::QueueRow &row, Column column, const QDateTime &now)
{
    switch (column) {
    case Column::Waiting:
        return waitingTip(row.request, now);
    case Column::State:
        return row.note.isEmpty() ? QVariant() : visibleText(row.note);
    case Column::Agree:
        return agreeTip(row.request);
    default:
        return {};
    }
}

QVariant sortValue(const workspace::QueueRow &row, Column column, const QDateTime &now)
{
    switch (column) {
    case Column::Waiting:
        return -row.request.requestedAt.toMSecsSinceEpoch(); // the one that waits longest is the largest
    case Column::Cost:
        return row.request.estimatedMonthlyCost ? row.request.estimatedMonthlyCost->micros : qint64{-1};
    case Column::Sensitivity:
        return int(row.request.sensitive);
    case Column::Agree:
        return missingApprovals(row.request);
    default:
        return text(row, column, now).toCaseFolded();
    }
}

// In words, where the text is a sign.
QVariant told(const workspace::QueueRow &row, Column column, const QDateTime &now)
{
    if (column != Column::Waiting)
        return {};
    const QString time = figures::duration(waitingSeconds(row.request, now));
    const std::optional<Tone> tone = waitingTone(row, now);
    if (tone == Tone::Wrong)
        return words("%1, overdue").arg(time);
    return tone == Tone::Look ? words("%1, long").arg(time) : QVariant();
}

} // namespace

QVariant requestCell(const workspace::QueueRow &row, RequestColumn column, int role, const QDateTime &now)
{
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column, now);
    case Qt::AccessibleTextRole:
        return told(row, column, now);
    case Qt::ToolTipRole:
        return tipOf(row, column, now);
    case CellRole:
        return int(cellOf(row, column, now));
    case ToneRole:
        return toneOf(row, column, now);
    case KeyRole:
        return row.request.id.value;
    case StateRole:
        return row.request.state.text;
    case SortRole:
        return sortValue(row, column, now);
    default:
        return {};
    }
}

QString headText(const QString &group, int count)
{
    const QString name = group.isEmpty() ? words("without a name") : visibleText(group);
    return count == 1 ? words("%1 · 1 request").arg(name)
                      : words("%1 · %2 requests").arg(name, figures::count(count));
}

} // namespace gatehouse::ui
