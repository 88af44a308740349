// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"

#include <QByteArray>

namespace gatehouse::identity {

// `bytes` random bytes of the operating system's private generator, base64url without padding: 32 give 43
// characters of the unreserved set (RFC 7636 4.1; also fit for state and nonce).
[[nodiscard]] Secret randomToken(int bytes = 32);

[[nodiscard]] QByteArray base64Url(QByteArrayView bytes);

// A verifier and its S256 challenge (RFC 7636 4.2). "plain" does not exist here.
struct Pkce
{
    Secret verifier;
    QByteArray challenge;

    [[nodiscard]] static Pkce create();
    [[nodiscard]] static QByteArray challengeFor(const Secret &verifier);
};

} // namespace gatehouse::identity
