// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/lifetime.h"
#include "core/gateway/gateway.h"
#include "core/store/journal.h"
#include "core/workspace/decisionrules.h"
#include "core/workspace/settlement.h"

#include <QObject>
#include <QTimer>

namespace gatehouse::workspace {

// One journalled decision on its way to the gateway: sends it, reads it back, and ends it only by what the
// gateway itself shows. Dying in the middle leaves the entry open, for the next run to read back.
class Delivery : public QObject
{
    Q_OBJECT
public:
    enum class Origin {
        Now,        // the person decides: it is journalled, then sent, and sent again with the same key
        EarlierRun, // found open in the journal: it is read back and never sent by itself
    };

    Delivery(gateway::Gateway &gateway, store::Journal &journal, const Clock &clock,
             store::Journal::Entry entry, QString subject, Origin origin, QObject *parent = nullptr);

    void start();
    // Asks the gateway now instead of after the pause.
    void retry();

    [[nodiscard]] const store::Journal::Entry &entry() const { return m_entry; }
    [[nodiscard]] Origin origin() const { return m_origin; }

signals:
    // It cannot be known yet; asked again after a growing pause. May come more than once.
    void waiting(const gatehouse::workspace::Settlement &settlement);
    // The end, once.
    void ended(const gatehouse::workspace::Settlement &settlement);

private:
    enum class Reason { Accepted, Conflict, Unknown }; // why it is read back

    void send();
    void readBack(Reason reason);
    void weigh(const gateway::Subscription &request, Reason reason);
    void weighPending(const gateway::Subscription &request, Reason reason);
    void waitForGateway(const std::optional<Error> &error, const QString &note);
    void settle(Sending sending, const gateway::Subscription &request, const QString &note,
                const std::optional<Error> &error = {});
    [[nodiscard]] std::chrono::milliseconds stillUnderWayFor() const;

    gateway::Gateway &m_gateway;
    store::Journal &m_journal;
    const Clock &m_clock;
    store::Journal::Entry m_entry;
    QString m_subject;
    Origin m_origin;
    QDateTime m_since; // since when it may be under way; never later than now, whatever the clock did
    int m_attempt = 0;
    QTimer m_pause;
    Lifetime m_lifetime;
};

} // namespace gatehouse::workspace
