// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/exchange.h"

#include <QString>

namespace gatehouse::sandbox {

// Where a page starts: after this key. Opaque to clients.
struct Cursor
{
    qint64 number = 0;
    QString id;

    [[nodiscard]] QString toText() const;
    [[nodiscard]] static std::optional<Cursor> fromText(const QString &text);
    bool operator==(const Cursor &) const = default;
};

struct Paging
{
    int limit = 100;
    std::optional<Cursor> after;
};

// Nothing when limit or cursor cannot be understood.
[[nodiscard]] std::optional<Paging> readPaging(const Parameters &query);

} // namespace gatehouse::sandbox
