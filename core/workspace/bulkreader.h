// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/lifetime.h"
#include "core/gateway/gateway.h"

#include <QObject>

namespace gatehouse::workspace {

// One subscription as the gateway has it now; NotFound where it no longer shows it.
struct ReadBack
{
    gateway::SubscriptionId id;
    Result<gateway::Subscription> now;
};

// Reads subscriptions by their ids, many in one request. One alone is asked for by itself, and so is one that
// a list left out: only the gateway's own "not found" proves that it is gone.
class BulkReader : public QObject
{
    Q_OBJECT
public:
    explicit BulkReader(gateway::Gateway &gateway, QObject *parent = nullptr);

    void read(const QList<gateway::SubscriptionId> &ids);

signals:
    // Each id once, in as many pieces as it takes.
    void answered(const QList<gatehouse::workspace::ReadBack> &answers);

private:
    struct Chunk
    {
        QList<gateway::SubscriptionId> ids;
        QHash<gateway::SubscriptionId, gateway::Subscription> found = {};
        QString cursor = {};
        int pages = 0;
    };

    void next();
    void readOne(const gateway::SubscriptionId &id);
    void readPage(const Chunk &chunk);
    void take(Chunk chunk, const Result<Page<gateway::Subscription>> &page);
    void finish(const QList<ReadBack> &answers);

    gateway::Gateway &m_gateway;
    QList<Chunk> m_waiting;
    int m_underWay = 0;
    Lifetime m_lifetime;
};

} // namespace gatehouse::workspace
