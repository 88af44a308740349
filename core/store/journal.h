// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"

#include <QDateTime>
#include <QObject>

#include <memory>

namespace gatehouse::store {

// Decisions on their way (design.md 7). An entry is written with synchronous=FULL before the decision leaves,
// and ends only by the gateway's own state. SQLite in $XDG_DATA_HOME/gatehouse/journal.sqlite (0600), on a
// thread of its own, shared by console and gatehousectl (busy timeout, WAL).
class Journal : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Prepared,         // written; whether it left this computer is not known
        Recorded,         // the gateway's own state shows it
        NotRecorded,      // the gateway's own state shows it did not arrive, or it was refused
        DecidedElsewhere, // somebody else decided first
    };
    Q_ENUM(State)

    struct Entry
    {
        QString id;           // also the idempotency key: UUID
        QString scope;        // connection and person
        QString subscription; // what is decided
        QString verdict;      // "approve", "reject"
        QString reason;
        QByteArray etag; // the request as it was read
        State state = State::Prepared;
        QString note; // why it ended so: plain text, for the page
        QDateTime preparedAt;
        QDateTime settledAt; // null while open
        bool operator==(const Entry &) const = default;
    };

    explicit Journal(const QString &filePath, QObject *parent = nullptr);
    ~Journal() override;

    // Returns when the entry is on the disk. Storage when it is not: then nothing may be sent.
    // Conflict when another open entry for the same scope and subscription exists.
    [[nodiscard]] Async<void> prepare(const Entry &entry);
    // Only an open entry can be settled; settling twice is NotFound.
    [[nodiscard]] Async<void> settle(const QString &id, State state, const QString &note,
                                     const QDateTime &at);
    [[nodiscard]] Async<QList<Entry>> open(const QString &scope);
    [[nodiscard]] Async<QList<Entry>> recent(const QString &scope, int limit);

signals:
    // The file could not be read and was moved aside, never rebuilt in silence: open decisions may be in it.
    void damagedFileMovedAside(const QString &newPath);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::store
