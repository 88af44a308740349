// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/circuitbreaker.h"

namespace gatehouse::net {

CircuitBreaker::CircuitBreaker(const Clock &clock, int failures, std::chrono::milliseconds pause)
    : m_clock(clock)
    , m_threshold(failures)
    , m_pause(pause)
{}

bool CircuitBreaker::admit()
{
    if (m_state == State::Closed)
        return true;
    if (m_state == State::Probing || remaining().count() > 0)
        return false;
    m_state = State::Probing;
    return true;
}

void CircuitBreaker::succeeded()
{
    m_state = State::Closed;
    m_failures = 0;
}

void CircuitBreaker::failed(Error::Kind why)
{
    m_lastFailure = why;
    ++m_failures;
    if (m_state == State::Closed && m_failures < m_threshold)
        return;
    m_state = State::Open;
    m_openedAt = m_clock.now();
}

void CircuitBreaker::abandoned()
{
    if (m_state == State::Probing)
        m_state = State::Open; // its pause is over, so the next request probes
}

std::chrono::milliseconds CircuitBreaker::remaining() const
{
    if (m_state != State::Open)
        return std::chrono::milliseconds(0);
    const std::chrono::milliseconds passed{m_openedAt.msecsTo(m_clock.now())};
    if (passed.count() < 0 || passed >= m_pause) // a clock set back must not keep it open
        return std::chrono::milliseconds(0);
    return m_pause - passed;
}

} // namespace gatehouse::net
