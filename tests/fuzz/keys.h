// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/jose.h"

namespace gatehouse::fuzz {

// The key pairs of the standards' own examples: RSA from RFC 7515 A.2, P-256 from A.3, Ed25519 from RFC 8037
// A.1.
[[nodiscard]] const identity::Jwks &standardKeys();
// What the first two sign in those examples, without the signature. Nobody can make the verifier take another
// text.
[[nodiscard]] const QByteArrayList &standardTexts();

// Signs with the Ed25519 key, so that the fuzzer gets past the signature to what is behind it. Fast, and the
// same signature each time.
[[nodiscard]] QByteArray signedWithEd25519(const QByteArray &headerJson, const QByteArray &payload);

} // namespace gatehouse::fuzz
