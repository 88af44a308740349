// SPDX-License-Identifier: GPL-3.0-or-later
// The first line is the address that was asked, every other a Link header of the answer.
#include "core/net/linkheader.h"
#include "tests/fuzz/target.h"

using namespace gatehouse::net;
using namespace gatehouse::fuzz;
using namespace Qt::StringLiterals;

namespace {

Response answer(const QUrl &url, const QByteArrayList &fields)
{
    Response response{.status = 200, .url = url};
    for (const QByteArray &field : fields)
        response.headers.append({"link", field});
    return response;
}

void checkIsHere(const QUrl &next, const QUrl &asked)
{
    require(next.isValid() && originOf(next) == originOf(asked), "the origin is the one that was asked");
    require(next.path(QUrl::FullyEncoded) == asked.path(QUrl::FullyEncoded), "so is the path");
    require(next.userInfo().isEmpty() && !next.hasFragment(), "neither user nor fragment is sent");
    // And as text, the way a server sees it.
    QUrl bare = asked.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    bare.setPort(next.port());
    const QByteArray text = next.toEncoded();
    require(text.startsWith(bare.toEncoded()), "the text starts with the address that was asked");
    const QByteArray rest = text.mid(bare.toEncoded().size());
    require(rest.isEmpty() || rest.startsWith('?'), "only the query differs");
    for (const char c : text)
        require(c > ' ' && c < 127, "an address is plain");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto [line, rest] = firstLine(bytesOf(data, size));
    const QUrl asked = QUrl::fromEncoded(line, QUrl::StrictMode);
    const QByteArrayList fields = rest.split('\n');
    if (const std::optional<QUrl> next = nextLink(answer(asked, fields))) {
        checkIsHere(*next, asked);
        require(rest.toLower().contains("next"), "somebody said next");
        const QByteArray same = '<' + next->toEncoded() + ">; rel=next";
        require(nextLink(answer(asked, {same})) == next, "its own text leads to it too");
        const QByteArray decoy = R"(</>; title=", <x>; rel=\"next\""; rel="self")";
        if (rest.size() < 4096 && rest.count('<') < 60) {
            require(nextLink(answer(asked, QByteArrayList{decoy} + fields)) == next,
                    "other links do not count");
            require(!nextLink(answer(asked, QByteArrayList{"<https://evil.example/>; rel=next"} + fields)),
                    "the first one decides");
        }
        require(!nextLink(answer(asked, fields + QByteArrayList{QByteArray(8193, ' ')})), "the limit holds");
        require(!nextLink(answer(QUrl(), fields)), "no address, no link");
    }
    // Whatever the query, it comes back as it was sent.
    const QByteArray query = "?q=" + rest.left(1024).toPercentEncoding();
    const std::optional<QUrl> made =
        nextLink(answer(QUrl(u"https://a.example/p"_s), {'<' + query + ">;rel=next"}));
    require(made && made->toEncoded() == "https://a.example/p" + query, "a query is not touched");
    return 0;
}
