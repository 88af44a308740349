// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::sandbox {

// 0…1, the same for the same arguments on every machine (splitmix64).
[[nodiscard]] inline double noise(quint64 key)
{
    key += 0x9E3779B97F4A7C15ULL;
    key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9ULL;
    key = (key ^ (key >> 27)) * 0x94D049BB133111EBULL;
    key ^= key >> 31;
    return static_cast<double>(key >> 11) / 9007199254740992.0;
}

[[nodiscard]] inline quint64 keyOf(const QString &text)
{
    quint64 hash = 14695981039346656037ULL; // FNV-1a: qHash may differ from run to run
    for (const QChar c : text)
        hash = (hash ^ c.unicode()) * 1099511628211ULL;
    return hash;
}

} // namespace gatehouse::sandbox
