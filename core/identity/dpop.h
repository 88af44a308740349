// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/net/httpmessage.h"

#include <QHash>
#include <QJsonObject>

#include <memory>

struct evp_pkey_st;

namespace gatehouse::identity {

// RFC 7638 with SHA-256, base64url, of a public key's required members.
[[nodiscard]] QByteArray thumbprintOf(const QJsonObject &requiredMembers);

// RFC 9449: a key of our own (ES256), the proofs that whoever sends a request has it, and the nonces that
// servers want in them. One for each session; main thread.
class Dpop
{
public:
    enum class Server { Authorization, Resource }; // their nonces are kept apart, by origin

    explicit Dpop(const Clock &clock);

    void makeKey();
    // What keep() gave once; false, and no key, when it cannot be read.
    bool takeKey(const Secret &kept);
    [[nodiscard]] Secret keep() const; // PKCS #8 or SEC 1 DER, for the key store; empty without a key
    [[nodiscard]] bool hasKey() const { return m_key != nullptr; }
    void forget(); // key and nonces
    // For dpop_jkt (RFC 9449 10).
    [[nodiscard]] QByteArray thumbprint() const;

    // RFC 9449 4.2, for one request to the token endpoint, or with its access token to the gateway (7.1).
    // Needs a key.
    [[nodiscard]] QByteArray proof(const QByteArray &method, const QUrl &url,
                                   const Secret *accessToken = nullptr) const;
    // Takes the nonce and the server's clock from an answer. True when the request was refused only because
    // its proof had not that nonce (8, 9): it may be sent once more.
    [[nodiscard]] bool learnFrom(const net::Response &response, Server server);

private:
    [[nodiscard]] static QByteArray nonceKey(Server server, const QUrl &url);

    const Clock &m_clock;
    std::shared_ptr<evp_pkey_st> m_key;
    QHash<QByteArray, QByteArray> m_nonces;
    // Proofs are dated by the server's clock: one from the future, or five minutes old, is refused.
    std::chrono::seconds m_serverAhead{0};
};

} // namespace gatehouse::identity
