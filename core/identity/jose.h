// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QList>

#include <memory>
#include <optional>

struct evp_pkey_st;

// Verify-only JSON Web Signatures (RFC 7515, 7517, 7518, 8037) over OpenSSL EVP, with the policy of RFC 8725.
// Every refusal is SignInRefused with one rule as code: "jws.format", "jws.alg", "jws.crit", "jws.key",
// "jws.signature" …
namespace gatehouse::identity {

// Strict and canonical: only [A-Za-z0-9_-], no padding, decode → encode gives the same text (RFC 7515 2).
[[nodiscard]] std::optional<QByteArray> fromBase64Url(QByteArrayView text);

struct Jwk
{
    QByteArray kid; // empty: absent
    QByteArray kty; // RSA, EC, OKP
    QByteArray alg; // empty: absent
    QByteArray crv;
    std::shared_ptr<evp_pkey_st> key;
};

struct Jwks
{
    QList<Jwk> keys; // usable verification keys only
    [[nodiscard]] bool hasKid(const QByteArray &kid) const;
};

// J5: no symmetric key among them, no key id twice for one type, RSA 2048–16384 bits with an odd exponent of
// 3 to 64 bits and not of the kind that can be factored (ROCA), points on their curve, at most 100 keys. Keys
// for encryption, of unknown types or on unknown curves are left out.
[[nodiscard]] Result<Jwks> readJwks(QByteArrayView json);

struct VerifiedJws
{
    QByteArray payload;
    QByteArray alg;
    QByteArray kid;
};

// `algorithms`: the allow-list. `types`: accepted "typ" values when present, in lower case (they compare
// case-insensitively); empty takes any.
[[nodiscard]] Result<VerifiedJws> verifyJws(QByteArrayView compact, const Jwks &keys,
                                            const QByteArrayList &algorithms, const QByteArrayList &types);
// The key id a compact JWS names, to know whether the key set must be fetched again; empty when none or
// unreadable.
[[nodiscard]] QByteArray keyIdOf(QByteArrayView compact);
// The hash of an algorithm (256, 384, 512) for at_hash; Ed25519 uses 512.
[[nodiscard]] int hashBits(const QByteArray &alg);
// All algorithms this verifier knows.
[[nodiscard]] QByteArrayList knownAlgorithms();

} // namespace gatehouse::identity
