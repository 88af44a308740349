// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QAbstractButton>

namespace gatehouse::ui {

// One page in the rail.
class RailItem : public QAbstractButton
{
    Q_OBJECT
public:
    RailItem(const QString &text, Icon icon, QWidget *parent = nullptr);

    void setBadge(int count);
    [[nodiscard]] int badge() const { return m_badge; }
    void setKeys(const QString &keys); // "g a", in the tooltip
    void setCollapsed(bool collapsed);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void updateDescription();

    Icon m_icon;
    QString m_keys;
    int m_badge = 0;
    bool m_isCollapsed = false;
};

} // namespace gatehouse::ui
