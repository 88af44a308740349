// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>

#include <optional>
#include <variant>

namespace gatehouse::identity {

// The head of an HTTP request as the loopback receiver reads it: bit by bit, with limits, trusting nothing
// (A8, A9).
struct RequestHead
{
    QByteArray path;
    QByteArray query; // still encoded
};
struct NeedMore
{
};
struct Refusal
{
    int status = 400;
};
using ParsedHead = std::variant<NeedMore, Refusal, RequestHead>;

// `host`: the only acceptable Host header, "127.0.0.1:port".
[[nodiscard]] ParsedHead parseRequestHead(const QByteArray &received, const QByteArray &host);

// Splits first and decodes after, once; '+' is a space (A11). Nothing when a name occurs twice or an escape
// is broken.
[[nodiscard]] std::optional<QHash<QByteArray, QByteArray>> parseRedirectQuery(const QByteArray &query);

} // namespace gatehouse::identity
