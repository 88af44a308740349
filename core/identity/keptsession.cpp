// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/keptsession.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

Secret KeptSession::toEnvelope(const QString &clientId) const
{
    QCborMap map{{u"v"_s, 1},
                 {u"issuer"_s, account.issuer},
                 {u"client_id"_s, clientId},
                 {u"sub"_s, account.subject},
                 {u"name"_s, account.name},
                 {u"email"_s, account.email},
                 {u"rt"_s, refreshToken.reveal().toByteArray()},
                 {u"savedAt"_s, savedAt.toMSecsSinceEpoch()},
                 {u"gen"_s, generation}};
    if (signedInAt.isValid())
        map.insert(u"signedIn"_s, signedInAt.toMSecsSinceEpoch());
    if (!nonceHash.isEmpty())
        map.insert(u"nonce"_s, nonceHash);
    if (authTime)
        map.insert(u"auth_time"_s, *authTime);
    if (hadAzp)
        map.insert(u"azp"_s, *hadAzp);
    if (!dpopKey.isEmpty())
        map.insert(u"dpop"_s, dpopKey.reveal().toByteArray());
    if (account.rights)
        map.insert(u"rights"_s, QCborArray::fromStringList(*account.rights));
    return Secret::take(QCborValue(map).toCbor());
}

Result<KeptSession> KeptSession::fromEnvelope(const Secret &envelope, const Provider &provider)
{
    QCborParserError error;
    const QCborMap map = QCborValue::fromCbor(envelope.reveal().toByteArray(), &error).toMap();
    const QString issuer = map[u"issuer"_s].toString();
    if (error.error != QCborError::NoError || map[u"v"_s].toInteger() != 1 ||
        issuer != provider.issuer.toString() || map[u"client_id"_s].toString() != provider.clientId ||
        !map[u"rt"_s].isByteArray() || map[u"sub"_s].toString().isEmpty())
        return failure(Error::Kind::Decode, u"the kept session cannot be read"_s);
    const qint64 savedAt = map[u"savedAt"_s].toInteger();
    std::optional<QStringList> rights;
    if (!provider.roles.isEmpty()) // rules that came later hold from now on: without a word, no right
        rights = map[u"rights"_s].toVariant().toStringList();
    return KeptSession{
        .account = {.issuer = issuer,
                    .subject = map[u"sub"_s].toString(),
                    .name = map[u"name"_s].toString(),
                    .email = map[u"email"_s].toString(),
                    .rights = rights},
        .refreshToken = Secret::take(map[u"rt"_s].toByteArray()),
        .savedAt = QDateTime::fromMSecsSinceEpoch(savedAt, Qt::UTC),
        .nonceHash = map[u"nonce"_s].toByteArray(),
        .authTime =
            map.contains(u"auth_time"_s) ? std::optional(map[u"auth_time"_s].toInteger()) : std::nullopt,
        .hadAzp = map.contains(u"azp"_s) ? std::optional(map[u"azp"_s].toBool()) : std::nullopt,
        .dpopKey = Secret::take(map[u"dpop"_s].toByteArray()),
        // An envelope of an earlier version does not say: no later than it was kept.
        .signedInAt = QDateTime::fromMSecsSinceEpoch(map[u"signedIn"_s].toInteger(savedAt), Qt::UTC),
        .generation = map[u"gen"_s].toInteger()};
}

QString secretKey(const QString &connection, const Provider &provider)
{
    const QByteArray hash =
        QCryptographicHash::hash(provider.issuer.toString().toUtf8(), QCryptographicHash::Sha256)
            .toHex()
            .left(16);
    return u"%1/%2/%3"_s.arg(connection, QString::fromLatin1(hash), provider.clientId);
}

} // namespace gatehouse::identity
