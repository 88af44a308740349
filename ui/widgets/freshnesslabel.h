// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/workspace/freshness.h"
#include "ui/widgets/plainlabel.h"

#include <QTimer>

namespace gatehouse::ui {

// "Read 8 s ago · complete", "From 14:02 · offline": how true the page is, small and always there.
class FreshnessLabel : public PlainLabel
{
    Q_OBJECT
public:
    explicit FreshnessLabel(const Clock &clock, QWidget *parent = nullptr);

    void setFreshness(const workspace::Freshness &freshness);
    // Facts that stand before the age: a time zone, "complete to 14:00".
    void setPrefix(const QString &prefix);

    [[nodiscard]] static QString textFor(const workspace::Freshness &freshness, const QDateTime &now);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showText();

    const Clock &m_clock;
    workspace::Freshness m_freshness;
    QString m_prefix;
    QTimer m_timer;
};

} // namespace gatehouse::ui
