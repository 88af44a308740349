// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "core/base/lifetime.h"

namespace gatehouse::ctl {

class UsageCommand : public Command
{
    Q_OBJECT
public:
    using Command::Command;
    void start() override;

private:
    void report(const analytics::UsageTable &table);
    Lifetime m_lifetime;
};

// The value of one bucket, in units of the measure (micro-units for cost).
[[nodiscard]] qint64 measured(const analytics::UsageSeries &series, Measure measure, qsizetype bucket);
[[nodiscard]] QString usageText(const analytics::UsageTable &table, Measure measure);

} // namespace gatehouse::ctl
