// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/journal.h"
#include "core/workspace/bulkreader.h"
#include "core/workspace/courier.h"
#include "core/workspace/decisionrules.h"

#include <QDeadlineTimer>
#include <QHash>

namespace gatehouse::workspace {

// The journalled decisions of one person on their way to one gateway: written together, held while they can
// be taken back, sent, read back, and ended only by what the gateway itself shows. Dying in the middle leaves
// them open, for the next run to read back. At most one for each subscription.
class Delivery : public QObject
{
    Q_OBJECT
public:
    struct Parcel
    {
        store::Journal::Entry entry;
        gateway::Subscription seen; // as the person saw it
    };
    struct Report
    {
        store::Journal::Entry entry;
        Settlement settlement;
        bool isEarlierRun = false;
        bool isAnswer = false; // it has ended, or the gateway was asked and it has to wait
        bool hasEnded = false; // else more is to come
    };

    Delivery(gateway::Gateway &gateway, store::Journal &journal, const Clock &clock, QString subject,
             QObject *parent = nullptr);
    ~Delivery() override;

    // Made now: journalled in one transaction, held for so long, then sent.
    void send(const QList<Parcel> &parcels, std::chrono::milliseconds hold);
    // Found open in the journal: read back first (docs/adr/0009-journal.md). Those that are already here are
    // passed over. Returns how many will be reported without anybody's doing.
    qsizetype takeUp(const QList<store::Journal::Entry> &entries);
    // Takes held ones back; the answer is how many were.
    [[nodiscard]] Async<int> undo(const QList<gateway::SubscriptionId> &ids);
    // Takes back whatever has not left this computer.
    void cancel();
    // Asks the gateway now instead of after the pause.
    void retry();

    [[nodiscard]] qsizetype count() const { return m_items.size(); }
    [[nodiscard]] bool has(const gateway::SubscriptionId &id) const { return m_items.contains(id.value); }

signals:
    void reported(const QList<gatehouse::workspace::Delivery::Report> &reports);

private:
    enum class Place { Preparing, Held, Releasing, Withdrawing, Queued, Away, Reading, Waiting, Settling };
    struct Item
    {
        store::Journal::Entry entry;
        gateway::Subscription seen = {};
        Passage passage = {};
        Place place = Place::Preparing;
        bool isCancelled = false; // while it was being written
        int attempt = 0;
        QDeadlineTimer due = {}; // Held, Waiting
    };
    struct End
    {
        QString id; // subscription
        Settlement settlement;
    };

    void takePrepared(const QStringList &ids, const Result<QStringList> &taken);
    void dispatch(const QStringList &ids);
    void post(const QStringList &ids);
    void release(const QStringList &ids);
    void lookAfter(const QStringList &ids);
    void takeAnswers(const QList<Courier::Answer> &answers);
    void readBack(const QStringList &ids);
    void takeReadBacks(const QList<ReadBack> &answers);
    Report wait(Item &item, const Settlement &settlement, std::chrono::milliseconds atLeast = {});
    [[nodiscard]] Settlement facts(const Item &item, Sending sending, const gateway::Subscription &request,
                                   const QString &note) const;
    void settle(const QList<End> &ends);
    void end(const QList<End> &ends);
    void onTimer();
    void startTimer();
    Item *byKey(const QString &key);
    [[nodiscard]] Report progress(const Item &item, Settlement settlement) const;
    void report(const QList<Report> &reports);

    gateway::Gateway &m_gateway;
    store::Journal &m_journal;
    const Clock &m_clock;
    QString m_subject;
    Courier m_courier;
    BulkReader m_reader;
    QHash<QString, Item> m_items;  // by subscription
    QHash<QString, QString> m_ids; // entry to subscription
    QTimer m_timer;
    bool m_isAway = false; // the gateway could not be reached when it was last asked
};

} // namespace gatehouse::workspace
