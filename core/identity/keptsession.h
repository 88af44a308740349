// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/identity/provider.h"

#include <QDateTime>

namespace gatehouse::identity {

// What the key store holds for a session: the refresh token, and what is shown of the person. CBOR; never an
// access or ID token.
struct KeptSession
{
    Account account;
    Secret refreshToken;
    QDateTime savedAt;
    // Of the first ID token: what a later one is held against (OpenID Connect Core 12.2).
    QByteArray nonceHash = {};
    std::optional<qint64> authTime = {};
    std::optional<bool> hadAzp = {}; // nothing: kept by a version that did not look
    Secret dpopKey = {};             // what the tokens are bound to (dpop.h); empty: to nothing
    QDateTime signedInAt = {};       // by the person, not by a refresh (T14)
    qint64 generation = 0;           // counts rotations: another process's newer one is recognised by it

    bool operator==(const KeptSession &) const = default;
    [[nodiscard]] Secret toEnvelope(const QString &clientId) const;
    // Decode error when it is no envelope of ours for this issuer and client.
    [[nodiscard]] static Result<KeptSession> fromEnvelope(const Secret &envelope, const Provider &provider);
};

// The key store's key: connection, 16 hex digits of the issuer's hash, client id.
[[nodiscard]] QString secretKey(const QString &connection, const Provider &provider);

} // namespace gatehouse::identity
