// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "core/net/mediatype.h"
#include "core/net/proxypolicy.h"
#include "core/net/tlspolicy.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::net;
using namespace std::chrono_literals;

class TestHttpMessage : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void headerLookup();
    void kindByStatus_data();
    void kindByStatus();
    void problemFillsTheError();
    void hostileProblem_data();
    void hostileProblem();
    void errorCarriesRetryAfterAndRequestId();
    void mediaTypes_data();
    void mediaTypes();
    void addresses_data();
    void addresses();
    void origins_data();
    void origins();
    void tlsIsStrict();
    void loopbackIsNeverProxied();
};

void TestHttpMessage::headerLookup()
{
    const Headers headers{{"X-A", "1"}, {"x-b", "2"}, {"x-a", "3"}, {"Empty", ""}};
    QCOMPARE(header(headers, "x-A"), QByteArray("1, 3"));
    QCOMPARE(header(headers, "X-B"), QByteArray("2"));
    QVERIFY(header(headers, "empty").isEmpty());
    QVERIFY(header(headers, "none").isEmpty());
}

void TestHttpMessage::kindByStatus_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Error::Kind>("kind");
    using Kind = Error::Kind;
    const std::pair<int, Kind> rows[] = {
        {400, Kind::Invalid},  {401, Kind::Unauthorized}, {403, Kind::Forbidden}, {404, Kind::NotFound},
        {409, Kind::Conflict}, {412, Kind::Conflict},     {413, Kind::TooLarge},  {422, Kind::Invalid},
        {428, Kind::Invalid},  {429, Kind::RateLimited},  {500, Kind::Server},    {503, Kind::Server},
        {302, Kind::Server},   {418, Kind::Server},       {100, Kind::Server},
    };
    for (const auto &[status, kind] : rows)
        QTest::addRow("%d", status) << status << kind;
}

void TestHttpMessage::kindByStatus()
{
    QFETCH(int, status);
    const Result<Response> result =
        requireSuccess({.status = status, .url = QUrl(u"https://u:p@api.example.com/v1?code=1"_s)});
    QVERIFY(!result);
    QTEST(result.error().kind, "kind");
    QCOMPARE(result.error().httpStatus, status);
    QVERIFY(result.error().detail.contains(u"api.example.com"_s));
    QVERIFY(!result.error().detail.contains(u"code"_s) && !result.error().detail.contains(u"u:p"_s));
    for (const int good : {200, 204, 304})
        QCOMPARE(requireSuccess({.status = good}).value().status, good);
}

void TestHttpMessage::problemFillsTheError()
{
    const Result<Response> result = requireSuccess(
        {.status = 409,
         .headers = {{"Content-Type", "application/problem+json; charset=utf-8"}},
         .body = R"({"type":"https://gatehouse.dev/problems/already-decided","title":"Decided","status":409,
                    "detail":"By Ana","errors":[{"pointer":"/reason","detail":"too long"},{"field":"plan","detail":"?"}],
                    "extension":{"x":[1]}})"});
    QVERIFY(!result);
    const Error &error = result.error();
    QCOMPARE(error.code, u"already-decided"_s);
    QCOMPARE(error.title, u"Decided"_s);
    QVERIFY(error.detail.endsWith(u"By Ana"_s));
    QCOMPARE(error.fields, (QList<Error::Field>{{u"/reason"_s, u"too long"_s}, {u"plan"_s, u"?"_s}}));
}

void TestHttpMessage::hostileProblem_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("code");
    const QByteArray problem = "application/problem+json";
    const auto row = [](const char *name, const QByteArray &type, const QByteArray &body,
                        const QString &title,
                        const QString &code) { QTest::newRow(name) << type << body << title << code; };
    row("not a problem", "text/html", R"({"title":"a"})", {}, {});
    row("not JSON", problem, "<html>", {}, {});
    row("array", problem, "[]", {}, {});
    row("wrong types", problem, R"({"title":5,"type":[],"detail":{},"errors":"x"})", {}, {});
    row("errors of wrong types", problem, R"({"title":"a","errors":[1,null,[],{"pointer":1,"detail":2}]})",
        u"a"_s, {});
    row("about:blank", problem, R"({"title":"a","type":"about:blank"})", u"a"_s, {});
    row("urn", problem, R"({"title":"a","type":"urn:problem:quota"})", u"a"_s, u"quota"_s);
    row("bare word", problem, R"({"title":"a","type":"quota"})", u"a"_s, u"quota"_s);
    row("slash at the end", problem, R"({"title":"a","type":"https://x/quota/"})", u"a"_s, u"quota"_s);
    row("only slashes", problem, R"({"title":"a","type":"//"})", u"a"_s, {});
    row("long", problem, "{\"title\":\"" + QByteArray(100'000, 'x') + "\"}", QString(300, u'x'), {});
}

void TestHttpMessage::hostileProblem()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    const Result<Response> result =
        requireSuccess({.status = 500, .headers = {{"Content-Type", type}}, .body = body});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Server);
    QTEST(result.error().title, "title");
    QTEST(result.error().code, "code");
    QVERIFY(result.error().fields.isEmpty());
}

void TestHttpMessage::errorCarriesRetryAfterAndRequestId()
{
    const Result<Response> result =
        requireSuccess({.status = 429, .headers = {{"Retry-After", "30"}, {"X-Request-ID", "r-1"}}});
    QVERIFY(!result);
    QCOMPARE(result.error().retryAfter, std::optional(30s));
    QCOMPARE(result.error().requestId, u"r-1"_s);
}

void TestHttpMessage::mediaTypes_data()
{
    QTest::addColumn<QByteArray>("accept");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *accept, const char *type, bool good) {
        QTest::addRow("%s <- %s", accept, type) << QByteArray(accept) << QByteArray(type) << good;
    };
    row("application/json", "application/json", true);
    row("application/json", "Application/JSON ; charset=utf-8", true);
    row("application/json", "application/problem+json", true);
    row("application/json", "application/jwk-set+json", true);
    row("application/json", "text/html", false);
    row("application/json", "text/plain", false);
    row("application/json", "application/jsonp", false);
    row("application/json", "text/x+json", false);
    row("application/json", "", false);
    row("text/csv", "application/json", false);
    row("", "anything/at-all", true);
}

void TestHttpMessage::mediaTypes()
{
    QFETCH(QByteArray, accept);
    QFETCH(QByteArray, type);
    QTEST(accepts(accept, type), "good");
}

void TestHttpMessage::addresses_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<std::optional<Error::Kind>>("refusal");
    QTest::addColumn<bool>("loopback");
    using Kind = std::optional<Error::Kind>;
    const auto row = [](const char *url, Kind refusal, bool loopback) {
        QTest::newRow(url) << QString::fromLatin1(url) << refusal << loopback;
    };
    const Kind tls = Error::Kind::Tls;
    const Kind unusable = Error::Kind::Configuration;
    row("https://api.example.com/", {}, false);
    row("http://127.0.0.1:8080/", {}, true);
    row("http://127.255.0.9/", {}, true);
    row("http://[::1]:8080/", {}, true);
    row("http://localhost/", {}, true);
    row("http://LOCALHOST/", {}, true);
    row("http://api.example.com/", tls, false);
    row("http://localhost.example.com/", tls, false);
    row("http://127.0.0.1.example.com/", tls, false);
    row("http://0.0.0.0/", tls, false);
    row("http://128.0.0.1/", tls, false);
    row("http://[::2]/", tls, false);
    row("https://user@api.example.com/", unusable, false);
    row("https://user:pass@api.example.com/", unusable, false);
    row("http://127.0.0.1@api.example.com/", unusable, false);
    row("ftp://127.0.0.1/", unusable, true);
    row("file:///etc/passwd", unusable, false);
    row("https:///path", unusable, false);
    row("api.example.com", unusable, false);
    row("", unusable, false);
}

void TestHttpMessage::addresses()
{
    QFETCH(QString, url);
    const std::optional<Error> refusal = refusalOf(QUrl(url));
    QTEST(refusal ? std::optional(refusal->kind) : std::nullopt, "refusal");
    QTEST(isLoopback(QUrl(url)), "loopback");
    QVERIFY(!refusal || !refusal->detail.contains(u"pass@"_s));
}

void TestHttpMessage::origins_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("origin");
    QTest::newRow("default port") << u"https://API.example.com/v1?x"_s
                                  << QByteArray("https://api.example.com:443");
    QTest::newRow("spelled out") << u"https://api.example.com:443"_s
                                 << QByteArray("https://api.example.com:443");
    QTest::newRow("http") << u"http://127.0.0.1/"_s << QByteArray("http://127.0.0.1:80");
    QTest::newRow("other port") << u"http://127.0.0.1:81/"_s << QByteArray("http://127.0.0.1:81");
}

void TestHttpMessage::origins()
{
    QFETCH(QString, url);
    QTEST(originOf(QUrl(url)), "origin");
}

void TestHttpMessage::tlsIsStrict()
{
    const QSslConfiguration configuration = tlsConfiguration({});
    QCOMPARE(configuration.protocol(), QSsl::TlsV1_2OrLater);
    QCOMPARE(configuration.peerVerifyMode(), QSslSocket::VerifyPeer);
}

void TestHttpMessage::loopbackIsNeverProxied()
{
    qputenv("http_proxy", "http://192.0.2.1:3128");
    qputenv("https_proxy", "http://192.0.2.1:3128");
    ProxyPolicy policy(std::nullopt);
    const auto proxyFor = [&](const QString &url) {
        return policy.queryProxy(QNetworkProxyQuery(QUrl(url))).value(0);
    };
    QCOMPARE(proxyFor(u"http://127.0.0.1:8080/"_s).type(), QNetworkProxy::NoProxy);
    QCOMPARE(proxyFor(u"https://localhost/"_s).type(), QNetworkProxy::NoProxy);
    QCOMPARE(proxyFor(u"https://api.example.com/"_s).hostName(), u"192.0.2.1"_s);
    ProxyPolicy none(QNetworkProxy(QNetworkProxy::NoProxy));
    QCOMPARE(none.queryProxy(QNetworkProxyQuery(QUrl(u"https://api.example.com/"_s))).value(0).type(),
             QNetworkProxy::NoProxy);
    ProxyPolicy own(*readProxy(u"http://proxy.example:8080"_s));
    QCOMPARE(own.queryProxy(QNetworkProxyQuery(QUrl(u"https://api.example.com/"_s))).value(0).hostName(),
             u"proxy.example"_s);
    QCOMPARE(own.queryProxy(QNetworkProxyQuery(QUrl(u"http://127.0.0.1:1/"_s))).value(0).type(),
             QNetworkProxy::NoProxy);
    qunsetenv("http_proxy");
    qunsetenv("https_proxy");
}

QTEST_GUILESS_MAIN(TestHttpMessage)
#include "tst_httpmessage.moc"
