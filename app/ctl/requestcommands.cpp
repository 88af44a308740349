// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/requestcommands.h"

#include "app/ctl/errortext.h"
#include "app/ctl/requesttext.h"
#include "app/ctl/texttable.h"

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

namespace {

bool isNamed(const QString &wanted, const QString &id, const QString &name)
{
    return wanted.isEmpty() || id == wanted || name.contains(wanted, Qt::CaseInsensitive);
}

} // namespace

bool matches(const gateway::Subscription &request, const RequestFilter &filter)
{
    const QString all = QStringList{request.id.value,      request.applicationName,  request.apiName,
                                    request.tenantName,    request.requesterName,    request.plan,
                                    request.justification, request.scopes.join(u' ')}
                            .join(u'\n');
    return isNamed(filter.tenant, request.tenant.value, request.tenantName) &&
           isNamed(filter.api, request.api.value, request.apiName) &&
           all.contains(filter.text, Qt::CaseInsensitive);
}

void tellReconciled(const Output &output, int recorded, int notRecorded, int elsewhere)
{
    output.note(u"Decisions that an earlier run left open: %1 recorded, %2 not recorded, %3 decided by "
                "somebody else."_s.arg(recorded)
                    .arg(notRecorded)
                    .arg(elsewhere));
}

namespace {

QString sentence(const workspace::Settlement &settlement, gateway::Verdict verdict)
{
    switch (settlement.sending) {
    case workspace::Sending::Recorded: {
        QString done = pastOf(verdict);
        done.replace(0, 1, done.at(0).toUpper());
        if (settlement.request.state == gateway::SubscriptionState::Pending)
            return u"%1. Recorded by the gateway; it needs another approval."_s.arg(done);
        return u"%1. Recorded by the gateway."_s.arg(done);
    }
    case workspace::Sending::NotRecorded:
        return u"Not recorded. "_s + settlement.note;
    case workspace::Sending::DecidedElsewhere:
        return u"Somebody else decided it first. "_s + settlement.note;
    case workspace::Sending::WaitingForNetwork:
        return u"It is not known yet whether the gateway recorded it. "_s + settlement.note +
               u" It stays in the journal, and the next command asks the gateway again."_s;
    case workspace::Sending::Withdrawn:
        return u"Not sent. "_s + settlement.note;
    case workspace::Sending::None:
    case workspace::Sending::Sending:
    case workspace::Sending::Held:
        break;
    }
    return {};
}

} // namespace

void ListRequestsCommand::start()
{
    if (isDenied(u"requests.read"_s))
        return;
    workspace::ApprovalDesk *desk = m_link.desk();
    connect(desk, &workspace::ApprovalDesk::reconciled, this,
            [this](int recorded, int notRecorded, int elsewhere) {
                tellReconciled(m_output, recorded, notRecorded, elsewhere);
            });
    connect(desk, &workspace::ApprovalDesk::freshnessChanged, this, &ListRequestsCommand::report);
    desk->open();
}

void ListRequestsCommand::report()
{
    const workspace::ApprovalDesk &desk = *m_link.desk();
    const workspace::Freshness &freshness = desk.freshness();
    if (freshness.loading)
        return;
    disconnect(&desk, nullptr, this, nullptr);
    QList<workspace::QueueRow> rows;
    for (const workspace::QueueRow &row : desk.rows())
        if (matches(row.request, m_arguments.filter))
            rows.append(row);
    if (m_output.isJson()) {
        for (const workspace::QueueRow &row : std::as_const(rows))
            m_output.json(requestJson(row));
    } else if (!rows.isEmpty()) {
        m_output.text(requestsTable(rows));
    } else if (!freshness.error) {
        m_output.note(u"No request is waiting for a decision."_s);
    }
    if (!freshness.error) {
        emit finished(ExitCode::Done);
        return;
    }
    if (freshness.readAt.isValid())
        m_output.note(u"This is the list as it was read at %1."_s.arg(timeText(freshness.readAt)));
    if (!freshness.complete && !desk.rows().isEmpty())
        m_output.note(
            u"The list is not complete: there are at least %1 requests."_s.arg(desk.pendingCount()));
    fail(*freshness.error);
}

void OneRequestCommand::start()
{
    const bool decides = m_arguments.command == Arguments::Command::Decide;
    if (isDenied(u"requests.read"_s) || (decides && isDenied(u"requests.decide"_s)))
        return;
    workspace::ApprovalDesk *desk = m_link.desk();
    connect(desk, &workspace::ApprovalDesk::reconciled, this,
            [this](int recorded, int notRecorded, int elsewhere) {
                tellReconciled(m_output, recorded, notRecorded, elsewhere);
            });
    follow(desk->reconcile(), this, [this](const Result<void> &reconciled) {
        if (!reconciled) {
            fail(reconciled.error());
            return;
        }
        follow(m_link.desk()->reload(m_arguments.request), this,
               [this](const Result<workspace::QueueRow> &row) {
                   if (!row)
                       fail(row.error());
                   else if (m_arguments.command == Arguments::Command::Decide)
                       decide(*row);
                   else
                       show(*row);
               });
    });
}

void OneRequestCommand::show(const workspace::QueueRow &row)
{
    if (m_output.isJson())
        m_output.json(requestJson(row));
    else
        m_output.text(requestDetails(row));
    emit finished(ExitCode::Done);
}

void OneRequestCommand::decide(const workspace::QueueRow &row)
{
    const workspace::Preview preview = m_link.desk()->preview({draft()});
    if (m_arguments.isDryRun) {
        if (m_output.isJson())
            m_output.json(previewJson(preview.lines.constFirst()));
        else
            m_output.text(previewText(preview));
        emit finished(ExitCode::Done);
        return;
    }
    // A request that is decided already would only be refused: say by whom, and send nothing.
    if (preview.lines.constFirst().check.obstacle == workspace::Obstacle::Decided) {
        const QString by =
            row.request.decisions.isEmpty() ? QString() : decisionText(row.request.decisions.constLast());
        report({.sending = workspace::Sending::DecidedElsewhere, .request = row.request, .note = by});
        return;
    }
    send();
}

void OneRequestCommand::send()
{
    follow(m_link.desk()->decideAll({draft()}), this,
           [this](const Result<QList<workspace::Settlement>> &settlements) {
               if (!settlements) {
                   fail(settlements.error());
                   return;
               }
               const workspace::Settlement &settlement = settlements->constFirst();
               if (settlement.error && settlement.error->stepUp && !m_hasSteppedUp)
                   stepUp(*settlement.error->stepUp, settlement);
               else
                   report(settlement);
           });
}

workspace::DecisionDraft OneRequestCommand::draft() const
{
    return {.id = m_arguments.request,
            .verdict = m_arguments.verdict,
            .reason = m_arguments.reason,
            .terms = m_arguments.terms};
}

// The person asked for this one decision on this command line: after the sign-in it goes on by itself.
void OneRequestCommand::stepUp(const StepUp &asked, const workspace::Settlement &settlement)
{
    m_hasSteppedUp = true;
    m_output.note(
        u"The gateway asks you to confirm who you are before this decision. Nothing is recorded yet; "
        "confirm it in the browser."_s);
    follow(m_link.account().stepUp(asked.acr, asked.maxAge), this,
           [this, settlement](const Result<void> &confirmed) {
               if (confirmed) {
                   send();
                   return;
               }
               m_output.error(confirmed.error());
               report(settlement);
           });
}

void OneRequestCommand::report(const workspace::Settlement &settlement)
{
    const ExitCode code = exitCodeFor(settlement);
    const QString text = escaped(sentence(settlement, m_arguments.verdict));
    if (m_output.isJson())
        m_output.json(settlementJson(m_arguments.request, m_arguments.verdict, settlement));
    if (code != ExitCode::Done)
        m_output.note(text);
    else if (!m_output.isJson())
        m_output.text(text + u'\n');
    if (settlement.error)
        m_output.error(*settlement.error);
    emit finished(code);
}

} // namespace gatehouse::ctl
