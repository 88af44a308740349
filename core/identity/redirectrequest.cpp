// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/redirectrequest.h"

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

// Exactly one Host header, and it is ours: another name pointing at this computer is DNS rebinding.
bool hostIsOurs(const QByteArrayList &lines, const QByteArray &host)
{
    int seen = 0;
    bool isOurs = false;
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).trimmed().toLower() == "host") {
            ++seen;
            isOurs = line.mid(colon + 1).trimmed() == host;
        }
    }
    return seen == 1 && isOurs;
}

} // namespace

ParsedHead parseRequestHead(const QByteArray &received, const QByteArray &host)
{
    const qsizetype lineEnd = received.indexOf("\r\n");
    if (lineEnd > LineLimit || (lineEnd < 0 && received.size() > LineLimit))
        return Refusal{414};
    const qsizetype headEnd = received.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return received.size() > HeadLimit ? ParsedHead(Refusal{431}) : ParsedHead(NeedMore{});
    if (headEnd > HeadLimit)
        return Refusal{431};

    QByteArrayList lines = received.first(headEnd).split('\n');
    const QByteArrayList parts = lines.takeFirst().trimmed().split(' ');
    if (parts.size() != 3 || (parts.at(2) != "HTTP/1.1" && parts.at(2) != "HTTP/1.0"))
        return Refusal{400};
    if (parts.at(0) != "GET")
        return Refusal{405};
    if (!hostIsOurs(lines, host))
        return Refusal{400};
    const QByteArray &target = parts.at(1);
    const qsizetype mark = target.indexOf('?');
    if (!target.startsWith('/'))
        return Refusal{400};
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
