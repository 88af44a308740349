// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tableview.h"

#include "ui/delegates/rowdelegate.h"
#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int focusBar = 3;

// Qt's header restores a state of fewer columns without a word, and hides the rest.
QByteArray versionMark(int version)
{
    return version == 0 ? QByteArray() : "columns " + QByteArray::number(version) + '\n';
}

} // namespace

TableView::TableView(QWidget *parent)
    : QTableView(parent)
{
    setItemDelegate(new RowDelegate(this));
    setShowGrid(false);
    setFrameShape(NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the list
    setMouseTracking(true);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    updateRowHeight();
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(true);
    header->setMinimumSectionSize(40);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, [this, header](const QPoint &at) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillColumnMenu(menu);
        menu->popup(header->mapToGlobal(at));
    });
    connect(header, &QHeaderView::sectionMoved, this, &TableView::columnStateChanged);
    connect(header, &QHeaderView::sectionResized, this, [this](int, int before, int now) {
        if (m_isFitting || before == 0 || now == 0)
            return; // nobody pulled at it: it was hidden or shown
        keepColumns();
        emit columnStateChanged();
    });
    connect(this, &QTableView::doubleClicked, this, &TableView::rowActivated);
    for (const QScrollBar *bar : {verticalScrollBar(), horizontalScrollBar()}) {
        connect(bar, &QScrollBar::valueChanged, this, [this] {
            if (hasFocus()) // what marks the focus does not scroll
                viewport()->update();
        });
    }
}

QByteArray TableView::columnState() const
{
    return versionMark(m_columnVersion) + horizontalHeader()->saveState();
}

void TableView::restoreColumnState(const QByteArray &state)
{
    const QByteArray mark = versionMark(m_columnVersion);
    if (!state.isEmpty() && state.startsWith(mark) &&
        horizontalHeader()->restoreState(state.sliced(mark.size())))
        keepColumns();
}

void TableView::setColumnWidths(const QList<int> &widths)
{
    m_widths = widths;
    horizontalHeader()->setStretchLastSection(false); // it would resize at times of its own
    fitColumns();
}

void TableView::keepColumns()
{
    m_widths.clear();
    horizontalHeader()->setStretchLastSection(true);
}

void TableView::fitColumns()
{
    if (m_widths.isEmpty())
        return;
    constexpr int rigid = 100;        // figures and signs are never cut
    constexpr double narrowest = 0.7; // of a text; below that the list scrolls sideways
    int fixed = 0;
    int elastic = 0;
    for (int column = 0; column < int(m_widths.size()); ++column)
        if (const int width = m_widths.at(column); !isColumnHidden(column))
            (width <= rigid ? fixed : elastic) += width;
    const double factor = std::max(narrowest, double(viewport()->width() - fixed) / std::max(1, elastic));
    m_isFitting = true;
    for (int column = 0; column < int(m_widths.size()); ++column) {
        const int width = m_widths.at(column);
        if (!isColumnHidden(column))
            horizontalHeader()->resizeSection(column, width <= rigid ? width : int(width * factor));
    }
    m_isFitting = false;
}

void TableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

// Where the focus is: at the current row, or around a list that has none.
void TableView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!hasFocus())
        return;
    QPainter painter(viewport());
    const Tokens &tokens = Tokens::of(palette());
    const int row = currentIndex().row();
    if (row >= 0)
        painter.fillRect(QRect(0, rowViewportPosition(row), focusBar, rowHeight(row)), tokens.accent);
    else
        paint::focusRing(painter, viewport()->rect(), tokens, 0);
}

void TableView::fillColumnMenu(QMenu *menu)
{
    const QHeaderView *header = horizontalHeader();
    for (int column = 0; column < header->count(); ++column) {
        const QString title = model()->headerData(column, Qt::Horizontal).toString();
        if (title.isEmpty())
            continue;
        QAction *action = menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            setColumnHidden(column, !on);
            fitColumns();
            emit columnStateChanged();
        });
    }
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    if (markKey(*event))
        return;
    if (event->modifiers() == Qt::NoModifier) {
        switch (event->key()) {
        case Qt::Key_J:
            moveBy(1);
            return;
        case Qt::Key_K:
            moveBy(-1);
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (currentIndex().isValid())
                emit rowActivated(currentIndex());
            return;
        default:
            break;
        }
    }
    // No search by typing: letters are keys of the page.
    if (event->text().isEmpty() || event->modifiers() != Qt::NoModifier || !event->text().at(0).isPrint() ||
        event->key() == Qt::Key_Space)
        QTableView::keyPressEvent(event);
    else
        event->ignore();
}

void TableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateRowHeight();
}

void TableView::moveBy(int rows, Marks marks)
{
    if (!model() || model()->rowCount() == 0)
        return;
    const QModelIndex now = currentIndex();
    int row = now.isValid() ? std::clamp(now.row() + rows, 0, model()->rowCount() - 1) : 0;
    while (!canSelect(row) && row + rows >= 0 && row + rows < model()->rowCount())
        row += rows;
    if (!canSelect(row))
        return; // only heads beyond
    const int column = now.isValid() ? now.column() : std::max(0, columnAt(0));
    const QModelIndex next = model()->index(row, column);
    if (marks == Marks::Add) {
        setMarked(true);
        selectionModel()->select(now, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        selectionModel()->setCurrentIndex(next, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    } else if (isMarking()) {
        selectionModel()->setCurrentIndex(next, QItemSelectionModel::NoUpdate);
    } else {
        selectionModel()->setCurrentIndex(next,
                                          QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
}

void TableView::updateRowHeight()
{
    verticalHeader()->setDefaultSectionSize(std::max(metrics::rowHeight, fontMetrics().height() + 14));
}

} // namespace gatehouse::ui
