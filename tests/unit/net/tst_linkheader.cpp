// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 8288, and that a token never follows a link elsewhere.
#include "core/net/linkheader.h"

#include <QTest>

using namespace gatehouse::net;
using namespace Qt::StringLiterals;

namespace {

const QUrl asked(u"https://id.example/api/v1/logs?limit=2"_s);
const QByteArray same = "https://id.example/api/v1/logs?after=7";

QByteArray nextOf(const QByteArrayList &fields, const QUrl &url = asked)
{
    Response response{.status = 200, .url = url};
    for (const QByteArray &field : fields)
        response.headers.append({"Link", field});
    const std::optional<QUrl> next = nextLink(response);
    return next ? next->toEncoded() : QByteArray("none");
}

QByteArray linkTo(const QByteArray &target, const QByteArray &parameters = R"(; rel="next")")
{
    return '<' + target + '>' + parameters;
}

} // namespace

class TestLinkHeader : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void targets_data();
    void targets();
    void syntax_data();
    void syntax();
    void limits();
    void answerWithoutAnAddress();
};

void TestLinkHeader::targets_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("next");
    const auto row = [](const char *name, const QByteArray &target, const QByteArray &next = "none") {
        QTest::newRow(name) << target << next;
    };
    row("same", same, same);
    row("only a query", "?after=7", same);
    row("file name", "logs?after=7", same);
    row("path", "/api/v1/logs?after=7", same);
    row("dots", "../v1/./logs?after=7", same);
    row("authority", "//id.example/api/v1/logs?after=7", same);
    row("port spelled out", "https://id.example:443/api/v1/logs?after=7",
        "https://id.example:443/api/v1/logs?after=7");
    row("capitals", "HTTPS://ID.example/api/v1/logs?after=7", same);
    row("fragment", same + "#part", same);
    row("nothing", "", asked.toEncoded());
    row("escapes stay", "?after=a%2Fb%26c%3D%00", "https://id.example/api/v1/logs?after=a%2Fb%26c%3D%00");
    row("comma, semicolon, mark", "?a=1,2;3\"", "none");
    row("comma and semicolon", "?a=1,2;3", "https://id.example/api/v1/logs?a=1,2;3");

    row("other host", "https://evil.example/api/v1/logs?after=7");
    row("other host, authority", "//evil.example/api/v1/logs");
    row("host as a prefix", "https://id.example.evil/api/v1/logs");
    row("other port", "https://id.example:8443/api/v1/logs");
    row("other scheme", "http://id.example/api/v1/logs");
    row("other scheme, same port", "http://id.example:443/api/v1/logs");
    row("other path", "/api/v1/users");
    row("longer path", "/api/v1/logs/x");
    row("slash at the end", "/api/v1/logs/");
    row("path in capitals", "/API/v1/logs");
    row("escaped slash", "/api/v1%2Flogs");
    row("dots elsewhere", "/api/v1/logs/../users");
    row("escaped dots elsewhere", "/api/v1/logs/%2e%2e/users");
    row("user", "https://ada@id.example/api/v1/logs");
    row("empty user", "https://@id.example/api/v1/logs");
    row("user and password", "https://ada:x@id.example/api/v1/logs");
    row("host as a user", "https://id.example@evil.example/api/v1/logs");
    row("backslash", "https://evil.example\\@id.example/api/v1/logs");
    row("script", "javascript:alert(1)");
    row("data", "data:text/html,x");
    row("blank", "?after=7 8");
    row("not UTF-8", "?after=\xff\xfe");
    row("bad port", "https://id.example:99999/api/v1/logs");
    row("bad escape", "?after=%zz");
}

void TestLinkHeader::targets()
{
    QFETCH(QByteArray, target);
    QTEST(nextOf({linkTo(target)}), "next");
}

void TestLinkHeader::syntax_data()
{
    QTest::addColumn<QByteArrayList>("fields");
    QTest::addColumn<bool>("isFound");
    const auto row = [](const char *name, const QByteArrayList &fields, bool isFound) {
        QTest::newRow(name) << fields << isFound;
    };
    const QByteArray other = linkTo("https://id.example/api/v1/logs?self", R"(; rel="self")");
    const QByteArray evil = "https://evil.example/";
    row("token", {linkTo(same, "; rel=next")}, true);
    row("no blanks", {linkTo(same, ";rel=next")}, true);
    row("many blanks", {" \t " + linkTo(same, " \t; \t rel \t = \t \"next\" \t ")}, true);
    row("capitals", {linkTo(same, "; REL=\"NeXt\"")}, true);
    row("several words", {linkTo(same, R"(; rel="last  Next archives")")}, true);
    row("escaped", {linkTo(same, R"(; rel="ne\xt")")}, true);
    row("after another", {other + ", " + linkTo(same)}, true);
    row("before another", {linkTo(same) + "," + other}, true);
    row("empty elements", {", ,," + other + ", ,\t," + linkTo(same) + ",,"}, true);
    row("two headers", {other, linkTo(same)}, true);
    row("a broken header and a good one", {"<https://id.example; rel=\"next", linkTo(same)}, true);
    row("quoted commas",
        {linkTo("/a", R"(; title="a, <b>; rel=\"next\", c"; rel=self)") + "," + linkTo(same)}, true);
    row("other parameters",
        {linkTo(same, R"(; title*=UTF-8''x; results=true; crossorigin; rel=next; x="y;z")")}, true);
    row("equals in a value", {linkTo(same, "; a=b=c; rel=next")}, true);
    row("semicolon at the end", {linkTo(same, "; rel=next;")}, true);

    row("nothing", {}, false);
    row("empty", {""}, false);
    row("no relation", {linkTo(same, "")}, false);
    row("another relation", {other}, false);
    row("part of a word", {linkTo(same, R"(; rel="nextpage x-next")")}, false);
    row("second rel", {linkTo(same, "; rel=self; rel=next")}, false);
    row("rel without value", {linkTo(same, "; rel")}, false);
    row("reverse", {linkTo(same, "; rev=next")}, false);
    row("of another resource", {linkTo(same, R"(; anchor="/other"; rel="next")")}, false);
    row("in a title only", {linkTo(same, R"(; title="; rel=next"; rel=self)")}, false);
    row("in a target only", {linkTo("/x>; rel=self, <y; rel=next")}, false);
    row("words without quotes", {linkTo(same, "; rel=self next")}, false);
    row("no brackets", {same + "; rel=\"next\""}, false);
    row("open bracket", {"<" + same + "; rel=\"next\""}, false);
    row("open quotes", {linkTo(same, R"(; rel="next)")}, false);
    row("backslash at the end", {linkTo(same, R"(; rel="next\)")}, false);
    row("text behind", {linkTo(same, R"(; rel="next" x)")}, false);
    row("no semicolon", {linkTo(same, R"( rel="next")")}, false);
    row("garbage before", {"x " + linkTo(same)}, false);
    row("garbage", {"\x01\xff<>;;=\"\",<<>>"}, false);
    row("the first one decides", {linkTo(evil), linkTo(same)}, false);
}

void TestLinkHeader::syntax()
{
    QFETCH(QByteArrayList, fields);
    QFETCH(bool, isFound);
    QCOMPARE(nextOf(fields), isFound ? same : QByteArray("none"));
}

void TestLinkHeader::limits()
{
    const QByteArray self = linkTo("/", "; rel=self");
    const QByteArrayList links(63, self);
    QCOMPARE(nextOf({links.join(','), linkTo(same)}), same);
    QCOMPARE(nextOf({links.join(','), linkTo(same), self}), QByteArray("none"));
    const QByteArray padding(8 * 1024 - linkTo(same).size() - 2, ',');
    QCOMPARE(nextOf({padding, linkTo(same)}), same);
    QCOMPARE(nextOf({padding + ',', linkTo(same)}), QByteArray("none"));
}

void TestLinkHeader::answerWithoutAnAddress()
{
    QCOMPARE(nextOf({linkTo("?a")}, QUrl()), QByteArray("none"));
    QCOMPARE(nextOf({linkTo("?a")}, QUrl(u"/relative"_s)), QByteArray("none"));
    QCOMPARE(
        nextOf({linkTo("?a")}, QUrl::fromEncoded(QByteArray("https://id.example/\0", 20), QUrl::StrictMode)),
        QByteArray("none"));
    QCOMPARE(nextOf({linkTo("http://[::1]:8080/a?b")}, QUrl(u"http://[::1]:8080/a"_s)),
             QByteArray("http://[::1]:8080/a?b"));
    QCOMPARE(nextOf({linkTo("http://[::1]:8081/a?b")}, QUrl(u"http://[::1]:8080/a"_s)), QByteArray("none"));
}

QTEST_GUILESS_MAIN(TestLinkHeader)
#include "tst_linkheader.moc"
