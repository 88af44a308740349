// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <chrono>

namespace gatehouse::test {

// The computer's time, set ahead when told: real peers have clocks of their own, and a pause need not be
// waited for.
class ShiftedClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override { return SystemClock().now().addMSecs(m_ahead.count()); }
    void advance(std::chrono::milliseconds by) { m_ahead += by; }

private:
    std::chrono::milliseconds m_ahead{0};
};

} // namespace gatehouse::test
