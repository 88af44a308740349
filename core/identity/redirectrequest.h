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
// Why a request on the loopback port is not the way back from the browser.
enum class Refused {
    Form,    // no HTTP request of the one kind that is read
    Size,    // a line or head beyond its limit
    Method,  // not GET
    Host,    // no Host, two, or not ours (A9)
    Path,    // another than the attempt's, favicon.ico for one
    Late,    // one with our state was taken already
    Query,   // a name twice, or a broken escape (A11)
    State,   // missing, or not ours (A10)
    Both,    // a code and an error
    Neither, // no code and no error, or nothing in it
};
struct Refusal
{
    int status = 400;
    Refused why = Refused::Form;
};
using ParsedHead = std::variant<NeedMore, Refusal, RequestHead>;

// `host`: the only acceptable Host header, "127.0.0.1:port".
[[nodiscard]] ParsedHead parseRequestHead(const QByteArray &received, const QByteArray &host);

// Splits first and decodes after, once; '+' is a space (A11). Nothing when a name occurs twice or an escape
// is broken.
[[nodiscard]] std::optional<QHash<QByteArray, QByteArray>> parseRedirectQuery(const QByteArray &query);

} // namespace gatehouse::identity
