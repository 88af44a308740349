// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QSplitter;

namespace gatehouse::ui {

// A list and the detail of what is selected, side by side with a split that can be dragged. In a narrow
// window the detail lies over the list, and only while it is open.
class ListDetail : public QWidget
{
    Q_OBJECT
public:
    ListDetail(QWidget *list, QWidget *detail, QWidget *parent = nullptr); // takes both

    void setDetailOpen(bool open); // of importance only where it lies over the list
    [[nodiscard]] bool isOverlay() const { return m_isOverlay; }
    [[nodiscard]] bool isDetailOpen() const { return m_isOpen; }
    [[nodiscard]] QByteArray splitState() const;
    void restoreSplitState(const QByteArray &state);

signals:
    void splitMoved();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void arrange();

    QSplitter *m_splitter = nullptr;
    QWidget *m_detail = nullptr;
    bool m_isOverlay = false;
    bool m_isOpen = false;
};

} // namespace gatehouse::ui
