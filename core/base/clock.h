// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

namespace gatehouse {

// Time is asked of a Clock so that tests can move it (tests/fakes/manualclock.h).
class Clock
{
public:
    virtual ~Clock() = default;
    // UTC, milliseconds.
    [[nodiscard]] virtual QDateTime now() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
};

} // namespace gatehouse
