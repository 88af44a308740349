// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

namespace gatehouse {

// Owns the requests of one object: they are asked to stop when it dies or restarts ("latest wins").
// Lives on one thread.
class Lifetime
{
public:
    Lifetime() = default;
    ~Lifetime() { m_source.request_stop(); }
    Lifetime(const Lifetime &) = delete;
    Lifetime &operator=(const Lifetime &) = delete;

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

    // Asks whatever runs to stop, and hands out fresh tokens from now on.
    void restart()
    {
        m_source.request_stop();
        m_source = std::stop_source();
    }

private:
    std::stop_source m_source;
};

} // namespace gatehouse
