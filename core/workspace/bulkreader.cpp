// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/bulkreader.h"

#include "core/base/follow.h"

namespace gatehouse::workspace {

namespace {

constexpr qsizetype kAtOnce = 200; // ids of one query
constexpr int kUnderWay = 2;       // requests at the same time

const QList<gateway::SubscriptionState> &everyState()
{
    using State = gateway::SubscriptionState;
    static const QList<State> all{State::Pending, State::Returned,  State::Approved, State::Rejected,
                                  State::Revoked, State::Suspended, State::Expired,  State::Withdrawn};
    return all;
}

} // namespace

BulkReader::BulkReader(gateway::Gateway &gateway, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
{}

void BulkReader::read(const QList<gateway::SubscriptionId> &ids)
{
    for (qsizetype from = 0; from < ids.size(); from += kAtOnce)
        m_waiting.append({.ids = ids.mid(from, kAtOnce)});
    next();
}

void BulkReader::next()
{
    while (m_underWay < kUnderWay && !m_waiting.isEmpty()) {
        const Chunk chunk = m_waiting.takeFirst();
        ++m_underWay;
        if (chunk.ids.size() == 1)
            readOne(chunk.ids.constFirst());
        else
            readPage(chunk);
    }
}

void BulkReader::readOne(const gateway::SubscriptionId &id)
{
    follow(m_gateway.subscription(id, m_lifetime.token()), this,
           [this, id](const Result<gateway::Subscription> &now) { finish({{.id = id, .now = now}}); });
}

void BulkReader::readPage(const Chunk &chunk)
{
    gateway::SubscriptionQuery query;
    query.states = everyState();
    query.ids = chunk.ids;
    query.cursor = chunk.cursor;
    follow(m_gateway.listSubscriptions(query, m_lifetime.token()), this,
           [this, chunk](const Result<Page<gateway::Subscription>> &page) { take(chunk, page); });
}

void BulkReader::take(Chunk chunk, const Result<Page<gateway::Subscription>> &page)
{
    QList<ReadBack> answers;
    if (!page) {
        for (const gateway::SubscriptionId &id : std::as_const(chunk.ids))
            answers.append({.id = id, .now = failure(page.error())});
        finish(answers);
        return;
    }
    for (const gateway::Subscription &item : page->items)
        chunk.found.insert(item.id, item);
    // No more pages than ids: a list that never ends is not followed.
    const bool hasMore = page->nextCursor && !page->nextCursor->isEmpty() &&
                         *page->nextCursor != chunk.cursor && chunk.pages < chunk.ids.size();
    if (hasMore) {
        chunk.cursor = *page->nextCursor;
        ++chunk.pages;
        readPage(chunk);
        return;
    }
    for (const gateway::SubscriptionId &id : std::as_const(chunk.ids)) {
        const auto found = chunk.found.constFind(id);
        if (found != chunk.found.cend())
            answers.append({.id = id, .now = *found});
        else
            m_waiting.append({.ids = {id}});
    }
    finish(answers);
}

void BulkReader::finish(const QList<ReadBack> &answers)
{
    --m_underWay;
    next();
    if (!answers.isEmpty())
        emit answered(answers);
}

} // namespace gatehouse::workspace
