// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
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

// Returned: asked back, the requester has the word. Both it and Pending are requests.
enum class SubscriptionState {
    Unknown,
    Pending,
    Returned,
    Approved,
    Rejected,
    Revoked,
    Suspended,
    Expired,
    Withdrawn
};
enum class ApiKind { Unknown, Rest, Llm, Mcp };
// What can be decided: on a request the first three, on a granted subscription the others.
enum class Verdict { Approve, Reject, AskBack, Revoke, Extend, Suspend, Resume };
// How far what was recorded is in force where calls are made (design.md 10).
enum class EnforcementState { Unknown, Waiting, Effective, Failed };

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

// What a tenant demands of decisions about its applications.
struct TenantPolicy
{
    QList<Verdict> reasonRequired = {};  // a reason must be given
    int requiredApprovals = 1;           // by so many people, at least; an API may want more
    std::chrono::minutes answerWithin{}; // the service level of a request; 0: none
    bool operator==(const TenantPolicy &) const = default;
};

struct Tenant
{
    TenantId id;
    QString name;
    std::optional<Money> monthlyBudget;
    std::optional<Money> spentThisMonth = {}; // of the calendar month in UTC
    TenantPolicy policy = {};
    bool operator==(const Tenant &) const = default;
};

struct Scope
{
    QString name;        // "fraud:predict"
    QString description; // what it allows, in words
    bool sensitive = false;
    bool wide = false; // reaches beyond the caller's own tenant, or everything of a kind
    bool operator==(const Scope &) const = default;
};

struct Plan
{
    QString name;
    std::optional<qint64> monthlyCalls; // nothing: unlimited
    std::optional<Money> monthlyFee;
    bool operator==(const Plan &) const = default;
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
    QList<Plan> plans = {}; // what an application can be given
    bool operator==(const Api &) const = default;
};

[[nodiscard]] QString wordFor(SubscriptionState state);
[[nodiscard]] QString wordFor(ApiKind kind);
[[nodiscard]] QString wordFor(Verdict verdict);
[[nodiscard]] QString wordFor(EnforcementState state);
[[nodiscard]] const QList<Verdict> &allVerdicts();
[[nodiscard]] std::optional<Verdict> verdictOf(const QString &word);

} // namespace gatehouse::gateway
