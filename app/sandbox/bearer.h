// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/people.h"
#include "app/sandbox/problem.h"
#include "app/sandbox/proof.h"
#include "app/sandbox/signer.h"

#include <QDateTime>

#include <chrono>
#include <optional>

#include <variant>

namespace gatehouse::sandbox {

// Who asks, and with which scopes.
struct Caller
{
    Person person;
    QStringList scopes;
    QString acr;
    qint64 authTime = 0;
};

// RFC 9470: a second factor, no older than `maxAge`; nothing when the caller has that.
[[nodiscard]] std::optional<Answer> stepUpAnswer(const Caller &caller, std::chrono::seconds maxAge,
                                                 const QDateTime &now);

inline const QString Audience = QStringLiteral("urn:gatehouse:sandbox");

// RFC 6750 and 9068: signature, type, issuer, audience, expiry, then the operation's scope; RFC 9449 for a
// token that is bound to a key, which is good with a proof only. A 401 or 403 problem with WWW-Authenticate
// otherwise. `url`: the request's own, without query.
[[nodiscard]] std::variant<Caller, Answer> authenticate(const Request &request, const QString &url,
                                                        const Signer &signer, ProofChecker &proofs,
                                                        const QString &issuer, const QString &scope,
                                                        const QDateTime &now);

} // namespace gatehouse::sandbox
