// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/stubserver.h"

#include <QPointer>
#include <QQueue>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gatehouse::test {

namespace {

QByteArray reasonFor(int status)
{
    return status < 400 ? "Fine" : "Not fine";
}

// One connection: takes requests apart and sends what it is given, a piece at a time.
class Connection : public QObject
{
public:
    using Answerer = std::function<StubServer::Answer(const StubServer::Seen &)>;

    Connection(QTcpSocket *socket, Answerer answer, QObject *parent)
        : QObject(parent)
        , m_socket(socket)
        , m_answer(std::move(answer))
    {
        m_socket->setParent(this);
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1); // head and body are two writes
        connect(m_socket, &QTcpSocket::readyRead, this, &Connection::onReadyRead);
        connect(m_socket, &QTcpSocket::bytesWritten, this, &Connection::pump);
        connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
        m_trickle.setInterval(5);
        connect(&m_trickle, &QTimer::timeout, this, &Connection::drip);
    }
    ~Connection() override { m_socket->disconnect(this); }

private:
    void onReadyRead()
    {
        m_input += m_socket->readAll();
        while (std::optional<StubServer::Seen> request = takeRequest())
            reply(*request);
    }

    std::optional<StubServer::Seen> takeRequest()
    {
        const qsizetype end = m_input.indexOf("\r\n\r\n");
        if (end < 0)
            return {};
        StubServer::Seen seen;
        const QList<QByteArray> lines = m_input.first(end).replace("\r\n", "\n").split('\n');
        const QList<QByteArray> first = lines.value(0).split(' ');
        seen.method = first.value(0);
        seen.target = first.value(1);
        for (const QByteArray &line : lines.sliced(1)) {
            const qsizetype colon = line.indexOf(':');
            seen.headers.append(
                {line.first(std::max<qsizetype>(colon, 0)), line.sliced(colon + 1).trimmed()});
        }
        const qsizetype length = seen.header("content-length").toLongLong();
        if (m_input.size() < end + 4 + length)
            return {};
        seen.body = m_input.sliced(end + 4, length);
        m_input.remove(0, end + 4 + length);
        return seen;
    }

    void reply(const StubServer::Seen &request)
    {
        using Fault = StubServer::Answer::Fault;
        const StubServer::Answer answer = m_answer(request);
        if (answer.fault == Fault::Silent)
            return;
        if (answer.fault == Fault::CloseAtOnce)
            return m_socket->abort();
        if (answer.fault == Fault::Garbage) {
            m_socket->write("\x16\x03\x01 this is not HTTP\r\n\r\n<<<>>>");
            return m_socket->disconnectFromHost();
        }
        const bool bodiless = answer.status == 204 || answer.status == 304;
        const qint64 length = bodiless ? 0 : answer.body.size() * answer.repeatBody;
        QByteArray head =
            "HTTP/1.1 " + QByteArray::number(answer.status) + ' ' + reasonFor(answer.status) + "\r\n";
        if (!bodiless)
            head += "Content-Length: " + QByteArray::number(length) + "\r\n";
        if (!answer.contentType.isEmpty() && length > 0)
            head += "Content-Type: " + answer.contentType + "\r\n";
        for (const auto &[name, value] : answer.headers)
            head += name + ": " + value + "\r\n";
        m_body = answer.body;
        m_bodyLeft = request.method == "HEAD" ? 0 : length;
        m_cut = answer.fault == Fault::CutInBody;
        if (m_cut)
            m_bodyLeft /= 2;
        m_head = head + "\r\n";
        if (answer.fault == Fault::Trickle)
            m_trickle.start();
        else
            pump();
    }

    QByteArray take(qint64 most)
    {
        if (!m_head.isEmpty()) {
            QByteArray piece = m_head.left(most);
            m_head.remove(0, piece.size());
            return piece;
        }
        const qint64 length = m_body.isEmpty() ? 0 : std::min(m_bodyLeft, most);
        QByteArray piece;
        for (qint64 i = 0; i < length;) { // the body again and again, from where it stopped
            const QByteArray part = m_body.mid(m_bodyAt, length - i);
            piece += part;
            i += part.size();
            m_bodyAt = (m_bodyAt + part.size()) % m_body.size();
        }
        m_bodyLeft -= length;
        if (m_bodyLeft == 0)
            m_bodyAt = 0;
        return piece;
    }

    void pump()
    {
        constexpr qint64 window = 256 * 1024;
        if (m_trickle.isActive() || (m_head.isEmpty() && m_bodyLeft == 0))
            return;
        while (m_socket->bytesToWrite() < window) {
            const QByteArray piece = take(window);
            if (piece.isEmpty())
                break;
            m_socket->write(piece);
        }
        if (m_cut && m_bodyLeft == 0)
            m_socket->disconnectFromHost();
    }

    void drip()
    {
        const QByteArray piece = take(1);
        if (piece.isEmpty())
            m_trickle.stop();
        else
            m_socket->write(piece);
    }

    QTcpSocket *m_socket;
    Answerer m_answer;
    QByteArray m_input;
    QByteArray m_head;
    QByteArray m_body;
    qint64 m_bodyLeft = 0;
    qint64 m_bodyAt = 0;
    bool m_cut = false;
    QTimer m_trickle;
};

} // namespace

struct StubServer::Private
{
    Answer answer(const Seen &request)
    {
        seen.append(request);
        if (!queue.isEmpty())
            return queue.dequeue();
        if (handler)
            return handler(request);
        return Answer{.status = 404};
    }

    QTcpServer server;
    quint16 port = 0;
    Handler handler;
    QQueue<Answer> queue;
    QList<Seen> seen;
    QList<QPointer<Connection>> connections;
};

StubServer::StubServer(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    connect(&d->server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = d->server.nextPendingConnection())
            d->connections.append(new Connection(
                socket, [this](const Seen &seen) { return d->answer(seen); }, this));
    });
    comeUp();
    d->port = d->server.serverPort();
}

StubServer::~StubServer()
{
    goDown();
}

QUrl StubServer::url(const QString &path) const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(d->port).arg(path));
}

void StubServer::setHandler(Handler handler)
{
    d->handler = std::move(handler);
}

void StubServer::enqueue(const Answer &answer)
{
    d->queue.enqueue(answer);
}

const QList<StubServer::Seen> &StubServer::seen() const
{
    return d->seen;
}

void StubServer::clearSeen()
{
    d->seen.clear();
}

void StubServer::goDown()
{
    d->server.close();
    for (const QPointer<Connection> &connection : std::exchange(d->connections, {}))
        delete connection;
}

void StubServer::comeUp()
{
    if (!d->server.isListening() && !d->server.listen(QHostAddress::LocalHost, d->port))
        qFatal("the stub server cannot listen: %s", qPrintable(d->server.errorString()));
}

} // namespace gatehouse::test
