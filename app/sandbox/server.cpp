// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/server.h"

#include "app/sandbox/catalog.h"
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

// What an operation needs; empty: not of the contract.
QString scopeFor(const QStringList &segments)
{
    if (segments.value(1) == u"analytics"_s)
        return u"gw:usage"_s;
    return segments.value(3) == u"decision"_s ? u"gw:decide"_s : u"gw:read"_s;
}

Answer tooMany(int seconds)
{
    Answer answer = problem(429, u"rate-limited"_s, u"Too many requests; try again in %1 s."_s.arg(seconds));
    if (seconds > 0)
        answer.headers.append({"Retry-After", QByteArray::number(seconds)});
    return answer;
}

} // namespace

Server::Server(Database &database, Signer &signer, const Options &options, QObject *parent)
    : QAbstractHttpServer(parent)
    , m_database(database)
    , m_signer(signer)
    , m_options(options)
    , m_subscriptions(database, options.stepUp)
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
    const Fault fault = pick(faults, QRandomGenerator::global()->bounded(100));
    const auto say = [this, faults, fault](QTcpSocket *to, const Answer &answer) {
        if (fault == Fault::None)
            send(to, answer, faults);
        else
            misbehave(fault, to, answer);
    };
    const auto respond = [this, request, isProvider, faults, say](QTcpSocket *to) {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const Answer answer = isProvider ? m_provider->answer(request, now) : gatewayAnswer(request, now);
        if (faults.holdMilliseconds == 0)
            return say(to, answer);
        QTimer::singleShot(faults.holdMilliseconds, to, [say, to, answer] { say(to, answer); });
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

Answer Server::gatewayAnswer(const Request &request, const QDateTime &now)
{
    Answer answer;
    RateLimiter::Standing standing{.limit = 600, .remaining = 600, .resetSeconds = 60};
    const QStringList segments = request.segments();
    if (request.path == "/v1/health" && request.method == "GET") {
        answer = json({{u"status"_s, u"ok"_s}, {u"version"_s, QStringLiteral(GATEHOUSE_VERSION)}});
    } else if (segments.value(0) != u"v1"_s) {
        answer = problem(404, u"not-found"_s, u"There is nothing here."_s);
    } else {
        const auto caller = authenticate(request, origin() + QString::fromUtf8(request.path), m_signer,
                                         m_proofs, m_provider->issuer(), scopeFor(segments), now);
        if (const auto *refused = std::get_if<Answer>(&caller)) {
            answer = *refused;
        } else {
            standing = m_limiter.count(std::get<Caller>(caller).person.subject, now.toSecsSinceEpoch());
            answer = standing.isOver ? tooMany(standing.resetSeconds)
                                     : route(request, std::get<Caller>(caller), now);
        }
    }
    answer.headers.append(Headers{{"X-RateLimit-Limit", QByteArray::number(standing.limit)},
                                  {"X-RateLimit-Remaining", QByteArray::number(standing.remaining)},
                                  {"X-RateLimit-Reset", QByteArray::number(standing.resetSeconds)},
                                  {"X-Request-Id", "req_" + randomWord(9)}});
    return answer;
}

Answer Server::route(const Request &request, const Caller &caller, const QDateTime &now)
{
    const QStringList s = request.segments();
    const bool isGet = request.method == "GET";
    const bool isDecision = s.size() == 4 && s.at(1) == u"subscriptions"_s && s.at(3) == u"decision"_s;
    const bool isRead = (s.size() == 2 && (s.at(1) == u"me"_s || s.at(1) == u"tenants"_s ||
                                           s.at(1) == u"apis"_s || s.at(1) == u"subscriptions"_s)) ||
                        (s.size() == 3 && (s.at(1) == u"subscriptions"_s ||
                                           (s.at(1) == u"analytics"_s && s.at(2) == u"usage"_s)));
    if (!isDecision && !isRead)
        return problem(404, u"not-found"_s, u"There is nothing here."_s);
    if (isDecision ? request.method != "POST" : !isGet) {
        Answer answer = problem(405, u"method-not-allowed"_s, u"This cannot be done here."_s);
        answer.headers.append(std::pair<QByteArray, QByteArray>("Allow", isDecision ? "POST" : "GET"));
        return answer;
    }
    if (isDecision)
        return m_subscriptions.decide(request, caller, s.at(2), now);
    if (s.at(1) == u"me"_s)
        return whoAmI(request, caller);
    if (s.at(1) == u"tenants"_s)
        return listTenants(m_database, request, caller);
    if (s.at(1) == u"apis"_s)
        return listApis(m_database, request, caller);
    if (s.at(1) == u"analytics"_s)
        return usage(m_database, request, caller);
    return s.size() == 2 ? m_subscriptions.list(request, caller)
                         : m_subscriptions.get(request, caller, s.at(2));
}

void Server::misbehave(Fault fault, QTcpSocket *socket, Answer answer)
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
