// SPDX-License-Identifier: GPL-3.0-or-later
// The input is a provider's key set.
#include "core/identity/jose.h"
#include "core/identity/pkce.h"
#include "tests/fuzz/target.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <openssl/evp.h>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace gatehouse::fuzz;
using namespace Qt::StringLiterals;

namespace {

void checkKey(const Jwk &key)
{
    require(key.key != nullptr, "every key can be used");
    const int bits = EVP_PKEY_get_bits(key.key.get());
    if (key.kty == "RSA") {
        require(bits >= 2048 && bits <= 16384, "RSA is neither weak nor endless");
    } else if (key.kty == "EC") {
        require((key.crv == "P-256" && bits == 256) || (key.crv == "P-384" && bits == 384) ||
                    (key.crv == "P-521" && bits == 521),
                "the key is on the curve it names");
        const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
            EVP_PKEY_CTX_new_from_pkey(nullptr, key.key.get(), nullptr), EVP_PKEY_CTX_free);
        require(EVP_PKEY_public_check(context.get()) == 1, "the point is on its curve");
    } else {
        require(key.kty == "OKP" && key.crv == "Ed25519", "the type is known, and no symmetric one");
    }
    // Any signature will do, as long as it is not one. An Ed25519 key of small order holds for every text; no
    // provider gains by publishing one, so that is not checked here.
    if (key.kty == "OKP")
        return;
    const QByteArray alg = key.kty == "RSA"     ? "RS256"
                           : key.crv == "P-256" ? "ES256"
                           : key.crv == "P-384" ? "ES384"
                                                : "ES512";
    const qsizetype length = key.kty == "RSA" ? EVP_PKEY_get_size(key.key.get()) : 2 * ((bits + 7) / 8);
    const QByteArray token = base64Url(QByteArray(R"({"alg":")" + alg + R"("})")) + ".e30.";
    for (const char byte : {'\0', '\1', '\xff'})
        require(!verifyJws(token + base64Url(QByteArray(length, byte)), Jwks{.keys = {key}}, {alg}, {}),
                "a made-up signature does not hold");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray input = bytesOf(data, size);
    const Result<Jwks> set = readJwks(input);
    if (!set)
        return 0;
    const QJsonArray given = QJsonDocument::fromJson(input).object().value(u"keys"_s).toArray();
    require(given.size() <= 100 && set->keys.size() <= given.size(), "no key comes from nowhere");
    for (const QJsonValue key : given)
        require(key.toObject().value(u"kty"_s) != u"oct"_s, "a set with a symmetric key is refused");
    QSet<std::pair<QByteArray, QByteArray>> ids;
    for (const Jwk &key : set->keys) {
        checkKey(key);
        require(set->hasKid(key.kid), "a key is found by its id");
        if (!key.kid.isEmpty()) {
            require(!ids.contains({key.kty, key.kid}), "an id names one key of a type");
            ids.insert({key.kty, key.kid});
        }
    }
    return 0;
}
