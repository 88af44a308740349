// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/linkheader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

namespace {

constexpr qsizetype MostBytes = 8 * 1024;
constexpr int MostLinks = 64;

struct Link
{
    QByteArray target;
    std::optional<QByteArray> rel = {}; // the first; others do not count (RFC 8288 3.3)
    bool hasAnchor = false;             // it speaks of another resource (RFC 8288 3.2)
};

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

// One field value, read from left to right. What cannot be read ends it: nobody knows where the next link
// would start.
class LinkReader
{
public:
    explicit LinkReader(QByteArrayView field)
        : m_rest(field)
    {}

    std::optional<Link> next()
    {
        skip([](char c) { return isBlank(c) || c == ','; }); // empty elements are allowed (RFC 9110 5.6.1)
        if (!take('<'))
            return {};
        const qsizetype end = m_rest.indexOf('>');
        if (end < 0)
            return {};
        Link link{.target = m_rest.first(end).toByteArray()};
        m_rest = m_rest.sliced(end + 1);
        for (skip(isBlank); take(';'); skip(isBlank)) {
            if (!readParameter(link))
                return {};
        }
        if (!m_rest.isEmpty() && m_rest.front() != ',')
            return {};
        return link;
    }

private:
    bool readParameter(Link &link)
    {
        skip(isBlank);
        const QByteArray name = until("=;,").toLower();
        skip(isBlank);
        std::optional<QByteArray> value = QByteArray();
        if (take('=')) {
            skip(isBlank);
            value = take('"') ? quoted() : until(";,");
        }
        if (!value)
            return false;
        if (name == "rel" && !link.rel)
            link.rel = value;
        link.hasAnchor = link.hasAnchor || name == "anchor";
        return true;
    }

    QByteArray until(QByteArrayView marks) // or a blank
    {
        const auto ends = [&](char c) { return isBlank(c) || marks.contains(c); };
        const qsizetype size = std::find_if(m_rest.begin(), m_rest.end(), ends) - m_rest.begin();
        const QByteArray read = m_rest.first(size).toByteArray();
        m_rest = m_rest.sliced(size);
        return read;
    }

    std::optional<QByteArray> quoted() // after the opening mark
    {
        QByteArray text;
        for (qsizetype i = 0; i < m_rest.size(); ++i) {
            if (m_rest[i] == '"') {
                m_rest = m_rest.sliced(i + 1);
                return text;
            }
            if (m_rest[i] == '\\' && ++i == m_rest.size())
                break;
            text += m_rest[i];
        }
        return {};
    }

    template <typename Predicate>
    void skip(Predicate isSkipped)
    {
        while (!m_rest.isEmpty() && isSkipped(m_rest.front()))
            m_rest = m_rest.sliced(1);
    }

    bool take(char c)
    {
        if (m_rest.isEmpty() || m_rest.front() != c)
            return false;
        m_rest = m_rest.sliced(1);
        return true;
    }

    QByteArrayView m_rest;
};

bool isNext(const Link &link)
{
    return link.rel && !link.hasAnchor && link.rel->simplified().toLower().split(' ').contains("next");
}

std::optional<QUrl> followable(const QByteArray &target, const QUrl &base)
{
    // QUrl mends what RFC 3986 does not allow; an address is followed as it was sent, or not at all.
    const QUrl relative = QUrl::fromEncoded(target, QUrl::StrictMode);
    const bool isPlain =
        std::all_of(target.cbegin(), target.cend(), [](char c) { return c > ' ' && c < 127; });
    if (!isPlain || (!relative.isValid() && !target.isEmpty()))
        return {};
    QUrl url = base.resolved(relative);
    if (!base.isValid() || base.host().isEmpty() || !url.isValid() || url.authority().contains(u'@') ||
        originOf(url) != originOf(base) || url.path(QUrl::FullyEncoded) != base.path(QUrl::FullyEncoded))
        return {};
    url.setFragment(QString());
    return url;
}

struct Links
{
    bool isTooMuch = false;
    std::optional<QByteArray> next = {}; // as sent
};

Links linksOf(const Response &response)
{
    if (header(response.headers, "link").size() > MostBytes)
        return {.isTooMuch = true};
    Links links;
    int count = 0;
    for (const auto &[name, value] : response.headers) {
        if (name.compare("link", Qt::CaseInsensitive) != 0)
            continue;
        LinkReader reader(value);
        while (const std::optional<Link> link = reader.next()) {
            if (++count > MostLinks)
                return {.isTooMuch = true};
            if (!links.next && isNext(*link))
                links.next = link->target;
        }
    }
    return links;
}

} // namespace

std::optional<QUrl> nextLink(const Response &response)
{
    const Links links = linksOf(response);
    return links.next ? followable(*links.next, response.url) : std::nullopt;
}

bool namesNext(const Response &response)
{
    const Links links = linksOf(response);
    return links.isTooMuch || links.next;
}

} // namespace gatehouse::net
