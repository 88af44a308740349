// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/lifetime.h"
#include "core/gateway/gateway.h"

#include <QObject>
#include <QSet>

namespace gatehouse::workspace {

// What is remembered of a list's first page, so that the next reading can ask whether it changed.
struct FirstPage
{
    QByteArray etag = {};
    QList<gateway::SubscriptionId> ids = {};
    std::optional<QString> nextCursor = {};
    bool operator==(const FirstPage &) const = default;
};

struct Listing
{
    QList<gateway::Subscription> items; // each request once
    FirstPage first;
    bool isComplete = false;    // the list proved its end
    std::optional<Error> error; // why it did not
};

// Reads the pending requests through all their pages.
class QueueReader : public QObject
{
    Q_OBJECT
public:
    // `known` finds a request that is already shown; it serves a first page that did not change.
    using Known = std::function<std::optional<gateway::Subscription>(const gateway::SubscriptionId &)>;

    QueueReader(gateway::Gateway &gateway, Known known, QObject *parent = nullptr);

    // Drops what is being read; only the last call ends.
    void read(const FirstPage &before);

signals:
    void pageRead(const QList<gatehouse::gateway::Subscription> &items);
    void ended(const gatehouse::workspace::Listing &listing);

private:
    void readPage(const QString &cursor, const FirstPage &before);
    void take(const Page<gateway::Subscription> &page, bool isFirst, const FirstPage &before);
    void takeUnchangedFirstPage(const FirstPage &before);
    void add(const QList<gateway::Subscription> &items);
    void goOn(const std::optional<QString> &nextCursor);

    gateway::Gateway &m_gateway;
    Known m_known;
    Listing m_listing;
    QSet<gateway::SubscriptionId> m_seen;
    QSet<QString> m_cursors;
    Lifetime m_lifetime;
};

} // namespace gatehouse::workspace
