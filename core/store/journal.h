// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"

#include <QDateTime>
#include <QJsonObject>
#include <QObject>

#include <memory>

namespace gatehouse::store {

// Decisions on their way (design.md 7), and those that are only marked yet. An entry is written with
// synchronous=FULL before the decision leaves, and ends only by the gateway's own state. What happens to an
// entry is added to the audit trail (core/store/trail.h) in the same transaction. SQLite in
// $XDG_DATA_HOME/gatehouse/journal.sqlite (0600), on a thread of its own, shared by console and gatehousectl
// (busy timeout, WAL).
class Journal : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Prepared,         // on its way: whether it left this computer is not known
        Recorded,         // the gateway's own state shows it
        NotRecorded,      // the gateway's own state shows it did not arrive, or it was refused
        DecidedElsewhere, // somebody else decided first
        Held,             // decided, and kept here until `leavesAt`, so that it can be taken back
        Withdrawn,        // taken back before it left
    };
    Q_ENUM(State)
    // Whether the gateway enforces what it recorded (design.md 10). The numbers are stored.
    enum class Enforced { Unknown, Waiting, Effective, Failed };
    Q_ENUM(Enforced)

    // What is decided, by whom and on what; the words are the gateway contract's.
    struct Order
    {
        QString scope = {};        // connection and person
        QString connection = {};   // its name
        QString actor = {};        // the person's subject at the gateway
        QString actorName = {};    // and name
        QString subscription = {}; // what is decided
        QString verdict = {};      // "approve", "reject", …
        QString reason = {};
        QJsonObject terms = {}; // "expires_at", "scopes", "plan"
        QByteArray etag = {};   // the request as it was read
        QJsonObject context =
            {}; // what stood there when it was decided: names, times, approvals; for the trail
        bool operator==(const Order &) const = default;
    };
    struct Entry
    {
        QString id = {}; // also the idempotency key: UUID
        Order order = {};
        State state = State::Prepared; // or Held
        QString note = {};             // why it ended so: plain text, for the page
        QDateTime preparedAt = {};
        QDateTime leavesAt = {};  // of a held entry; null: at once
        QDateTime settledAt = {}; // null while open
        Enforced enforced = Enforced::Unknown;
        bool operator==(const Entry &) const = default;
    };
    // A decision that is only marked: nothing was promised and nothing leaves.
    struct Staged
    {
        Order order;
        QDateTime at;
        bool operator==(const Staged &) const = default;
    };
    struct Settlement
    {
        QString id = {};
        State state = State::NotRecorded;
        QString note = {};
        bool operator==(const Settlement &) const = default;
    };

    explicit Journal(const QString &filePath, QObject *parent = nullptr);
    ~Journal() override;

    // All in one transaction, on the disk when the future ends; what was staged for the same subscription is
    // staged no more. Returns the ids that were not taken because another open entry for the same scope and
    // subscription exists. Storage: none was taken, and nothing may be sent.
    [[nodiscard]] Async<QStringList> prepare(const QList<Entry> &entries);
    // Held entries that are to leave now become Prepared. Returns those that did; the others were taken back
    // or released by another program, and are not to be sent from here.
    [[nodiscard]] Async<QStringList> release(const QStringList &ids);
    // Takes held entries back. Returns those that were; the others may have left.
    [[nodiscard]] Async<QStringList> withdraw(const QStringList &ids, const QDateTime &at);
    // In one transaction. Only an open entry can be settled; one that is not any more is passed over: another
    // program read it back first. Returns those that were settled.
    [[nodiscard]] Async<QStringList> settle(const QList<Settlement> &settlements, const QDateTime &at);
    [[nodiscard]] Async<void> setEnforced(const QString &id, Enforced enforced, const QString &note,
                                          const QDateTime &at);

    // As setEnforced() for each, in one transaction.
    struct Effect
    {
        QString id = {};
        Enforced enforced = Enforced::Unknown;
        QString note = {};
        bool operator==(const Effect &) const = default;
    };
    [[nodiscard]] Async<void> setEnforced(const QList<Effect> &effects, const QDateTime &at);

    // Where the gateway asks for no second person: approvals that wait on this computer for another person at
    // the same connection. One for each person and subscription.
    [[nodiscard]] Async<void> keepFirstApproval(const Order &order, const QDateTime &at);
    [[nodiscard]] Async<QList<Staged>> firstApprovals(const QString &connection); // oldest first
    [[nodiscard]] Async<void> dropFirstApprovals(const QString &connection, const QStringList &subscriptions);

    // Held and Prepared, oldest first.
    [[nodiscard]] Async<QList<Entry>> open(const QString &scope);
    // Recorded, and not seen to be in force; the latest `limit`.
    [[nodiscard]] Async<QList<Entry>> notEffective(const QString &scope, int limit);
    [[nodiscard]] Async<QList<Entry>> recent(const QString &scope, int limit);

    // One for each scope and subscription: the later replaces the earlier.
    [[nodiscard]] Async<void> stage(const QList<Staged> &staged);
    [[nodiscard]] Async<void> unstage(const QString &scope, const QStringList &subscriptions);
    [[nodiscard]] Async<QList<Staged>> staged(const QString &scope); // in the order of marking

signals:
    // The file could not be read and was moved aside, never rebuilt in silence: open decisions may be in it.
    void damagedFileMovedAside(const QString &newPath);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::store
