// SPDX-License-Identifier: GPL-3.0-or-later
// What the token, pushed request and device endpoints answer (RFC 6749 5, RFC 9126 2, RFC 8628 3), and what
// becomes of it.
#include "core/identity/devicesignin.h"
#include "core/identity/oautherror.h"
#include "core/identity/tokenclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "tests/fakes/answers.h"
#include "tests/fakes/manualclock.h"
#include "tests/fakes/stubserver.h"

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::resultOf;
using test::StubServer;

namespace {

const QDateTime now(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);

net::Response response(int status, const QByteArray &body, net::Headers headers = {})
{
    headers.append({QByteArray("Content-Type"), QByteArray("application/json")});
    return {.status = status, .headers = headers, .body = body, .url = {}};
}

// One endpoint that answers as told.
struct Endpoint
{
    Endpoint()
    {
        metadata.issuer = server.url(QString()).toString();
        metadata.tokenEndpoint = server.url(u"/token"_s);
        metadata.pushedRequestEndpoint = server.url(u"/par"_s);
        metadata.deviceEndpoint = server.url(u"/device"_s);
        metadata.revocationEndpoint = server.url(u"/revoke"_s);
    }
    [[nodiscard]] Result<PushedRequest> pushed(const StubServer::Answer &answer)
    {
        server.enqueue(answer);
        return resultOf(client.push(metadata, {{"client_id", "gatehouse"}}, &context, {}));
    }
    [[nodiscard]] Result<DeviceCode> code(const QJsonObject &changes)
    {
        QJsonObject given{{u"device_code"_s, u"d"_s},
                          {u"user_code"_s, u"WDJB-MJHT"_s},
                          {u"verification_uri"_s, u"https://id.example/activate"_s},
                          {u"expires_in"_s, 600}};
        for (auto it = changes.begin(); it != changes.end(); ++it)
            given.insert(it.key(), it.value());
        server.enqueue({.body = QJsonDocument(given).toJson()});
        return resultOf(client.deviceCode(metadata, provider, &context, {}));
    }

    StubServer server;
    test::ManualClock clock;
    net::HttpClient http{clock, nullptr, {.attempts = 1, .breakerFailures = 1000}};
    TokenClient client{http, clock, u"gatehouse"_s};
    ProviderMetadata metadata;
    Provider provider;
    QObject context;
};

QString codeOf(const Error &error)
{
    return error.code.isEmpty() ? name(error.kind) : error.code;
}

} // namespace

class TestTokenClient : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    // A code of our own rules is for what we found ourselves: whoever could say idtoken.sub would end
    // sessions, and put our words into errors of theirs.
    void A23_theProvidersWordsAreNotOurs_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("code");
        for (const char *word : {"access_denied", "invalid_grant", "slow_down", "use_dpop_nonce"})
            QTest::newRow(word) << QString::fromLatin1(word) << QString::fromLatin1(word);
        for (const char *word : {"idtoken.sub",
                                 "idtoken.clock",
                                 "jws.signature",
                                 "response.iss",
                                 "discovery.issuer",
                                 "tokens",
                                 "ports",
                                 "browser",
                                 "par",
                                 "device",
                                 "dpop",
                                 "jwks",
                                 "issuer",
                                 "cancelled",
                                 "locked",
                                 "a.b",
                                 "",
                                 "a b",
                                 "a\"b",
                                 "a\\b",
                                 "a\nb"})
            QTest::newRow(word) << QString::fromLatin1(word) << u"unknown_error"_s;
        QTest::newRow("not ASCII") << u"\u0430ccess_denied"_s << u"unknown_error"_s;
        QTest::newRow("65 characters") << QString(65, u'a') << u"unknown_error"_s;
    }
    void A23_theProvidersWordsAreNotOurs()
    {
        QFETCH(QString, said);
        QFETCH(QString, code);
        QCOMPARE(providerError(said), code);
        const QByteArray body = QJsonDocument(QJsonObject{{u"error"_s, said}}).toJson();
        const Error error = oauthError(response(400, body), now);
        QCOMPARE(error.code, code);
        QCOMPARE(endsSession(error), code == "invalid_grant"_L1);
    }

    void T7_errors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("remaining"); // X-Rate-Limit-Remaining
        QTest::addColumn<Error::Kind>("kind");
        QTest::addColumn<QString>("code");
        using Kind = Error::Kind;
        const auto row = [](const char *label, int status, const char *body, const char *remaining, Kind kind,
                            const QString &code) {
            QTest::newRow(label) << status << QByteArray(body) << QByteArray(remaining) << kind << code;
        };
        const char *grant = R"({"error":"invalid_grant","error_description":"d"})";
        row("invalid_grant", 400, grant, "", Kind::SignInRefused, u"invalid_grant"_s);
        row("with some left", 400, grant, "10", Kind::SignInRefused, u"invalid_grant"_s);
        row("with none left", 400, grant, "0", Kind::RateLimited, u"invalid_grant"_s);
        row("its text", 400,
            R"({"error":"invalid_grant","error_description":"API call exceeded Rate Limit"})", "",
            Kind::RateLimited, u"invalid_grant"_s);
        row("another with none left", 400, R"({"error":"invalid_scope"})", "0", Kind::SignInRefused,
            u"invalid_scope"_s);
        row("invalid_client", 401, R"({"error":"invalid_client"})", "", Kind::Configuration,
            u"invalid_client"_s);
        row("unauthorized_client", 400, R"({"error":"unauthorized_client"})", "", Kind::Configuration,
            u"unauthorized_client"_s);
        row("429", 429, grant, "", Kind::RateLimited, u"invalid_grant"_s);
        row("500 that says why", 500, R"({"error":"server_error","error_description":"d"})", "", Kind::Server,
            u"server_error"_s);
        row("503 that says why", 503, R"({"error":"temporarily_unavailable"})", "", Kind::Server,
            u"temporarily_unavailable"_s);
        row("503 with invalid_grant", 503, grant, "", Kind::Server, u"invalid_grant"_s);
        row("502 of a proxy", 502, "<html>", "", Kind::Server, {});
        row("400 of a proxy", 400, "<html>", "", Kind::Server, {});
        row("error twice", 400, R"({"error":"a","error":"invalid_grant"})", "", Kind::Server, {});
    }
    void T7_errors()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, remaining);
        QFETCH(Error::Kind, kind);
        QFETCH(QString, code);
        net::Headers headers;
        if (!remaining.isEmpty())
            headers.append({QByteArray("X-Rate-Limit-Remaining"), remaining});
        const Error error = oauthError(response(status, body, headers), now);
        QCOMPARE(int(error.kind), int(kind));
        QCOMPARE(error.code, code);
        QCOMPARE(error.httpStatus, status);
        QCOMPARE(endsSession(error), kind == Error::Kind::SignInRefused && code == "invalid_grant"_L1);
        if (body.contains(":\"d\""))
            QCOMPARE(error.title, u"d"_s);
    }

    void T7_theWaitIsWithinReason_data()
    {
        QTest::addColumn<QByteArray>("reset"); // seconds from now
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("42 s") << QByteArray::number(now.toSecsSinceEpoch() + 42) << qint64(42);
        QTest::newRow("over already") << QByteArray::number(now.toSecsSinceEpoch() - 5) << qint64(1);
        QTest::newRow("now") << QByteArray::number(now.toSecsSinceEpoch()) << qint64(1);
        QTest::newRow("next week") << QByteArray::number(now.toSecsSinceEpoch() + 600'000) << qint64(120);
    }
    void T7_theWaitIsWithinReason()
    {
        QFETCH(QByteArray, reset);
        QFETCH(qint64, seconds);
        for (const int status : {400, 429}) {
            const Error error = oauthError(response(status, R"({"error":"invalid_grant"})",
                                                    {{"Date", "Mon, 23 Nov 2026 12:00:00 GMT"},
                                                     {"X-Rate-Limit-Remaining", "0"},
                                                     {"X-Rate-Limit-Reset", reset}}),
                                           now);
            QCOMPARE(int(error.kind), int(Error::Kind::RateLimited));
            QCOMPARE(qint64(error.retryAfter.value_or(0s).count()), seconds);
        }
    }

    void tokensAreJsonAndSaySo_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("JSON") << QByteArray("application/json") << true;
        QTest::newRow("with a charset") << QByteArray("Application/JSON;charset=UTF-8") << true;
        QTest::newRow("JSON of another kind") << QByteArray("application/x+json") << false;
        QTest::newRow("a JWT") << QByteArray("application/jwt") << false;
        QTest::newRow("text") << QByteArray("text/plain") << false;
        QTest::newRow("none") << QByteArray() << false;
    }
    void tokensAreJsonAndSaySo()
    {
        QFETCH(QByteArray, type);
        QFETCH(bool, accepted);
        const net::Response given{.status = 200,
                                  .headers = {{"content-type", type}},
                                  .body = R"({"access_token":"a","token_type":"bearer"})",
                                  .url = {}};
        const Result<Tokens> tokens = readTokens(given, now);
        QCOMPARE(tokens ? QString() : tokens.error().code, accepted ? QString() : u"tokens"_s);
    }
    void theGrantedScopesAreKept_data()
    {
        QTest::addColumn<QByteArray>("scope");
        QTest::addColumn<std::optional<QStringList>>("scopes");
        QTest::newRow("not said") << QByteArray() << std::optional<QStringList>();
        QTest::newRow("fewer") << QByteArray("openid  gw:read")
                               << std::optional(QStringList{u"openid"_s, u"gw:read"_s});
        QTest::newRow("none") << QByteArray(" ") << std::optional(QStringList());
    }
    void theGrantedScopesAreKept()
    {
        QFETCH(QByteArray, scope);
        QFETCH(std::optional<QStringList>, scopes);
        const QByteArray member = scope.isNull() ? scope : QByteArray(",\"scope\":\"" + scope + '"');
        const Result<Tokens> tokens =
            readTokens(response(200, R"({"access_token":"a","token_type":"bearer")" + member + '}'), now);
        QVERIFY(tokens);
        QCOMPARE(tokens->scopes, scopes);
        Provider provider;
        provider.scopes = {u"openid"_s, u"asked"_s};
        QCOMPARE(rulesFor({}, provider, *tokens, now).grantedScopes, scopes.value_or(provider.scopes));
    }

    void A21_pushedRequestIsRefused_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *label, int status, const QByteArray &body, const QString &code,
                            const char *type = "application/json") {
            QTest::newRow(label) << status << body << QByteArray(type) << code;
        };
        row("no request_uri", 201, R"({"expires_in":60})", u"par"_s);
        row("request_uri empty", 201, R"({"request_uri":"","expires_in":60})", u"par"_s);
        row("request_uri a number", 201, R"({"request_uri":5,"expires_in":60})", u"par"_s);
        row("request_uri of 3 KiB", 201,
            R"({"request_uri":")" + QByteArray(3000, 'a') + R"(","expires_in":60})", u"par"_s);
        row("request_uri twice", 201, R"({"request_uri":"a","request_uri":"b","expires_in":60})", u"par"_s);
        row("no expires_in", 201, R"({"request_uri":"urn:a"})", u"par"_s);
        row("expires_in 0", 201, R"({"request_uri":"urn:a","expires_in":0})", u"par"_s);
        row("expires_in negative", 201, R"({"request_uri":"urn:a","expires_in":-1})", u"par"_s);
        row("expires_in a text", 201, R"({"request_uri":"urn:a","expires_in":"60"})", u"par"_s);
        row("cut", 201, R"({"request_uri":"urn:a")", u"par"_s);
        row("JSON of another kind", 201, R"({"request_uri":"urn:a","expires_in":60})", u"par"_s,
            "application/x+json");
        row("a web page", 201, "<html>", u"decode"_s, "text/html");
        row("invalid_request", 400, R"({"error":"invalid_request","error_description":"redirect_uri"})",
            u"invalid_request"_s);
        row("invalid_client", 401, R"({"error":"invalid_client"})", u"invalid_client"_s);
        row("in our words", 400, R"({"error":"idtoken.sub"})", u"unknown_error"_s);
        row("redirected", 302, {}, u"server"_s);
        row("redirected with the body", 307, {}, u"server"_s);
        row("not there", 404, "{}", u"server"_s);
        row("away", 503, {}, u"server"_s);
    }
    void A21_pushedRequestIsRefused()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        QFETCH(QString, code);
        Endpoint at;
        StubServer elsewhere;
        const Result<PushedRequest> pushed =
            at.pushed({.status = status,
                       .headers = {{"Location", elsewhere.url(u"/par"_s).toEncoded()}},
                       .body = body,
                       .contentType = type});
        QVERIFY(!pushed);
        QCOMPARE(codeOf(pushed.error()), code);
        QVERIFY(elsewhere.seen().isEmpty());
        QCOMPARE(at.server.seen().size(), 1);
    }
    void A21_pushedRequestIsTaken()
    {
        Endpoint at;
        const Result<PushedRequest> pushed =
            at.pushed({.status = 201, .body = R"({"request_uri":"urn:a","expires_in":60})"});
        QVERIFY(pushed);
        QCOMPARE(*pushed, (PushedRequest{.uri = u"urn:a"_s, .expiresIn = 60s}));
    }

    void A20_resourceIsNamedToTheDeviceEndpoint()
    {
        Endpoint at;
        QVERIFY(at.code({}));
        QVERIFY(!at.server.seen().last().body.contains("resource"));
        at.provider.resource = u"urn:gw:admin"_s;
        (void)at.code({});
        QVERIFY(at.server.seen().last().body.contains("&resource=urn%3Agw%3Aadmin"));
    }
    // A2: the page is of the provider's kind; plain http is for one on this computer.
    void T13_thePageToGoTo_data()
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<QString>("page");
        QTest::addColumn<bool>("accepted");
        const QString far = u"https://id.example"_s, here = u"http://127.0.0.1:8080"_s;
        QTest::newRow("https") << far << u"https://id.example/activate"_s << true;
        QTest::newRow("with a fragment") << far << u"https://id.example/activate#code"_s << true;
        QTest::newRow("plain, here") << here << u"http://127.0.0.1:8080/activate"_s << true;
        QTest::newRow("plain, here, of one elsewhere") << far << u"http://127.0.0.1:8080/a"_s << false;
        QTest::newRow("plain, elsewhere") << here << u"http://id.example/a"_s << false;
        QTest::newRow("with a user") << far << u"https://id.example@evil.example/"_s << false;
        QTest::newRow("a script") << far << u"javascript:alert(1)"_s << false;
    }
    void T13_thePageToGoTo()
    {
        QFETCH(QString, issuer);
        QFETCH(QString, page);
        QFETCH(bool, accepted);
        for (const QString &name : {u"verification_uri"_s, u"verification_uri_complete"_s}) {
            Endpoint at;
            at.metadata.issuer = issuer;
            const Result<DeviceCode> code =
                at.code({{u"verification_uri"_s, issuer + u"/activate"_s}, {name, page}});
            QCOMPARE(code ? QString() : code.error().code, accepted ? QString() : u"device"_s);
        }
    }

    void T13_theIntervalNeverShrinks_data()
    {
        QTest::addColumn<qint64>("before");
        QTest::addColumn<Error>("answer");
        QTest::addColumn<qint64>("after");
        const Error pending{.kind = Error::Kind::SignInRefused, .code = u"authorization_pending"_s};
        const Error slower{.kind = Error::Kind::SignInRefused, .code = u"slow_down"_s};
        const Error silent{.kind = Error::Kind::Timeout};
        const Error failed{.kind = Error::Kind::Server, .httpStatus = 503};
        const Error limited{.kind = Error::Kind::RateLimited, .httpStatus = 429};
        QTest::newRow("pending") << qint64(5) << pending << qint64(5);
        QTest::newRow("slow down") << qint64(5) << slower << qint64(10);
        QTest::newRow("slow down, long") << qint64(300) << slower << qint64(305);
        QTest::newRow("silence") << qint64(5) << silent << qint64(10);
        QTest::newRow("more of it") << qint64(40) << silent << qint64(60);
        QTest::newRow("at the longest") << qint64(60) << failed << qint64(60);
        QTest::newRow("longer by the server's word") << qint64(300) << failed << qint64(300);
        QTest::newRow("rate limited") << qint64(5) << limited << qint64(10);
    }
    void T13_theIntervalNeverShrinks()
    {
        QFETCH(qint64, before);
        QFETCH(Error, answer);
        QFETCH(qint64, after);
        QCOMPARE(qint64(nextInterval(std::chrono::seconds(before), answer).count()), after);
    }
    void T13_slowDownAndRetryAfterAreHeeded_data()
    {
        QTest::addColumn<StubServer::Answer>("answer");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("pending") << StubServer::Answer{.status = 400,
                                                       .body = R"({"error":"authorization_pending"})"}
                                 << qint64(1);
        QTest::newRow("slow down") << StubServer::Answer{.status = 400, .body = R"({"error":"slow_down"})"}
                                   << qint64(6);
        QTest::newRow("away") << StubServer::Answer{.status = 503} << qint64(2);
        QTest::newRow("rate limited")
            << StubServer::Answer{.status = 429, .headers = {{"Retry-After", "42"}}} << qint64(42);
        QTest::newRow("rate limited for a day")
            << StubServer::Answer{.status = 429, .headers = {{"Retry-After", "86400"}}} << qint64(120);
    }
    void T13_slowDownAndRetryAfterAreHeeded()
    {
        QFETCH(StubServer::Answer, answer);
        QFETCH(qint64, seconds);
        Endpoint at;
        at.provider.issuer = at.server.url(QString());
        at.provider.allowsDeviceGrant = true;
        bool isPolled = false;
        at.server.setHandler([&](const StubServer::Seen &seen) {
            if (seen.target == "/token") {
                isPolled = true;
                return answer;
            }
            QJsonObject said{{u"issuer"_s, at.metadata.issuer},
                             {u"authorization_endpoint"_s, at.server.url(u"/a"_s).toString()},
                             {u"token_endpoint"_s, at.server.url(u"/token"_s).toString()},
                             {u"jwks_uri"_s, at.server.url(u"/jwks"_s).toString()},
                             {u"device_authorization_endpoint"_s, at.server.url(u"/device"_s).toString()},
                             {u"response_types_supported"_s, QJsonArray{u"code"_s}},
                             {u"subject_types_supported"_s, QJsonArray{u"public"_s}},
                             {u"id_token_signing_alg_values_supported"_s, QJsonArray{u"RS256"_s}}};
            if (seen.target == "/device")
                said = {{u"device_code"_s, u"d"_s},
                        {u"user_code"_s, u"u"_s},
                        {u"verification_uri"_s, at.server.url(u"/activate"_s).toString()},
                        {u"expires_in"_s, 600},
                        {u"interval"_s, 1}};
            return StubServer::Answer{.body = QJsonDocument(said).toJson()};
        });
        ProviderKeys keys(at.provider, at.http, at.clock);
        DeviceSignIn signIn(at.provider, {}, at.http, keys, nullptr, at.clock);
        signIn.start();
        QTRY_VERIFY(isPolled);
        QTRY_COMPARE(qint64(signIn.nextPoll() / 1s), seconds);
    }

    void T12_disownedTokensAreRevoked_data()
    {
        QTest::addColumn<QByteArray>("refreshToken");
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("with a refresh token")
            << QByteArray("r") << QByteArray("token=r&token_type_hint=refresh_token&client_id=gatehouse");
        QTest::newRow("without") << QByteArray()
                                 << QByteArray("token=a&token_type_hint=access_token&client_id=gatehouse");
    }
    void T12_disownedTokensAreRevoked()
    {
        QFETCH(QByteArray, refreshToken);
        QFETCH(QByteArray, sent);
        Endpoint at;
        Tokens tokens;
        tokens.accessToken = Secret("a");
        tokens.refreshToken = Secret(refreshToken);
        at.client.disown(at.metadata, tokens);
        QTRY_COMPARE(at.server.seen().size(), 1);
        QCOMPARE(at.server.seen().first().target, QByteArray("/revoke"));
        QCOMPARE(at.server.seen().first().body, sent);
    }
};

QTEST_GUILESS_MAIN(TestTokenClient)
#include "tst_tokenclient.moc"
