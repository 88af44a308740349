// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

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
    QUrl issuer;
    QString clientId;
    QStringList scopes{QStringLiteral("openid"),  QStringLiteral("profile"),
                       QStringLiteral("email"),   QStringLiteral("offline_access"),
                       QStringLiteral("gw:read"), QStringLiteral("gw:decide"),
                       QStringLiteral("gw:usage")};
    QList<quint16> ports{0};
    bool operator==(const Connection &) const = default;
};

// https everywhere, plain http for loopback only; a usable issuer, client id and name. Invalid with fields
// otherwise.
[[nodiscard]] Result<void> check(const Connection &connection);

// The known connections, in $XDG_CONFIG_HOME/gatehouse/connections.json (0600), shared by console and
// gatehousectl. Members of the file that we do not know survive. A damaged file is an error and is left
// alone.
class ConnectionBook : public QObject
{
    Q_OBJECT
public:
    explicit ConnectionBook(QString filePath, QObject *parent = nullptr);

    [[nodiscard]] Result<void> load();
    [[nodiscard]] const QList<Connection> &connections() const { return m_connections; }
    [[nodiscard]] std::optional<Connection> find(const QString &name) const;
    [[nodiscard]] Result<void> put(const Connection &connection); // adds, or replaces the one of that name
    [[nodiscard]] Result<void> remove(const QString &name);

signals:
    void changed();

private:
    [[nodiscard]] Result<void> edit(const std::function<void(QJsonArray &)> &change);

    QString m_filePath;
    QList<Connection> m_connections;
};

} // namespace gatehouse::workspace
