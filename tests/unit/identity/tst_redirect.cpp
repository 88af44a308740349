// SPDX-License-Identifier: GPL-3.0-or-later
// The way back from the browser: A4 and A8–A12 of the sign-in rules, on real sockets.
#include "core/identity/loopbackreceiver.h"
#include "core/identity/pkce.h"
#include "core/identity/redirectrequest.h"

#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;

namespace {

const QByteArray host = "127.0.0.1:18181";

int statusOf(const ParsedHead &head)
{
    if (std::holds_alternative<NeedMore>(head))
        return 100;
    if (const auto *refusal = std::get_if<Refusal>(&head))
        return refusal->status;
    return 200;
}

// Sends it to the port and gives the whole answer, until the other side closes.
QByteArray ask(quint16 port, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    if (!QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }, 5000))
        return "no connection";
    socket.write(request);
    QByteArray answer;
    (void)QTest::qWaitFor(
        [&] {
            answer += socket.readAll();
            return socket.state() == QAbstractSocket::UnconnectedState;
        },
        2000);
    return answer + socket.readAll();
}

QByteArray get(quint16 port, const QByteArray &target)
{
    return ask(port,
               "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n\r\n");
}

} // namespace

class TestRedirect : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void A5_withoutIPv4ItIsIPv6()
    {
        LoopbackReceiver receiver(Secret(QByteArrayView("state")), "/callback");
        const QHostAddress notOurs(u"192.0.2.1"_s); // RFC 5737: of no computer
        const Result<QUrl> url = receiver.listen({0}, {notOurs, QHostAddress(QHostAddress::LocalHostIPv6)});
        QVERIFY(url);
        QCOMPARE(url->host(), u"::1"_s);
        QVERIFY(url->toString().startsWith(u"http://[::1]:"_s));
    }
    void A5_aPortThatIsTakenIsNoReasonForAnotherFamily()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress(QHostAddress::LocalHost), 0));
        LoopbackReceiver receiver(Secret(QByteArrayView("state")), "/callback");
        const Result<QUrl> url = receiver.listen({other.serverPort()});
        QCOMPARE(url.error().code, u"ports"_s);
        QCOMPARE(url.error().title, QString::number(other.serverPort()));
    }

    void A14_theStandardsOwnChallenge() // RFC 7636, appendix B
    {
        QCOMPARE(Pkce::challengeFor(Secret(QByteArrayView("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))),
                 QByteArray("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
        const Pkce one = Pkce::create();
        QCOMPARE(one.verifier.size(), 43);
        QVERIFY(!(one.verifier == Pkce::create().verifier));
        QCOMPARE(one.challenge, Pkce::challengeFor(one.verifier));
    }

    void A8_A9_head_data()
    {
        QTest::addColumn<QByteArray>("received");
        QTest::addColumn<int>("status"); // 100: more is needed
        const QByteArray line = "GET /callback?code=a HTTP/1.1\r\n";
        const QByteArray ours = "Host: " + host + "\r\n";
        QTest::newRow("good") << QByteArray(line + ours + "\r\n") << 200;
        QTest::newRow("HTTP/1.0") << QByteArray("GET / HTTP/1.0\r\n" + ours + "\r\n") << 200;
        QTest::newRow("half") << QByteArray(line + ours) << 100;
        QTest::newRow("nothing") << QByteArray() << 100;
        QTest::newRow("no host") << QByteArray(line + "\r\n") << 400;
        QTest::newRow("two hosts") << QByteArray(line + ours + ours + "\r\n") << 400;
        QTest::newRow("rebinding") << QByteArray(line + "Host: evil.example:18181\r\n\r\n") << 400;
        QTest::newRow("localhost") << QByteArray(line + "Host: localhost:18181\r\n\r\n") << 400;
        QTest::newRow("another port") << QByteArray(line + "Host: 127.0.0.1:1\r\n\r\n") << 400;
        // What a stricter reader takes for no Host, or for another one.
        QTest::newRow("folded host") << QByteArray(line + "X: y\r\n " + ours + "\r\n") << 400;
        QTest::newRow("host behind a bare LF") << QByteArray(line + "X: y\n" + ours + "\r\n") << 400;
        QTest::newRow("host behind a bare CR") << QByteArray(line + "X: y\r" + ours + "\r\n") << 400;
        QTest::newRow("blank before the colon") << QByteArray(line + "Host : " + host + "\r\n\r\n") << 400;
        QTest::newRow("no colon") << QByteArray(line + ours + "X\r\n\r\n") << 400;
        QTest::newRow("control in the target") << QByteArray("GET /\x01 HTTP/1.1\r\n" + ours + "\r\n") << 400;
        QTest::newRow("blank before the method") << QByteArray(' ' + line + ours + "\r\n") << 400;
        QTest::newRow("POST") << QByteArray("POST /callback HTTP/1.1\r\n" + ours + "\r\n") << 405;
        QTest::newRow("HEAD") << QByteArray("HEAD /callback HTTP/1.1\r\n" + ours + "\r\n") << 405;
        QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\n") << 400;
        QTest::newRow("absolute target")
            << QByteArray("GET http://evil/ HTTP/1.1\r\n" + ours + "\r\n") << 400;
        QTest::newRow("blank in the target") << QByteArray("GET /a b HTTP/1.1\r\n" + ours + "\r\n") << 400;
        QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00\x01\r\n\r\n", 10) << 400;
        QTest::newRow("line too long") << QByteArray("GET /" + QByteArray(9000, 'a')) << 414;
        QTest::newRow("head too long")
            << QByteArray(line + QByteArray("X: ") + QByteArray(17'000, 'a')) << 431;
        QTest::newRow("ended head too long")
            << QByteArray(line + ours + "X: " + QByteArray(17'000, 'a') + "\r\n\r\n") << 431;
    }
    void A8_A9_head()
    {
        QFETCH(QByteArray, received);
        QFETCH(int, status);
        QCOMPARE(statusOf(parseRequestHead(received, host)), status);
    }

    void A8_theWayTheBytesArriveChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("received");
        QTest::addColumn<int>("status");
        const QByteArray line = "GET / HTTP/1.1\r\n";
        const QByteArray ours = "Host: " + host + "\r\n";
        for (const int over : {0, 1}) {
            QTest::addRow("line, %d over", over)
                << QByteArray("GET /" + QByteArray(8 * 1024 - 14 + over, 'a') + " HTTP/1.1\r\n" + ours +
                              "\r\n")
                << (over ? 414 : 200);
            const QByteArray start = line + ours + "X: ";
            QTest::addRow("head, %d over", over)
                << QByteArray(start + QByteArray(16 * 1024 - start.size() + over, 'a') + "\r\n\r\n")
                << (over ? 431 : 200);
        }
    }
    void A8_theWayTheBytesArriveChangesNothing()
    {
        QFETCH(QByteArray, received);
        QFETCH(int, status);
        QCOMPARE(statusOf(parseRequestHead(received, host)), status);
        for (qsizetype size = 0; size < received.size(); ++size) {
            const int early = statusOf(parseRequestHead(received.first(size), host));
            QVERIFY2(early == 100 || early == status, QByteArray::number(size));
        }
    }

    void A11_query_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<bool>("isSound");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("plain") << QByteArray("code=a&state=b") << true << QByteArray("a");
        QTest::newRow("decoded once") << QByteArray("code=%2541") << true << QByteArray("%41");
        QTest::newRow("plus is a blank") << QByteArray("code=a+b%2B") << true << QByteArray("a b+");
        QTest::newRow("split before decoding") << QByteArray("state=x%26code%3Devil") << true << QByteArray();
        QTest::newRow("equals in the value") << QByteArray("code=a=b") << true << QByteArray("a=b");
        QTest::newRow("twice") << QByteArray("code=a&code=b") << false << QByteArray();
        QTest::newRow("twice, once encoded") << QByteArray("code=a&c%6fde=b") << false << QByteArray();
        QTest::newRow("broken escape") << QByteArray("code=%4") << false << QByteArray();
        QTest::newRow("not hex") << QByteArray("code=%zz") << false << QByteArray();
        QTest::newRow("empty") << QByteArray() << true << QByteArray();
        QTest::newRow("NUL") << QByteArray("code=a%00b") << true << QByteArray("a\0b", 3);
    }
    void A11_query()
    {
        QFETCH(QByteArray, query);
        QFETCH(bool, isSound);
        QFETCH(QByteArray, code);
        const auto parameters = parseRedirectQuery(query);
        QCOMPARE(parameters.has_value(), isSound);
        if (isSound)
            QCOMPARE(parameters->value("code"), code);
    }

    void A10_onlyOurStateEndsTheAttempt()
    {
        LoopbackReceiver receiver(Secret(QByteArray("our-state")), "/callback");
        QSignalSpy received(&receiver, &LoopbackReceiver::received);
        const Result<QUrl> url = receiver.listen({0});
        QVERIFY(url);
        const auto port = quint16(url->port());
        for (const char *target :
             {"/favicon.ico", "/callback", "/callback?code=evil&state=other", "/callback?error=access_denied",
              "/callback?error=access_denied&state=other", "/callback/?code=x&state=our-state",
              "/callback?state=our-state", "/callback?code=&state=our-state",
              "/callback?code=a&error=b&state=our-state", "/callback?code=a&code=b&state=our-state"}) {
            const QByteArray answer = get(port, target);
            QVERIFY2(answer.startsWith("HTTP/1.1 4"), target);
            QVERIFY2(!answer.contains("evil"), target); // A12
        }
        QCOMPARE(received.size(), 0);
        QCOMPARE(receiver.refusedRequests(), 10);

        QTcpSocket browser;
        browser.connectToHost(QHostAddress::LocalHost, port);
        QTRY_COMPARE(browser.state(), QAbstractSocket::ConnectedState);
        const QByteArray request =
            "GET /callback?code=the-code&state=our-state&iss=https%3A%2F%2Fid HTTP/1.1\r\nHost: 127.0.0.1:" +
            QByteArray::number(port) + "\r\n\r\n";
        browser.write(request.first(20)); // in pieces
        browser.flush();
        QTRY_COMPARE(browser.bytesToWrite(), 0);
        browser.write(request.mid(20));
        QTRY_COMPARE(received.size(), 1);
        const auto redirect = received.first().first().value<Redirect>();
        QVERIFY(redirect.code == Secret(QByteArray("the-code")));
        QCOMPARE(redirect.iss, u"https://id"_s);
        QVERIFY(browser.readAll().isEmpty()); // it waits until it is known how the sign-in went

        receiver.finish(true);
        QByteArray answer;
        QTRY_VERIFY((answer += browser.readAll()).contains("You are signed in"));
        for (const char *name :
             {"Content-Security-Policy: default-src 'none'", "Referrer-Policy: no-referrer",
              "Cache-Control: no-store", "X-Content-Type-Options: nosniff", "Connection: close"})
            QVERIFY2(answer.contains(name), name);
        QVERIFY(!answer.contains("the-code"));
    }

    void A4_theDoorClosesWithTheAttempt()
    {
        quint16 port = 0;
        {
            LoopbackReceiver receiver(Secret(QByteArray("s")), "/callback");
            const Result<QUrl> url = receiver.listen({0});
            QVERIFY(url);
            QCOMPARE(url->host(), u"127.0.0.1"_s); // A3
            port = quint16(url->port());
        }
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        QTRY_COMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
    }

    void A7_portsAreTriedInOrderAndNamedWhenTaken()
    {
        QTcpServer first, second;
        QVERIFY(first.listen(QHostAddress::LocalHost));
        QVERIFY(second.listen(QHostAddress::LocalHost));
        const quint16 taken = first.serverPort(), freed = second.serverPort();
        LoopbackReceiver refused(Secret(QByteArray("s")), "/callback");
        const Result<QUrl> none = refused.listen({taken, freed});
        QVERIFY(!none);
        QCOMPARE(none.error().kind, Error::Kind::Configuration);
        QCOMPARE(none.error().title, u"%1, %2"_s.arg(taken).arg(freed));
        second.close();
        LoopbackReceiver receiver(Secret(QByteArray("s")), "/callback");
        const Result<QUrl> url = receiver.listen({taken, freed});
        QVERIFY(url);
        QCOMPARE(url->port(), int(freed));
    }
};

QTEST_GUILESS_MAIN(TestRedirect)
#include "tst_redirect.moc"
