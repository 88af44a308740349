// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/identity/jose.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>

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

// ROCA (CVE-2017-15361): a generator of smart cards made primes of powers of 65537, and its moduli show it in
// what they leave when divided by small primes. Whoever knows can factor them. By chance it happens to one
// sound key in 200 million.
bool isRoca(const BIGNUM *modulus)
{
    constexpr std::array<BN_ULONG, 38> primes{3,   5,   7,   11,  13,  17,  19,  23,  29,  31,  37,  41,  43,
                                              47,  53,  59,  61,  67,  71,  73,  79,  83,  89,  97,  101, 103,
                                              107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};
    return std::all_of(primes.cbegin(), primes.cend(), [modulus](BN_ULONG prime) {
        const BN_ULONG rest = BN_mod_word(modulus, prime);
        BN_ULONG power = 1;
        do {
            if (power == rest)
                return true;
            power = power * 65537 % prime;
        } while (power != 1);
        return false;
    });
}

Key rsaKey(const QByteArray &n, const QByteArray &e)
{
    const Number modulus = number(n);
    const Number exponent = number(e);
    const int bits = BN_num_bits(modulus.get());
    if (bits < 2048 || bits > 16384 || !BN_is_odd(exponent.get()) || BN_num_bits(exponent.get()) < 2 ||
        BN_num_bits(exponent.get()) > 64 || isRoca(modulus.get()))
        return {};
    const Builder builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    const Key key = build("RSA", builder.get());
    return key && isValid(key) ? key : Key{};
}

Key ecKey(const QByteArray &curve, const QByteArray &x, const QByteArray &y)
{
    const qsizetype size = curve == "P-256" ? 32 : curve == "P-384" ? 48 : 66;
    if (x.size() != size || y.size() != size)
        return {};
    const QByteArray point = '\x04' + x + y;
    const Builder builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.constData(), 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(),
                                     std::size_t(point.size()));
    const Key key = build("EC", builder.get());
    return key && isValid(key) ? key : Key{};
}

Key edKey(const QByteArray &x)
{
    if (x.size() != 32)
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

// Empty when absent. Neither null nor empty may pass for that: they mean whatever their writer thought.
QByteArray word(JsonReader &r, std::string_view name)
{
    if (!r.has(name))
        return {};
    const QString text = r.string(name);
    if (text.isEmpty())
        r.fail(name, "a text that is not empty");
    return text.toUtf8();
}

bool mayVerify(JsonReader &r)
{
    const QByteArray use = word(r, "use");
    return (use.isEmpty() || use == "sig") &&
           (!r.has("key_ops") || r.optionalStrings("key_ops").contains(u"verify"_s));
}

// What is left out when it is not known, as a type is: others of the set may be for others.
bool isKnownCurve(const Jwk &key)
{
    const QByteArrayList curves = key.kty == "EC"    ? QByteArrayList{"P-256", "P-384", "P-521"}
                                  : key.kty == "OKP" ? QByteArrayList{"Ed25519"}
                                                     : QByteArrayList{{}};
    return curves.contains(key.crv);
}

// Checking a modulus takes eight times as long when it is twice as long, a second for the longest: a set of a
// hundred of them would hold the program up for minutes. In units of a key of 2048 bits.
constexpr int MostEffort = 1024;

int effortOf(const QByteArray &modulus)
{
    const int times = std::clamp<int>(int(modulus.size()) / 256, 1, 8);
    return times * times * times;
}

void readKey(JsonReader &r, Jwks &set, int &effort)
{
    if (!r.ok())
        return;
    Jwk jwk;
    jwk.kty = r.string("kty").toUtf8();
    jwk.kid = word(r, "kid");
    jwk.alg = word(r, "alg");
    if (jwk.kty == "oct") {
        r.fail("kty", "an asymmetric key");
        return;
    }
    if (!mayVerify(r))
        return;
    if (jwk.kty == "EC" || jwk.kty == "OKP")
        jwk.crv = r.string("crv").toUtf8();
    if (!isKnownCurve(jwk))
        return;
    if (jwk.kty == "RSA") {
        const QByteArray modulus = binary(r, "n");
        effort += effortOf(modulus);
        if (effort > MostEffort) {
            r.fail("n", "fewer keys as long");
            return;
        }
        jwk.key = rsaKey(modulus, binary(r, "e"));
    } else if (jwk.kty == "EC") {
        jwk.key = ecKey(jwk.crv, binary(r, "x"), binary(r, "y"));
    } else if (jwk.kty == "OKP") {
        jwk.key = edKey(binary(r, "x"));
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
                                    int effort = 0;
                                    r.objects("keys", [&](JsonReader &key) {
                                        if (++count > 100)
                                            r.fail("keys", "at most 100 keys");
                                        else
                                            readKey(key, keys, effort);
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
