// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/source.h"

#include <QFuture>

#include <deque>

namespace gatehouse::test {

// A source that answers when told, in any order, and does not heed a stop: the worst that may happen to a
// page.
class HeldSource final : public analytics::Source
{
public:
    QList<analytics::UsageQuery> asked;
    QList<std::stop_token> stops; // one per question

    [[nodiscard]] Async<analytics::UsageTable> usage(const analytics::UsageQuery &query,
                                                     std::stop_token stop) override
    {
        asked.append(query);
        stops.append(stop);
        m_held.emplace_back().start();
        return m_held.back().future();
    }
    void answer(qsizetype index, Result<analytics::UsageTable> result)
    {
        auto &promise = m_held[static_cast<std::size_t>(index)];
        promise.addResult(std::move(result));
        promise.finish();
    }
    void clear()
    {
        asked.clear();
        stops.clear();
        m_held.clear();
    }

private:
    std::deque<QPromise<Result<analytics::UsageTable>>> m_held; // an answer may lead to the next question
};

// One group's share of each bucket.
struct Group
{
    QString key;
    QString label;
    qint64 requests = 0, errors = 0, tokens = 0, costMicros = 0;
};

// Every bucket of the query filled alike, so that a test can say the sums by hand.
inline analytics::UsageTable tableOf(const analytics::UsageQuery &query, const QList<Group> &groups)
{
    analytics::UsageTable table;
    table.query = query;
    table.start = query.from;
    table.bucketSeconds = query.bucket == analytics::Bucket::Hour ? 3600 : 86400;
    table.buckets = query.from.secsTo(query.to) / table.bucketSeconds;
    table.completeUntil = query.to;
    table.currency = QStringLiteral("EUR");
    for (const Group &group : groups) {
        const auto each = [&](qint64 value) { return QList<qint64>(table.buckets, value); };
        table.series.append({.key = group.key,
                             .label = group.label,
                             .requests = each(group.requests),
                             .errors = each(group.errors),
                             .tokensIn = each(group.tokens),
                             .tokensOut = each(0),
                             .costMicros = each(group.costMicros)});
    }
    return table;
}

} // namespace gatehouse::test
