// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/database.h"

namespace gatehouse::sandbox {

// What happens by itself: a right comes to its end, and what was decided takes effect, or does not.
class Upkeep
{
public:
    Upkeep(Database &database, const Options &options)
        : m_database(database)
        , m_options(options)
    {}

    // Does what is due; whether that was anything.
    bool advance(const QDateTime &now);
    // When the next thing is due, in milliseconds of UTC; nothing: never.
    [[nodiscard]] std::optional<qint64> nextAt();

private:
    void expire(qint64 now);
    void settle(qint64 now);

    Database &m_database;
    Options m_options;
};

} // namespace gatehouse::sandbox
