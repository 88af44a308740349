// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/noticerules.h"
#include "ui/widgets/card.h"

#include <functional>

namespace gatehouse::ui {

class ChoiceButton;
class PlainLabel;
class SegmentedControl;

// Of the settings page: whether the desktop is told of requests, and when not.
class NoticeCard : public Card
{
    Q_OBJECT
public:
    explicit NoticeCard(QWidget *parent = nullptr);

    void setChoices(const workspace::NoticeChoices &choices); // no signal
    [[nodiscard]] const workspace::NoticeChoices &choices() const { return m_choices; }

signals:
    void chosen(const gatehouse::workspace::NoticeChoices &choices); // by the person

private:
    void build();
    void showChoices();
    void change(const std::function<void(workspace::NoticeChoices &)> &what);

    workspace::NoticeChoices m_choices;
    SegmentedControl *m_on = nullptr;
    SegmentedControl *m_quiet = nullptr;
    ChoiceButton *m_from = nullptr;
    ChoiceButton *m_to = nullptr;
    PlainLabel *m_text = nullptr;
};

} // namespace gatehouse::ui
