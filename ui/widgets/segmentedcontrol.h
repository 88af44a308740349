// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace gatehouse::ui {

// A few choices side by side; left and right move between them.
class SegmentedControl : public QWidget
{
    Q_OBJECT
public:
    explicit SegmentedControl(const QString &label, QWidget *parent = nullptr);

    void addChoice(const QString &id, const QString &text);
    void setCurrent(const QString &id); // no signal
    [[nodiscard]] QString current() const;

signals:
    void chosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QButtonGroup *m_group = nullptr;
    QHBoxLayout *m_layout = nullptr;
};

} // namespace gatehouse::ui
