// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/queuereader.h"

#include "core/base/follow.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

QueueReader::QueueReader(gateway::Gateway &gateway, Known known, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_known(std::move(known))
{}

void QueueReader::read(const FirstPage &before)
{
    m_lifetime.restart();
    m_listing = {};
    m_seen.clear();
    m_cursors.clear();
    readPage({}, before);
}

void QueueReader::readPage(const QString &cursor, const FirstPage &before)
{
    const bool isFirst = cursor.isEmpty();
    gateway::SubscriptionQuery query;
    query.cursor = cursor;
    if (isFirst)
        query.ifNoneMatch = before.etag;
    follow(m_gateway.listSubscriptions(query, m_lifetime.token()), this,
           [this, isFirst, before](const Result<Page<gateway::Subscription>> &page) {
               if (page) {
                   take(*page, isFirst, before);
                   return;
               }
               m_listing.error = page.error();
               emit ended(m_listing);
           });
}

void QueueReader::take(const Page<gateway::Subscription> &page, bool isFirst, const FirstPage &before)
{
    if (isFirst && page.notModified) {
        takeUnchangedFirstPage(before);
        return;
    }
    if (isFirst) {
        m_listing.first = {.etag = page.etag, .ids = {}, .nextCursor = page.nextCursor};
        for (const gateway::Subscription &request : page.items)
            m_listing.first.ids.append(request.id);
    }
    add(page.items);
    goOn(page.nextCursor);
}

// Its ETag speaks for the first page alone: the pages behind it are read all the same.
void QueueReader::takeUnchangedFirstPage(const FirstPage &before)
{
    QList<gateway::Subscription> items;
    for (const gateway::SubscriptionId &id : before.ids) {
        std::optional<gateway::Subscription> request = m_known(id);
        if (!request) {
            readPage({}, {}); // no longer at hand: ask for it in full
            return;
        }
        items.append(*std::move(request));
    }
    m_listing.first = before;
    add(items);
    goOn(before.nextCursor);
}

void QueueReader::add(const QList<gateway::Subscription> &items)
{
    // A request that moved between two pages comes twice.
    for (const gateway::Subscription &request : items) {
        if (!m_seen.contains(request.id)) {
            m_seen.insert(request.id);
            m_listing.items.append(request);
        }
    }
    emit pageRead(items);
}

void QueueReader::goOn(const std::optional<QString> &nextCursor)
{
    if (!nextCursor) {
        m_listing.isComplete = true;
        emit ended(m_listing);
        return;
    }
    if (nextCursor->isEmpty() || m_cursors.contains(*nextCursor)) {
        m_listing.error = Error{.kind = Error::Kind::Server, .detail = u"the list repeats its cursor"_s};
        emit ended(m_listing);
        return;
    }
    m_cursors.insert(*nextCursor);
    readPage(*nextCursor, {});
}

} // namespace gatehouse::workspace
