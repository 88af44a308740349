// SPDX-License-Identifier: GPL-3.0-or-later
// What the approvals page shows when, and how a decision goes through it. The page's make-up is in
// approvalspage.cpp.
#include "core/base/clock.h"
#include "core/base/follow.h"
#include "core/workspace/account.h"
#include "core/workspace/approvaldesk.h"
#include "core/workspace/dossierreader.h"
#include "ui/models/figures.h"
#include "ui/models/requestmodel.h"
#include "ui/models/requestwords.h"
#include "ui/models/visibletext.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/approvals/requestdetail.h"
#include "ui/pages/listdetail.h"
#include "ui/pages/pagehead.h"
#include "ui/pages/readstates.h"
#include "ui/pages/skeletonrows.h"
#include "ui/shell/errortext.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/freshnesslabel.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/progressline.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/tableview.h"

#include <QItemSelectionModel>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using gateway::Verdict;
using workspace::Sending;

namespace {

QString stepUpMessage(const gateway::SubscriptionId &id)
{
    return u"step-up-"_s + id.value;
}

} // namespace

void ApprovalsPage::showRows()
{
    m_model->setRows(m_desk ? m_desk->rows() : QList<workspace::QueueRow>());
}

void ApprovalsPage::showHead()
{
    const qsizetype marked = m_table->isMarking() ? m_table->selectedRowNumbers().size() : 0;
    const QString marks = marked > 0 ? tr(" · %1 marked").arg(figures::count(marked)) : QString();
    const int pending = m_model->pendingCount();
    if (pending == 0)
        return m_head->setFacts(m_desk && m_desk->freshness().readAt.isValid() ? tr("none pending") + marks
                                                                               : QString());
    const QDateTime oldest = m_model->oldestOpen();
    const QString count = m_desk && m_desk->freshness().complete
                              ? figures::count(pending)
                              : tr("at least %1").arg(figures::count(pending));
    m_head->setFacts(
        (oldest.isValid()
             ? tr("%1 pending · oldest %2").arg(count, figures::duration(oldest.secsTo(m_clock.now())))
             : tr("%1 pending").arg(count)) +
        marks);
}

void ApprovalsPage::showFreshness()
{
    const workspace::Freshness freshness = m_desk ? m_desk->freshness() : workspace::Freshness();
    m_head->freshness()->setFreshness(freshness);
    m_progress->setRunning(freshness.loading);
    showHead();
    showReadProblem(
        *m_messages, freshness, m_model->countBeforeFilter() > 0, [this] { refresh(); },
        [this](const StepUp &asked) {
            if (!m_account)
                return;
            follow(m_account->stepUp(asked.acr, asked.maxAge), this, [this](const Result<void> &confirmed) {
                if (confirmed)
                    refresh();
            });
        });
    showBody();
}

void ApprovalsPage::showBody()
{
    const workspace::Freshness freshness = m_desk ? m_desk->freshness() : workspace::Freshness();
    const bool denied = m_account && !m_account->may(u"requests.read"_s);
    if (m_model->rowCount() > 0 && !denied) {
        m_body->setCurrentWidget(m_list);
        if (std::exchange(m_takesFocus, false) && !m_filter->hasFocus())
            m_table->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (!denied && m_model->countBeforeFilter() > 0 && !m_model->isArranging()) {
        m_empty->setContent(Icon::Search, tr("No request matches"),
                            tr("None of the %1 requests meets all terms of the filter.")
                                .arg(figures::count(m_model->countBeforeFilter())));
        m_empty->setAction(tr("Clear the filter"));
        return m_body->setCurrentWidget(m_empty);
    }
    if (showMissing(*m_empty, freshness, denied ? u"requests.read"_s : QString(), m_account))
        return m_body->setCurrentWidget(m_empty);
    if (!m_desk || !freshness.readAt.isValid() || m_model->isArranging())
        return m_body->setCurrentWidget(m_skeleton);
    m_empty->setContent(
        Icon::Check, tr("Nothing waits for a decision"),
        tr("Requests to call an API appear here when somebody makes one. Ctrl+R reads again."));
    m_empty->setAction(tr("Read again"));
    m_body->setCurrentWidget(m_empty);
}

QString ApprovalsPage::mayNotDecide(const workspace::QueueRow &row) const
{
    if (m_table->isMarking() && m_table->selectedRowNumbers().size() > 1)
        return tr("Several requests are marked. Esc takes the marks away; then each is decided by itself.");
    if (m_account && m_account->state() == workspace::Account::State::Ended)
        return tr("Your session has ended. Sign in again to decide.");
    if (m_account && m_account->isDeniedByRoles(u"requests.decide"_s))
        return tr("You may read requests but not decide them: none of your groups or roles at the sign-in "
                  "service stands for the right requests.decide in this connection. The administrator of the "
                  "sign-in service can add you to one that does.");
    if (m_account && !m_account->may(u"requests.decide"_s))
        return tr("You may read requests but not decide them: your account lacks the right requests.decide. "
                  "A platform "
                  "admin of the gateway can give it.");
    if (row.request.mayDecide)
        return {};
    return row.request.mayNotDecideBecause.isEmpty() ? tr("The gateway does not let you decide this request.")
                                                     : row.request.mayNotDecideBecause;
}

void ApprovalsPage::showSelected()
{
    const std::optional<gateway::SubscriptionId> id = selected();
    const workspace::QueueRow *row = id ? m_model->find(*id) : nullptr;
    const QString mayNot = row ? mayNotDecide(*row) : QString();
    const bool canDecide = row && isOpen(*row) && mayNot.isEmpty();
    for (QAction *action : {m_approve, m_reject}) {
        action->setEnabled(canDecide);
        action->setToolTip(canDecide ? QString() : asPlainToolTip(mayNot));
    }
    m_detail->show(row ? std::optional(*row) : std::nullopt, mayNot);
    if (!row)
        m_split->setDetailOpen(false);
    else if (m_dossiers)
        m_dossiers->look(row->request);
    showDossier();
}

void ApprovalsPage::showDossier()
{
    if (m_dossiers)
        m_detail->showDossier(m_dossiers->dossier(), m_account ? m_account->subject() : QString());
}

void ApprovalsPage::openDetail()
{
    const std::optional<gateway::SubscriptionId> id = selected();
    if (!id)
        return;
    m_split->setDetailOpen(true);
    if (m_desk)
        m_desk->reload(*id);
}

void ApprovalsPage::closeDetail()
{
    if (m_detail->isAskingReason())
        return m_detail->closeReason();
    if (m_table->isMarking())
        return m_table->clearMarks();
    m_split->setDetailOpen(false);
    m_table->setFocus(Qt::OtherFocusReason);
}

void ApprovalsPage::startDecision(Verdict verdict)
{
    if (!selected())
        return;
    m_split->setDetailOpen(true);
    m_detail->askReason(verdict);
}

void ApprovalsPage::send(Verdict verdict, const QString &reason)
{
    const std::optional<gateway::SubscriptionId> id = selected();
    if (!id || !m_desk)
        return;
    m_detail->closeReason();
    selectNextOpen();
    // What becomes of it comes back as settled(), and stands in the row meanwhile.
    m_sent.insert(*id, {verdict, reason});
    m_desk->decide(*id, verdict, reason);
}

void ApprovalsPage::selectNextOpen()
{
    const int current = m_table->currentIndex().row();
    const int count = m_model->rowCount();
    for (int step = 1; step < count; ++step) {
        const int row = (current + step) % count;
        if (const workspace::QueueRow *next = m_model->requestAt(row); next && isOpen(*next))
            return m_table->goTo(row);
    }
}

void ApprovalsPage::reportOutcome(const gateway::SubscriptionId &id, Sending sending)
{
    if (m_messages->has(stepUpMessage(id)))
        return; // it says what is to be done, and the decision is kept for it
    m_sent.remove(id);
    if (sending != Sending::NotRecorded && sending != Sending::DecidedElsewhere)
        return;
    const std::optional<workspace::QueueRow> row = m_desk->row(id);
    if (!row)
        return;
    QString text = sentenceOn(*row);
    if (!row->note.isEmpty())
        text += u' ' + row->note;
    m_messages->show({.id = u"outcome-"_s + id.value,
                      .tone = stateOf(*row).tone,
                      .title = visibleText(row->request.applicationName),
                      .text = visibleText(text),
                      .actionText = tr("Show"),
                      .action = [this, id] { select(id); }});
}

void ApprovalsPage::offerStepUp(const gateway::SubscriptionId &id, const StepUp &asked)
{
    const std::optional<workspace::QueueRow> row = m_desk->row(id);
    const auto sent = m_sent.constFind(id);
    if (!row || sent == m_sent.cend() || !m_account)
        return;
    const bool isApproval = sent->verdict == Verdict::Approve;
    m_messages->show(
        {.id = stepUpMessage(id),
         .tone = Tone::Look,
         .title = visibleText(row->request.applicationName),
         .text = tr("The gateway asks you to confirm who you are before this decision. Nothing was "
                    "recorded; your decision and its reason are kept here. Close this to give it up."),
         .actionText = isApproval ? tr("Confirm and approve") : tr("Confirm and reject"),
         .action = [this, id, asked] { stepUpAndSend(id, asked); },
         .dismissed = [this] { // the page in the browser is of no use any more
             if (m_account && m_account->state() == workspace::Account::State::SignedIn)
                 m_account->cancelSignIn();
         }});
}

void ApprovalsPage::stepUpAndSend(const gateway::SubscriptionId &id, const StepUp &asked)
{
    if (!m_account)
        return;
    follow(m_account->stepUp(asked.acr, asked.maxAge), this, [this, id](const Result<void> &confirmed) {
        if (!m_messages->has(stepUpMessage(id)))
            return; // given up meanwhile
        if (!confirmed) {
            const ErrorText text = describe(confirmed.error(), tr("The decision was not sent."));
            m_messages->show({.id = u"step-up-failed"_s,
                              .tone = Tone::Wrong,
                              .title = text.title,
                              .text = text.sentence()});
            return;
        }
        m_messages->dismiss(stepUpMessage(id));
        m_messages->dismiss(u"step-up-failed"_s);
        if (const auto sent = m_sent.constFind(id); m_desk && sent != m_sent.cend())
            m_desk->decide(id, sent->verdict, sent->reason);
    });
}

} // namespace gatehouse::ui
