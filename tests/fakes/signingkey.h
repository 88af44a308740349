// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <memory>

struct evp_pkey_st;

namespace gatehouse::test {

// A private key that signs as a provider does, and as an attacker would like to.
class SigningKey
{
public:
    enum class Kind { Rsa2048, Rsa1024, P256, P384, P521, Ed25519 };

    [[nodiscard]] static SigningKey make(Kind kind, const QByteArray &kid);

    [[nodiscard]] QJsonObject jwk() const; // the public half, use sig
    // Compact JWS with this header as it stands; the algorithm is the header's.
    [[nodiscard]] QByteArray jws(const QJsonObject &header, const QByteArray &payload) const;
    // {"alg", "kid", "typ": "JWT"}
    [[nodiscard]] QByteArray jwt(const QByteArray &alg, const QJsonObject &claims) const;
    // The signature in JOSE form over any text.
    [[nodiscard]] QByteArray sign(const QByteArray &alg, const QByteArray &text) const;
    // As OpenSSL gives it: DER for elliptic curves.
    [[nodiscard]] QByteArray signRaw(const QByteArray &alg, const QByteArray &text) const;
    [[nodiscard]] QByteArray publicPem() const;
    [[nodiscard]] QByteArray publicDer() const;

private:
    Kind m_kind = Kind::Rsa2048;
    QByteArray m_kid;
    std::shared_ptr<evp_pkey_st> m_key;
};

[[nodiscard]] QByteArray encoded(const QByteArray &bytes); // base64url
[[nodiscard]] QByteArray jwksOf(const QList<QJsonObject> &keys);

} // namespace gatehouse::test
