// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "tests/fakes/manualclock.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryFile>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::net;

namespace {

// Made for this test with `openssl req -x509 -newkey ec`; good for 127.0.0.1 and signed by nobody.
constexpr auto certificate = R"(-----BEGIN CERTIFICATE-----
MIIBjzCCATagAwIBAgIUUjTce81XVssVcDVW2TQYT/TudXswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMzE1MDQyOVoYDzIxMjYxMDMw
MTUwNDI5WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQid8JI6tKWYs6f1R4JlDbWEe8y6NwUybGeGSdnzTtl0YB2PdisZStc
ufc4EpMt+s0VCvTcG9sZLI7q8UyHompio2QwYjAdBgNVHQ4EFgQUOdfo7hkgSiYR
FyY5I2tBEUfrjxswHwYDVR0jBBgwFoAUOdfo7hkgSiYRFyY5I2tBEUfrjxswDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0cAMEQC
IAuGkjECSNCj7MAs5p28vxYUIunDlnAOAeAAa/LSn9xKAiBd8ue821fS7+vSMjc8
AYs3suRbkK256M/nFYw8GEyOyA==
-----END CERTIFICATE-----
)";
constexpr auto key = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/cXURnHDUivLJ3wD
4ZabRtWBVE+cbR5HGUXGQuqWTHKhRANCAAQid8JI6tKWYs6f1R4JlDbWEe8y6NwU
ybGeGSdnzTtl0YB2PdisZStcufc4EpMt+s0VCvTcG9sZLI7q8UyHompi
-----END PRIVATE KEY-----
)";

// Another authority, and what it signed for 127.0.0.1: an interloper's, once it is trusted.
constexpr auto otherAuthority = R"(-----BEGIN CERTIFICATE-----
MIIBkDCCATWgAwIBAgIUEL+PTCbEKNYVey2o2+yXTOntGVQwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRYW5vdGhlciBhdXRob3JpdHkwIBcNMjYxMTI0MTQyNDE1WhgP
MjEyNjEwMzExNDI0MTVaMBwxGjAYBgNVBAMMEWFub3RoZXIgYXV0aG9yaXR5MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEsOIZGGOtcGg9hSqNpJa3upPOwQYxSlZ1
+nTzGcx+QKbz+bfojnS7d1G+J91UDqSllN3E7is+Qnk8nqQHlZ3zFqNTMFEwHQYD
VR0OBBYEFCnRrpOhOaPqC4XgtOm9ezEfQnJAMB8GA1UdIwQYMBaAFCnRrpOhOaPq
C4XgtOm9ezEfQnJAMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
AKPf0qqJMGOuB/QxV/+ndfBWZ3AdI2RvyjyQwfhgeJ6pAiEA9m24NWAu3iwToThk
/5AP4vT+mhFm5vWQVh4a0kR8U0I=
-----END CERTIFICATE-----
)";
constexpr auto otherCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUTjyTV2QBDZ6FRIIJCGqPX7mbMPcwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRYW5vdGhlciBhdXRob3JpdHkwIBcNMjYxMTI0MTQyNDE1WhgP
MjEyNjEwMzExNDI0MTVaMBQxEjAQBgNVBAMMCTEyNy4wLjAuMTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABHYSqV9xhl2EXq7T3x/hcl7AFf3MOeWoa+b7X8Dd4CgM
exE3yTaziftkgHUfNGP4Zv5ph5cApz+our31BsXh8CyjYTBfMA8GA1UdEQQIMAaH
BH8AAAEwDAYDVR0TAQH/BAIwADAdBgNVHQ4EFgQUbscWPAmoW5eT4+LWNj6CsEMS
G3owHwYDVR0jBBgwFoAUKdGuk6E5o+oLheC06b17MR9CckAwCgYIKoZIzj0EAwID
SAAwRQIhAMTlBgxBUSdR718dHJn5xZyb6xAguK3bcetkUWi8qVd1AiBkYudn4701
FwRTVFqFVnqb4OZZR0Bnlci0SwHlaYfZMQ==
-----END CERTIFICATE-----
)";
constexpr auto otherKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjKVqN6+U+SdE1yge
dVCcUGbJwrMlnp6XG6bl3szapxShRANCAAR2EqlfcYZdhF6u098f4XJewBX9zDnl
qGvm+1/A3eAoDHsRN8k2s4n7ZIB1HzRj+Gb+aYeXAKc/qLq99QbF4fAs
-----END PRIVATE KEY-----
)";

class OneToken final : public TokenSource
{
public:
    [[nodiscard]] Async<AccessToken> fresh(std::stop_token) override
    {
        return ready<AccessToken>(AccessToken{.value = Secret(QByteArrayView("token"))});
    }
    void reject(const AccessToken &) override {}
    [[nodiscard]] bool allows(const QUrl &) const override { return true; }
};

// Answers "{}" to whatever it can decrypt.
class TlsServer : public QSslServer
{
public:
    explicit TlsServer(const QByteArrayList &chain = {certificate}, const QByteArray &privateKey = key)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        QList<QSslCertificate> sent;
        for (const QByteArray &pem : chain)
            sent.append(QSslCertificate(pem));
        configuration.setLocalCertificateChain(sent);
        configuration.setPrivateKey(QSslKey(privateKey, QSsl::Ec));
        setSslConfiguration(configuration);
        connect(this, &QTcpServer::pendingConnectionAvailable, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                received += socket->readAll();
                socket->write(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            });
        });
        connect(this, &QSslServer::startedEncryptionHandshake, this, [this] { ++handshakes; });
        listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] QUrl url() const { return QUrl(u"https://127.0.0.1:%1/"_s.arg(serverPort())); }
    QByteArray received;
    int handshakes = 0;
};

Result<Response> get(HttpClient &client, const QUrl &url)
{
    const Async<Response> future = client.send({.url = url, .authorization = Request::Authorization::Bearer});
    QEventLoop loop;
    QFutureWatcher<Result<Response>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished())
        loop.exec();
    if (!future.isFinished())
        return failure(Error::Kind::Internal, u"the test waited in vain"_s);
    return future.result();
}

} // namespace

class TestTls : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void unknownAuthorityIsRefused();
    void knownAuthorityIsTaken();
    void otherNameIsRefused();
    void connectionsOwnAuthorityIsTaken();
    void pinnedKeyIsDemanded_data();
    void pinnedKeyIsDemanded();
    void refusedCertificateIsDescribed();
    void proxyThatAsksForAPasswordIsNamed();
    void cleanupTestCase();

private:
    test::ManualClock m_clock;
    OneToken m_tokens;
};

void TestTls::unknownAuthorityIsRefused()
{
    TlsServer server;
    HttpClient client(m_clock, &m_tokens);
    const Result<Response> result = get(client, server.url());
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Tls);
    QCOMPARE(server.handshakes, 1); // a refusal does not pass with time
    QVERIFY(server.received.isEmpty());
}

void TestTls::knownAuthorityIsTaken()
{
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration trusting = before;
    trusting.setCaCertificates({QSslCertificate(QByteArray(certificate))});
    QSslConfiguration::setDefaultConfiguration(trusting);
    TlsServer server;
    HttpClient client(m_clock, &m_tokens);
    const Result<Response> result = get(client, server.url());
    QSslConfiguration::setDefaultConfiguration(before);
    QVERIFY2(result, qPrintable(result ? QString() : result.error().detail));
    QVERIFY(server.received.contains("Bearer token"));
}

void TestTls::otherNameIsRefused()
{
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration trusting = before;
    trusting.setCaCertificates({QSslCertificate(QByteArray(certificate))});
    QSslConfiguration::setDefaultConfiguration(trusting);
    TlsServer server;
    HttpClient client(m_clock, &m_tokens);
    QUrl url = server.url();
    url.setHost(u"localhost"_s);
    const Result<Response> result = get(client, url);
    QSslConfiguration::setDefaultConfiguration(before);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Tls);
    QVERIFY(server.received.isEmpty());
}

void TestTls::connectionsOwnAuthorityIsTaken()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(certificate);
    file.close();
    const auto authorities = readAuthorities(file.fileName());
    QVERIFY(authorities);
    TlsServer server;
    HttpClient client(m_clock, &m_tokens, {.trust = {.authorities = *authorities}});
    QVERIFY(get(client, server.url()));
    QCOMPARE(readAuthorities(u"/dev/null"_s).error().kind, Error::Kind::Configuration);
    // For that connection alone: nobody else trusts it.
    HttpClient other(m_clock, &m_tokens);
    QCOMPARE(get(other, server.url()).error().kind, Error::Kind::Tls);
}

void TestTls::pinnedKeyIsDemanded_data()
{
    QTest::addColumn<QByteArrayList>("chain");
    QTest::addColumn<QByteArrayList>("pins");
    QTest::addColumn<bool>("good");
    const QByteArray known = pinOf(QSslCertificate(QByteArray(certificate)));
    const QByteArray above = pinOf(QSslCertificate(QByteArray(otherAuthority)));
    const QByteArray other(44, 'A');
    const QByteArrayList own = {certificate};
    QTest::newRow("its key") << own << QByteArrayList{known} << true;
    QTest::newRow("one of two, for the day it changes") << own << QByteArrayList{other, known} << true;
    QTest::newRow("another key") << own << QByteArrayList{other} << false;
    QTest::newRow("the authority's key")
        << QByteArrayList{otherCertificate, otherAuthority} << QByteArrayList{above} << true;
    QTest::newRow("the authority's key, which was not sent")
        << QByteArrayList{otherCertificate} << QByteArrayList{above} << true;
    QTest::newRow("pinned certificate appended to another chain")
        << QByteArrayList{otherCertificate, certificate} << QByteArrayList{known} << false;
    QTest::newRow("pinned certificate appended to another whole chain")
        << QByteArrayList{otherCertificate, otherAuthority, certificate} << QByteArrayList{known} << false;
}

void TestTls::pinnedKeyIsDemanded()
{
    QFETCH(QByteArrayList, chain);
    QFETCH(QByteArrayList, pins);
    QFETCH(bool, good);
    TlsServer server(chain, chain.first() == QByteArray(certificate) ? key : otherKey);
    const QList<QSslCertificate> trusted = {QSslCertificate(QByteArray(certificate)),
                                            QSslCertificate(QByteArray(otherAuthority))};
    HttpClient client(m_clock, &m_tokens, {.attempts = 1, .trust = {.authorities = trusted, .pins = pins}});
    const Result<Response> result = get(client, server.url());
    QCOMPARE(result.has_value(), good);
    if (good)
        return;
    QCOMPARE(result.error().kind, Error::Kind::Tls);
    QCOMPARE(result.error().code, u"pins"_s);
    QVERIFY(!result.error().fields.isEmpty());
    QVERIFY(server.received.isEmpty()); // not a byte, and no token
}

// The people who run the gateway can compare it with theirs; nobody is asked whether to go on.
void TestTls::refusedCertificateIsDescribed()
{
    TlsServer server({otherCertificate}, otherKey);
    HttpClient client(m_clock, &m_tokens, {.attempts = 1});
    const Result<Response> result = get(client, server.url());
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Tls);
    QCOMPARE(result.error().code, u"certificate"_s);
    const auto field = [&](const QString &path) {
        for (const Error::Field &one : result.error().fields)
            if (one.path == path)
                return one.message;
        return QString();
    };
    QCOMPARE(field(u"certificate.subject"_s), u"127.0.0.1"_s);
    QCOMPARE(field(u"certificate.issuer"_s), u"another authority"_s);
    QCOMPARE(field(u"certificate.names"_s), u"127.0.0.1"_s);
    QCOMPARE(field(u"certificate.from"_s), u"2026-11-24T14:24:15Z"_s);
    QCOMPARE(field(u"certificate.until"_s), u"2126-10-31T14:24:15Z"_s);
    QCOMPARE(field(u"certificate.sha256"_s), QString::fromLatin1(QSslCertificate(QByteArray(otherCertificate))
                                                                     .digest(QCryptographicHash::Sha256)
                                                                     .toHex(':')
                                                                     .toUpper()));
    QVERIFY(server.received.isEmpty());
}

// A proxy that wants a password is not "offline": there is a network, and somebody to ask.
void TestTls::proxyThatAsksForAPasswordIsNamed()
{
    QTcpServer proxy;
    int asked = 0;
    QVERIFY(proxy.listen(QHostAddress::LocalHost));
    connect(&proxy, &QTcpServer::pendingConnectionAvailable, this, [&] {
        QTcpSocket *socket = proxy.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, this, [&asked, socket] {
            if (!socket->readAll().startsWith("CONNECT gateway.example:443"))
                return;
            ++asked;
            socket->write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n"
                          "Proxy-Authenticate: Basic realm=\"office\"\r\nConnection: close\r\n\r\n");
            socket->disconnectFromHost();
        });
    });
    const QNetworkProxy way(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, proxy.serverPort());
    HttpClient client(m_clock, &m_tokens, {.trust = {.proxy = way}});
    const Result<Response> result = get(client, QUrl(u"https://gateway.example/"_s));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Configuration);
    QCOMPARE(result.error().code, u"proxy.authentication"_s);
    QCOMPARE(result.error().title, u"gateway.example"_s);
    QCOMPARE(asked, 1); // asking again does not bring a password
}

// Qt's HTTP thread is told to end and waited for, but frees OpenSSL's state a moment later. A process that is
// gone by then would report it as a leak.
void TestTls::cleanupTestCase()
{
    const auto threadNames = [] {
        QByteArrayList names;
        const QDir tasks(u"/proc/self/task"_s);
        for (const QString &id : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile comm(tasks.filePath(id + u"/comm"_s));
            if (comm.open(QIODevice::ReadOnly))
                names.append(comm.readAll().trimmed());
        }
        return names;
    };
    QTRY_VERIFY(!threadNames().contains("QNetworkAccessM")); // Linux keeps 15 letters
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
