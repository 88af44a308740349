// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace gatehouse::identity {

// How to sign in at one provider, as configured.
struct Provider
{
    QUrl issuer; // as configured, compared code point for code point
    QString clientId;
    QStringList scopes{QStringLiteral("openid"), QStringLiteral("profile"), QStringLiteral("email"),
                       QStringLiteral("offline_access")};
    QList<quint16> ports{0}; // loopback ports in order of preference; 0 is ephemeral (RFC 8252 7.3)
    bool operator==(const Provider &) const = default;
};

// Who signed in: from the validated ID token. The account's key is (issuer, subject), nothing else.
struct Account
{
    QString issuer;
    QString subject;
    QString name;  // display only
    QString email; // display only
    bool operator==(const Account &) const = default;
};

} // namespace gatehouse::identity
