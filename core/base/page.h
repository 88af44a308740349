// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace gatehouse {

// One page of a list the server pages. A list proves its end: the last page has no next cursor.
template <typename T>
struct Page
{
    QList<T> items;
    std::optional<QString> nextCursor; // opaque; handed back as it came
    std::optional<qint64> total;       // of the whole list, where the server says
    QByteArray etag;                   // of this page, empty when the server gives none
    bool notModified = false;          // the server answered 304: items is empty, keep what you had

    bool operator==(const Page &) const = default;
};

} // namespace gatehouse
