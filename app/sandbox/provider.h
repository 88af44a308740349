// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/bearer.h"
#include "app/sandbox/chaos.h"
#include "app/sandbox/database.h"

namespace gatehouse::sandbox {

// The sandbox's OpenID provider below /oidc: authorization code with PKCE S256 only, one public native
// client, refresh tokens that rotate and whose reuse ends their family, tokens bound to a key where the
// client proves one (RFC 9449), real pages.
class Provider
{
public:
    Provider(Database &database, Signer &signer, ProofChecker &proofs, const Chaos &chaos, QString loginAs,
             QString issuer);

    [[nodiscard]] Answer answer(const Request &request, const QDateTime &now);
    [[nodiscard]] const QString &issuer() const { return m_issuer; }
    static const QString ClientId;

private:
    struct Interaction // one authorization request on its way through the pages
    {
        QString csrf, redirectUri, state, nonce, challenge, dpopKey;
        QStringList scopes;
        bool asksSecondFactor = false;
        QString subject;
        qint64 startedAt = 0;
    };
    struct Grant // behind a code
    {
        Interaction interaction;
        QString family;
        bool isUsed = false;
        qint64 expiresAt = 0;
    };

    [[nodiscard]] Answer discovery() const;
    [[nodiscard]] Answer authorize(const Request &request, const QDateTime &now);
    [[nodiscard]] Answer login(const Request &request, const QDateTime &now);
    [[nodiscard]] Answer consent(const Request &request, const QDateTime &now);
    [[nodiscard]] Answer grantTo(const Interaction &interaction, const QDateTime &now);
    [[nodiscard]] Answer token(const Request &request, const QDateTime &now);
    [[nodiscard]] Answer exchange(const Parameters &form, const QByteArray &key, const QDateTime &now);
    [[nodiscard]] Answer refresh(const Parameters &form, const QByteArray &key, const QDateTime &now);
    [[nodiscard]] Answer revoke(const Request &request);
    [[nodiscard]] Answer userInfo(const Request &request, const QDateTime &now);
    [[nodiscard]] Answer issue(const QString &subject, const QStringList &scopes, const QString &acr,
                               qint64 authTime, const QString &nonce, const QString &family,
                               const QByteArray &key, const QDateTime &now);
    // The key (its thumbprint) that a family of refresh tokens is bound to; empty: none.
    [[nodiscard]] QByteArray keyOf(const QString &family);
    [[nodiscard]] Interaction *find(const Parameters &form, const QDateTime &now);
    void revokeFamily(const QString &family);

    Database &m_database;
    Signer &m_signer;
    ProofChecker &m_proofs;
    Chaos m_chaos;
    QString m_loginAs;
    QString m_issuer;
    QHash<QString, Interaction> m_interactions;
    QHash<QByteArray, Grant> m_grants; // by hash of the code
    int m_issued = 0;
};

} // namespace gatehouse::sandbox
