// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace gatehouse::ui {

// A small line without axes. Says least, most and last to screen readers.
class Sparkline : public QWidget
{
    Q_OBJECT
public:
    explicit Sparkline(QWidget *parent = nullptr);

    void setValues(const QList<double> &values);
    void setSeriesColour(int index);

    [[nodiscard]] QSize sizeHint() const override { return {96, 24}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<double> m_values;
    int m_colour = 0;
};

} // namespace gatehouse::ui
