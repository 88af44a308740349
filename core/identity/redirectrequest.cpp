// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/redirectrequest.h"

#include <QByteArrayList>

#include <algorithm>

namespace gatehouse::identity {

namespace {

constexpr qsizetype LineLimit = 8 * 1024;
constexpr qsizetype HeadLimit = 16 * 1024;

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::optional<QByteArray> decoded(const QByteArray &text)
{
    QByteArray result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            result += ' ';
        } else if (text[i] == '%') {
            if (i + 2 >= text.size() || hexDigit(text[i + 1]) < 0 || hexDigit(text[i + 2]) < 0)
                return std::nullopt;
            result += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

bool hasControls(const QByteArray &line)
{
    return std::any_of(line.cbegin(), line.cend(),
                       [](unsigned char c) { return (c < ' ' && c != '\t') || c == 0x7f; });
}

// RFC 9112 2.2, 5.1, 5.2: no bare CR or LF, no blank before the colon, no folded line. Where readers differ
// on what a field is, they may see different Hosts.
bool isField(const QByteArray &line)
{
    const qsizetype colon = line.indexOf(':');
    return colon > 0 && !hasControls(line) &&
           std::none_of(line.cbegin(), line.cbegin() + colon, [](char c) { return c == ' ' || c == '\t'; });
}

// Exactly one Host header, and it is ours: another name pointing at this computer is DNS rebinding.
bool hostIsOurs(const QByteArrayList &lines, const QByteArray &host)
{
    int seen = 0;
    bool isOurs = false;
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (line.first(colon).toLower() == "host") {
            ++seen;
            isOurs = line.mid(colon + 1).trimmed() == host;
        }
    }
    return seen == 1 && isOurs;
}

QByteArrayList linesOf(const QByteArray &head)
{
    QByteArrayList lines;
    for (qsizetype start = 0; start <= head.size();) {
        const qsizetype found = head.indexOf("\r\n", start);
        const qsizetype end = found < 0 ? head.size() : found;
        lines.append(head.sliced(start, end - start));
        start = end + 2;
    }
    return lines;
}

} // namespace

ParsedHead parseRequestHead(const QByteArray &received, const QByteArray &host)
{
    // Half an end of line may be all that has come yet: the answer is the same however the bytes arrive.
    const qsizetype lineEnd = received.indexOf("\r\n");
    if (lineEnd > LineLimit || (lineEnd < 0 && received.size() > LineLimit + 1))
        return Refusal{414, Refused::Size};
    const qsizetype headEnd = received.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return received.size() > HeadLimit + 3 ? ParsedHead(Refusal{431, Refused::Size})
                                               : ParsedHead(NeedMore{});
    if (headEnd > HeadLimit)
        return Refusal{431, Refused::Size};

    QByteArrayList lines = linesOf(received.first(headEnd));
    const QByteArray requestLine = lines.takeFirst();
    const QByteArrayList parts = requestLine.split(' ');
    if (hasControls(requestLine) || parts.size() != 3 ||
        (parts.at(2) != "HTTP/1.1" && parts.at(2) != "HTTP/1.0"))
        return Refusal{400, Refused::Form};
    if (parts.at(0) != "GET")
        return Refusal{405, Refused::Method};
    if (!std::all_of(lines.cbegin(), lines.cend(), isField))
        return Refusal{400, Refused::Form};
    if (!hostIsOurs(lines, host))
        return Refusal{400, Refused::Host};
    const QByteArray &target = parts.at(1);
    const qsizetype mark = target.indexOf('?');
    if (!target.startsWith('/'))
        return Refusal{400, Refused::Form};
    return RequestHead{.path = mark < 0 ? target : target.first(mark),
                       .query = mark < 0 ? QByteArray() : target.mid(mark + 1)};
}

std::optional<QHash<QByteArray, QByteArray>> parseRedirectQuery(const QByteArray &query)
{
    QHash<QByteArray, QByteArray> parameters;
    for (const QByteArray &pair : query.split('&')) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const auto name = decoded(equals < 0 ? pair : pair.first(equals));
        const auto value = decoded(equals < 0 ? QByteArray() : pair.mid(equals + 1));
        if (!name || !value || parameters.contains(*name))
            return std::nullopt;
        parameters.insert(*name, *value);
    }
    return parameters;
}

} // namespace gatehouse::identity
