// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace gatehouse::ui {

// Pale bars where rows will be, while there is nothing to show yet.
class SkeletonRows : public QWidget
{
    Q_OBJECT
public:
    explicit SkeletonRows(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace gatehouse::ui
