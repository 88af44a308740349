// SPDX-License-Identifier: GPL-3.0-or-later
// Two kinds of input: a compact JWS as it came, or "{header}\npayload", which is signed here with a key of
// the set.
#include "core/identity/pkce.h"
#include "tests/fuzz/keys.h"
#include "tests/fuzz/target.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace gatehouse::fuzz;
using namespace Qt::StringLiterals;

namespace {

Result<VerifiedJws> verify(const QByteArray &compact, const Jwks &keys = standardKeys())
{
    return verifyJws(compact, keys, knownAlgorithms(), {"jwt"});
}

void checkCanonical(const QByteArray &compact, const VerifiedJws &jws)
{
    const QByteArrayList parts = compact.split('.');
    require(parts.size() == 3, "an accepted JWS has three parts");
    for (const QByteArray &part : parts)
        require(base64Url(fromBase64Url(part).value_or("not base64url")) == part, "each part is canonical");
    require(base64Url(jws.payload) == parts.at(1), "the payload is the second part");
    require(knownAlgorithms().contains(jws.alg), "the algorithm is on the list");
    require(keyIdOf(compact) == jws.kid, "the key id is read alike before and after");
    require(!verify(compact, Jwks()), "nothing holds without a key");
    require(!verifyJws(compact, standardKeys(), {}, {"jwt"}), "nothing holds without an algorithm");
}

void checkHeader(const QByteArray &headerJson, const VerifiedJws &jws)
{
    // QJsonDocument knows nothing of the strict reader's rules.
    const QJsonObject header = QJsonDocument::fromJson(headerJson).object();
    require(header.value(u"alg"_s).toString().toUtf8() == jws.alg, "the algorithm is the header's");
    require(jws.alg == "EdDSA" || jws.alg == "Ed25519", "the algorithm is the key's");
    require(header.value(u"kid"_s).toString().toUtf8() == jws.kid, "the key id is the header's");
    const QString type = header.value(u"typ"_s).toString();
    require(!header.contains(u"typ"_s) || type.toLower() == u"jwt"_s, "the type is the one asked for");
    for (const QString &name : {u"crit"_s, u"b64"_s, u"zip"_s, u"jwk"_s, u"jku"_s, u"x5u"_s, u"x5c"_s})
        require(!header.contains(name), "nothing in the header changes what is verified, or with what");
}

void runSigned(const QByteArray &headerJson, const QByteArray &payload)
{
    const QByteArray compact = signedWithEd25519(headerJson, payload);
    const Result<VerifiedJws> jws = verify(compact);
    if (!jws)
        return;
    checkCanonical(compact, *jws);
    checkHeader(headerJson, *jws);
    require(jws->payload == payload, "the payload comes back as it was signed");
    const QByteArrayList parts = compact.split('.');
    require(!verify(parts.at(0) + '.' + base64Url(payload + 'x') + '.' + parts.at(2)),
            "another payload does not hold");
    require(!verify(parts.at(0) + '.' + parts.at(1) + '.'), "no signature does not hold");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray input = bytesOf(data, size);
    if (input.startsWith('{')) {
        const auto [header, payload] = firstLine(input);
        runSigned(header, payload);
    } else if (const Result<VerifiedJws> jws = verify(input)) {
        checkCanonical(input, *jws);
        require(standardTexts().contains(input.first(input.lastIndexOf('.'))),
                "only what the key's owner signed holds");
    }
    return 0;
}
