// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/loopbackreceiver.h"

#include "core/identity/redirectrequest.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

constexpr int MostSockets = 16;
constexpr std::chrono::seconds SocketPatience{5};
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

LoopbackReceiver::LoopbackReceiver(Secret state, QByteArray path, QObject *parent)
    : QObject(parent)
    , m_state(std::move(state))
    , m_path(std::move(path))
{
    connect(&m_server, &QTcpServer::newConnection, this, &LoopbackReceiver::onConnection);
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
        connect(socket, &QObject::destroyed, this, [this] { --m_open; });
        if (++m_open > MostSockets) {
            socket->abort();
            continue;
        }
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onBytes(socket); });
        QTimer::singleShot(SocketPatience, socket, [this, socket] {
            if (socket != m_browser)
                socket->abort();
        });
    }
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
        refuse(socket, refusal->status);
        return;
    }
    const auto &request = std::get<RequestHead>(head);
    if (request.path != m_path || m_hasReceived)
        refuse(socket, 404);
    else
        accept(socket, request.query);
}

void LoopbackReceiver::accept(QTcpSocket *socket, const QByteArray &query)
{
    const auto parameters = parseRedirectQuery(query);
    // A10: nothing is believed, error or success, before the state is ours.
    if (!parameters || !(Secret(parameters->value("state")) == m_state)) {
        refuse(socket, 400);
        return;
    }
    const bool hasCode = parameters->contains("code") && !parameters->value("code").isEmpty();
    const bool hasError = parameters->contains("error");
    if (hasCode == hasError) {
        refuse(socket, 400);
        return;
    }
    m_hasReceived = true;
    m_browser = socket;
    m_server.close();
    QTimer::singleShot(BrowserPatience, socket, [socket] {
        answer(socket, 200, "Still working",
               "Go back to Gatehouse to see how the sign-in went. You can close this page.");
    });
    emit received({.code = Secret(parameters->value("code")),
                   .iss = QString::fromUtf8(parameters->value("iss")),
                   .error = shown(parameters->value("error")),
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

void LoopbackReceiver::refuse(QTcpSocket *socket, int status)
{
    ++m_refused;
    answer(socket, status, "Not found", "There is nothing here.");
}

// Static text: nothing of the request is echoed (A12).
void LoopbackReceiver::answer(QTcpSocket *socket, int status, const QByteArray &title, const QByteArray &text)
{
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
