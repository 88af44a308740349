// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMultiHash>
#include <QUrl>

#include <optional>
#include <utility>

namespace gatehouse::sandbox {

using Headers = QList<std::pair<QByteArray, QByteArray>>;
using Parameters = QMultiHash<QString, QString>;

// application/x-www-form-urlencoded and query strings: split first, then decode; '+' is a space.
[[nodiscard]] Parameters parseForm(const QByteArray &encoded);

struct Request
{
    QByteArray method;
    QByteArray path; // as sent
    Parameters query;
    Headers headers;
    QByteArray body;

    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    // The path's segments, decoded.
    [[nodiscard]] QStringList segments() const;
};

struct Answer
{
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body;
    Headers headers;
};

} // namespace gatehouse::sandbox
