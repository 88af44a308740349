// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace gatehouse {

// A chain of records: the hash of each is the SHA-256 of the hash before it, followed by the record's bytes.
// Whoever changes, drops or adds one changes every hash after it.
[[nodiscard]] QByteArray chainHash(const QByteArray &before, const QByteArray &record);
// What stands before the first record: 32 zero bytes.
[[nodiscard]] QByteArray chainStart();

} // namespace gatehouse
