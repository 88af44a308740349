// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/jose.h"

#include "core/base/json.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

struct Algorithm
{
    QByteArray name;
    QByteArray kty;
    QByteArray crv; // for EC and OKP
    int bits;
    bool pss;
};

const QList<Algorithm> &algorithms()
{
    static const QList<Algorithm> known{
        {"RS256", "RSA", "", 256, false},          {"RS384", "RSA", "", 384, false},
        {"RS512", "RSA", "", 512, false},          {"PS256", "RSA", "", 256, true},
        {"PS384", "RSA", "", 384, true},           {"PS512", "RSA", "", 512, true},
        {"ES256", "EC", "P-256", 256, false},      {"ES384", "EC", "P-384", 384, false},
        {"ES512", "EC", "P-521", 512, false},      {"EdDSA", "OKP", "Ed25519", 512, false},
        {"Ed25519", "OKP", "Ed25519", 512, false},
    };
    return known;
}

const Algorithm *find(const QByteArray &name)
{
    const auto it = std::find_if(algorithms().cbegin(), algorithms().cend(),
                                 [&](const Algorithm &a) { return a.name == name; });
    return it == algorithms().cend() ? nullptr : &*it;
}

Error refused(const QString &rule, const QString &detail)
{
    return {.kind = Error::Kind::SignInRefused, .code = u"jws."_s + rule, .detail = detail};
}

const EVP_MD *digest(int bits)
{
    return bits == 256 ? EVP_sha256() : bits == 384 ? EVP_sha384() : EVP_sha512();
}

const unsigned char *bytesOf(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

// RFC 7518 3.4: r and s side by side, each as long as the curve's order; OpenSSL wants DER.
std::optional<QByteArray> derOf(QByteArrayView signature, const Algorithm &algorithm)
{
    const qsizetype half = algorithm.crv == "P-256" ? 32 : algorithm.crv == "P-384" ? 48 : 66;
    if (signature.size() != 2 * half)
        return std::nullopt;
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), ECDSA_SIG_free);
    BIGNUM *r = BN_bin2bn(bytesOf(signature), int(half), nullptr);
    BIGNUM *s = BN_bin2bn(bytesOf(signature) + half, int(half), nullptr);
    ECDSA_SIG_set0(pair.get(), r, s);
    if (BN_is_zero(r) || BN_is_zero(s)) // CVE-2022-21449
        return std::nullopt;
    QByteArray der(i2d_ECDSA_SIG(pair.get(), nullptr), Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(der.data());
    i2d_ECDSA_SIG(pair.get(), &out);
    return der;
}

bool verifies(const Jwk &key, const Algorithm &algorithm, QByteArrayView signedText, QByteArrayView signature)
{
    QByteArray bytes = signature.toByteArray();
    if (algorithm.kty == "EC") {
        const std::optional<QByteArray> der = derOf(signature, algorithm);
        if (!der)
            return false;
        bytes = *der;
    } else if (algorithm.kty == "RSA" && bytes.size() != EVP_PKEY_get_size(key.key.get())) {
        return false;
    }
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX *padding = nullptr;
    const EVP_MD *hash = algorithm.kty == "OKP" ? nullptr : digest(algorithm.bits);
    if (EVP_DigestVerifyInit(context.get(), &padding, hash, nullptr, key.key.get()) != 1)
        return false;
    if (algorithm.pss && (EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING) != 1 ||
                          EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, RSA_PSS_SALTLEN_DIGEST) != 1 ||
                          EVP_PKEY_CTX_set_rsa_mgf1_md(padding, hash) != 1))
        return false;
    return EVP_DigestVerify(context.get(), bytesOf(bytes), std::size_t(bytes.size()), bytesOf(signedText),
                            std::size_t(signedText.size())) == 1;
}

struct Header
{
    QByteArray alg;
    QByteArray kid;
    QByteArray typ;
    QStringList names;
};

// Neither null nor empty: either would pass for absent.
QByteArray word(JsonReader &r, std::string_view name)
{
    const QString text = r.string(name);
    if (text.isEmpty())
        r.fail(name, "a text that is not empty");
    return text.toUtf8();
}

Result<Header> readHeader(QByteArrayView json)
{
    return readJson(json,
                    [](JsonReader &r) {
                        Header header;
                        header.alg = r.string("alg").toUtf8();
                        header.kid = r.has("kid") ? word(r, "kid") : QByteArray();
                        header.typ = r.has("typ") ? word(r, "typ") : QByteArray();
                        header.names = r.memberNames();
                        return header;
                    },
                    {.bytes = 8 * 1024, .depth = 8});
}

Result<void> checkHeader(const Header &header, const QByteArrayList &allowed, const QByteArrayList &types)
{
    // RFC 8725 3.10, RFC 7515 4.1.11, RFC 7797: nothing that changes what is verified, and no key from the
    // token.
    for (const QString &name : {u"crit"_s, u"b64"_s, u"zip"_s})
        if (header.names.contains(name))
            return failure(refused(u"crit"_s, name));
    for (const QString &name : {u"jwk"_s, u"jku"_s, u"x5u"_s, u"x5c"_s})
        if (header.names.contains(name))
            return failure(refused(u"embedded_key"_s, name));
    if (!allowed.contains(header.alg) || !find(header.alg)) // case-sensitive
        return failure(refused(u"alg"_s, QString::fromUtf8(header.alg.left(32))));
    if (!types.isEmpty() && !header.typ.isEmpty() && !types.contains(header.typ.toLower()))
        return failure(refused(u"typ"_s, QString::fromUtf8(header.typ.left(32))));
    return {};
}

// RFC 9864: two names of one algorithm.
QByteArray oneName(const QByteArray &alg)
{
    return alg == "Ed25519" ? QByteArray("EdDSA") : alg;
}

// J4: by kid, type, curve and algorithm; without a kid only when exactly one key fits.
Result<Jwk> selectKey(const Jwks &keys, const Header &header, const Algorithm &algorithm)
{
    QList<Jwk> candidates;
    for (const Jwk &key : keys.keys) {
        if (key.kty == algorithm.kty && key.crv == algorithm.crv &&
            (key.alg.isEmpty() || oneName(key.alg) == oneName(algorithm.name)) &&
            (header.kid.isEmpty() || key.kid == header.kid))
            candidates.append(key);
    }
    if (candidates.isEmpty())
        return failure(refused(u"key"_s, u"no key fits"_s));
    if (header.kid.isEmpty() && candidates.size() != 1)
        return failure(refused(u"key"_s, u"the token names no key and several fit"_s));
    return candidates.constFirst();
}

} // namespace

std::optional<QByteArray> fromBase64Url(QByteArrayView text)
{
    const auto isAlphabet = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    if (!std::all_of(text.begin(), text.end(), isAlphabet))
        return std::nullopt;
    const QByteArray bytes = QByteArray::fromBase64(text.toByteArray(), QByteArray::Base64UrlEncoding);
    if (bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) != text)
        return std::nullopt;
    return bytes;
}

QByteArray keyIdOf(QByteArrayView compact)
{
    const qsizetype dot = compact.indexOf('.');
    const std::optional<QByteArray> json = dot > 0 ? fromBase64Url(compact.first(dot)) : std::nullopt;
    if (!json)
        return {};
    const Result<Header> header = readHeader(*json);
    return header ? header->kid : QByteArray();
}

Result<VerifiedJws> verifyJws(QByteArrayView compact, const Jwks &keys, const QByteArrayList &allowed,
                              const QByteArrayList &types)
{
    if (compact.size() > 64 * 1024)
        return failure(refused(u"format"_s, u"longer than 64 KiB"_s));
    const QByteArrayList parts = compact.toByteArray().split('.');
    if (parts.size() == 5)
        return failure(refused(u"encrypted"_s, u"encryption was not asked for"_s));
    if (parts.size() != 3)
        return failure(refused(u"format"_s, u"not three parts"_s));
    const std::optional<QByteArray> headerJson = fromBase64Url(parts.at(0));
    const std::optional<QByteArray> payload = fromBase64Url(parts.at(1));
    const std::optional<QByteArray> signature = fromBase64Url(parts.at(2));
    if (!headerJson || !payload || !signature)
        return failure(refused(u"format"_s, u"not canonical base64url"_s));

    const Result<Header> header = readHeader(*headerJson);
    if (!header)
        return failure(refused(u"header"_s, header.error().detail));
    if (const Result<void> checked = checkHeader(*header, allowed, types); !checked)
        return failure(checked.error());
    const Algorithm &algorithm = *find(header->alg);
    const Result<Jwk> key = selectKey(keys, *header, algorithm);
    if (!key)
        return failure(key.error());
    const QByteArrayView signedText = compact.first(parts.at(0).size() + 1 + parts.at(1).size());
    if (!verifies(*key, algorithm, signedText, *signature))
        return failure(refused(u"signature"_s, u"the signature does not hold"_s));
    return VerifiedJws{.payload = *payload, .alg = header->alg, .kid = header->kid};
}

int hashBits(const QByteArray &alg)
{
    const Algorithm *algorithm = find(alg);
    return algorithm ? algorithm->bits : 0;
}

QByteArrayList knownAlgorithms()
{
    QByteArrayList names;
    for (const Algorithm &algorithm : algorithms())
        names.append(algorithm.name);
    return names;
}

} // namespace gatehouse::identity
