// SPDX-License-Identifier: GPL-3.0-or-later
// Several rows at once, and rows that stay where they are seen. The rest of the list is in tableview.cpp.
#include "ui/widgets/tableview.h"

#include <QKeyEvent>
#include <QScrollBar>

namespace gatehouse::ui {

void TableView::setMarking(bool on)
{
    m_canMark = on;
    setSelectionMode(on ? ExtendedSelection : SingleSelection);
}

bool TableView::isMarking() const
{
    return m_canMark && m_isMarking;
}

void TableView::setMarked(bool marked)
{
    if (m_isMarking == marked)
        return;
    m_isMarking = marked;
    emit marksChanged();
}

void TableView::clearMarks()
{
    setMarked(false);
    if (currentIndex().isValid())
        goTo(currentIndex().row());
}

void TableView::goTo(int row)
{
    setMarked(false);
    const int column = currentIndex().isValid() ? currentIndex().column() : std::max(0, columnAt(0));
    selectionModel()->setCurrentIndex(model()->index(row, column),
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

bool TableView::canSelect(int row) const
{
    return model()->index(row, 0).flags().testFlag(Qt::ItemIsSelectable);
}

QList<int> TableView::selectedRowNumbers() const
{
    QList<int> rows;
    if (!selectionModel())
        return rows;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection)
        for (int row = range.top(); row <= range.bottom(); ++row)
            if (canSelect(row))
                rows.append(row);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

void TableView::toggleMark()
{
    if (!currentIndex().isValid())
        return;
    // The first mark is the row that is selected anyhow.
    const auto change = m_isMarking ? QItemSelectionModel::Toggle : QItemSelectionModel::Select;
    setMarked(true);
    selectionModel()->select(currentIndex(), change | QItemSelectionModel::Rows);
    if (!selectionModel()->hasSelection())
        clearMarks();
}

bool TableView::markKey(const QKeyEvent &event)
{
    if (!m_canMark || !model())
        return false;
    if (event.matches(QKeySequence::SelectAll)) {
        setMarked(true);
        selectAll();
        return true;
    }
    if (event.modifiers() == Qt::NoModifier && event.key() == Qt::Key_X) {
        toggleMark();
        return true;
    }
    if (event.modifiers() == Qt::ShiftModifier && (event.key() == Qt::Key_J || event.key() == Qt::Key_K)) {
        moveBy(event.key() == Qt::Key_J ? 1 : -1, Marks::Add);
        return true;
    }
    return false;
}

void TableView::mousePressEvent(QMouseEvent *event)
{
    QTableView::mousePressEvent(event);
    if (m_canMark && event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier)
        setMarked(false);
}

// Arrows and the mouse select in Qt's own way: several rows are marks, the one current row is none.
void TableView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    if (!m_canMark)
        return;
    const QItemSelection all = selectionModel()->selection();
    const bool isOneRow = all.size() == 1 && all.constFirst().height() == 1;
    if (all.size() > 1 || (all.size() == 1 && !isOneRow))
        m_isMarking = true;
    else if (all.isEmpty() || (deselected.size() > 0 && all.constFirst().top() == currentIndex().row()))
        m_isMarking = false; // moved without them
    emit marksChanged();
}

void TableView::holdPlace()
{
    m_held = QPersistentModelIndex();
    if (!model() || (!hasFocus() && !viewport()->underMouse() && verticalScrollBar()->value() == 0))
        return;
    const QModelIndex current = currentIndex();
    const bool isSeen = current.isValid() && viewport()->rect().intersects(visualRect(current));
    const int row = isSeen ? current.row() : rowAt(0);
    if (row < 0)
        return;
    m_held = model()->index(row, 0);
    m_heldAt = rowViewportPosition(row);
}

void TableView::restorePlace()
{
    if (!m_held.isValid())
        return;
    executeDelayedItemsLayout(); // the scroll bar must know the new length
    QScrollBar *bar = verticalScrollBar();
    bar->setValue(bar->value() + rowViewportPosition(m_held.row()) - m_heldAt);
    m_held = QPersistentModelIndex();
}

} // namespace gatehouse::ui
