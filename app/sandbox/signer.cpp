// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/signer.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

QByteArray numberOf(EVP_PKEY *key, const char *name)
{
    BIGNUM *number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    QByteArray bytes(BN_num_bytes(number), Qt::Uninitialized);
    BN_bn2bin(number, reinterpret_cast<unsigned char *>(bytes.data()));
    BN_free(number);
    return bytes;
}

QByteArray pemOf(EVP_PKEY *key)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return QByteArray(data, size);
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

const unsigned char *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

} // namespace

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray randomWord(int bytes)
{
    QByteArray random(bytes, Qt::Uninitialized);
    if (RAND_bytes(reinterpret_cast<unsigned char *>(random.data()), bytes) != 1)
        qFatal("no randomness");
    return base64Url(random);
}

Signer::Signer(Database &database)
    : m_database(database)
{
    for (const QString &slot : {u"signing_key_previous"_s, u"signing_key"_s}) {
        if (const QString pem = database.meta(slot); !pem.isEmpty())
            load(pem.toLatin1());
    }
    if (m_keys.isEmpty())
        rotate();
}

void Signer::load(const QByteArray &pem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new_mem_buf(pem.constData(), int(pem.size())),
                                                           BIO_free);
    std::shared_ptr<evp_pkey_st> key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr),
                                     EVP_PKEY_free);
    if (!key)
        qFatal("sandbox database: a signing key cannot be read");
    const QByteArray hash =
        QCryptographicHash::hash(numberOf(key.get(), OSSL_PKEY_PARAM_RSA_N), QCryptographicHash::Sha256);
    m_keys.prepend({QString::fromLatin1(hash.toHex().left(16)), std::move(key)});
    m_keys.resize(std::min<qsizetype>(m_keys.size(), 2));
}

void Signer::rotate()
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), EVP_PKEY_free);
    if (const QString current = m_database.meta(u"signing_key"_s); !current.isEmpty())
        m_database.setMeta(u"signing_key_previous"_s, current);
    const QByteArray pem = pemOf(key.get());
    m_database.setMeta(u"signing_key"_s, QString::fromLatin1(pem));
    load(pem);
}

QByteArray Signer::sign(const QJsonObject &claims, const QString &type)
{
    const Key &key = m_keys.constFirst();
    const QByteArray text =
        base64Url(compact({{u"alg"_s, u"RS256"_s}, {u"typ"_s, type}, {u"kid"_s, key.id}})) + '.' +
        base64Url(compact(claims));
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::size_t size = 512;
    QByteArray signature(qsizetype(size), Qt::Uninitialized);
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.key.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size,
                       bytesOf(text), std::size_t(text.size())) != 1)
        qFatal("signing failed");
    signature.resize(qsizetype(size));
    return text + '.' + base64Url(signature);
}

std::optional<QJsonObject> Signer::verify(const QByteArray &token, const QString &type) const
{
    const QByteArrayList parts = token.split('.');
    if (parts.size() != 3)
        return std::nullopt;
    const auto decoded = [&](qsizetype i) {
        return QByteArray::fromBase64(parts.at(i), QByteArray::Base64UrlEncoding);
    };
    const QJsonObject header = QJsonDocument::fromJson(decoded(0)).object();
    if (header.value(u"alg"_s) != u"RS256"_s || header.value(u"typ"_s) != type)
        return std::nullopt;
    const QByteArray signature = decoded(2);
    const QByteArray text = parts.at(0) + '.' + parts.at(1);
    for (const Key &key : m_keys) {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                              EVP_MD_CTX_free);
        if (key.id == header.value(u"kid"_s).toString() &&
            EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.key.get()) == 1 &&
            EVP_DigestVerify(context.get(), bytesOf(signature), std::size_t(signature.size()), bytesOf(text),
                             std::size_t(text.size())) == 1)
            return QJsonDocument::fromJson(decoded(1)).object();
    }
    return std::nullopt;
}

QJsonObject Signer::jwks() const
{
    QJsonArray keys;
    for (const Key &key : m_keys)
        keys.append(QJsonObject{
            {u"kty"_s, u"RSA"_s},
            {u"use"_s, u"sig"_s},
            {u"alg"_s, u"RS256"_s},
            {u"kid"_s, key.id},
            {u"n"_s, QString::fromLatin1(base64Url(numberOf(key.key.get(), OSSL_PKEY_PARAM_RSA_N)))},
            {u"e"_s, QString::fromLatin1(base64Url(numberOf(key.key.get(), OSSL_PKEY_PARAM_RSA_E)))}});
    return {{u"keys"_s, keys}};
}

} // namespace gatehouse::sandbox
