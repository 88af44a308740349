// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/exchange.h"

#include <QDateTime>
#include <QHash>

namespace gatehouse::sandbox {

// The server's side of RFC 9449: is this request proof of a key, and of which. A nonce is always asked for
// and changes every five minutes; a proof is good once.
class ProofChecker
{
public:
    ProofChecker();

    struct Finding
    {
        QString error;         // empty: it holds; else "use_dpop_nonce" or "invalid_dpop_proof"
        QByteArray thumbprint; // RFC 7638, of the key
    };
    // `url`: as the client must have named it, without query; `accessToken`: empty at the token endpoint.
    [[nodiscard]] Finding check(const Request &request, const QString &url, const QByteArray &accessToken,
                                const QDateTime &now);
    [[nodiscard]] QByteArray nonce(const QDateTime &now) const;

private:
    QByteArray m_secret;
    QHash<QString, qint64> m_seen; // jti, and until when it is remembered
};

} // namespace gatehouse::sandbox
