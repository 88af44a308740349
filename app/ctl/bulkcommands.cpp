// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/bulkcommands.h"

#include "app/ctl/errortext.h"
#include "app/ctl/requestarguments.h"
#include "app/ctl/requestcommands.h"
#include "app/ctl/requesttext.h"
#include "app/ctl/texttable.h"

#include <QFile>

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;
using workspace::ApprovalDesk;
using workspace::DecisionDraft;
using workspace::Obstacle;
using workspace::Sending;
using workspace::Settlement;

namespace {

constexpr qint64 kMostInput = 64 * 1024 * 1024;

Result<QByteArray> readStandardInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return failure(Error::Kind::Storage, input.errorString(), u"standard input"_s);
    QByteArray lines; // a pipe gives it in pieces
    while (lines.size() <= kMostInput) {
        const QByteArray piece = input.read(kMostInput + 1 - lines.size());
        if (piece.isEmpty())
            break;
        lines += piece;
    }
    if (lines.size() > kMostInput)
        return failure(Error::Kind::TooLarge, {}, u"standard input"_s);
    return lines;
}

// What was not sent at all, because nothing would come of it.
Settlement unsent(const workspace::Check &check, const DecisionDraft &draft,
                  const std::optional<workspace::QueueRow> &row, const QString &subject)
{
    Settlement settlement{
        .sending = Sending::NotRecorded, .note = check.why, .isConsoleRule = check.isConsoleRule};
    if (row)
        settlement.request = row->request;
    const bool isDecided = row && !row->request.decisions.isEmpty();
    if (isDecided && (check.obstacle == Obstacle::Decided || check.obstacle == Obstacle::NoRight)) {
        const gateway::Decision &latest = row->request.decisions.constLast();
        // The same line again, after it was recorded: nothing is left to do.
        const bool isDone = latest.bySubject == subject && latest.verdict == draft.verdict;
        if (isDone || check.obstacle == Obstacle::Decided) {
            settlement.sending = isDone ? Sending::Recorded : Sending::DecidedElsewhere;
            settlement.note = decisionText(latest);
            return settlement;
        }
    }
    const Error::Kind kind = check.obstacle == Obstacle::NotRead         ? Error::Kind::NotFound
                             : check.obstacle == Obstacle::ReasonMissing ? Error::Kind::Invalid
                             : check.obstacle == Obstacle::Decided       ? Error::Kind::Conflict
                             : check.obstacle == Obstacle::UnderWay      ? Error::Kind::Offline
                                                                         : Error::Kind::Forbidden;
    settlement.error = Error{.kind = kind, .title = check.why};
    return settlement;
}

} // namespace

void OpenDecisions::wait(ApprovalDesk &desk, std::chrono::seconds longest)
{
    const auto end = [this, &desk] {
        if (!m_longest.isActive() || desk.openCount() == 0) {
            m_longest.stop();
            disconnect(&desk, nullptr, this, nullptr);
            emit over();
        }
    };
    connect(&desk, &ApprovalDesk::settled, this, end, Qt::QueuedConnection);
    connect(&m_longest, &QTimer::timeout, this, end);
    m_longest.setSingleShot(true);
    m_longest.start(longest);
    QMetaObject::invokeMethod(this, end, Qt::QueuedConnection);
}

void DecideManyCommand::start()
{
    const Result<QByteArray> input = readStandardInput();
    const Result<QList<DecisionDraft>> drafts =
        input ? readDrafts(*input) : Result<QList<DecisionDraft>>(tl::unexpect, input.error());
    if (!drafts) {
        m_output.note(escaped(drafts.error().title));
        emit finished(input ? ExitCode::Usage : exitCodeFor(drafts.error()));
        return;
    }
    m_drafts = *drafts;
    ApprovalDesk *desk = m_link.desk();
    connect(desk, &ApprovalDesk::settled, this, [this](const gateway::SubscriptionId &id, Sending sending) {
        const std::optional<workspace::QueueRow> row = m_link.desk()->row(id);
        m_settlements[id].sending = sending;
        m_settlements[id].error = {};
        if (row) {
            m_settlements[id].note = row->note;
            m_settlements[id].request = row->request;
        }
    });
    connect(desk, &ApprovalDesk::batchProgress, this, [this](int done, int total) {
        if (!m_output.isJson())
            m_output.note(u"%1 of %2"_s.arg(done).arg(total));
    });
    connect(desk, &ApprovalDesk::reconciled, this, [this](int recorded, int notRecorded, int elsewhere) {
        tellReconciled(m_output, recorded, notRecorded, elsewhere);
    });
    follow(desk->reconcile(), this, [this](const Result<void> &reconciled) {
        if (!reconciled) {
            fail(reconciled.error());
            return;
        }
        QList<gateway::SubscriptionId> ids;
        for (const DecisionDraft &draft : std::as_const(m_drafts))
            ids.append(draft.id);
        follow(m_link.desk()->load(ids), this, [this](const Result<void> &loaded) {
            if (loaded)
                preview();
            else
                fail(loaded.error());
        });
    });
}

bool DecideManyCommand::stop()
{
    if (!m_isSending || std::exchange(m_isStopped, true))
        return false;
    m_link.desk()->cancel();
    return true;
}

void DecideManyCommand::preview()
{
    const workspace::Preview preview = m_link.desk()->preview(m_drafts);
    if (m_arguments.isDryRun) {
        for (const workspace::Preview::Line &line : preview.lines)
            if (m_output.isJson())
                m_output.json(previewJson(line));
        if (m_output.isJson())
            m_output.json(previewNumbersJson(preview));
        else
            m_output.text(previewText(preview));
        emit finished(ExitCode::Done);
        return;
    }
    for (const workspace::Preview::Line &line : preview.lines)
        if (line.check.obstacle != Obstacle::None && line.check.obstacle != Obstacle::SecondPerson &&
            !m_settlements.contains(line.draft.id))
            m_settlements.insert(line.draft.id,
                                 unsent(line.check, line.draft, m_link.desk()->row(line.draft.id),
                                        m_link.account().subject()));
    QList<DecisionDraft> drafts;
    for (const workspace::Preview::Line &line : preview.lines)
        if (line.check.obstacle == Obstacle::None || line.check.obstacle == Obstacle::SecondPerson)
            drafts.append(line.draft);
    send(drafts);
}

void DecideManyCommand::send(const QList<DecisionDraft> &drafts)
{
    m_isSending = true;
    follow(m_link.desk()->decideAll(drafts), this,
           [this, drafts](const Result<QList<Settlement>> &settlements) {
               if (settlements)
                   take(drafts, *settlements);
               else
                   fail(settlements.error());
           });
}

void DecideManyCommand::take(const QList<DecisionDraft> &drafts, const QList<Settlement> &settlements)
{
    QList<DecisionDraft> again;
    std::optional<StepUp> asked;
    for (qsizetype i = 0; i < drafts.size(); ++i) {
        const Settlement &settlement = settlements.at(i);
        const bool isTwice = settlement.error && settlement.error->kind == Error::Kind::Conflict &&
                             settlement.request.id.isEmpty() && m_settlements.contains(drafts.at(i).id);
        if (!isTwice)
            m_settlements.insert(drafts.at(i).id, settlement);
        if (settlement.error && settlement.error->stepUp) {
            asked = settlement.error->stepUp;
            again.append(drafts.at(i));
        }
    }
    if (asked && !m_hasSteppedUp) {
        stepUp(*asked, again);
        return;
    }
    connect(&m_open, &OpenDecisions::over, this, &DecideManyCommand::report);
    m_open.wait(*m_link.desk(), m_arguments.wait);
}

void DecideManyCommand::stepUp(const StepUp &asked, const QList<DecisionDraft> &again)
{
    m_hasSteppedUp = true;
    m_output.note(u"The gateway asks you to confirm who you are before %1 of these decisions; confirm it in "
                  "the browser."_s.arg(again.size()));
    follow(m_link.account().stepUp(asked.acr, asked.maxAge), this,
           [this, again](const Result<void> &confirmed) {
               if (!confirmed)
                   m_output.error(confirmed.error());
               send(confirmed ? again : QList<DecisionDraft>{});
           });
}

void DecideManyCommand::report()
{
    // The gravest first: what may still be open, then what needs a look.
    static const QList<ExitCode> gravest{ExitCode::Unreachable, ExitCode::NotSignedIn, ExitCode::Conflict,
                                         ExitCode::Refused, ExitCode::Other};
    qsizetype worst = gravest.size();
    int recorded = 0;
    TextTable table({u"ID"_s, u"VERDICT"_s, u"OUTCOME"_s, u"WHY"_s});
    for (const DecisionDraft &draft : std::as_const(m_drafts)) {
        const Settlement settlement = m_settlements.value(draft.id);
        const QJsonObject json = settlementJson(draft.id, draft.verdict, settlement);
        if (m_output.isJson())
            m_output.json(json);
        const ExitCode code = exitCodeFor(settlement);
        if (code == ExitCode::Done) {
            ++recorded;
            continue;
        }
        worst = std::min(worst, std::max<qsizetype>(0, gravest.indexOf(code)));
        table.add({draft.id.value, gateway::wordFor(draft.verdict), json.value(u"outcome"_s).toString(),
                   settlement.note});
    }
    if (!m_output.isJson()) {
        if (recorded < m_drafts.size())
            m_output.text(table.text());
        m_output.text(u"%1 of %2 are recorded by the gateway.\n"_s.arg(recorded).arg(m_drafts.size()));
    }
    if (worst < gravest.size() && gravest.at(worst) == ExitCode::Unreachable)
        m_output.note(u"What is not confirmed stays in the journal: gatehousectl requests resume"_s);
    emit finished(worst < gravest.size() ? gravest.at(worst) : ExitCode::Done);
}

void SettleRequestsCommand::start()
{
    ApprovalDesk *desk = m_link.desk();
    connect(desk, &ApprovalDesk::reconciled, this, [this](int recorded, int notRecorded, int elsewhere) {
        m_recorded += recorded;
        m_notRecorded += notRecorded;
        m_elsewhere += elsewhere;
    });
    connect(&m_open, &OpenDecisions::over, this, &SettleRequestsCommand::report);
    follow(desk->reconcile(), this, [this](const Result<void> &reconciled) {
        if (reconciled)
            m_open.wait(*m_link.desk(), m_arguments.wait);
        else
            fail(reconciled.error());
    });
}

void SettleRequestsCommand::report()
{
    const qsizetype open = m_link.desk()->openCount();
    if (m_output.isJson())
        m_output.json({{u"recorded"_s, m_recorded},
                       {u"not_recorded"_s, m_notRecorded},
                       {u"decided_elsewhere"_s, m_elsewhere},
                       {u"open"_s, open}});
    else
        m_output.text(
            u"%1 recorded, %2 not recorded, %3 decided by somebody else, %4 still open.\n"_s.arg(m_recorded)
                .arg(m_notRecorded)
                .arg(m_elsewhere)
                .arg(open));
    emit finished(open == 0 ? ExitCode::Done : ExitCode::Unreachable);
}

void WatchRequestsCommand::start()
{
    ApprovalDesk *desk = m_link.desk();
    connect(desk, &ApprovalDesk::rowsChanged, this, &WatchRequestsCommand::compare);
    desk->open();
    desk->setWatched(true);
}

void WatchRequestsCommand::compare()
{
    QHash<gateway::SubscriptionId, workspace::QueueRow> now;
    for (const workspace::QueueRow &row : m_link.desk()->rows())
        if (matches(row.request, m_arguments.filter))
            now.insert(row.request.id, row);
    for (auto it = now.cbegin(); it != now.cend(); ++it) {
        const auto before = m_known.constFind(it.key());
        if (before == m_known.cend())
            tell(u"new"_s, *it);
        else if (before->request.etag != it->request.etag || before->sending != it->sending)
            tell(u"changed"_s, *it);
    }
    for (auto it = m_known.cbegin(); it != m_known.cend(); ++it)
        if (!now.contains(it.key()))
            tell(u"gone"_s, *it);
    m_known = now;
}

void WatchRequestsCommand::tell(const QString &what, const workspace::QueueRow &row)
{
    if (m_output.isJson()) {
        QJsonObject json = requestJson(row);
        json.insert(u"event"_s, what);
        m_output.json(json);
        return;
    }
    m_output.text(
        escaped(u"%1 %2: %3 wants %4 for %5"_s.arg(what, row.request.id.value, row.request.requesterName,
                                                   row.request.apiName, row.request.applicationName)) +
        u'\n');
}

} // namespace gatehouse::ctl
