// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/connectioncheck.h"
#include "ui/theme/tokens.h"

#include <QPointer>
#include <QWidget>

class QVBoxLayout;

namespace gatehouse::ui {

class PlainLabel;

// What a check of a connection found, line by line as it is found: a sign, what it is, and what to do about
// it.
class CheckList : public QWidget
{
    Q_OBJECT
public:
    explicit CheckList(QWidget *parent = nullptr);

    // Null clears it. The check outlives the list or dies while it is shown.
    void setCheck(workspace::ConnectionCheck *check);

private:
    void showLines();
    void addLine(const QString &sign, const QString &text, Tone tone);

    QPointer<workspace::ConnectionCheck> m_check;
    QVBoxLayout *m_layout = nullptr;
    QWidget *m_lines = nullptr;
};

// One line in words; plain text.
[[nodiscard]] QString textOf(const workspace::CheckLine &line);

} // namespace gatehouse::ui
