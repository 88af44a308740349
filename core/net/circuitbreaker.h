// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"

#include <chrono>

namespace gatehouse::net {

// Spares a host that is down: after `failures` in a row nothing is sent for `pause`, then one request probes.
//   Closed --failures--> Open --pause--> Probing --success--> Closed
//                          ^--------failure--'
class CircuitBreaker
{
public:
    CircuitBreaker(const Clock &clock, int failures, std::chrono::milliseconds pause);

    // Whether a request may go out now. After the pause the first to ask is the probe; each "yes" is
    // answered by one of the three below.
    [[nodiscard]] bool admit();
    void succeeded();
    void failed(Error::Kind why);
    void abandoned(); // nobody waited for the answer; it says nothing

    // How long nothing will be sent; zero when admit() may say yes.
    [[nodiscard]] std::chrono::milliseconds remaining() const;
    // What the last failure was: a host that answers 503 is not offline, and nobody is told that it is.
    [[nodiscard]] Error::Kind lastFailure() const { return m_lastFailure; }

private:
    enum class State { Closed, Open, Probing };
    const Clock &m_clock;
    int m_threshold;
    std::chrono::milliseconds m_pause;
    State m_state = State::Closed;
    int m_failures = 0;
    Error::Kind m_lastFailure = Error::Kind::Offline;
    QDateTime m_openedAt;
};

} // namespace gatehouse::net
