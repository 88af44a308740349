// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace gatehouse::ui {

// A key as it stands in the cheat sheet.
class KeyCap : public QWidget
{
    Q_OBJECT
public:
    explicit KeyCap(const QString &text, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
};

} // namespace gatehouse::ui
