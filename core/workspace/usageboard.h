// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/source.h"
#include "core/base/clock.h"
#include "core/store/cache.h"
#include "core/workspace/freshness.h"

#include <QObject>

#include <memory>
#include <optional>

namespace gatehouse::workspace {

// The usage of a range: from the cache at once, then from the source. Ranges end at the start of the next
// full bucket in UTC, so that "30 days" is 30 whole days plus today.
class UsageBoard : public QObject
{
    Q_OBJECT
public:
    UsageBoard(analytics::Source &source, store::Cache &cache, const Clock &clock, QString scope,
               QObject *parent = nullptr);
    ~UsageBoard() override;

    void show(int days, analytics::Grouping by);
    void refresh();

    [[nodiscard]] int days() const;
    [[nodiscard]] analytics::Grouping grouping() const;
    [[nodiscard]] const std::optional<analytics::UsageTable> &table() const;
    // The same length just before, for deltas; empty until it arrived.
    [[nodiscard]] const std::optional<analytics::UsageTable> &previous() const;
    [[nodiscard]] const Freshness &freshness() const;

signals:
    void changed();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::workspace
