// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/loopbackreceiver.h"

#include "core/base/logging.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

constexpr qint64 MostUnread = 32 * 1024; // more than a head may have
constexpr std::chrono::seconds BrowserPatience{
    30}; // for the exchange, before the browser is told to look at the console

QString shown(const QByteArray &bytes)
{
    QString text = QString::fromUtf8(bytes).left(512);
    text.removeIf(
        [](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    return text;
}

QString hostOf(const QHostAddress &address)
{
    const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return isV6 ? u"[%1]"_s.arg(address.toString()) : address.toString();
}

} // namespace

LoopbackReceiver::LoopbackReceiver(Secret state, QByteArray path, const ReceiverLimits &limits,
                                   QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_state(std::move(state))
    , m_path(std::move(path))
{
    connect(&m_server, &QTcpServer::newConnection, this, &LoopbackReceiver::onConnection);
}

LoopbackReceiver::~LoopbackReceiver()
{
    if (m_refused > 0)
        qCInfo(log::identity) << "requests on the loopback port that were not the way back:" << m_refused;
}

// A5: the next family only where this computer has not the one before; ports that are taken are taken.
Result<QUrl> LoopbackReceiver::listen(const QList<quint16> &ports, const QList<QHostAddress> &families)
{
    QStringList tried;
    for (const QHostAddress &address : families) {
        tried.clear();
        for (const quint16 port : ports) {
            if (m_server.listen(address, port)) {
                const QUrl origin(u"http://%1:%2"_s.arg(hostOf(address)).arg(m_server.serverPort()));
                m_host = origin.authority().toLatin1();
                return QUrl(origin.toString() + QString::fromLatin1(m_path));
            }
            tried.append(QString::number(port));
        }
        if (m_server.serverError() != QAbstractSocket::SocketAddressNotAvailableError &&
            m_server.serverError() != QAbstractSocket::UnsupportedSocketOperationError)
            break;
    }
    return failure(Error{.kind = Error::Kind::Configuration,
                         .code = u"ports"_s,
                         .title = tried.join(u", "_s),
                         .detail = m_server.errorString()});
}

void LoopbackReceiver::onConnection()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QObject::destroyed, this, [this, socket] { m_open.removeOne(socket); });
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onBytes(socket); });
        socket->setReadBufferSize(MostUnread);
        m_open.append(socket);
        if (m_open.size() > m_limits.sockets)
            dropOldest();
        QTimer::singleShot(m_limits.patience, socket, [this, socket] {
            if (socket != m_browser)
                socket->abort();
        });
    }
}

// Not the newest: whoever keeps the port full of sockets that say nothing would keep the browser out.
void LoopbackReceiver::dropOldest()
{
    const auto oldest =
        std::find_if(m_open.cbegin(), m_open.cend(), [this](QTcpSocket *s) { return s != m_browser; });
    QTcpSocket *socket = *oldest; // there are others beside the browser's
    m_open.erase(oldest);
    socket->abort();
}

void LoopbackReceiver::onBytes(QTcpSocket *socket)
{
    if (socket == m_browser) {
        socket->readAll();
        return;
    }
    // Peeked, so that the bytes stay with the socket until the head is whole.
    const ParsedHead head = parseRequestHead(socket->peek(64 * 1024), m_host);
    if (std::holds_alternative<NeedMore>(head))
        return;
    socket->readAll();
    if (const auto *refusal = std::get_if<Refusal>(&head)) {
        refuse(socket, refusal->status, refusal->why);
        return;
    }
    const auto &request = std::get<RequestHead>(head);
    if (request.path != m_path)
        refuse(socket, 404, Refused::Path);
    else if (m_hasReceived)
        refuse(socket, 404, Refused::Late);
    else
        accept(socket, request.query);
}

void LoopbackReceiver::accept(QTcpSocket *socket, const QByteArray &query)
{
    const auto parameters = parseRedirectQuery(query);
    // A10: nothing is believed, error or success, before the state is ours.
    if (!parameters || !(Secret(parameters->value("state")) == m_state)) {
        refuse(socket, 400, parameters ? Refused::State : Refused::Query);
        return;
    }
    const bool isBoth = parameters->contains("code") && parameters->contains("error");
    const QString error = shown(parameters->value("error")).trimmed();
    // An error with nothing in it would pass for a success without a code.
    if (isBoth || (parameters->value("code").isEmpty() && error.isEmpty())) {
        refuse(socket, 400, isBoth ? Refused::Both : Refused::Neither);
        return;
    }
    m_hasReceived = true;
    m_browser = socket;
    m_server.close();
    QTimer::singleShot(BrowserPatience, socket, [this, socket] {
        answer(socket, 200, "Still working",
               "Go back to Gatehouse to see how the sign-in went. You can close this page.");
    });
    emit received({.code = Secret(parameters->value("code")),
                   .iss = parameters->contains("iss")
                              ? std::optional(QString::fromUtf8(parameters->value("iss")))
                              : std::nullopt,
                   .error = error,
                   .errorDescription = shown(parameters->value("error_description"))});
}

void LoopbackReceiver::finish(bool succeeded)
{
    m_server.close();
    if (!m_browser)
        return;
    if (succeeded)
        answer(m_browser, 200, "You are signed in", "Go back to Gatehouse. You can close this page.");
    else
        answer(m_browser, 200, "The sign-in did not succeed", "Gatehouse says why. You can close this page.");
    m_browser = nullptr;
}

void LoopbackReceiver::refuse(QTcpSocket *socket, int status, Refused why)
{
    ++m_refused;
    answer(socket, status, "Not found", "There is nothing here.");
    emit refused(why);
}

// Static text: nothing of the request is echoed (A12).
void LoopbackReceiver::answer(QTcpSocket *socket, int status, const QByteArray &title, const QByteArray &text)
{
    disconnect(socket, &QTcpSocket::readyRead, this, nullptr); // it has its answer, whatever else it sends
    const QByteArray body = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + title +
                            "</title><h1>" + title + "</h1><p>" + text + "</p></html>\n";
    socket->write(
        "HTTP/1.1 " + QByteArray::number(status) + (status == 200 ? " OK" : " Refused") +
        "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size()) +
        "\r\nContent-Security-Policy: default-src 'none'\r\nReferrer-Policy: no-referrer"
        "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n" +
        body);
    socket->flush(); // the attempt may end right after
    socket->disconnectFromHost();
}

} // namespace gatehouse::identity
