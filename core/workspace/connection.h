// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/identity/provider.h"
#include "core/store/managedpolicy.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <functional>
#include <optional>

class QJsonArray;

namespace gatehouse::workspace {

// The kind of a connection colours its dot and the thin line on every window.
enum class Stage { Production, Staging, Development, Sandbox };

// One gateway plus how to sign in to it. No secrets.
struct Connection
{
    QString name; // unique, 1–64 printable characters
    Stage stage = Stage::Sandbox;
    QUrl api;
    identity::Issuer issuer;
    QString clientId;
    QStringList scopes{QStringLiteral("openid"),  QStringLiteral("profile"),
                       QStringLiteral("email"),   QStringLiteral("offline_access"),
                       QStringLiteral("gw:read"), QStringLiteral("gw:decide"),
                       QStringLiteral("gw:usage")};
    // Fixed ones, to be registered: many providers compare the redirect address with its port. 0, any free
    // one, is for those that honour RFC 8252 7.3.
    QList<quint16> ports{18181, 19191, 24242, 28282};
    // Of the sign-in, where the provider or the gateway needs it.
    bool pushesRequest = false;     // RFC 9126
    bool allowsDeviceGrant = false; // RFC 8628
    bool provesPossession = false;  // RFC 9449
    bool asksConsent = false;       // prompt=consent
    bool ownPath = false;           // http://127.0.0.1:port/callback/<of the issuer>
    identity::Profile profile = identity::Profile::Standard;
    QString resource;                // RFC 8707
    QStringList trustedAudiences;    // beside the client id
    std::chrono::seconds skew{60};   // 0 to 300
    QStringList stepUpAcr;           // what will do where a challenge names none; empty: the profile's
    QList<identity::RoleRule> roles; // empty: the gateway alone says who may do what
    // Of an Okta org, whose System Log stands on the audit page; it has a sign-in of its own. Both or none.
    QUrl systemLog;
    QString systemLogClientId;
    // Of the network.
    QString caFile;         // authorities beside the system's, PEM
    QByteArrayList pins;    // SHA-256 of public keys, base64; of the gateway only
    QString proxy;          // empty or "system", "none", "http://host:port", "socks5://host:port"
    bool isManaged = false; // by this computer's policy: not to be changed here
    bool operator==(const Connection &) const = default;
};

[[nodiscard]] identity::Provider providerOf(const Connection &connection);
// Accepted where the gateway asks for a step-up without saying which (RFC 9470); empty: signed in anew will
// do.
[[nodiscard]] QStringList stepUpAcrOf(const Connection &connection);
// Whether the session outlives the program: only then a refresh token is asked for (offline_access).
[[nodiscard]] bool staysSignedIn(const QStringList &scopes);
[[nodiscard]] QStringList withStaying(QStringList scopes, bool stays);
// What is to be registered at the provider for its sign-in, one address for each port.
[[nodiscard]] QStringList redirectUrisOf(const Connection &connection);
// Of the org authorization server that the System Log trusts; nothing where the connection names none.
[[nodiscard]] std::optional<identity::Provider> logProviderOf(const Connection &connection);

// https everywhere, plain http for loopback only; a usable issuer, client id and name. Invalid with fields
// otherwise.
[[nodiscard]] Result<void> check(const Connection &connection);

// The known connections: the managed ones first, then those in $XDG_CONFIG_HOME/gatehouse/connections.json
// (0600), shared by console and gatehousectl. Those of the policy cannot be changed (Configuration, code
// "managed"). Members of the file that we do not know survive. A damaged file is an error and is left alone.
class ConnectionBook : public QObject
{
    Q_OBJECT
public:
    explicit ConnectionBook(QString filePath, QObject *parent = nullptr);

    // Configuration when the policy is not understood: then no connection is known.
    [[nodiscard]] Result<void> setPolicy(const Result<store::ManagedPolicy> &policy);
    [[nodiscard]] const store::ManagedPolicy &policy() const { return m_policy; }
    [[nodiscard]] Result<void> load();
    [[nodiscard]] const QList<Connection> &connections() const { return m_connections; }
    [[nodiscard]] std::optional<Connection> find(const QString &name) const;
    [[nodiscard]] Result<void> put(const Connection &connection); // adds, or replaces the one of that name
    [[nodiscard]] Result<void> remove(const QString &name);

signals:
    void changed();

private:
    [[nodiscard]] std::optional<Error> refusal(const QString &name) const;
    [[nodiscard]] Result<void> edit(const std::function<void(QJsonArray &)> &change);

    QString m_filePath;
    store::ManagedPolicy m_policy;
    std::optional<Error> m_policyError;
    QList<Connection> m_managed;
    QList<Connection> m_connections;
};

} // namespace gatehouse::workspace
