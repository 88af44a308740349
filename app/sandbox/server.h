// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/api.h"
#include "app/sandbox/provider.h"

#include <QAbstractHttpServer>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QTcpSocket>

namespace gatehouse::sandbox {

// The HTTP side: takes requests, sends each to the gateway or the provider, adds what every answer carries,
// and breaks what --chaos says. Listens on 127.0.0.1 only.
class Server : public QAbstractHttpServer
{
    Q_OBJECT
public:
    Server(Database &database, Signer &signer, const Options &options, QObject *parent = nullptr);

    // The port, or nothing when it is taken.
    [[nodiscard]] std::optional<quint16> listenOn(quint16 port);
    [[nodiscard]] QString origin() const;

protected:
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override;
    void missingHandler(const QHttpServerRequest &request, QTcpSocket *socket) override;

private:
    void misbehave(Fault fault, QTcpSocket *socket, Answer answer, const Faults &faults);
    void send(QTcpSocket *socket, const Answer &answer, const Faults &faults);

    Database &m_database;
    Signer &m_signer;
    ProofChecker m_proofs;
    Options m_options;
    QRandomGenerator m_chaos; // which requests --chaos meets: the same ones for the same seed
    std::unique_ptr<Provider> m_provider;
    std::unique_ptr<Api> m_gateway;
    quint16 m_port = 0;
};

} // namespace gatehouse::sandbox
