// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <limits>

namespace gatehouse::sandbox {

// A fixed window of a minute for each person.
class RateLimiter
{
public:
    struct Standing
    {
        int limit = 0;
        int remaining = 0;
        int resetSeconds = 0;
        bool isOver = false;
    };

    // 0: nobody is ever over it.
    explicit RateLimiter(int perMinute)
        : m_perMinute(perMinute == 0 ? std::numeric_limits<int>::max() : perMinute)
    {}
    [[nodiscard]] int limit() const { return m_perMinute; }
    [[nodiscard]] Standing count(const QString &who, qint64 nowSeconds)
    {
        Window &window = m_windows[who];
        if (nowSeconds >= window.endsAt)
            window = {.endsAt = nowSeconds + 60, .used = 0};
        ++window.used;
        return {.limit = m_perMinute,
                .remaining = std::max(0, m_perMinute - window.used),
                .resetSeconds = int(window.endsAt - nowSeconds),
                .isOver = window.used > m_perMinute};
    }

private:
    struct Window
    {
        qint64 endsAt = 0;
        int used = 0;
    };
    int m_perMinute;
    QHash<QString, Window> m_windows;
};

} // namespace gatehouse::sandbox
