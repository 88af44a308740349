// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace gatehouse::analytics {

enum class Grouping { None, Tenant, Api };
enum class Bucket { Hour, Day };

// [from, to) in UTC.
struct UsageQuery
{
    QDateTime from;
    QDateTime to;
    Bucket bucket = Bucket::Hour;
    Grouping by = Grouping::Tenant;
    int top = 5;               // the rest is summed as "other"
    QString application = {};  // id; only what came with its rights
    QString subscription = {}; // id; only what came with it
    bool operator==(const UsageQuery &) const = default;
};

// One line of the answer; every list has one value per bucket, in order.
struct UsageSeries
{
    QString key;   // id, or "other"
    QString label; // plain text from the gateway
    QList<qint64> requests;
    QList<qint64> errors;
    QList<qint64> tokensIn;
    QList<qint64> tokensOut;
    QList<qint64> costMicros;
    bool operator==(const UsageSeries &) const = default;
};

struct UsageTable
{
    UsageQuery query;
    QDateTime start; // of the first bucket, UTC
    qint64 bucketSeconds = 3600;
    qsizetype buckets = 0;
    QDateTime completeUntil; // buckets that end later are still filling
    QString currency;
    QList<UsageSeries> series; // largest first, "other" last
    bool operator==(const UsageTable &) const = default;
};

} // namespace gatehouse::analytics
