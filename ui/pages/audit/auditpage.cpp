// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/auditpage.h"

#include "core/base/clock.h"
#include "ui/delegates/rowdelegate.h"
#include "ui/models/auditmodel.h"
#include "ui/models/figures.h"
#include "ui/models/visibletext.h"
#include "ui/pages/audit/auditdetail.h"
#include "ui/pages/audit/logtext.h"
#include "ui/pages/listdetail.h"
#include "ui/pages/pagehead.h"
#include "ui/pages/readstates.h"
#include "ui/pages/skeletonrows.h"
#include "ui/shell/signinaddress.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/choicebutton.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/freshnesslabel.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/progressline.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/tableview.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using State = workspace::Account::State;
using Origin = workspace::AuditTrail::Origin;

namespace {

constexpr std::array ranges{1, 7, 30, 90};
constexpr int firstRange = 7;
constexpr int tableInset = 8; // a cell's own
const QString logMessage = u"log"_s;

} // namespace

AuditPage::AuditPage(const Clock &clock, QWidget *parent)
    : Page({.id = u"audit"_s,
            .title = tr("Audit"),
            .icon = Icon::ShieldCheck,
            .key = u't',
            .group = Group::Govern},
           parent)
    , m_clock(clock)
    , m_model(new AuditModel(this))
{
    build();
    connectAll();
    showState();
}

void AuditPage::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    m_head = new PageHead(about().title, m_clock, this);
    m_range = new ChoiceButton(tr("Range"), m_head);
    QList<ChoiceButton::Choice> days;
    for (const int range : ranges)
        days.append({QString::number(range), range == 1 ? tr("Last day") : tr("Last %1 days").arg(range)});
    m_range->setChoices(days, QString::number(firstRange));
    m_source = new ChoiceButton(tr("Source"), m_head);
    m_source->setChoices(
        {{u"all"_s, tr("All sources")}, {u"console"_s, tr("This console")}, {u"log"_s, tr("System Log")}},
        u"all"_s);
    m_head->addAction(m_source);
    m_head->addAction(m_range);
    m_filter = new SearchField(this);
    m_filter->setPlaceholderText(tr("Filter by person, event, object, address or reason"));
    m_filter->setAccessibleName(tr("Filter"));
    m_head->addLine(m_filter);
    layout->addWidget(m_head);
    m_progress = new ProgressLine(this);
    layout->addWidget(m_progress);
    m_messages = new MessageBar(this);
    layout->addWidget(m_messages);
    m_address = new SignInAddress(this);
    m_address->setContentsMargins(metrics::pageMargin, 0, metrics::pageMargin, metrics::gap);
    layout->addWidget(m_address);
    m_detail = new AuditDetail(this);
    m_split = new ListDetail(makeList(), m_detail, this);
    layout->addWidget(m_split, 1);
}

QWidget *AuditPage::makeList()
{
    m_body = new QStackedWidget(this);
    m_table = new TableView(m_body);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setAccessibleName(tr("Events"));
    m_table->setObjectName(u"events"_s);
    m_table->setColumnWidths({140, 190, 120, 130, 98, 100, 90});
    m_table->horizontalHeader()->setSortIndicator(AuditModel::Time, Qt::DescendingOrder);
    m_model->sort(AuditModel::Time, Qt::DescendingOrder);
    m_empty = new EmptyState(m_body);
    m_empty->setObjectName(u"list-state"_s);
    m_skeleton = new SkeletonRows(m_body);
    // The first column stands under the title.
    auto *inset = new Panel(Panel::Ground::Surface, {}, m_body);
    auto *insetLayout = new QVBoxLayout(inset);
    insetLayout->setContentsMargins(metrics::pageMargin - tableInset, 0, 0, 0);
    insetLayout->addWidget(m_table);
    m_list = inset;
    m_body->addWidget(m_list);
    m_body->addWidget(m_empty);
    m_body->addWidget(m_skeleton);
    return m_body;
}

void AuditPage::connectAll()
{
    addPageAction(u"close-detail"_s, tr("Back to the list"), Qt::Key_Escape, [this] {
        m_split->setDetailOpen(false);
        m_table->setFocus(Qt::OtherFocusReason);
    });
    connect(m_range, &ChoiceButton::chosen, this, [this] { ask(); });
    connect(m_source, &ChoiceButton::chosen, this, &AuditPage::setSource);
    connect(m_filter, &SearchField::textChanged, this, [this](const QString &text) {
        if (m_trail)
            m_trail->setWords(text);
    });
    connect(m_filter, &SearchField::returnPressed, this, [this] {
        const bool knowsMore = m_trail && m_trail->log().readAt.isValid() && !m_trail->log().complete;
        if (knowsMore)
            m_trail->askLogForWords();
        activate();
    });
    connect(m_filter, &SearchField::left, this, &AuditPage::activate);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &AuditPage::showSelected);
    connect(m_address, &SignInAddress::elsewhereRequested, this, [this] {
        if (m_trail)
            m_trail->signInToLogElsewhere();
    });
    connect(m_table, &TableView::rowActivated, this, [this] { m_split->setDetailOpen(true); });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_filter->text().isEmpty())
            refresh();
        else
            m_filter->clear();
    });
}

void AuditPage::setTrail(workspace::AuditTrail *trail)
{
    if (m_trail) {
        m_trail->setWatched(false); // it may live on, behind another connection
        m_trail->disconnect(this);
    }
    m_trail = trail;
    m_messages->clear();
    if (m_trail) {
        connect(m_trail, &workspace::AuditTrail::changed, this, &AuditPage::showState);
        m_trail->setWords(m_filter->text());
    }
    if (isVisible())
        ask();
    showState();
}

void AuditPage::setSource(const QString &id)
{
    m_source->setCurrent(id);
    showState();
}

void AuditPage::ask()
{
    if (!m_trail)
        return;
    m_trail->setWatched(isVisible());
    m_trail->show(m_range->current().toInt());
}

void AuditPage::refresh()
{
    if (m_trail)
        m_trail->refresh();
}

void AuditPage::activate()
{
    m_table->setFocus(Qt::OtherFocusReason);
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->selectRow(0);
}

QList<std::pair<QString, QString>> AuditPage::furtherKeys() const
{
    return {{u"j"_s, tr("Next event")}, {u"k"_s, tr("Previous event")}};
}

// Nothing is asked before the page is looked at; what was decided meanwhile is read whenever it is.
void AuditPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_trail && m_trail->days() > 0) {
        m_trail->setWatched(true);
        m_trail->refresh();
    } else {
        ask();
    }
    showState();
}

void AuditPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    if (m_trail)
        m_trail->setWatched(false);
}

void AuditPage::showState()
{
    const workspace::Freshness own = m_trail ? m_trail->own() : workspace::Freshness();
    const workspace::Freshness log = m_trail ? m_trail->log() : workspace::Freshness();
    m_head->freshness()->setPrefix(completeness());
    m_head->freshness()->setFreshness(log.readAt.isValid() ? log : own);
    m_progress->setRunning(own.loading || log.loading);
    m_source->setVisible(m_trail && m_trail->hasLog());
    showReadProblem(*m_messages, own, m_model->rowCount() > 0, [this] { refresh(); });
    showLogMessage();
    showLogAddress();
    if (!isVisible())
        return;
    showRows();
    showBody();
    showSelected();
}

QString AuditPage::completeness() const
{
    if (!m_trail || !m_trail->hasLog())
        return tr("this console");
    if (!m_trail->log().readAt.isValid())
        return tr("this console only");
    const QString who = visibleText(m_trail->logPerson());
    return who.isEmpty() ? tr("this console and %1").arg(m_trail->logHost())
                         : tr("this console and %1 as %2").arg(m_trail->logHost(), who);
}

void AuditPage::showRows()
{
    QList<workspace::AuditTrail::Row> rows = m_trail ? m_trail->rows() : QList<workspace::AuditTrail::Row>();
    if (m_trail && m_trail->hasLog() && m_source->current() != "all"_L1) {
        const Origin wanted = m_source->current() == "log"_L1 ? Origin::Log : Origin::Console;
        rows.removeIf([wanted](const workspace::AuditTrail::Row &row) { return row.origin != wanted; });
    }
    m_model->reconcile(std::move(rows));
    const int count = m_model->rowCount();
    m_head->setFacts(count > 0 ? tr("%1 events").arg(figures::count(count)) : QString());
}

void AuditPage::showBody()
{
    const bool isFiltered = !m_filter->text().isEmpty();
    m_filter->setVerdict(!isFiltered || !m_trail || m_trail->count() == 0 ? SearchField::Verdict::Neutral
                         : m_model->rowCount() > 0                        ? SearchField::Verdict::Good
                                                                          : SearchField::Verdict::Wrong,
                         tr("No event has all of these words."));
    if (m_model->rowCount() > 0)
        return m_body->setCurrentWidget(m_list);
    if (isFiltered && m_trail && m_trail->count() > 0) {
        m_empty->setContent(
            Icon::Search, tr("No event matches"),
            tr("None of the %1 events has all of these words.").arg(figures::count(m_trail->count())));
        m_empty->setAction(tr("Clear the filter"));
        return m_body->setCurrentWidget(m_empty);
    }
    if (m_trail && showMissing(*m_empty, m_trail->own(), {}))
        return m_body->setCurrentWidget(m_empty);
    if (!m_trail || !m_trail->own().readAt.isValid() || m_trail->log().loading)
        return m_body->setCurrentWidget(m_skeleton);
    m_empty->setContent(
        Icon::ShieldCheck, tr("Nothing happened in this time"),
        m_trail->hasLog() ? tr("What you decide with this console stands here, beside the System Log of %1.")
                                .arg(m_trail->logHost())
                          : tr("What you decide with this console stands here. A connection that names an "
                               "Okta org shows its System Log here, too."));
    m_empty->setAction(tr("Read again"));
    m_body->setCurrentWidget(m_empty);
}

void AuditPage::showSelected()
{
    const QModelIndex current = m_table->currentIndex();
    m_detail->show(current.isValid() ? std::optional(m_model->at(current.row())) : std::nullopt);
}

void AuditPage::showLogAddress()
{
    m_address->setElsewhereOffered(m_trail && m_trail->logAllowsElsewhere());
    m_address->setAddress(m_trail ? m_trail->logSignInUrl() : QUrl(),
                          m_trail ? m_trail->logUserCode() : QString());
}

// The log's own sign-in and its errors; the console's trail stands below whatever they are.
void AuditPage::showLogMessage()
{
    if (!m_trail || !m_trail->hasLog())
        return m_messages->dismiss(logMessage);
    const State state = m_trail->logState();
    const std::optional<Error> error =
        state == State::SignedIn ? m_trail->log().error : m_trail->logSignInError();
    MessageBar::Message message{
        .id = logMessage, .title = tr("System Log of %1").arg(m_trail->logHost()), .canDismiss = false};
    const auto offerSignIn = [this, &message](const QString &label) {
        message.actionText = label;
        message.action = [trail = m_trail] {
            if (trail)
                trail->signInToLog();
        };
    };
    if (state == State::WaitingForBrowser || !m_trail->logSignInUrl().isEmpty()) {
        message.text =
            tr("Your browser has the sign-in at %1. Come back here when it is done.").arg(m_trail->logHost());
        message.actionText = tr("Cancel");
        message.action = [trail = m_trail] {
            if (trail)
                trail->cancelSignInToLog();
        };
    } else if (state == State::Restoring) {
        return m_messages->dismiss(logMessage);
    } else if (m_trail->isLogLocked() || (error && error->kind == Error::Kind::Unauthorized)) {
        message.tone = Tone::Look;
        message.text = tr("Sign in to it again to read on; what is below stays.");
        offerSignIn(tr("Sign in again"));
    } else if (error) {
        Error said = *error;
        message.wait = said.retryAfter.value_or(std::chrono::seconds(0)); // said by the clock that runs down
        said.retryAfter.reset();
        const ErrorText text = describeLog(said, m_trail->logHost());
        message.tone = Tone::Wrong;
        message.title = text.title;
        message.text = text.sentence();
        if (state == State::SignedIn) {
            message.actionText = tr("Read again");
            message.action = [this] { refresh(); };
        } else {
            offerSignIn(tr("Sign in"));
        }
    } else if (state != State::SignedIn) {
        message.text = tr("It asks for a sign-in of its own, by somebody who may read logs there.");
        offerSignIn(tr("Sign in"));
    } else if (m_trail->log().readAt.isValid() && !m_trail->log().complete) {
        message.tone = Tone::Look;
        message.text = tr("Only its newest %1 events of this time are here. Choose a shorter range, or type "
                          "words and press Enter to ask the log for them.")
                           .arg(figures::count(workspace::LogReader::most));
    } else {
        return m_messages->dismiss(logMessage);
    }
    m_messages->show(message);
}

} // namespace gatehouse::ui
