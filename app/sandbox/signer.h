// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/database.h"

#include <QJsonArray>
#include <QJsonObject>

struct evp_pkey_st;

namespace gatehouse::sandbox {

[[nodiscard]] QByteArray base64Url(const QByteArray &bytes);
[[nodiscard]] QByteArray randomWord(int bytes = 32);

// The provider's RS256 keys, kept in the database (0600). The newest signs; the one before stays in the key
// set, so that tokens under way keep verifying.
class Signer
{
public:
    explicit Signer(Database &database);

    [[nodiscard]] QByteArray sign(const QJsonObject &claims, const QString &type);
    // The claims, when one of our keys signed them.
    [[nodiscard]] std::optional<QJsonObject> verify(const QByteArray &token, const QString &type) const;
    [[nodiscard]] QJsonObject jwks() const;
    void rotate();

private:
    struct Key
    {
        QString id;
        std::shared_ptr<evp_pkey_st> key;
    };
    void load(const QByteArray &pem);

    Database &m_database;
    QList<Key> m_keys; // newest first, at most two
};

} // namespace gatehouse::sandbox
