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

signals:
    void columnStateChanged();
    void rowActivated(const QModelIndex &index); // Enter or double click

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void moveBy(int rows);
    void updateRowHeight();
    void fitColumns();
    void keepColumns();

    QList<int> m_widths; // empty: as a person left them
    bool m_isFitting = false;
};

} // namespace gatehouse::ui
