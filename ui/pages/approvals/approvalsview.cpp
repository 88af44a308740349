// SPDX-License-Identifier: GPL-3.0-or-later
// How the approvals page looks at the queue: filter, order, columns, saved views, marked rows. The page's
// make-up is in approvalspage.cpp.
#include "core/workspace/preferences.h"
#include "ui/models/filterwords.h"
#include "ui/models/requestmodel.h"
#include "ui/models/visibletext.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/approvals/savedviewsbutton.h"
#include "ui/pages/approvals/viewnameline.h"
#include "ui/pages/listdetail.h"
#include "ui/pages/pagehead.h"
#include "ui/widgets/filterchips.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/tableview.h"

#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using workspace::FilterKey;
using workspace::RequestFilter;

namespace {

// Raised with the model's columns: a layout of others is not restored.
constexpr int columnVersion = 2;
constexpr std::array hiddenAtFirst{RequestModel::Requester, RequestModel::Plan, RequestModel::Sensitivity,
                                   RequestModel::Agree};

} // namespace

void ApprovalsPage::buildFilter()
{
    m_filter = new SearchField(this);
    m_filter->setPlaceholderText(tr("Words, or state: tenant: scope: cost> age>2h sort:waiting …"));
    m_filter->setHint(u"tenant: scope: cost> age>2h …"_s);
    m_filter->setAccessibleName(tr("Filter"));
    m_head->addLine(m_filter);
    m_problem = new PlainLabel({}, Type::Caption, Tone::Wrong, this);
    m_problem->setElided(true);
    m_problem->setObjectName(u"filter-problem"_s);
    m_problem->setMinimumHeight(FilterChip::lineHeight()); // it takes the place of the chips
    m_problem->hide();
    m_head->addLine(m_problem);
    m_chips = new FilterChips(this);
    m_head->addLine(m_chips);
    m_filter->setCompleter([this](const QString &text, int cursor) {
        workspace::FilterValues values = m_model->values();
        values.insert(FilterKey::Connection,
                      m_connection.isEmpty() ? QStringList() : QStringList{m_connection});
        const workspace::FilterCompletion found = workspace::completionAt(text, cursor, values);
        return SearchField::Completion{
            .position = found.position, .length = found.length, .candidates = found.candidates};
    });
    connect(m_filter, &SearchField::textChanged, this, &ApprovalsPage::applyFilter);
    connect(m_filter, &SearchField::returnPressed, this, &ApprovalsPage::activate);
    connect(m_filter, &SearchField::left, this, &ApprovalsPage::activate);
    connect(m_chips, &FilterChips::removed, this,
            [this](int term) { m_filter->setText(m_model->filter().without(term).text()); });
}

void ApprovalsPage::buildViews()
{
    auto *columns = new KeyButton(tr("Columns"), KeyButton::Kind::Secondary, m_head);
    auto *menu = new QMenu(columns);
    columns->setMenu(menu);
    m_head->addAction(columns);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        m_table->fillColumnMenu(menu);
    });
    auto *line = new ViewNameLine(this);
    m_head->addLine(line);
    m_views = new SavedViewsButton(
        m_preferences, *line, [this] { return viewOnScreen(); }, m_head);
    m_head->addAction(m_views);
    connect(line, &ViewNameLine::closed, this, [this] { m_table->setFocus(Qt::OtherFocusReason); });
    connect(m_views, &SavedViewsButton::chosen, this, &ApprovalsPage::showView);
    connect(m_views, &SavedViewsButton::deleted, this,
            [this](const QString &name, const workspace::SavedViews &before) {
                m_messages->show({.id = u"view-deleted"_s,
                                  .title = tr("The view %1 was deleted").arg(visibleText(name)),
                                  .actionText = tr("Undo"),
                                  .action = [this, before] {
                                      m_views->putBack(before);
                                      m_messages->dismiss(u"view-deleted"_s);
                                  }});
            });
}

void ApprovalsPage::rememberLayout()
{
    QHeaderView *header = m_table->horizontalHeader();
    m_table->setColumnVersion(columnVersion);
    header->setSortIndicator(RequestModel::Waiting, Qt::DescendingOrder);
    m_table->setSortingEnabled(true);
    m_table->setColumnWidths({130, 140, 128, 140, 84, 98, 84, 130, 80, 92, 66});
    for (const RequestModel::Column column : hiddenAtFirst)
        m_table->setColumnHidden(column, true);
    m_table->restoreColumnState(m_preferences.approvalsColumns());
    m_split->restoreSplitState(m_preferences.approvalsSplit());
    const auto keepColumns = [this] { m_preferences.setApprovalsColumns(m_table->columnState()); };
    connect(m_table, &TableView::columnStateChanged, this, keepColumns);
    connect(header, &QHeaderView::sortIndicatorChanged, this, [this, keepColumns] {
        keepColumns();
        forgetSortTerm();
    });
    connect(m_split, &ListDetail::splitMoved, this,
            [this] { m_preferences.setApprovalsSplit(m_split->splitState()); });
    if (const workspace::SavedView *standard = m_views->standard()) {
        m_views->setCurrent(standard->name);
        showView(*standard);
    }
}

void ApprovalsPage::applyFilter()
{
    const auto filter = RequestFilter::parse(m_filter->text());
    if (!filter) {
        m_filterProblem = sentenceOn(filter.error());
        return showFilter(); // the rows stay as they were
    }
    m_filterProblem.clear();
    m_model->setFilter(*filter);
    if (const std::optional<workspace::SortWish> wish = filter->sort()) {
        const QScopedValueRollback guard(m_isShowingView, true);
        m_table->sortByColumn(int(columnOf(wish->column)),
                              wish->isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
    showFilter();
    showBody();
    showSelected();
}

void ApprovalsPage::showFilter()
{
    using Verdict = SearchField::Verdict;
    const bool isBroken = !m_filterProblem.isEmpty();
    const bool isEmptied =
        m_model->rowCount() == 0 && m_model->countBeforeFilter() > 0 && !m_model->isArranging();
    m_filter->setVerdict(isBroken                     ? Verdict::Wrong
                         : m_filter->text().isEmpty() ? Verdict::Neutral
                         : isEmptied                  ? Verdict::Wrong
                         : m_model->rowCount() > 0    ? Verdict::Good
                                                      : Verdict::Neutral,
                         isBroken    ? m_filterProblem
                         : isEmptied ? tr("No request meets all terms of the filter.")
                                     : QString());
    m_problem->setText(m_filterProblem);
    m_problem->setVisible(isBroken);
    QStringList terms;
    for (const workspace::FilterTerm &term : m_model->filter().terms())
        terms.append(visibleText(RequestFilter::textOf(term)));
    m_chips->setTerms(isBroken ? QStringList() : terms);
}

// A click on a header says more than the term: the text must not claim another order.
void ApprovalsPage::forgetSortTerm()
{
    if (!m_isShowingView && m_model->filter().sort())
        m_filter->setText(m_model->filter().withoutKey(FilterKey::Sort).text());
}

workspace::SavedView ApprovalsPage::viewOnScreen() const
{
    const QHeaderView *header = m_table->horizontalHeader();
    const bool isDescending = header->sortIndicatorOrder() == Qt::DescendingOrder;
    const workspace::SortColumn column = sortColumnOf(RequestColumn(header->sortIndicatorSection()));
    return {.filter = m_model->filter().text(),
            .sort = wordFor(column) + (isDescending == startsWithLargest(column) ? QString() : u"-"_s),
            .columns = m_table->columnState()};
}

void ApprovalsPage::showView(const workspace::SavedView &view)
{
    const QScopedValueRollback guard(m_isShowingView, true);
    m_table->restoreColumnState(view.columns);
    const auto sort = RequestFilter::parse(u"sort:"_s + view.sort);
    if (const std::optional<workspace::SortWish> wish = sort ? sort->sort() : std::nullopt)
        m_table->sortByColumn(int(columnOf(wish->column)),
                              wish->isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
    m_filter->setText(view.filter);
}

void ApprovalsPage::beforeArranging()
{
    m_selectedBefore = selected();
    m_rowBefore = m_table->currentIndex().row();
    m_table->holdPlace();
}

void ApprovalsPage::afterArranging()
{
    m_table->restorePlace();
    const bool isGone = m_selectedBefore && m_model->rowOf(*m_selectedBefore) < 0;
    // What was selected and is gone: the row that took its place is the next one to decide.
    const bool isNone = !m_table->currentIndex().isValid() && (m_selectedBefore || isVisible());
    if (const int row = m_model->requestRowNear(m_rowBefore);
        row >= 0 && (isGone || isNone) && !m_table->isMarking())
        m_table->goTo(row);
    showFilter();
    showHead();
    showBody();
    showSelected();
    emit pendingCountChanged(m_model->pendingCount());
}

QList<gateway::SubscriptionId> ApprovalsPage::selectedIds() const
{
    QList<gateway::SubscriptionId> ids;
    if (m_table->isMarking()) {
        for (const int row : m_table->selectedRowNumbers())
            ids.append(m_model->requestAt(row)->request.id);
    } else if (const std::optional<gateway::SubscriptionId> id = selected()) {
        ids.append(*id);
    }
    return ids;
}

} // namespace gatehouse::ui
