// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/bearer.h"
#include "app/sandbox/database.h"

#include <QJsonArray>
#include <QJsonObject>

namespace gatehouse::sandbox {

// A subscription with what is known of its API and tenant, as one statement reads it.
struct SubscriptionRow
{
    QString id, state, applicationId, application, api, apiName, apiVersion, plan, tenant, tenantName,
        requester, requesterName, justification, enforcement;
    QStringList scopes, policy; // asked for; verdicts the tenant wants a reason for
    std::optional<QStringList> granted;
    QByteArray plans; // of the API, JSON
    qint64 version = 0, requestedAt = 0, decidedAt = 0, change = 0, costMicros = 0, enforcedSince = 0;
    std::optional<qint64> dueAt, expiresAt, usedFrom, usedUntil;
    int requiredApprovals = 1; // what the API wants or what the tenant wants, whichever is more
    bool isSensitive = false;
    bool hasTraffic = false;

    SubscriptionRow() = default;
    explicit SubscriptionRow(const QSqlQuery &q);
    [[nodiscard]] QByteArray etag() const; // of what is decided about it; see docs/gateway-contract.yaml
    [[nodiscard]] bool isRequest() const;
};

// What was said about some subscriptions, oldest first, by subscription.
struct Said
{
    QHash<QString, QJsonArray> decisions;
    QHash<QString, QJsonArray> conversation;
};

// Reading subscriptions as the contract shows them to a person.
class SubscriptionReader
{
public:
    explicit SubscriptionReader(Database &database)
        : m_database(database)
    {}

    // "SELECT … FROM … ", to which a WHERE clause is added.
    [[nodiscard]] static const QString &selection();
    // Nothing when it is not there, or not for this person to see.
    [[nodiscard]] std::optional<SubscriptionRow> find(const QString &id, const Caller &caller);
    [[nodiscard]] QJsonArray decisions(const QString &id);
    // Of the contract's schema Subscription, one for each row.
    [[nodiscard]] QJsonArray toJson(const QList<SubscriptionRow> &rows, const Caller &caller);
    [[nodiscard]] QJsonObject toJson(const SubscriptionRow &row, const Caller &caller);

private:
    [[nodiscard]] Said said(const QStringList &ids);

    Database &m_database;
};

// A JSON list of texts, for statements that take many values as one.
[[nodiscard]] QString jsonList(const QStringList &list);

} // namespace gatehouse::sandbox
