// SPDX-License-Identifier: GPL-3.0-or-later
// The loopback port under attack, on real sockets: A4, A8–A13. Whoever may connect to it can waste its time,
// and no more: the real way back still ends the attempt, once.
#include "core/identity/loopbackreceiver.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray good = "/callback?code=the-code&state=our-state";

// Runs the loop until it holds: QTest::qWaitFor sleeps 10 ms at a time, and there are a thousand requests.
template <typename Condition>
bool until(Condition holds)
{
    QEventLoop loop;
    QTimer limit;
    limit.setSingleShot(true);
    limit.start(10'000);
    while (!holds() && limit.isActive())
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    return holds();
}

// One attempt's port, and what was told of it.
struct Door
{
    explicit Door(const ReceiverLimits &limits = {})
        : receiver(Secret(QByteArray("our-state")), "/callback", limits)
    {
        port = quint16(receiver.listen({0})->port());
        QObject::connect(&receiver, &LoopbackReceiver::refused, &receiver,
                         [this](Refused why) { refused.append(why); });
        QObject::connect(&receiver, &LoopbackReceiver::received, &receiver,
                         [this](const Redirect &redirect) { received.append(redirect); });
    }
    LoopbackReceiver receiver;
    quint16 port = 0;
    QList<Refused> refused;
    QList<Redirect> received;
};

// Somebody at the port.
class Client : public QTcpSocket
{
public:
    explicit Client(quint16 port)
        : m_port(port)
    {
        connect(this, &QTcpSocket::readyRead, this, [this] { answer += readAll(); });
        connectToHost(QHostAddress::LocalHost, port);
    }
    void get(const QByteArray &target) { ask("GET " + target); }
    void ask(const QByteArray &methodAndTarget, const QByteArray &host = {})
    {
        write(methodAndTarget + " HTTP/1.1\r\nHost: " +
              (host.isEmpty() ? "127.0.0.1:" + QByteArray::number(m_port) : host) + "\r\n\r\n");
    }
    [[nodiscard]] bool isConnected() const { return state() == ConnectedState; }
    [[nodiscard]] bool isOver() const { return state() == UnconnectedState; }
    [[nodiscard]] int status() const { return answer.mid(9, 3).toInt(); }

    QByteArray answer;

private:
    quint16 m_port;
};

int statusOf(quint16 port, const QByteArray &methodAndTarget, const QByteArray &host = {})
{
    Client client(port);
    client.ask(methodAndTarget, host);
    return until([&] { return client.isOver(); }) ? client.status() : 0;
}

// The browser comes back, and is told.
bool signsIn(Door &door)
{
    Client browser(door.port);
    browser.get(good);
    if (!until([&] { return door.received.size() == 1; }))
        return false;
    door.receiver.finish(true);
    return until([&] { return browser.isOver(); }) && browser.answer.contains("You are signed in") &&
           door.received.constFirst().code == Secret(QByteArray("the-code"));
}

} // namespace

class TestReceiver : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void A8_A13_eachRefusalSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("host"); // empty: ours
        QTest::addColumn<int>("status");
        QTest::addColumn<Refused>("why");
        const auto row = [](const char *name, const QByteArray &request, int status, Refused why,
                            const QByteArray &host = {}) {
            QTest::newRow(name) << request << host << status << why;
        };
        const QByteArray get = "GET /callback";
        row("A9 favicon", "GET /favicon.ico", 404, Refused::Path);
        row("A8 slash behind", get + "/?code=a&state=our-state", 404, Refused::Path);
        row("A18 path of another issuer", get + "/0123abcd?code=a&state=our-state", 404, Refused::Path);
        row("A8 POST", "POST /callback?code=a&state=our-state", 405, Refused::Method);
        row("A8 HEAD", "HEAD " + good, 405, Refused::Method);
        row("A8 OPTIONS", "OPTIONS " + good, 405, Refused::Method);
        row("A8 no path", "GET callback", 400, Refused::Form);
        row("A8 line of 9 KiB", get + '?' + QByteArray(9000, 'a'), 414, Refused::Size);
        row("A9 another name of this computer", "GET " + good, 400, Refused::Host, "localhost:1");
        row("A9 rebinding", "GET " + good, 400, Refused::Host, "evil.example");
        row("A10 nothing", get, 400, Refused::State);
        row("A10 state wrong", get + "?code=a&state=other", 400, Refused::State);
        row("A10 state missing", get + "?code=a", 400, Refused::State);
        row("A10 state empty", get + "?code=a&state=", 400, Refused::State);
        row("A10 error without state", get + "?error=access_denied", 400, Refused::State);
        row("A10 error, state wrong", get + "?error=access_denied&state=other", 400, Refused::State);
        row("A11 code twice", get + "?code=a&code=b&state=our-state", 400, Refused::Query);
        row("A11 state twice", get + "?code=a&state=our-state&state=our-state", 400, Refused::Query);
        row("A11 broken escape", get + "?code=%zz&state=our-state", 400, Refused::Query);
        row("A11 state hidden in a value", get + "?code=a%26state%3Dour-state", 400, Refused::State);
        row("A10 code and error", get + "?code=a&error=b&state=our-state", 400, Refused::Both);
        row("A10 empty code and error", get + "?code=&error=b&state=our-state", 400, Refused::Both);
        row("A10 neither", get + "?state=our-state", 400, Refused::Neither);
        row("A10 code empty", get + "?code=&state=our-state", 400, Refused::Neither);
        row("A10 error empty", get + "?error=&state=our-state", 400, Refused::Neither);
        row("A10 error of control characters", get + "?error=%00%1f%7f&state=our-state", 400,
            Refused::Neither);
        row("A10 error of blanks", get + "?error=+%20&state=our-state", 400, Refused::Neither);
        row("A10 error that cannot be seen", get + "?error=%E2%80%8B&state=our-state", 400, Refused::Neither);
    }
    void A8_A13_eachRefusalSaysWhy()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, host);
        QFETCH(int, status);
        QFETCH(Refused, why);
        Door door;
        QCOMPARE(statusOf(door.port, request, host), status);
        QCOMPARE(door.refused, QList<Refused>{why});
        QCOMPARE(door.receiver.refusedRequests(), 1);
        QVERIFY(door.received.isEmpty());
        QVERIFY(signsIn(door)); // and it goes on
    }

    // Headers that never end, one byte at a time: a socket has its time, however busy it is.
    void A8_slowLoris()
    {
        Door door({.patience = 100ms});
        Client slow(door.port);
        QVERIFY(until([&] { return slow.isConnected(); }));
        QTimer drip;
        qint64 sent = 0;
        connect(&drip, &QTimer::timeout, &slow, [&] {
            if (slow.isConnected())
                sent += slow.write(sent < 4 ? QByteArray("GET ").mid(sent, 1) : "a");
        });
        QElapsedTimer clock;
        clock.start();
        drip.start(5ms);
        QVERIFY(until([&] { return slow.isOver(); }));
        QVERIFY(sent > 4); // it was at it all the time
        QVERIFY(clock.elapsed() >= 50);
        QVERIFY(slow.answer.isEmpty());
        QVERIFY(signsIn(door));
        QVERIFY(door.refused.isEmpty());
    }
    void A8_slowLorisHoldsNoBrowserOut()
    {
        Door door({.patience = 10s}); // nothing but a newer socket ends one
        std::vector<std::unique_ptr<Client>> idle;
        for (int i = 0; i < 40; ++i) {
            idle.push_back(std::make_unique<Client>(door.port));
            idle.back()->write("GET /callb");
        }
        const auto open = [&] {
            return std::count_if(idle.cbegin(), idle.cend(), [](const auto &c) { return c->isConnected(); });
        };
        QVERIFY(until([&] { return open() == 16; }));
        QVERIFY(signsIn(door));
        QVERIFY(idle.front()->isOver()); // the oldest went first
        QVERIFY(!idle.at(30)->isOver());
    }
    // The browser waits for its answer meanwhile; it is not idle.
    void A8_aFloodDoesNotPushTheBrowserOut()
    {
        Door door;
        std::vector<std::unique_ptr<Client>> before;
        Client browser(door.port);
        QVERIFY(until([&] { return browser.isConnected(); }));
        for (int i = 0; i < 15; ++i)
            before.push_back(std::make_unique<Client>(door.port));
        QVERIFY(until([&] { return before.back()->isConnected(); }));
        browser.get(good);
        QVERIFY(until([&] { return door.received.size() == 1; }));
        QVERIFY(browser.isConnected());
        door.receiver.finish(true);
        QVERIFY(until([&] { return browser.isOver(); }));
        QVERIFY(browser.answer.contains("You are signed in"));
    }

    void A8_tenMegabytesOfHeader()
    {
        Door door;
        Client client(door.port);
        QVERIFY(until([&] { return client.isConnected(); }));
        client.write("GET /callback HTTP/1.1\r\nX: ");
        client.write(QByteArray(10 * 1024 * 1024, 'a'));
        QVERIFY(until([&] { return client.isOver(); }));
        QCOMPARE(door.refused, QList<Refused>{Refused::Size}); // once, not for each piece
        QVERIFY(signsIn(door));
    }

    void A10_aThousandBadStates()
    {
        Door door;
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(statusOf(door.port, "GET /callback?code=evil&state=" + QByteArray::number(i)), 400);
        QCOMPARE(door.receiver.refusedRequests(), 1000);
        QCOMPARE(door.refused, QList<Refused>(1000, Refused::State));
        QVERIFY(signsIn(door));
    }

    // A13: a state is good once, on whatever socket.
    void A13_replay()
    {
        Door door;
        Client early(door.port); // open since before
        QVERIFY(until([&] { return early.isConnected(); }));
        Client browser(door.port);
        browser.get(good);
        QVERIFY(until([&] { return door.received.size() == 1; }));
        early.get(good); // while the code is being exchanged
        QVERIFY(until([&] { return early.isOver(); }));
        QCOMPARE(early.status(), 404);
        QCOMPARE(door.refused, QList<Refused>{Refused::Late});
        browser.get(good); // and again on the very socket
        door.receiver.finish(true);
        QVERIFY(until([&] { return browser.isOver(); }));
        QVERIFY(browser.answer.contains("You are signed in"));
        Client late(door.port); // A4: closed
        QVERIFY(until([&] { return late.isOver(); }));
        QCOMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
        QCOMPARE(door.received.size(), 1);
    }
    void A13_twoTabs()
    {
        Door door;
        Client first(door.port), second(door.port);
        QVERIFY(until([&] { return first.isConnected() && second.isConnected(); }));
        first.get(good);
        second.get("/callback?code=of-the-other-tab&state=our-state");
        QVERIFY(until([&] { return door.received.size() == 1 && door.refused.size() == 1; }));
        Client &winner = door.received.constFirst().code == Secret(QByteArray("the-code")) ? first : second;
        Client &other = &winner == &first ? second : first;
        QVERIFY(until([&] { return other.isOver(); }));
        QCOMPARE(other.status(), 404);
        QVERIFY(winner.isConnected() && winner.answer.isEmpty()); // until it is known how it went
        door.receiver.finish(false);
        QVERIFY(until([&] { return winner.isOver(); }));
        QVERIFY(winner.answer.contains("did not succeed"));
        QCOMPARE(door.received.size(), 1);
    }

    // A17: whether it was there is told apart from what it said.
    void A17_issIsAbsentOrSaid()
    {
        for (const auto &[query, expected] :
             {std::pair<const char *, std::optional<QString>>("", std::nullopt),
              {"&iss=", QString(u""_s)},
              {"&iss=https%3A%2F%2Fid", u"https://id"_s}}) {
            Door door;
            Client browser(door.port);
            browser.get(good + query);
            QVERIFY(until([&] { return door.received.size() == 1; }));
            QCOMPARE(door.received.constFirst().iss, expected);
        }
    }
    void A23_theErrorIsCleaned()
    {
        Door door;
        Client browser(door.port);
        browser.get("/callback?error=access_%1bdenied&error_description=" + QByteArray(600, 'x') +
                    "&state=our-state");
        QVERIFY(until([&] { return door.received.size() == 1; }));
        QCOMPARE(door.received.constFirst().error, u"access_denied"_s);
        QCOMPARE(door.received.constFirst().errorDescription.size(), 512);
    }

    void A10_theLogSaysHowManyWereRefused()
    {
        static QStringList logged;
        logged.clear();
        const auto before = qInstallMessageHandler(
            [](QtMsgType, const QMessageLogContext &, const QString &text) { logged.append(text); });
        {
            Door door;
            (void)statusOf(door.port, "GET /callback?code=secret-looking&state=1");
            (void)statusOf(door.port, "GET /favicon.ico");
        }
        qInstallMessageHandler(before);
        QVERIFY(logged.join(u'\n').contains(u"not the way back: 2"_s));
        QVERIFY(!logged.join(u'\n').contains(u"secret-looking"_s));
    }
};

QTEST_GUILESS_MAIN(TestReceiver)
#include "tst_receiver.moc"
