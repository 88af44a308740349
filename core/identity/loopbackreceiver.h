// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/identity/redirectrequest.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <chrono>

namespace gatehouse::identity {

// What the provider sent back through the browser; `code` or `error`, with our state.
struct Redirect
{
    Secret code;
    std::optional<QString> iss; // RFC 9207; there and empty is not absent
    QString error;              // RFC 6749 4.1.2.1, hostile
    QString errorDescription;   // hostile, plain, cut to 512 characters
};

struct ReceiverLimits
{
    int sockets = 16;                         // open at once; one more drops the oldest that has said nothing
    std::chrono::milliseconds patience{5000}; // with one socket, however slowly it sends
};

// Receives one redirect on 127.0.0.1, or [::1] where there is no IPv4 (RFC 8252 7.3). Bound before the
// authorization address is built, open for one attempt. Whatever does not carry our state is answered 4xx,
// counted, and does not end the attempt. The browser is kept waiting until finish() says how the sign-in
// went, so that its page never says more than is true.
class LoopbackReceiver : public QObject
{
    Q_OBJECT
public:
    LoopbackReceiver(Secret state, QByteArray path, const ReceiverLimits &limits = {},
                     QObject *parent = nullptr);
    ~LoopbackReceiver() override; // says in the log how many requests it refused

    // The first free port of the list; 0 is any. Configuration error that names the ports when all are taken.
    [[nodiscard]] Result<QUrl> listen(const QList<quint16> &ports,
                                      const QList<QHostAddress> &families = {QHostAddress::LocalHost,
                                                                             QHostAddress::LocalHostIPv6});
    void finish(bool succeeded);
    [[nodiscard]] int refusedRequests() const { return m_refused; }

signals:
    void received(const gatehouse::identity::Redirect &redirect); // once
    void refused(gatehouse::identity::Refused why);

private:
    void onConnection();
    void onBytes(QTcpSocket *socket);
    void accept(QTcpSocket *socket, const QByteArray &query);
    void refuse(QTcpSocket *socket, int status, Refused why);
    void dropOldest();
    void answer(QTcpSocket *socket, int status, const QByteArray &title, const QByteArray &text);

    QList<QTcpSocket *> m_open; // the oldest first; before the server: they leave it when they die with it
    int m_refused = 0;
    ReceiverLimits m_limits;
    QTcpServer m_server;
    Secret m_state;
    QByteArray m_path;
    QByteArray m_host;
    QPointer<QTcpSocket> m_browser;
    bool m_hasReceived = false;
};

} // namespace gatehouse::identity
