// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/panel.h"

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
    void addAction(QWidget *widget); // at the right end
    void addLine(QWidget *widget);   // a filter line
    using Panel::addAction;

private:
    QVBoxLayout *m_lines = nullptr;
    QHBoxLayout *m_row = nullptr;
    Pill *m_facts = nullptr;
    FreshnessLabel *m_freshness = nullptr;
};

} // namespace gatehouse::ui
