// SPDX-License-Identifier: GPL-3.0-or-later
// OpenID Connect Discovery 1.0: D1–D6 of the sign-in rules, and J2, J3 for the keys it leads to.
#include "core/identity/discovery.h"
#include "core/identity/providerkeys.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "tests/fakes/answers.h"
#include "tests/fakes/fakeidentityprovider.h"
#include "tests/fakes/manualclock.h"

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::StubServer;

namespace {

QJsonObject document()
{
    return {{u"issuer"_s, u"https://id.example/t"_s},
            {u"authorization_endpoint"_s, u"https://id.example/a"_s},
            {u"token_endpoint"_s, u"https://id.example/t"_s},
            {u"jwks_uri"_s, u"https://keys.example/k"_s},
            {u"response_types_supported"_s, QJsonArray{u"code"_s, u"token"_s}},
            {u"subject_types_supported"_s, QJsonArray{u"public"_s}},
            {u"id_token_signing_alg_values_supported"_s, QJsonArray{u"RS256"_s}}};
}

// A key set of a server of its own.
struct Keys
{
    explicit Keys(const Clock &clock)
        : http(clock, nullptr, {.attempts = 1})
        , keys({.issuer = server.url(QString()), .clientId = u"gatehouse"_s}, http, clock)
    {
        metadata.jwksUri = server.url(u"/jwks"_s);
        server.setHandler([this](const StubServer::Seen &) {
            return StubServer::Answer{
                .headers = {{"Cache-Control", cacheControl}}, .body = body, .contentType = type};
        });
    }
    [[nodiscard]] bool fetched(const QByteArray &kid)
    {
        const Result<Jwks> set = test::resultOf(keys.keysFor(metadata, kid));
        return set && set->hasKid(kid);
    }

    test::SigningKey first = test::SigningKey::make(test::SigningKey::Kind::P256, "key-1");
    test::SigningKey second = test::SigningKey::make(test::SigningKey::Kind::P256, "key-2");
    QByteArray body = test::jwksOf({first.jwk()});
    QByteArray type = "application/json";
    QByteArray cacheControl = "max-age=86400";
    StubServer server;
    net::HttpClient http;
    ProviderKeys keys;
    ProviderMetadata metadata;
};

template <typename T>
Result<T> wait(Async<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10'000))
        return failure(Error::Kind::Timeout, u"the test waited in vain"_s);
    return future.result();
}

} // namespace

class TestDiscovery : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void D1_issuer_data()
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<bool>("usable");
        QTest::newRow("https") << u"https://id.example/oauth2/default"_s << true;
        QTest::newRow("http on loopback") << u"http://127.0.0.1:8080/oidc"_s << true;
        QTest::newRow("http on IPv6 loopback") << u"http://[::1]:8080"_s << true;
        QTest::newRow("http by a name of loopback") << u"http://localhost:8080"_s << false;
        QTest::newRow("http elsewhere") << u"http://id.example"_s << false;
        QTest::newRow("http on a name that looks local") << u"http://localhost.evil.example"_s << false;
        QTest::newRow("query") << u"https://id.example?x=1"_s << false;
        QTest::newRow("fragment") << u"https://id.example#x"_s << false;
        QTest::newRow("user") << u"https://user:secret@id.example"_s << false;
        QTest::newRow("empty user") << u"https://@id.example"_s << false;
        QTest::newRow("file") << u"file:///etc/passwd"_s << false;
        QTest::newRow("no host") << u"https:///x"_s << false;
        QTest::newRow("empty") << QString() << false;
    }
    void D1_issuer()
    {
        QFETCH(QString, issuer);
        QFETCH(bool, usable);
        const Result<void> checked = checkIssuer(QUrl(issuer));
        QCOMPARE(checked.has_value(), usable);
        if (!usable) {
            QCOMPARE(checked.error().kind, Error::Kind::Configuration);
            QVERIFY(!checked.error().title.contains(u"secret"_s));
        }
    }

    void D1_discoveryAddress()
    {
        const QString end = u"/.well-known/openid-configuration"_s;
        QCOMPARE(discoveryUrl(QUrl(u"https://id.example"_s)).toString(), u"https://id.example"_s + end);
        QCOMPARE(discoveryUrl(QUrl(u"https://id.example/"_s)).toString(), u"https://id.example"_s + end);
        QCOMPARE(discoveryUrl(QUrl(u"https://id.example/a/b"_s)).toString(),
                 u"https://id.example/a/b"_s + end);
    }

    void D2_D3_document_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value"); // undefined: taken out
        QTest::addColumn<QString>("code");     // empty: accepted
        const QJsonValue none(QJsonValue::Undefined);
        const QString broken = u"discovery.document"_s;
        QTest::newRow("good") << u"x"_s << QJsonValue(1) << QString();
        QTest::newRow("issuer with slash")
            << u"issuer"_s << QJsonValue(u"https://id.example/t/"_s) << u"discovery.issuer"_s;
        QTest::newRow("issuer in capitals")
            << u"issuer"_s << QJsonValue(u"https://ID.example/t"_s) << u"discovery.issuer"_s;
        QTest::newRow("issuer missing") << u"issuer"_s << none << broken;
        const QStringList required{u"authorization_endpoint"_s, u"token_endpoint"_s, u"jwks_uri"_s};
        const QStringList all = required + QStringList{u"revocation_endpoint"_s, u"end_session_endpoint"_s,
                                                       u"pushed_authorization_request_endpoint"_s,
                                                       u"device_authorization_endpoint"_s};
        for (const QString &key : all) {
            const QByteArray latin = key.toLatin1();
            const char *name = latin.constData();
            if (required.contains(key))
                QTest::addRow("%s missing", name) << key << none << broken;
            // A provider elsewhere has no business on this computer's ports.
            for (const char *here : {"127.0.0.1", "[::1]", "localhost"})
                QTest::addRow("%s http on %s", name, here)
                    << key << QJsonValue(u"http://%1:8080/a"_s.arg(QString::fromLatin1(here))) << broken;
            QTest::addRow("%s http", name) << key << QJsonValue(u"http://id.example/a"_s) << broken;
            QTest::addRow("%s with user", name) << key << QJsonValue(u"https://u@id.example/a"_s) << broken;
            QTest::addRow("%s with fragment", name)
                << key << QJsonValue(u"https://id.example/a#f"_s) << broken;
            QTest::addRow("%s a number", name) << key << QJsonValue(5) << broken;
            QTest::addRow("%s javascript", name) << key << QJsonValue(u"javascript:alert(1)"_s) << broken;
        }
        for (const QString &key : {u"response_types_supported"_s, u"subject_types_supported"_s,
                                   u"id_token_signing_alg_values_supported"_s})
            QTest::addRow("%s missing", qPrintable(key)) << key << none << broken;
        QTest::newRow("subject types of none")
            << u"subject_types_supported"_s << QJsonValue(QJsonArray()) << broken;
        QTest::newRow("subject type a word")
            << u"subject_types_supported"_s << QJsonValue(u"public"_s) << broken;
        QTest::newRow("no code") << u"response_types_supported"_s << QJsonValue(QJsonArray{u"token"_s})
                                 << broken;
        QTest::newRow("iss parameter a word")
            << u"authorization_response_iss_parameter_supported"_s << QJsonValue(u"yes"_s) << broken;
    }
    void D2_D3_document()
    {
        QFETCH(QString, name);
        QFETCH(QJsonValue, value);
        QFETCH(QString, code);
        QJsonObject object = document();
        if (value.isUndefined())
            object.remove(name);
        else
            object.insert(name, value);
        const Result<ProviderMetadata> metadata =
            readMetadata(QJsonDocument(object).toJson(), u"https://id.example/t"_s);
        QCOMPARE(metadata ? QString() : metadata.error().code, code);
    }

    // A2, D3: the exception for this computer is for a provider that is itself on it, by number.
    void A2_D3_plainHttpIsForAPlainIssuer_data()
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<bool>("accepted");
        const QString here = u"http://127.0.0.1:8080"_s;
        QTest::newRow("both here") << here << here + u"/x"_s << true;
        QTest::newRow("another port") << here << u"http://127.0.0.1:9090/x"_s << true;
        QTest::newRow("the other family") << here << u"http://[::1]:9090/x"_s << true;
        QTest::newRow("safer than the issuer") << here << u"https://id.example/x"_s << true;
        QTest::newRow("by name") << here << u"http://localhost:8080/x"_s << false;
        QTest::newRow("elsewhere") << here << u"http://id.example/x"_s << false;
        QTest::newRow("secure issuer here") << u"https://127.0.0.1:8080"_s << here + u"/x"_s << false;
        QTest::newRow("issuer elsewhere") << u"https://id.example"_s << here + u"/x"_s << false;
        QTest::newRow("plain issuer elsewhere") << u"http://id.example"_s << here + u"/x"_s << false;
    }
    void A2_D3_plainHttpIsForAPlainIssuer()
    {
        QFETCH(QString, issuer);
        QFETCH(QString, endpoint);
        QFETCH(bool, accepted);
        for (const QString &name :
             {u"authorization_endpoint"_s, u"token_endpoint"_s, u"jwks_uri"_s, u"revocation_endpoint"_s,
              u"end_session_endpoint"_s, u"pushed_authorization_request_endpoint"_s,
              u"device_authorization_endpoint"_s}) {
            QJsonObject object = document();
            object.insert(u"issuer"_s, issuer);
            object.insert(name, endpoint);
            const Result<ProviderMetadata> read = readMetadata(QJsonDocument(object).toJson(), issuer);
            QVERIFY2(read.has_value() == accepted, qPrintable(name));
        }
    }

    // D2: what a QUrl would make one name are two.
    void D2_theIssuerIsComparedAsItWasTyped_data()
    {
        QTest::addColumn<QString>("configured");
        QTest::addColumn<QString>("said");
        QTest::addColumn<bool>("accepted");
        const auto row = [](const char *name, const char *configured, const char *said, bool accepted) {
            QTest::newRow(name) << QString::fromLatin1(configured) << QString::fromLatin1(said) << accepted;
        };
        row("the same", "https://id.example/t", "https://id.example/t", true);
        row("capitals on both sides", "https://ID.example", "https://ID.example", true);
        row("capitals typed", "https://ID.example", "https://id.example", false);
        row("capitals said", "https://id.example", "https://ID.example", false);
        row("scheme in capitals", "HTTPS://id.example", "https://id.example", false);
        row("an escape on both sides", "https://id.example/%7Ejoe", "https://id.example/%7Ejoe", true);
        row("an escape typed", "https://id.example/%7Ejoe", "https://id.example/~joe", false);
        row("small hex", "https://id.example/%2f", "https://id.example/%2F", false);
        row("default port", "https://id.example:443", "https://id.example", false);
        row("slash", "https://id.example/", "https://id.example", false);
        row("dots", "https://id.example/a/../t", "https://id.example/t", false);
    }
    void D2_theIssuerIsComparedAsItWasTyped()
    {
        QFETCH(QString, configured);
        QFETCH(QString, said);
        QFETCH(bool, accepted);
        const Issuer issuer(configured);
        QVERIFY(checkIssuer(issuer.url()));
        QJsonObject object = document();
        object.insert(u"issuer"_s, said);
        const Result<ProviderMetadata> read = readMetadata(QJsonDocument(object).toJson(), issuer.toString());
        QCOMPARE(read ? QString() : read.error().code, accepted ? QString() : u"discovery.issuer"_s);
    }
    // The whole way: discovered and asked at the address, known by the text.
    void D2_anEscapedIssuerSignsIn()
    {
        StubServer server;
        const QString typed = server.url(u"/"_s).toString() + u"%7Ejoe"_s;
        server.setHandler([&](const StubServer::Seen &) {
            QJsonObject found = document();
            found.insert(u"issuer"_s, typed);
            return StubServer::Answer{.body = QJsonDocument(found).toJson()};
        });
        const test::ManualClock clock;
        net::HttpClient http(clock, nullptr, {.attempts = 1});
        const Result<ProviderMetadata> found = wait(discover(http, Issuer(typed), {}, &http, {}));
        QVERIFY(found);
        QCOMPARE(found->issuer, typed);
    }

    // 1.3-7: what is accepted of what is advertised.
    void R1_3_7_algorithms_data()
    {
        QTest::addColumn<QStringList>("advertised");
        QTest::addColumn<QByteArrayList>("allowed");
        QTest::newRow("RS256") << QStringList{u"RS256"_s} << QByteArrayList{"RS256"};
        QTest::newRow("RS256 and ES256") << QStringList{u"ES256"_s, u"RS256"_s} << QByteArrayList{"RS256"};
        QTest::newRow("ES256") << QStringList{u"ES256"_s} << QByteArrayList{"ES256"};
        QTest::newRow("none among good ones")
            << QStringList{u"none"_s, u"RS256"_s, u"HS256"_s} << QByteArrayList{"RS256"};
        QTest::newRow("none and ES384") << QStringList{u"none"_s, u"ES384"_s} << QByteArrayList{"ES384"};
        QTest::newRow("none alone") << QStringList{u"none"_s} << QByteArrayList();
        QTest::newRow("symmetric alone") << QStringList{u"HS256"_s, u"HS512"_s} << QByteArrayList();
        QTest::newRow("small letters") << QStringList{u"rs256"_s} << QByteArrayList();
    }
    void R1_3_7_algorithms()
    {
        QFETCH(QStringList, advertised);
        QFETCH(QByteArrayList, allowed);
        QJsonObject object = document();
        object.insert(u"id_token_signing_alg_values_supported"_s, QJsonArray::fromStringList(advertised));
        const Result<ProviderMetadata> read =
            readMetadata(QJsonDocument(object).toJson(), u"https://id.example/t"_s);
        QVERIFY(read);
        QCOMPARE(read->allowedIdTokenAlgorithms(), allowed);
    }

    void D4_moreThan32Deep()
    {
        for (const int depth : {31, 32}) {
            QByteArray json = QJsonDocument(document()).toJson(QJsonDocument::Compact);
            json.insert(1, "\"x\":" + QByteArray(depth, '[') + '1' + QByteArray(depth, ']') + ',');
            const Result<ProviderMetadata> read = readMetadata(json, u"https://id.example/t"_s);
            QCOMPARE(read ? QString() : read.error().code, depth < 32 ? QString() : u"discovery.document"_s);
        }
    }

    void D4_duplicateNamesAreRefused()
    {
        QByteArray json = QJsonDocument(document()).toJson(QJsonDocument::Compact);
        json.replace(0, 1, "{\"issuer\":\"https://evil.example\",");
        QCOMPARE(readMetadata(json, u"https://id.example/t"_s).error().code, u"discovery.document"_s);
    }

    void D4_answer_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<qint64>("times");
        QTest::addColumn<int>("kind");
        QTest::newRow("404") << 404 << QByteArray("application/json") << qint64(1)
                             << int(Error::Kind::SignInRefused);
        QTest::newRow("redirect") << 302 << QByteArray("application/json") << qint64(1)
                                  << int(Error::Kind::SignInRefused);
        QTest::newRow("500") << 500 << QByteArray("application/json") << qint64(1)
                             << int(Error::Kind::Server);
        QTest::newRow("a web page") << 200 << QByteArray("text/html") << qint64(1)
                                    << int(Error::Kind::Decode);
        QTest::newRow("JSON of another kind")
            << 200 << QByteArray("application/x+json") << qint64(1) << int(Error::Kind::SignInRefused);
        QTest::newRow("no media type") << 200 << QByteArray() << qint64(1) << int(Error::Kind::Decode);
        QTest::newRow("over 256 KiB")
            << 200 << QByteArray("application/json") << qint64(1000) << int(Error::Kind::TooLarge);
    }
    void D4_answer()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        QFETCH(qint64, times);
        QFETCH(int, kind);
        StubServer server;
        server.setHandler([&](const StubServer::Seen &) {
            return StubServer::Answer{.status = status,
                                      .headers = {{"Location", "https://evil.example"}},
                                      .body = QJsonDocument(document()).toJson(),
                                      .contentType = type,
                                      .repeatBody = times};
        });
        const test::ManualClock clock;
        net::HttpClient http(clock, nullptr, {.attempts = 1});
        const Result<ProviderMetadata> metadata = wait(discover(http, server.url(QString()), {}, &http, {}));
        QVERIFY(!metadata);
        QCOMPARE(int(metadata.error().kind), kind);
        QCOMPARE(server.seen().size(), status == 404 ? 2 : 1); // D1: 404 has a second place to look
    }

    void D1_whereAnAuthorizationServerKeepsIt()
    {
        QCOMPARE(authorizationServerUrl(QUrl(u"https://id.example/t/1"_s)),
                 QUrl(u"https://id.example/.well-known/oauth-authorization-server/t/1"_s));
        QCOMPARE(authorizationServerUrl(QUrl(u"https://id.example/"_s)),
                 QUrl(u"https://id.example/.well-known/oauth-authorization-server"_s));
        StubServer server;
        server.setHandler([&](const StubServer::Seen &seen) {
            if (seen.target != "/.well-known/oauth-authorization-server/t")
                return StubServer::Answer{.status = 404};
            QJsonObject found = document();
            found.insert(u"issuer"_s, server.url(u"/t"_s).toString());
            return StubServer::Answer{.body = QJsonDocument(found).toJson()};
        });
        const test::ManualClock clock;
        net::HttpClient http(clock, nullptr, {.attempts = 1});
        QVERIFY(wait(discover(http, server.url(u"/t"_s), {}, &http, {})));
        QCOMPARE(server.seen().size(), 2);
    }
    void D6_oktaIsToldTheClient()
    {
        const test::ManualClock clock;
        test::FakeIdentityProvider provider;
        net::HttpClient http(clock, nullptr, {.attempts = 1});
        ProviderKeys keys({.issuer = provider.issuer(), .clientId = u"0oa1+b"_s, .profile = Profile::Okta},
                          http, clock);
        QVERIFY(wait(keys.metadata()));
        QCOMPARE(provider.server().seen().first().target,
                 "/.well-known/openid-configuration?client_id=0oa1%2Bb");
    }
    void D6_oktaIsToldTheClientInTheOtherPlaceToo()
    {
        const test::ManualClock clock;
        StubServer server; // knows nothing
        net::HttpClient http(clock, nullptr, {.attempts = 1});
        QVERIFY(!wait(discover(http, server.url(u"/oauth2/a"_s), u"0oa1+b"_s, &http, {})));
        QCOMPARE(server.seen().size(), 2);
        QCOMPARE(server.seen().last().target,
                 "/.well-known/oauth-authorization-server/oauth2/a?client_id=0oa1%2Bb");
    }
    void D5_J2_keptAsLongAsItSays_data()
    {
        QTest::addColumn<QByteArray>("cacheControl");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("says nothing") << QByteArray() << qint64(86400);
        QTest::newRow("an hour") << QByteArray("public, max-age=3600") << qint64(3600);
        QTest::newRow("Okta's 44 days") << QByteArray("max-age=3832304") << qint64(86400);
        QTest::newRow("a second") << QByteArray("max-age=1") << qint64(300);
        QTest::newRow("not at all") << QByteArray("no-store, max-age=3600") << qint64(300);
        QTest::newRow("nonsense") << QByteArray("max-age=-5, max-age=x") << qint64(86400);
    }
    void D5_J2_keptAsLongAsItSays()
    {
        QFETCH(QByteArray, cacheControl);
        QFETCH(qint64, seconds);
        const net::Response response{.status = 200, .headers = {{"cache-control", cacheControl}}};
        QCOMPARE(qint64(keptFor(response).count()), seconds);
    }
    void D5_askedAgainWhenItsTimeIsOver()
    {
        test::ManualClock clock;
        test::FakeIdentityProvider provider;
        net::HttpClient http(clock, nullptr, {.attempts = 1});
        ProviderKeys keys({.issuer = provider.issuer(), .clientId = u"gatehouse"_s}, http, clock);
        const QByteArray where = "/.well-known/openid-configuration";
        QVERIFY(wait(keys.metadata()));
        clock.advance(23h);
        QVERIFY(wait(keys.metadata()));
        QCOMPARE(provider.count(where), 1);
        clock.advance(2h);
        QVERIFY(wait(keys.metadata()));
        QCOMPARE(provider.count(where), 2);
        keys.distrust();
        QVERIFY(wait(keys.metadata()));
        QCOMPARE(provider.count(where), 3);
        clock.advance(25h);
        provider.server().goDown();
        QVERIFY(wait(keys.metadata())); // an outage does not make it untrue
    }

    void J3_anUnknownKeyIsLookedForOnceAMinute()
    {
        test::ManualClock clock;
        test::FakeIdentityProvider provider;
        net::HttpClient http(clock, nullptr, {.attempts = 1});
        ProviderKeys keys({.issuer = provider.issuer(), .clientId = u"gatehouse"_s}, http, clock);
        const Result<ProviderMetadata> metadata = wait(keys.metadata());
        QVERIFY(metadata);
        QVERIFY(wait(keys.keysFor(*metadata, "key-1"))->hasKid("key-1"));
        for (int i = 0; i < 3; ++i)
            QVERIFY(wait(keys.keysFor(*metadata, "key-1")));
        QCOMPARE(provider.count("/jwks"), 1);
        clock.advance(61s);
        for (int i = 0; i < 3; ++i)
            QVERIFY(!wait(keys.keysFor(*metadata, "unknown"))->hasKid("unknown"));
        QCOMPARE(provider.count("/jwks"), 2); // not once per forged token
        clock.advance(61s);
        provider.server().goDown();
        QVERIFY(
            wait(keys.keysFor(*metadata, "unknown"))->hasKid("key-1")); // a failed fetch keeps the old set
    }
    void J3_aFailedFetchStartsThePauseToo()
    {
        test::ManualClock clock;
        Keys at(clock);
        QVERIFY(at.fetched("key-1"));
        clock.advance(61s);
        int asked = 0;
        at.server.setHandler([&asked](const StubServer::Seen &) {
            ++asked;
            return StubServer::Answer{.status = 503};
        });
        for (int i = 0; i < 3; ++i)
            QVERIFY(wait(at.keys.keysFor(at.metadata, "unknown"))->hasKid("key-1"));
        QCOMPARE(asked, 1);
        clock.advance(61s);
        QVERIFY(wait(at.keys.keysFor(at.metadata, "unknown")));
        QCOMPARE(asked, 2);
        // A clock that was set back does not lengthen it.
        clock.advance(-3600s);
        QVERIFY(wait(at.keys.keysFor(at.metadata, "unknown")));
        QCOMPARE(asked, 3);
        // Nor does a set that is too old and cannot be fetched make it a fetch for each token.
        clock.advance(25h);
        for (int i = 0; i < 3; ++i)
            QVERIFY(wait(at.keys.keysFor(at.metadata, "key-1"))->hasKid("key-1"));
        QCOMPARE(asked, 4);
    }
    void J3_lookupsAtOnceAreOneFetch()
    {
        test::ManualClock clock;
        Keys at(clock);
        const auto first = at.keys.keysFor(at.metadata, "key-1");
        const auto second = at.keys.keysFor(at.metadata, "key-1");
        QVERIFY(wait(first) && wait(second));
        QCOMPARE(at.server.seen().size(), 1);
        clock.advance(61s);
        const auto third = at.keys.keysFor(at.metadata, "key-2");
        const auto fourth = at.keys.keysFor(at.metadata, "key-3");
        QVERIFY(wait(third) && wait(fourth));
        QCOMPARE(at.server.seen().size(), 2);
    }
    // The conformance suite's signing-key-rotation: a key that came later is found.
    void J3_aNewKeyIsFound_signing_key_rotation()
    {
        test::ManualClock clock;
        Keys at(clock);
        QVERIFY(at.fetched("key-1"));
        at.body = test::jwksOf({at.first.jwk(), at.second.jwk()});
        clock.advance(61s);
        const Result<Jwks> found = wait(at.keys.keysFor(at.metadata, "key-2"));
        QVERIFY(found && found->hasKid("key-2"));
        QCOMPARE(at.server.seen().size(), 2);
    }
    void J2_aKnownKeyIsFetchedAgainWhenItsTimeIsOver()
    {
        test::ManualClock clock;
        Keys at(clock);
        at.cacheControl = "max-age=600";
        QVERIFY(at.fetched("key-1"));
        clock.advance(599s);
        QVERIFY(at.fetched("key-1"));
        QCOMPARE(at.server.seen().size(), 1);
        at.body = test::jwksOf({at.second.jwk()}); // withdrawn
        clock.advance(2s);
        QVERIFY(!at.fetched("key-1"));
        QCOMPARE(at.server.seen().size(), 2);
    }
    void J2_keySetsMediaType_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("JSON") << QByteArray("application/json; charset=utf-8") << true;
        QTest::newRow("a key set") << QByteArray("application/jwk-set+json") << true;
        QTest::newRow("other JSON") << QByteArray("application/x+json") << false;
        QTest::newRow("text") << QByteArray("text/plain") << false;
        QTest::newRow("HTML") << QByteArray("text/html") << false;
        QTest::newRow("none") << QByteArray() << false;
    }
    void J2_keySetsMediaType()
    {
        QFETCH(QByteArray, type);
        QFETCH(bool, accepted);
        test::ManualClock clock;
        Keys at(clock);
        at.type = type;
        const Result<Jwks> keys = wait(at.keys.keysFor(at.metadata, "key-1"));
        QCOMPARE(keys ? QString() : keys.error().code, accepted ? QString() : u"jwks"_s);
    }
};

QTEST_GUILESS_MAIN(TestDiscovery)
#include "tst_discovery.moc"
