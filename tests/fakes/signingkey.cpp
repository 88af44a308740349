// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/signingkey.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QList>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

using namespace Qt::StringLiterals;

namespace gatehouse::test {

namespace {

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

int curveBytes(SigningKey::Kind kind)
{
    return kind == SigningKey::Kind::P256 ? 32 : kind == SigningKey::Kind::P384 ? 48 : 66;
}

QByteArray number(const BIGNUM *value, int size)
{
    QByteArray bytes(size > 0 ? size : BN_num_bytes(value), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char *>(bytes.data()), int(bytes.size()));
    return bytes;
}

QString parameter(EVP_PKEY *key, const char *name, int size = 0)
{
    BIGNUM *value = nullptr;
    EVP_PKEY_get_bn_param(key, name, &value);
    const QByteArray bytes = number(value, size);
    BN_free(value);
    return QString::fromLatin1(encoded(bytes));
}

const EVP_MD *digestOf(const QByteArray &alg)
{
    return alg.endsWith("256") ? EVP_sha256() : alg.endsWith("384") ? EVP_sha384() : EVP_sha512();
}

} // namespace

QByteArray encoded(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray jwksOf(const QList<QJsonObject> &keys)
{
    QJsonArray array;
    for (const QJsonObject &key : keys)
        array.append(key);
    return json({{u"keys"_s, array}});
}

SigningKey SigningKey::make(Kind kind, const QByteArray &kid)
{
    SigningKey made;
    made.m_kind = kind;
    made.m_kid = kid;
    EVP_PKEY *key = nullptr;
    switch (kind) {
    case Kind::Rsa2048:
        key = EVP_RSA_gen(2048);
        break;
    case Kind::Rsa1024:
        key = EVP_RSA_gen(1024);
        break;
    case Kind::P256:
        key = EVP_EC_gen("P-256");
        break;
    case Kind::P384:
        key = EVP_EC_gen("P-384");
        break;
    case Kind::P521:
        key = EVP_EC_gen("P-521");
        break;
    case Kind::Ed25519:
        key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
        break;
    }
    made.m_key = {key, EVP_PKEY_free};
    return made;
}

QJsonObject SigningKey::jwk() const
{
    QJsonObject jwk{{u"kid"_s, QString::fromUtf8(m_kid)}, {u"use"_s, u"sig"_s}};
    EVP_PKEY *key = m_key.get();
    switch (m_kind) {
    case Kind::Rsa2048:
    case Kind::Rsa1024:
        jwk.insert(u"kty"_s, u"RSA"_s);
        jwk.insert(u"n"_s, parameter(key, OSSL_PKEY_PARAM_RSA_N));
        jwk.insert(u"e"_s, parameter(key, OSSL_PKEY_PARAM_RSA_E));
        break;
    case Kind::P256:
    case Kind::P384:
    case Kind::P521:
        jwk.insert(u"kty"_s, u"EC"_s);
        jwk.insert(u"crv"_s, m_kind == Kind::P256   ? u"P-256"_s
                             : m_kind == Kind::P384 ? u"P-384"_s
                                                    : u"P-521"_s);
        jwk.insert(u"x"_s, parameter(key, OSSL_PKEY_PARAM_EC_PUB_X, curveBytes(m_kind)));
        jwk.insert(u"y"_s, parameter(key, OSSL_PKEY_PARAM_EC_PUB_Y, curveBytes(m_kind)));
        break;
    case Kind::Ed25519: {
        QByteArray x(32, '\0');
        size_t size = 32;
        EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char *>(x.data()), &size);
        jwk.insert(u"kty"_s, u"OKP"_s);
        jwk.insert(u"crv"_s, u"Ed25519"_s);
        jwk.insert(u"x"_s, QString::fromLatin1(encoded(x)));
        break;
    }
    }
    return jwk;
}

QByteArray SigningKey::signRaw(const QByteArray &alg, const QByteArray &text) const
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX *padding = nullptr;
    EVP_DigestSignInit(context.get(), &padding, m_kind == Kind::Ed25519 ? nullptr : digestOf(alg), nullptr,
                       m_key.get());
    if (alg.startsWith("PS")) {
        EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, RSA_PSS_SALTLEN_DIGEST);
    }
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.constData());
    size_t size = 0;
    EVP_DigestSign(context.get(), nullptr, &size, bytes, size_t(text.size()));
    QByteArray signature(qsizetype(size), '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, bytes,
                   size_t(text.size()));
    signature.truncate(qsizetype(size));
    return signature;
}

QByteArray SigningKey::sign(const QByteArray &alg, const QByteArray &text) const
{
    const QByteArray raw = signRaw(alg, text);
    if (m_kind != Kind::P256 && m_kind != Kind::P384 && m_kind != Kind::P521)
        return raw;
    const auto *der = reinterpret_cast<const unsigned char *>(raw.constData());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
        d2i_ECDSA_SIG(nullptr, &der, long(raw.size())), ECDSA_SIG_free);
    return number(ECDSA_SIG_get0_r(pair.get()), curveBytes(m_kind)) +
           number(ECDSA_SIG_get0_s(pair.get()), curveBytes(m_kind));
}

QByteArray SigningKey::jws(const QJsonObject &header, const QByteArray &payload) const
{
    const QByteArray text = encoded(json(header)) + '.' + encoded(payload);
    return text + '.' + encoded(sign(header.value(u"alg"_s).toString().toLatin1(), text));
}

QByteArray SigningKey::jwt(const QByteArray &alg, const QJsonObject &claims) const
{
    return jws(
        {{u"alg"_s, QString::fromLatin1(alg)}, {u"kid"_s, QString::fromUtf8(m_kid)}, {u"typ"_s, u"JWT"_s}},
        json(claims));
}

QByteArray SigningKey::publicPem() const
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PUBKEY(bio.get(), m_key.get());
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, qsizetype(size)};
}

QByteArray SigningKey::publicDer() const
{
    QByteArray der(i2d_PUBKEY(m_key.get(), nullptr), '\0');
    auto *at = reinterpret_cast<unsigned char *>(der.data());
    i2d_PUBKEY(m_key.get(), &at);
    return der;
}

} // namespace gatehouse::test
