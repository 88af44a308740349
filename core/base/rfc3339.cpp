// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rfc3339.h"

#include <chrono>

namespace gatehouse {

namespace {

// Takes a text apart from the left; after the first miss everything misses.
class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_rest(text)
    {}

    [[nodiscard]] bool atEnd() const { return m_good && m_rest.empty(); }
    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] char peek() const { return m_rest.empty() ? '\0' : m_rest.front(); }
    char take()
    {
        const char c = peek();
        m_good = m_good && !m_rest.empty();
        m_rest.remove_prefix(m_rest.empty() ? 0 : 1);
        return c;
    }
    void expect(char wanted) { m_good = take() == wanted && m_good; }
    [[nodiscard]] int number(int digits)
    {
        int value = 0;
        for (int i = 0; i < digits; ++i) {
            const char c = take();
            m_good = m_good && isDigit(c);
            value = value * 10 + (c - '0');
        }
        return m_good ? value : 0;
    }
    // ".123456" in milliseconds; digits beyond are dropped.
    [[nodiscard]] int fraction()
    {
        if (peek() != '.')
            return 0;
        take();
        m_good = m_good && isDigit(peek());
        int value = 0;
        for (int scale = 100; isDigit(peek()); scale /= 10)
            value += (take() - '0') * scale;
        return value;
    }

private:
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }

    std::string_view m_rest;
    bool m_good = true;
};

std::optional<int> zoneMinutes(Scanner &scanner)
{
    const char sign = scanner.take();
    if (sign == 'Z' || sign == 'z')
        return 0;
    if (sign != '+' && sign != '-')
        return {};
    const int hours = scanner.number(2);
    scanner.expect(':');
    const int minutes = scanner.number(2);
    if (hours > 23 || minutes > 59)
        return {};
    return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
}

} // namespace

std::optional<QDateTime> parseRfc3339(std::string_view text)
{
    using namespace std::chrono;
    constexpr qint64 dayMs = 86'400'000;
    Scanner scanner(text);
    const int y = scanner.number(4);
    scanner.expect('-');
    const int mon = scanner.number(2);
    scanner.expect('-');
    const int d = scanner.number(2);
    const char t = scanner.take();
    const int h = scanner.number(2);
    scanner.expect(':');
    const int min = scanner.number(2);
    scanner.expect(':');
    const int s = scanner.number(2);
    const int ms = scanner.fraction();
    const std::optional<int> zone = zoneMinutes(scanner);
    const year_month_day date{year(y), month(static_cast<unsigned>(mon)), day(static_cast<unsigned>(d))};
    if (!scanner.atEnd() || !zone || !date.ok() || (t != 'T' && t != 't') || h > 23 || min > 59 || s > 60)
        return {};
    const qint64 minutes = (h * 60 + min) - *zone;
    const qint64 seconds = minutes * 60 + s;
    if (s == 60 && (seconds * 1000) % dayMs != 0) // a leap second ends a UTC day and counts as the next one
        return {};
    const qint64 days = sys_days(date).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(days * dayMs + seconds * 1000 + ms, Qt::UTC);
}

} // namespace gatehouse
