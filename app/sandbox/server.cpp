// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/server.h"

#include "app/sandbox/traffic.h"

#include <QHttpServerRequest>
#include <QRandomGenerator>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qint64 HugeBytes = 200LL * 1024 * 1024;

QByteArray methodOf(QHttpServerRequest::Method method)
{
    switch (method) {
    case QHttpServerRequest::Method::Get:
        return "GET";
    case QHttpServerRequest::Method::Post:
        return "POST";
    case QHttpServerRequest::Method::Put:
        return "PUT";
    case QHttpServerRequest::Method::Delete:
        return "DELETE";
    case QHttpServerRequest::Method::Head:
        return "HEAD";
    case QHttpServerRequest::Method::Patch:
        return "PATCH";
    default:
        return "OTHER";
    }
}

Request plain(const QHttpServerRequest &request)
{
    Request result{.method = methodOf(request.method()),
                   .path = request.url().path(QUrl::FullyEncoded).toLatin1(),
                   .query = parseForm(request.url().query(QUrl::FullyEncoded).toLatin1()),
                   .headers = {},
                   .body = request.body()};
    for (const auto &[name, value] : request.headers())
        result.headers.append({name, value});
    return result;
}

} // namespace

Server::Server(Database &database, Signer &signer, const Options &options, QObject *parent)
    : QAbstractHttpServer(parent)
    , m_database(database)
    , m_signer(signer)
    , m_options(options)
    , m_chaos(options.seed)
{
    auto *hourly = new QTimer(this);
    connect(hourly, &QTimer::timeout, this, [this] {
        (void)m_database.begin();
        fillTraffic(m_database, m_options, QDateTime::currentDateTimeUtc());
        m_database.commit();
    });
    hourly->start(std::chrono::minutes(5));
}

std::optional<quint16> Server::listenOn(quint16 port)
{
    m_port = listen(QHostAddress(QHostAddress::LocalHost), port);
    if (m_port == 0)
        return std::nullopt;
    m_provider = std::make_unique<Provider>(m_database, m_signer, m_proofs, m_options.chaos,
                                            m_options.loginAs, origin() + u"/oidc"_s);
    m_gateway =
        std::make_unique<Api>(m_database, m_signer, m_proofs, m_options, origin(), m_provider->issuer());
    return m_port;
}

QString Server::origin() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

bool Server::handleRequest(const QHttpServerRequest &httpRequest, QTcpSocket *socket)
{
    const Request request = plain(httpRequest);
    const bool isProvider = request.path.startsWith("/oidc/");
    const Faults &faults = isProvider ? m_options.chaos.provider : m_options.chaos.gateway;
    const Fault fault = pick(faults, int(m_chaos.bounded(100)));
    const auto say = [this, faults, fault](QTcpSocket *to, const Answer &answer) {
        if (fault == Fault::None)
            send(to, answer, faults);
        else
            misbehave(fault, to, answer, faults);
    };
    const auto heldBack = [faults, say](QTcpSocket *to, const Answer &answer) {
        if (faults.holdMilliseconds == 0)
            return say(to, answer);
        QTimer::singleShot(faults.holdMilliseconds, to, [say, to, answer] { say(to, answer); });
    };
    const bool isUndone = !isProvider && isRefusal(fault) && request.method != "GET";
    const auto respond = [this, request, isProvider, isUndone, say, heldBack](QTcpSocket *to) {
        if (isUndone)
            return say(to, json({}));
        if (isProvider)
            return heldBack(to, m_provider->answer(request, QDateTime::currentDateTimeUtc()));
        m_gateway->answer(request, to, [heldBack, to](const Answer &answer) { heldBack(to, answer); });
    };
    if (faults.slowMilliseconds > 0) {
        // Slow before it is done: whoever dies meanwhile has not been heard.
        QTimer::singleShot(faults.slowMilliseconds, socket, [respond, socket] { respond(socket); });
        return true;
    }
    respond(socket);
    return true;
}

void Server::missingHandler(const QHttpServerRequest &, QTcpSocket *socket)
{
    send(socket, problem(404, u"not-found"_s, u"There is nothing here."_s), {});
}

void Server::misbehave(Fault fault, QTcpSocket *socket, Answer answer, const Faults &faults)
{
    switch (fault) {
    case Fault::Error:
        send(socket, problem(503, u"unavailable"_s, u"The sandbox was told to fail (--chaos)."_s), {});
        return;
    case Fault::RateLimited:
        send(socket, tooMany(2), {});
        return;
    case Fault::RateLimitedBare:
        send(socket, tooMany(0), {});
        return;
    case Fault::Html:
        send(socket,
             {.status = 200,
              .contentType = "text/html",
              .body = "<html><body><h1>Welcome to the hotel</h1>Accept the terms.</body></html>",
              .headers = {}},
             {});
        return;
    case Fault::Garbage:
        answer.body = "\x01{]\xff not json at all";
        answer.status = 200;
        send(socket, answer, {});
        return;
    case Fault::Cut:
        socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                      QByteArray::number(answer.body.size() + 100) + "\r\n\r\n" +
                      answer.body.first(answer.body.size() / 2));
        socket->flush();
        socket->disconnectFromHost();
        return;
    case Fault::DoneCut:
        socket->disconnectFromHost();
        return;
    case Fault::Truncate:
        answer.body.truncate(answer.body.size() / 2);
        send(socket, answer, {});
        return;
    case Fault::Delay:
        QTimer::singleShot(faults.delayMilliseconds, socket,
                           [this, socket, answer, faults] { send(socket, answer, faults); });
        return;
    case Fault::None:
        return;
    }
}

void Server::send(QTcpSocket *socket, const Answer &answer, const Faults &faults)
{
    const bool isList = answer.status == 200 && answer.body.contains("\"items\"");
    const bool isHuge = faults.huge && isList;
    const qint64 size = isHuge ? HugeBytes : answer.body.size();
    QByteArray head =
        "HTTP/1.1 " + QByteArray::number(answer.status) + (answer.status < 400 ? " OK" : " Refused") + "\r\n";
    if (!answer.contentType.isEmpty())
        head +=
            "Content-Type: " + (faults.wrongType ? QByteArray("text/plain") : answer.contentType) + "\r\n";
    head += "Content-Length: " + QByteArray::number(answer.status == 304 ? 0 : size) + "\r\n";
    head += "Date: " +
            QLocale::c()
                .toString(QDateTime::currentDateTimeUtc().addSecs(m_options.chaos.skewSeconds),
                          u"ddd, dd MMM yyyy HH:mm:ss"_s)
                .toLatin1() +
            " GMT\r\n";
    for (const auto &[name, value] : answer.headers)
        head += name + ": " + value + "\r\n";
    // Closed after each answer: what was asked is done when the line ends, whatever --chaos did to it.
    head += "Connection: close\r\n\r\n";
    socket->write(head + (isHuge ? QByteArray(R"({"items":[],"filler":")") : answer.body));
    if (isHuge) {
        // As fast as it is taken, so that the sandbox itself stays small.
        const auto left = std::make_shared<qint64>(HugeBytes);
        connect(socket, &QTcpSocket::bytesWritten, this, [socket, left] {
            if (socket->bytesToWrite() > 0 || *left <= 0)
                return;
            *left -= 1024 * 1024;
            socket->write(QByteArray(1024 * 1024, 'x'));
        });
        return;
    }
    socket->disconnectFromHost();
}

} // namespace gatehouse::sandbox
