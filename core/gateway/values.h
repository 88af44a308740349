// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

// The field's own nouns as plain values. Times are UTC with milliseconds, money integer micro-units.
namespace gatehouse::gateway {

using ApiId = Id<struct ApiTag>;
using TenantId = Id<struct TenantTag>;
using ApplicationId = Id<struct ApplicationTag>;
using SubscriptionId = Id<struct SubscriptionTag>;

struct Money
{
    qint64 micros = 0; // millionths of the currency's unit
    QString currency;  // ISO 4217
    bool operator==(const Money &) const = default;
};

// An enum word from a gateway; a word we do not know keeps its text and is shown and written back as it came.
template <typename Enum>
struct Word
{
    Enum value = Enum::Unknown;
    QString text;
    bool operator==(const Word &) const = default;
    bool operator==(Enum other) const { return value == other; }
};

enum class SubscriptionState { Unknown, Pending, Approved, Rejected, Revoked, Suspended, Expired, Withdrawn };
enum class ApiKind { Unknown, Rest, Llm, Mcp };
enum class Verdict { Approve, Reject };

struct Person
{
    QString subject;
    QString name;
    QString email;
    QStringList roles;   // "platform-admin", "approver", "auditor", "prompt-engineer"
    QStringList scopes;  // what the token may do
    QStringList tenants; // ids the person belongs to; empty with platform-admin: all
    QStringList may;     // "requests.read", "requests.decide", "usage.read"
    bool operator==(const Person &) const = default;
};

struct Tenant
{
    TenantId id;
    QString name;
    std::optional<Money> monthlyBudget;
    bool operator==(const Tenant &) const = default;
};

struct Api
{
    ApiId id;
    QString name;
    QString version;
    Word<ApiKind> kind;
    TenantId owner;
    QStringList scopes;
    bool sensitive = false;
    int requiredApprovals = 1;
    bool operator==(const Api &) const = default;
};

struct Decision
{
    Verdict verdict = Verdict::Approve;
    QString reason;
    QString bySubject;
    QString byName;
    QDateTime at;
    QString idempotencyKey; // of the request that made it; how a journal entry finds itself again
    bool operator==(const Decision &) const = default;
};

// An application's right to call an API; pending, it is a request.
struct Subscription
{
    SubscriptionId id;
    Word<SubscriptionState> state;
    ApplicationId application;
    QString applicationName;
    ApiId api;
    QString apiName;
    QString apiVersion;
    bool sensitive = false;
    QString plan;
    QStringList scopes;
    TenantId tenant;
    QString tenantName;
    QString requesterSubject;
    QString requesterName;
    QString justification;
    QDateTime requestedAt;
    std::optional<Money> estimatedMonthlyCost;
    int requiredApprovals = 1;
    QList<Decision> decisions;   // oldest first
    bool mayDecide = false;      // the signed-in person, by the server's own rules
    QString mayNotDecideBecause; // server's sentence, plain text; empty when mayDecide
    QByteArray etag;             // of this subscription
    bool operator==(const Subscription &) const = default;
};

struct SubscriptionQuery
{
    QList<SubscriptionState> states = {SubscriptionState::Pending};
    QString tenant = {};
    QString api = {};
    int limit = 500;
    QString cursor = {};
    QByteArray ifNoneMatch = {}; // of the first page
};

struct DecisionOrder
{
    SubscriptionId subscription = {};
    Verdict verdict = Verdict::Approve;
    QString reason = {};
    QString idempotencyKey = {};
    QByteArray ifMatch = {};
};

[[nodiscard]] QString wordFor(SubscriptionState state);
[[nodiscard]] QString wordFor(ApiKind kind);
[[nodiscard]] QString wordFor(Verdict verdict);

} // namespace gatehouse::gateway
