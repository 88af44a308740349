// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace gatehouse::ui {

// A list in our look: 32-px rows, hair lines, no zebra; j and k move like the arrows; columns can be moved,
// resized and hidden (right click on the header) and remembered through columnState().
class TableView : public QTableView
{
    Q_OBJECT
public:
    explicit TableView(QWidget *parent = nullptr);

    [[nodiscard]] QByteArray columnState() const;
    void restoreColumnState(const QByteArray &state);
    // Widths to begin with: those above 100 stretch and shrink with the view, until a person changes one or a
    // state is restored.
    void setColumnWidths(const QList<int> &widths);
    // The menu of columns, also for a "Columns" button.
    void fillColumnMenu(QMenu *menu);
    // Of the columns the model has: a state of another version is not restored.
    void setColumnVersion(int version) { m_columnVersion = version; }

    // Several rows can be selected: x marks the current one, Shift with j and k goes on marking, Ctrl+A marks
    // all. While rows are marked, j and k move without losing them.
    void setMarking(bool on);
    [[nodiscard]] bool isMarking() const; // rows are marked, beyond the current one
    void clearMarks();
    void goTo(int row);                                  // selects it alone, whatever keys are held down
    [[nodiscard]] QList<int> selectedRowNumbers() const; // ascending; rows that can be selected

    // Around a change of the rows: while the list is worked on or scrolled, what is seen stays where it is.
    void holdPlace();
    void restorePlace();

signals:
    void columnStateChanged();
    void marksChanged();
    void rowActivated(const QModelIndex &index); // Enter or double click

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    enum class Marks { Keep, Add };
    void moveBy(int rows, Marks marks = Marks::Keep);
    void toggleMark();
    void setMarked(bool marked);
    [[nodiscard]] bool canSelect(int row) const;
    bool markKey(const QKeyEvent &event);
    void updateRowHeight();
    void fitColumns();
    void keepColumns();

    QList<int> m_widths; // empty: as a person left them
    bool m_isFitting = false;
    int m_columnVersion = 0;
    bool m_canMark = false;
    bool m_isMarking = false;
    QPersistentModelIndex m_held; // a row, and where it stood
    int m_heldAt = 0;
};

} // namespace gatehouse::ui
