// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

namespace gatehouse::ui {

// A card over the window, on a veil: the command palette, the cheat sheet. Esc or a click beside it closes it
// and gives the focus back.
class Overlay : public QWidget
{
    Q_OBJECT
public:
    Overlay(QWidget *window, QSize cardSize);

    void open();
    void close();
    [[nodiscard]] QWidget *card() const { return m_card; }
    void setCardHeight(int height); // no more than the window has

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override; // stays inside

private:
    void layOut();

    QWidget *m_card = nullptr;
    QSize m_cardSize;
    QPointer<QWidget> m_before; // had the focus
};

} // namespace gatehouse::ui
