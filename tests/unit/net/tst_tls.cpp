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
    TlsServer()
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(QByteArray(certificate)));
        configuration.setPrivateKey(QSslKey(QByteArray(key), QSsl::Ec));
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
    QTest::addColumn<QByteArrayList>("pins");
    QTest::addColumn<bool>("good");
    const QSslCertificate known{QByteArray(certificate)};
    const QByteArray other(44, 'A');
    QTest::newRow("its key") << QByteArrayList{pinOf(known)} << true;
    QTest::newRow("one of two, for the day it changes") << QByteArrayList{other, pinOf(known)} << true;
    QTest::newRow("another key") << QByteArrayList{other} << false;
}

void TestTls::pinnedKeyIsDemanded()
{
    QFETCH(QByteArrayList, pins);
    QFETCH(bool, good);
    TlsServer server;
    HttpClient client(
        m_clock, &m_tokens,
        {.attempts = 1, .trust = {.authorities = {QSslCertificate(QByteArray(certificate))}, .pins = pins}});
    const Result<Response> result = get(client, server.url());
    QCOMPARE(result.has_value(), good);
    if (good)
        return;
    QCOMPARE(result.error().kind, Error::Kind::Tls);
    QVERIFY(server.received.isEmpty()); // not a byte, and no token
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
