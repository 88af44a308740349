// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/dpop.h"

#include "core/identity/pkce.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

constexpr int HalfSize = 32; // P-256: a coordinate, and r and s (RFC 7518 3.4, 6.2.1)
constexpr qsizetype LongestNonce = 512;

unsigned char *bytesOf(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

QByteArray numberOf(const BIGNUM *number)
{
    QByteArray bytes(HalfSize, '\0');
    BN_bn2binpad(number, bytesOf(bytes), HalfSize);
    return bytes;
}

QString coordinate(const EVP_PKEY *key, const char *name)
{
    BIGNUM *number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> owner(number, BN_free);
    return QString::fromLatin1(base64Url(numberOf(number)));
}

// Members in the order of RFC 7638 3, which is the alphabet's, as QJsonObject keeps them.
QJsonObject publicJwk(const EVP_PKEY *key)
{
    return {{u"crv"_s, u"P-256"_s},
            {u"kty"_s, u"EC"_s},
            {u"x"_s, coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X)},
            {u"y"_s, coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y)}};
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray hashed(QByteArrayView bytes)
{
    return base64Url(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
}

QByteArray es256(const QByteArray &text, EVP_PKEY *key)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::size_t size = 128; // DER of two 32-byte numbers is at most 72
    QByteArray der(qsizetype(size), Qt::Uninitialized);
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), bytesOf(der), &size,
                       reinterpret_cast<const unsigned char *>(text.constData()),
                       std::size_t(text.size())) != 1)
        qFatal("signing failed");
    const unsigned char *at = bytesOf(der);
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(d2i_ECDSA_SIG(nullptr, &at, long(size)),
                                                                     ECDSA_SIG_free);
    return numberOf(ECDSA_SIG_get0_r(pair.get())) + numberOf(ECDSA_SIG_get0_s(pair.get()));
}

// RFC 9449 4.2: without query and fragment.
QString targetOf(const QUrl &url)
{
    return url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment).toString(QUrl::FullyEncoded);
}

// RFC 9449 8.1: 1*NQCHAR.
bool isNonce(const QByteArray &text)
{
    return !text.isEmpty() && text.size() <= LongestNonce &&
           std::all_of(text.cbegin(), text.cend(),
                       [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

bool asksForNonce(const net::Response &response)
{
    if (response.status == 401)
        return response.header("WWW-Authenticate").contains("use_dpop_nonce");
    const QJsonObject answer = QJsonDocument::fromJson(response.body.left(64 * 1024)).object();
    return response.status == 400 && answer.value(u"error"_s) == u"use_dpop_nonce"_s;
}

} // namespace

QByteArray thumbprintOf(const QJsonObject &requiredMembers)
{
    return hashed(compact(requiredMembers)); // QJsonObject writes members in the order that is asked for
}

Dpop::Dpop(const Clock &clock)
    : m_clock(clock)
{}

void Dpop::makeKey()
{
    // EVP_EC_gen() would do the same, and casts away const in its macro.
    m_key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), EVP_PKEY_free);
    if (!m_key)
        qFatal("no key could be made");
}

bool Dpop::takeKey(const Secret &kept)
{
    m_key.reset();
    const auto *at = reinterpret_cast<const unsigned char *>(kept.reveal().data());
    const std::shared_ptr<EVP_PKEY> key(d2i_AutoPrivateKey(nullptr, &at, long(kept.size())), EVP_PKEY_free);
    char group[32] = {};
    if (key && EVP_PKEY_get_group_name(key.get(), group, sizeof group, nullptr) == 1 &&
        QByteArrayView(group) == SN_X9_62_prime256v1)
        m_key = key;
    return hasKey();
}

Secret Dpop::keep() const
{
    if (!m_key)
        return {};
    QByteArray der(i2d_PrivateKey(m_key.get(), nullptr), Qt::Uninitialized);
    unsigned char *at = bytesOf(der);
    i2d_PrivateKey(m_key.get(), &at);
    return Secret::take(std::move(der));
}

void Dpop::forget()
{
    m_key.reset();
    m_nonces.clear();
}

QByteArray Dpop::nonceKey(Server server, const QUrl &url)
{
    return (server == Server::Resource ? "resource " : "authorization ") + net::originOf(url);
}

QByteArray Dpop::thumbprint() const
{
    return thumbprintOf(publicJwk(m_key.get()));
}

QByteArray Dpop::proof(const QByteArray &method, const QUrl &url, const Secret *accessToken) const
{
    const QJsonObject header{
        {u"typ"_s, u"dpop+jwt"_s}, {u"alg"_s, u"ES256"_s}, {u"jwk"_s, publicJwk(m_key.get())}};
    QJsonObject claims{{u"jti"_s, QString::fromLatin1(randomToken(16).reveal())},
                       {u"htm"_s, QString::fromLatin1(method)},
                       {u"htu"_s, targetOf(url)},
                       {u"iat"_s, m_clock.now().toSecsSinceEpoch() + qint64(m_serverAhead.count())}};
    if (accessToken)
        claims.insert(u"ath"_s, QString::fromLatin1(hashed(accessToken->reveal())));
    const Server server = accessToken ? Server::Resource : Server::Authorization;
    if (const QByteArray nonce = m_nonces.value(nonceKey(server, url)); !nonce.isEmpty())
        claims.insert(u"nonce"_s, QString::fromLatin1(nonce));
    const QByteArray text = base64Url(compact(header)) + '.' + base64Url(compact(claims));
    return text + '.' + base64Url(es256(text, m_key.get()));
}

bool Dpop::learnFrom(const net::Response &response, Server server)
{
    if (!response.header("Date").isEmpty())
        m_serverAhead = net::serverAhead(response, m_clock.now());
    const QByteArray nonce = response.header("DPoP-Nonce");
    if (!isNonce(nonce))
        return false;
    QByteArray &kept = m_nonces[nonceKey(server, response.url)];
    const bool isNew = kept != nonce; // a server that asks for what it was given will do so again
    kept = nonce;
    return isNew && asksForNonce(response);
}

} // namespace gatehouse::identity
