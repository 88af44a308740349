// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/panel.h"

class QBoxLayout;
class QHBoxLayout;
class QVBoxLayout;

namespace gatehouse {
class Clock;
}

namespace gatehouse::ui {

class FreshnessLabel;
class Pill;
class PlainLabel;

// The top of a page: its title, a pill of facts, how fresh it is, its actions, and lines below them.
class PageHead : public Panel
{
    Q_OBJECT
public:
    PageHead(const QString &title, const Clock &clock, QWidget *parent = nullptr);

    void setFacts(const QString &text); // empty takes the pill away
    [[nodiscard]] QString facts() const;
    [[nodiscard]] FreshnessLabel *freshness() const { return m_freshness; }
    // At the right end; on a line of their own, or below each other, where there is no room.
    void addAction(QWidget *widget);
    void addLine(QWidget *widget); // a filter line
    using Panel::addAction;

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override; // an action may have come, gone or grown

private:
    void placeActions();

    QVBoxLayout *m_lines = nullptr;
    QHBoxLayout *m_row = nullptr;
    PlainLabel *m_title = nullptr;
    Pill *m_facts = nullptr;
    FreshnessLabel *m_freshness = nullptr;
    QWidget *m_actions = nullptr;
    QBoxLayout *m_actionLayout = nullptr;
    enum class Place { Beside, Below, Stacked };
    Place m_place = Place::Beside;
};

} // namespace gatehouse::ui
