// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/approvals/requestdetail.h"

#include "core/base/clock.h"
#include "ui/models/dossierwords.h"
#include "ui/models/figures.h"
#include "ui/models/requestwords.h"
#include "ui/models/visibletext.h"
#include "ui/pages/approvals/dossierpanel.h"
#include "ui/pages/approvals/reasonstrip.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/keyvaluelist.h"
#include "ui/widgets/messagerow.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrollarea.h"

#include <QAction>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using gateway::Verdict;

namespace {

constexpr int margin = 18;

// The scopes as they are called, or a line each where it is known what they allow.
QList<KeyValueList::Row> scopeRows(const gateway::Subscription &request, const workspace::Dossier &dossier)
{
    const QString key = RequestDetail::tr("scopes");
    const bool isDescribed =
        std::any_of(dossier.scopes.cbegin(), dossier.scopes.cend(),
                    [](const gateway::Scope &scope) { return !scope.description.isEmpty(); });
    if (!isDescribed || dossier.request != request.id)
        return {
            {key, request.scopes.isEmpty() ? figures::unknown() : request.scopes.join(u", "_s), Type::Mono}};
    QList<KeyValueList::Row> rows;
    for (const QString &line : scopeLines(dossier))
        rows.append({rows.isEmpty() ? key : QString(), line});
    return rows;
}

QList<KeyValueList::Row> factsOf(const gateway::Subscription &request, const workspace::Dossier &dossier,
                                 const QDateTime &now)
{
    const auto tr = [](const char *text) { return RequestDetail::tr(text); };
    const QString api =
        request.plan.isEmpty() ? apiTitle(request) : tr("%1 · plan %2").arg(apiTitle(request), request.plan);
    const QString waited = figures::duration(request.requestedAt.secsTo(now));
    QList<KeyValueList::Row> rows{{tr("asks for"), api, Type::BodyMedium}};
    rows += scopeRows(request, dossier);
    rows += QList<KeyValueList::Row>{
        {tr("requester"), tr("%1 · %2").arg(request.requesterName, request.tenantName)},
        {tr("reason"),
         request.justification.isEmpty() ? tr("none given") : u"“%1”"_s.arg(request.justification),
         Type::Body, request.justification.isEmpty() ? Tone::Muted : Tone::Text},
        {tr("requested"), tr("%1 · %2 ago").arg(figures::moment(request.requestedAt), waited)},
        {tr("est. / month"),
         request.estimatedMonthlyCost ? figures::money(*request.estimatedMonthlyCost) : figures::unknown()},
    };
    if (request.dueAt.isValid())
        rows.append({tr("answer due"), figures::moment(request.dueAt), Type::Body,
                     request.dueAt < now ? Tone::Wrong : Tone::Text});
    if (request.expiresAt.isValid())
        rows.append({tr("expires"), figures::moment(request.expiresAt)});
    if (request.requiredApprovals > 1)
        rows.append(
            {tr("approvals"), tr("%1 of %2").arg(approvalsOf(request)).arg(request.requiredApprovals)});
    for (KeyValueList::Row &row : rows)
        row.value = visibleText(row.value);
    return rows;
}

PlainLabel *sectionHeading(const QString &text, QWidget *parent)
{
    return new PlainLabel(text, Type::CaptionStrong, Tone::Muted, parent);
}

} // namespace

RequestDetail::RequestDetail(const Clock &clock, QAction *approve, QAction *reject, QWidget *parent)
    : Panel(Ground::Surface, Qt::LeftEdge, parent)
    , m_clock(clock)
{
    build(approve, reject);
    show(std::nullopt, {});
}

void RequestDetail::build(QAction *approve, QAction *reject)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 0, 0, 0);
    outer->setSpacing(0);
    m_stack = new QStackedWidget(this);
    outer->addWidget(m_stack);

    auto *nothing = new EmptyState(m_stack);
    nothing->setContent(Icon::Inbox, tr("No request selected"),
                        tr("Select one in the list with J and K to see who asks, for what and why."));
    m_stack->addWidget(nothing);

    auto *page = new QWidget(m_stack);
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins({});
    pageLayout->setSpacing(0);
    auto *scroll = new ScrollArea(page);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Request"));
    QWidget *body = makeBody(scroll);
    scroll->setWidget(body);
    body->setAutoFillBackground(false);                                // the panel's ground shows
    body->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long word widens nothing
    scroll->viewport()->setAutoFillBackground(false);
    pageLayout->addWidget(scroll, 1);
    m_buttons = makeButtons(approve, reject, page);
    m_strip = new ReasonStrip(page);
    m_strip->hide();
    pageLayout->addWidget(m_buttons);
    pageLayout->addWidget(m_strip);
    m_stack->addWidget(page);

    connect(m_strip, &ReasonStrip::cancelled, this, &RequestDetail::closeReason);
}

QWidget *RequestDetail::makeBody(QWidget *parent)
{
    auto *body = new QWidget(parent);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(margin, 14, margin, margin);
    layout->setSpacing(10);

    auto *heading = new QHBoxLayout;
    heading->setSpacing(8);
    m_name = new PlainLabel({}, Type::Section, Tone::Text, body);
    m_name->setElided(true);
    m_state = new Pill({}, Tone::Muted, body);
    m_id = new PlainLabel({}, Type::Caption, Tone::Muted, body);
    m_id->setSelectable(true);
    heading->addWidget(m_name);
    heading->addWidget(m_state);
    heading->addStretch(1);
    heading->addWidget(m_id);
    layout->addLayout(heading);
    m_facts = new KeyValueList(body);
    layout->addWidget(m_facts);
    m_messages = new QWidget(body);
    m_messageLayout = new QVBoxLayout(m_messages);
    m_messageLayout->setContentsMargins({});
    m_messageLayout->setSpacing(6);
    layout->addWidget(m_messages);
    m_evidence = new DossierPanel(body);
    m_evidence->hide(); // until somebody reads it
    layout->addWidget(m_evidence);
    m_decisionsHeading = sectionHeading(tr("Decisions"), body);
    layout->addWidget(m_decisionsHeading);
    m_decisions = new KeyValueList(body);
    layout->addWidget(m_decisions);
    layout->addStretch(1);
    return body;
}

QWidget *RequestDetail::makeButtons(QAction *approve, QAction *reject, QWidget *parent)
{
    auto *bar = new Panel(Ground::Surface, Qt::TopEdge, parent);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(margin, 12, margin, 12);
    layout->setSpacing(8);
    auto *approveButton = new KeyButton({}, KeyButton::Kind::Primary, bar);
    approveButton->attach(approve);
    auto *rejectButton = new KeyButton({}, KeyButton::Kind::Danger, bar);
    rejectButton->attach(reject);
    layout->addWidget(approveButton);
    layout->addWidget(rejectButton);
    layout->addStretch(1);
    return bar;
}

void RequestDetail::show(const std::optional<workspace::QueueRow> &row, const QString &mayNot)
{
    m_stack->setCurrentIndex(row ? 1 : 0);
    if (!row) {
        m_row.reset();
        return closeReason();
    }
    if (m_row && m_row->request.id != row->request.id)
        closeReason();
    if (m_row == row && m_mayNot == mayNot)
        return;
    m_row = row;
    m_mayNot = mayNot;
    const gateway::Subscription &request = row->request;
    m_name->setText(visibleText(request.applicationName));
    m_id->setText(visibleText(u'#' + request.id.value));
    const ToneWord state = stateOf(*row);
    m_state->setText(state.text);
    m_state->setTone(state.tone);
    m_state->setVisible(!state.text.isEmpty());
    if (m_dossier.request != request.id)
        m_dossier = {.request = request.id};
    showFacts();
    showMessages(*row, mayNot);
    showDecisions(request);
}

void RequestDetail::showDossier(const workspace::Dossier &dossier, const QString &subject)
{
    if (!m_row || dossier.request != m_row->request.id)
        return;
    m_dossier = dossier;
    showFacts();
    m_evidence->show(m_row->request, dossier, subject, isOpen(*m_row));
    m_evidence->show();
}

void RequestDetail::showFacts()
{
    m_facts->setRows(factsOf(m_row->request, m_dossier, m_clock.now()));
}

void RequestDetail::showMessages(const workspace::QueueRow &row, const QString &mayNot)
{
    while (QLayoutItem *item = m_messageLayout->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const auto add = [this](Tone tone, const QString &text) {
        MessageBar::Message message;
        message.tone = tone;
        message.text = visibleText(text);
        message.canDismiss = false;
        m_messageLayout->addWidget(new MessageRow(message, m_messages));
    };
    const gateway::Subscription &request = row.request;
    if (const QString sentence = sentenceOn(row); !sentence.isEmpty())
        add(stateOf(row).tone, row.note.isEmpty() ? sentence : sentence + u' ' + row.note);
    if (isOpen(row)) {
        const int missing = request.requiredApprovals - approvalsOf(request);
        if (request.requiredApprovals > 1 && mayNot.isEmpty())
            add(Tone::Look,
                missing > 1
                    ? tr("%1 needs two approvals by two people: after yours it still waits for "
                         "another.")
                          .arg(apiTitle(request))
                    : tr("%1 needs two approvals by two people: yours is the last.").arg(apiTitle(request)));
        if (!mayNot.isEmpty())
            add(Tone::Look, mayNot);
    }
    m_messages->setVisible(m_messageLayout->count() > 0);
}

void RequestDetail::showDecisions(const gateway::Subscription &request)
{
    QList<KeyValueList::Row> rows;
    for (const gateway::Decision &decision : request.decisions) {
        const QString what = decidedWord(decision.verdict);
        QString text = tr("%1 by %2, %3").arg(what, decision.byName, figures::moment(decision.at));
        if (!decision.reason.isEmpty())
            text += u" — “%1”"_s.arg(decision.reason);
        rows.append({tr("%1 of %2").arg(rows.size() + 1).arg(request.requiredApprovals), visibleText(text)});
    }
    m_decisionsHeading->setVisible(!rows.isEmpty());
    m_decisions->setVisible(!rows.isEmpty());
    m_decisions->setRows(rows);
}

void RequestDetail::askReason(Verdict verdict)
{
    m_buttons->hide();
    m_strip->show();
    m_strip->ask(verdict, m_name->text());
}

void RequestDetail::closeReason()
{
    if (m_strip->isHidden())
        return;
    m_strip->hide();
    m_buttons->show();
    emit reasonClosed();
}

bool RequestDetail::isAskingReason() const
{
    return !m_strip->isHidden();
}

} // namespace gatehouse::ui
