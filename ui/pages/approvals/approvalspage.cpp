// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/approvals/approvalspage.h"

#include "core/workspace/account.h"
#include "core/workspace/approvaldesk.h"
#include "core/workspace/dossierreader.h"
#include "core/workspace/preferences.h"
#include "ui/delegates/rowdelegate.h"
#include "ui/models/requestmodel.h"
#include "ui/models/requestwords.h"
#include "ui/pages/approvals/reasonstrip.h"
#include "ui/pages/approvals/requestdetail.h"
#include "ui/pages/listdetail.h"
#include "ui/pages/pagehead.h"
#include "ui/pages/skeletonrows.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/progressline.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/tableview.h"

#include <QHeaderView>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace gatehouse::ui {

using gateway::Verdict;

namespace {

constexpr int tableInset = 8; // a cell's own

} // namespace

ApprovalsPage::ApprovalsPage(workspace::Preferences &preferences, const Clock &clock, QWidget *parent)
    : Page({.id = u"approvals"_s,
            .title = tr("Approvals"),
            .icon = Icon::Inbox,
            .key = u'a',
            .group = Group::Work},
           parent)
    , m_preferences(preferences)
    , m_clock(clock)
    , m_model(new RequestModel(clock, this))
{
    makeActions();
    build();
    m_minute.setInterval(1min);
    connect(&m_minute, &QTimer::timeout, this, [this] {
        m_model->updateWaiting();
        showHead();
    });
    m_minute.start();
    showRows();
}

ApprovalsPage::~ApprovalsPage() = default;

void ApprovalsPage::makeActions()
{
    m_approve =
        addPageAction(u"approve"_s, tr("Approve"), Qt::Key_A, [this] { startDecision(Verdict::Approve); });
    m_reject =
        addPageAction(u"reject"_s, tr("Reject"), Qt::Key_R, [this] { startDecision(Verdict::Reject); });
    addPageAction(u"close-detail"_s, tr("Back to the list"), Qt::Key_Escape, [this] { closeDetail(); });
}

void ApprovalsPage::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    m_head = new PageHead(about().title, m_clock, this);
    buildFilter();
    buildViews();
    layout->addWidget(m_head);
    m_progress = new ProgressLine(this);
    layout->addWidget(m_progress);
    m_messages = new MessageBar(this);
    layout->addWidget(m_messages);

    QWidget *list = makeList();
    m_detail = new RequestDetail(m_clock, m_approve, m_reject, this);
    m_split = new ListDetail(list, m_detail, this);
    layout->addWidget(m_split, 1);

    connect(m_detail->reasonStrip(), &ReasonStrip::sent, this, &ApprovalsPage::send);
    connect(m_detail, &RequestDetail::reasonClosed, this,
            [this] { m_table->setFocus(Qt::OtherFocusReason); });
    rememberLayout();
}

QWidget *ApprovalsPage::makeList()
{
    m_body = new QStackedWidget(this);
    m_table = new TableView(m_body);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setAccessibleName(tr("Requests"));
    m_table->setObjectName(u"requests"_s);
    m_table->setMarking(true);
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

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ApprovalsPage::showSelected);
    connect(m_table, &TableView::rowActivated, this, &ApprovalsPage::openDetail);
    connect(m_table, &TableView::marksChanged, this, [this] {
        showHead();
        showSelected();
    });
    connect(m_model, &RequestModel::aboutToArrange, this, &ApprovalsPage::beforeArranging);
    connect(m_model, &RequestModel::arranged, this, &ApprovalsPage::afterArranging);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_filter->text().isEmpty())
            refresh();
        else
            m_filter->clear();
    });
    return m_body;
}

void ApprovalsPage::setDesk(workspace::ApprovalDesk *desk, workspace::Account *account)
{
    if (m_desk)
        m_desk->disconnect(this);
    if (m_account)
        m_account->disconnect(this);
    m_desk = desk;
    m_account = account;
    m_messages->clear();
    m_sent.clear();
    if (m_desk) {
        connect(m_desk, &workspace::ApprovalDesk::rowsChanged, this, &ApprovalsPage::showRows);
        connect(m_desk, &workspace::ApprovalDesk::freshnessChanged, this, &ApprovalsPage::showFreshness);
        connect(m_desk, &workspace::ApprovalDesk::settled, this, &ApprovalsPage::reportOutcome);
        connect(m_desk, &workspace::ApprovalDesk::stepUpNeeded, this, &ApprovalsPage::offerStepUp);
        connect(m_desk, &workspace::ApprovalDesk::reconciled, this,
                [this](int recorded, int not_, int elsewhere) {
                    m_messages->show(
                        {.id = u"reconciled"_s,
                         .tone = not_ + elsewhere > 0 ? Tone::Look : Tone::Good,
                         .title = tr("Open decisions of an earlier run were checked with the gateway"),
                         .text = tr("%1 recorded, %2 not recorded, %3 decided elsewhere.")
                                     .arg(recorded)
                                     .arg(not_)
                                     .arg(elsewhere)});
                });
    }
    if (m_account)
        connect(m_account, &workspace::Account::changed, this, [this] {
            showBody();
            showSelected();
        });
    showRows();
    showFreshness();
}

void ApprovalsPage::setDossiers(workspace::DossierReader *dossiers)
{
    if (m_dossiers)
        m_dossiers->disconnect(this);
    m_dossiers = dossiers;
    if (m_dossiers)
        connect(m_dossiers, &workspace::DossierReader::changed, this, &ApprovalsPage::showDossier);
    showSelected();
}

void ApprovalsPage::setConnectionName(const QString &name)
{
    m_connection = name;
    m_model->setConnection(name);
}

void ApprovalsPage::activate()
{
    m_takesFocus = m_body->currentWidget() != m_list; // when there is something to work on
    m_table->setFocus(Qt::OtherFocusReason);
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->goTo(m_model->requestRowNear(0));
}

void ApprovalsPage::refresh()
{
    if (m_desk)
        m_desk->refresh();
}

QList<std::pair<QString, QString>> ApprovalsPage::furtherKeys() const
{
    return {{u"j"_s, tr("Next request")},
            {u"k"_s, tr("Previous request")},
            {u"x"_s, tr("Mark the request, or take the mark away")},
            {QKeySequence(Qt::SHIFT | Qt::Key_J).toString(QKeySequence::NativeText),
             tr("Mark and go to the next request")},
            {QKeySequence(Qt::SHIFT | Qt::Key_K).toString(QKeySequence::NativeText),
             tr("Mark and go to the previous request")},
            {QKeySequence(QKeySequence::SelectAll).toString(QKeySequence::NativeText),
             tr("Mark all requests of the list")},
            {QKeySequence(Qt::Key_Down).toString(QKeySequence::NativeText),
             tr("In the filter: what can be typed; Tab takes it")},
            {QKeySequence(Qt::Key_Return).toString(QKeySequence::NativeText), tr("Open the request")},
            {QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText),
             tr("Send the decision")}};
}

QList<PaletteEntry> ApprovalsPage::paletteEntries() const
{
    QList<PaletteEntry> entries;
    if (m_account && !m_account->may(u"requests.read"_s))
        return entries; // what the page does not show
    entries.reserve(m_model->rowCount());
    for (const RequestRow &shared : m_model->rows()) {
        if (shared.isHead())
            continue;
        const gateway::Subscription &request = shared.row->request;
        entries.append({.title = request.applicationName,
                        .detail = apiTitle(request) + u" · "_s + request.tenantName,
                        .section = tr("Requests"),
                        .icon = Icon::Inbox,
                        .run = [page = QPointer(const_cast<ApprovalsPage *>(this)), id = request.id] {
                            if (page) {
                                page->select(id);
                                page->openDetail();
                            }
                        }});
    }
    return entries;
}

void ApprovalsPage::select(const gateway::SubscriptionId &id)
{
    if (m_model->rowOf(id) < 0)
        m_filter->clear();
    if (const int row = m_model->rowOf(id); row >= 0) {
        m_table->goTo(row);
        m_table->scrollTo(m_model->index(row, 0));
    }
}

std::optional<gateway::SubscriptionId> ApprovalsPage::selected() const
{
    const workspace::QueueRow *row = m_model->requestAt(m_table->currentIndex().row());
    return row ? std::optional(row->request.id) : std::nullopt;
}

} // namespace gatehouse::ui
