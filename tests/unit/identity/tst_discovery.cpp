// SPDX-License-Identifier: GPL-3.0-or-later
// OpenID Connect Discovery 1.0: D1–D6 of the sign-in rules, and J2, J3 for the keys it leads to.
#include "core/identity/discovery.h"
#include "core/identity/providerkeys.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

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
            {u"id_token_signing_alg_values_supported"_s, QJsonArray{u"RS256"_s}}};
}

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

    void D1_address()
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
        for (const char *name : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
            const QString key = QString::fromLatin1(name);
            QTest::addRow("%s missing", name) << key << none << broken;
            QTest::addRow("%s http", name) << key << QJsonValue(u"http://id.example/a"_s) << broken;
            QTest::addRow("%s with user", name) << key << QJsonValue(u"https://u@id.example/a"_s) << broken;
            QTest::addRow("%s with fragment", name)
                << key << QJsonValue(u"https://id.example/a#f"_s) << broken;
            QTest::addRow("%s a number", name) << key << QJsonValue(5) << broken;
            QTest::addRow("%s javascript", name) << key << QJsonValue(u"javascript:alert(1)"_s) << broken;
        }
        QTest::newRow("revocation http")
            << u"revocation_endpoint"_s << QJsonValue(u"http://id.example/r"_s) << broken;
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
};

QTEST_GUILESS_MAIN(TestDiscovery)
#include "tst_discovery.moc"
