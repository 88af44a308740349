// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/identity/jose.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

using Key = std::shared_ptr<evp_pkey_st>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)>;
using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

const unsigned char *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

Number number(const QByteArray &bytes)
{
    return {BN_bin2bn(bytesOf(bytes), int(bytes.size()), nullptr), BN_free};
}

Key build(const char *type, OSSL_PARAM_BLD *builder)
{
    const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> params(OSSL_PARAM_BLD_to_param(builder),
                                                                         OSSL_PARAM_free);
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), EVP_PKEY_CTX_free);
    EVP_PKEY *key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return {};
    return {key, EVP_PKEY_free};
}

bool isValid(const Key &key)
{
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr), EVP_PKEY_CTX_free);
    return context && EVP_PKEY_public_check(context.get()) == 1;
}

Key rsaKey(const QByteArray &n, const QByteArray &e)
{
    const Number modulus = number(n);
    const Number exponent = number(e);
    const int bits = BN_num_bits(modulus.get());
    if (bits < 2048 || bits > 16384 || !BN_is_odd(exponent.get()) || BN_num_bits(exponent.get()) < 2 ||
        BN_num_bits(exponent.get()) > 64)
        return {};
    const Builder builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    return build("RSA", builder.get());
}

Key ecKey(const QByteArray &curve, const QByteArray &x, const QByteArray &y)
{
    const qsizetype size = curve == "P-256" ? 32 : curve == "P-384" ? 48 : curve == "P-521" ? 66 : 0;
    if (size == 0 || x.size() != size || y.size() != size)
        return {};
    const QByteArray point = '\x04' + x + y;
    const Builder builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.constData(), 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(),
                                     std::size_t(point.size()));
    const Key key = build("EC", builder.get());
    return key && isValid(key) ? key : Key{};
}

Key edKey(const QByteArray &curve, const QByteArray &x)
{
    if (curve != "Ed25519" || x.size() != 32)
        return {};
    return {EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytesOf(x), 32), EVP_PKEY_free};
}

QByteArray binary(JsonReader &r, std::string_view name)
{
    const std::optional<QByteArray> bytes = fromBase64Url(r.string(name).toUtf8());
    if (!bytes || bytes->isEmpty())
        r.fail(name, "base64url");
    return bytes.value_or(QByteArray());
}

bool mayVerify(JsonReader &r)
{
    const QString use = r.optionalString("use").value_or(u"sig"_s);
    const QStringList operations = r.optionalStrings("key_ops");
    return use == u"sig"_s && (operations.isEmpty() || operations.contains(u"verify"_s));
}

void readKey(JsonReader &r, Jwks &set)
{
    Jwk jwk;
    jwk.kty = r.string("kty").toUtf8();
    jwk.kid = r.optionalString("kid").value_or(QString()).toUtf8();
    jwk.alg = r.optionalString("alg").value_or(QString()).toUtf8();
    if (jwk.kty == "oct") {
        r.fail("kty", "an asymmetric key");
        return;
    }
    if (!mayVerify(r))
        return;
    if (jwk.kty == "RSA") {
        jwk.key = rsaKey(binary(r, "n"), binary(r, "e"));
    } else if (jwk.kty == "EC") {
        jwk.crv = r.string("crv").toUtf8();
        jwk.key = ecKey(jwk.crv, binary(r, "x"), binary(r, "y"));
    } else if (jwk.kty == "OKP") {
        jwk.crv = r.string("crv").toUtf8();
        jwk.key = edKey(jwk.crv, binary(r, "x"));
    } else {
        return;
    }
    if (!jwk.key) {
        r.fail("kty", "a sound key");
        return;
    }
    for (const Jwk &other : std::as_const(set.keys)) {
        if (!jwk.kid.isEmpty() && other.kid == jwk.kid && other.kty == jwk.kty)
            r.fail("kid", "an id no other key has");
    }
    set.keys.append(jwk);
}

} // namespace

bool Jwks::hasKid(const QByteArray &kid) const
{
    return std::any_of(keys.cbegin(), keys.cend(), [&](const Jwk &key) { return key.kid == kid; });
}

Result<Jwks> readJwks(QByteArrayView json)
{
    Result<Jwks> set = readJson(json,
                                [](JsonReader &r) {
                                    Jwks keys;
                                    int count = 0;
                                    r.objects("keys", [&](JsonReader &key) {
                                        if (++count > 100)
                                            r.fail("keys", "at most 100 keys");
                                        else
                                            readKey(key, keys);
                                    });
                                    return keys;
                                },
                                {.bytes = 256 * 1024, .depth = 16});
    if (!set)
        return failure(
            Error{.kind = Error::Kind::SignInRefused, .code = u"jwks"_s, .detail = set.error().detail});
    return set;
}

} // namespace gatehouse::identity
