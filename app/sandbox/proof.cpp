// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/proof.h"

#include "app/sandbox/signer.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qint64 NonceLife = 300;
constexpr qint64 ProofLife = 60;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

QByteArray decoded(const QByteArray &text)
{
    return QByteArray::fromBase64(text, QByteArray::Base64UrlEncoding);
}

const unsigned char *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

QByteArray hashed(const QByteArray &bytes)
{
    return base64Url(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
}

Key keyOf(const QJsonObject &jwk)
{
    const QByteArray x = decoded(jwk.value(u"x"_s).toString().toLatin1());
    const QByteArray y = decoded(jwk.value(u"y"_s).toString().toLatin1());
    Key key(nullptr, EVP_PKEY_free);
    if (jwk.value(u"kty"_s) != u"EC"_s || jwk.value(u"crv"_s) != u"P-256"_s || jwk.contains(u"d"_s) ||
        x.size() != 32 || y.size() != 32)
        return key;
    const QByteArray point = '\x04' + x + y;
    const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> builder(OSSL_PARAM_BLD_new(),
                                                                                  OSSL_PARAM_BLD_free);
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(),
                                     std::size_t(point.size()));
    const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parameters(
        OSSL_PARAM_BLD_to_param(builder.get()), OSSL_PARAM_free);
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), EVP_PKEY_CTX_free);
    EVP_PKEY *made = nullptr;
    EVP_PKEY_fromdata_init(context.get());
    if (EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1)
        key.reset(made);
    return key;
}

bool verifies(EVP_PKEY *key, const QByteArray &text, const QByteArray &signature)
{
    if (signature.size() != 64)
        return false;
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), ECDSA_SIG_free);
    ECDSA_SIG_set0(pair.get(), BN_bin2bn(bytesOf(signature), 32, nullptr),
                   BN_bin2bn(bytesOf(signature) + 32, 32, nullptr));
    QByteArray der(i2d_ECDSA_SIG(pair.get(), nullptr), Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(der.data());
    i2d_ECDSA_SIG(pair.get(), &out);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), bytesOf(der), std::size_t(der.size()), bytesOf(text),
                            std::size_t(text.size())) == 1;
}

// RFC 7638: the required members in the alphabet's order, which is QJsonObject's.
QByteArray thumbprintOf(const QJsonObject &jwk)
{
    const QJsonObject required{{u"crv"_s, jwk.value(u"crv"_s)},
                               {u"kty"_s, jwk.value(u"kty"_s)},
                               {u"x"_s, jwk.value(u"x"_s)},
                               {u"y"_s, jwk.value(u"y"_s)}};
    return hashed(QJsonDocument(required).toJson(QJsonDocument::Compact));
}

} // namespace

ProofChecker::ProofChecker()
    : m_secret(randomWord())
{}

QByteArray ProofChecker::nonce(const QDateTime &now) const
{
    const QByteArray slot = QByteArray::number(now.toSecsSinceEpoch() / NonceLife);
    return base64Url(QMessageAuthenticationCode::hash(slot, m_secret, QCryptographicHash::Sha256)).first(22);
}

// RFC 9449 4.3, in its order.
ProofChecker::Finding ProofChecker::check(const Request &request, const QString &url,
                                          const QByteArray &accessToken, const QDateTime &now)
{
    const Finding invalid{u"invalid_dpop_proof"_s, {}};
    const QByteArrayList parts = request.header("DPoP").split('.');
    if (parts.size() != 3)
        return invalid;
    const QJsonObject header = QJsonDocument::fromJson(decoded(parts.at(0))).object();
    const QJsonObject claims = QJsonDocument::fromJson(decoded(parts.at(1))).object();
    const QJsonObject jwk = header.value(u"jwk"_s).toObject();
    const Key key = keyOf(jwk);
    if (header.value(u"typ"_s) != u"dpop+jwt"_s || header.value(u"alg"_s) != u"ES256"_s || !key ||
        !verifies(key.get(), parts.at(0) + '.' + parts.at(1), decoded(parts.at(2))))
        return invalid;
    const qint64 age = now.toSecsSinceEpoch() - claims.value(u"iat"_s).toInteger();
    if (claims.value(u"htm"_s).toString().toLatin1() != request.method || claims.value(u"htu"_s) != url ||
        age < -5 || age > ProofLife ||
        (!accessToken.isEmpty() && claims.value(u"ath"_s).toString().toLatin1() != hashed(accessToken)))
        return invalid;
    const QByteArray said = claims.value(u"nonce"_s).toString().toLatin1();
    if (said != nonce(now) && said != nonce(now.addSecs(-NonceLife)))
        return {u"use_dpop_nonce"_s, {}};
    m_seen.removeIf([&](const auto &entry) { return entry.value() < now.toSecsSinceEpoch(); });
    const QString id = claims.value(u"jti"_s).toString();
    if (id.isEmpty() || m_seen.contains(id))
        return invalid;
    m_seen.insert(id, now.toSecsSinceEpoch() + 2 * ProofLife);
    return {{}, thumbprintOf(jwk)};
}

} // namespace gatehouse::sandbox
