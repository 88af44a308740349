// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

class QHBoxLayout;

namespace gatehouse::ui {

// A term of a filter as a small pill with a cross: a click, Enter, Space, Delete or Backspace takes it away.
class FilterChip : public QAbstractButton
{
    Q_OBJECT
public:
    explicit FilterChip(const QString &term, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] static int lineHeight();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
};

// The terms of a filter side by side; not there while there are none. Left and Right go from one to the next.
class FilterChips : public QWidget
{
    Q_OBJECT
public:
    explicit FilterChips(QWidget *parent = nullptr);

    void setTerms(const QStringList &terms);
    [[nodiscard]] const QStringList &terms() const { return m_terms; }

signals:
    void removed(int term);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QStringList m_terms;
    QList<FilterChip *> m_chips;
    QHBoxLayout *m_layout = nullptr;
};

} // namespace gatehouse::ui
