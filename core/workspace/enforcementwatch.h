// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/journal.h"
#include "core/workspace/bulkreader.h"

#include <QHash>
#include <QTimer>

namespace gatehouse::workspace {

// Follows recorded decisions until the gateway enforces them, and keeps what it learns in the journal. Asks
// with growing pauses, up to a minute; one that failed is asked about until it is mended.
class EnforcementWatch : public QObject
{
    Q_OBJECT
public:
    struct Fact
    {
        store::Journal::Entry entry;
        gateway::EnforcementState state = gateway::EnforcementState::Unknown;
        QString note = {};              // why it is not in force
        gateway::Subscription now = {}; // empty id: no longer shown
    };

    EnforcementWatch(gateway::Gateway &gateway, store::Journal &journal, const Clock &clock, QString subject,
                     QObject *parent = nullptr);

    // Just recorded, with the answer that showed it.
    void add(const QList<std::pair<store::Journal::Entry, gateway::Subscription>> &recorded);
    // What earlier runs left that is not in force.
    void resume(const QString &scope);
    void retry();

signals:
    void learned(const QList<gatehouse::workspace::EnforcementWatch::Fact> &facts);

private:
    [[nodiscard]] Fact factOf(const store::Journal::Entry &entry, const gateway::Subscription &now) const;
    void take(const QList<ReadBack> &answers);
    void keep(const QList<Fact> &facts);
    void ask();
    void startTimer();

    gateway::Gateway &m_gateway;
    store::Journal &m_journal;
    const Clock &m_clock;
    QString m_subject;
    BulkReader m_reader;
    QHash<gateway::SubscriptionId, store::Journal::Entry> m_open;
    QTimer m_timer;
    int m_attempt = 0;
};

} // namespace gatehouse::workspace
