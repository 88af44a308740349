// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAbstractItemView;

namespace gatehouse::console {

// Says once when a view has painted rows for the first time: the first usable frame.
class FirstFrame : public QObject
{
    Q_OBJECT
public:
    explicit FirstFrame(QAbstractItemView &view, QObject *parent = nullptr);

signals:
    void painted(int rows);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QAbstractItemView &m_view;
    bool m_done = false;
};

} // namespace gatehouse::console
