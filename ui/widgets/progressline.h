// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

namespace gatehouse::ui {

// The thin line at the top of a page while an answer is on its way; still where motion is unwanted.
class ProgressLine : public QWidget
{
    Q_OBJECT
public:
    explicit ProgressLine(QWidget *parent = nullptr);

    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    void setRunning(bool running);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QTimer m_timer;
    int m_position = 0; // per mille of the way
    bool m_isRunning = false;
};

} // namespace gatehouse::ui
