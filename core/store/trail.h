// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"

#include <QDateTime>
#include <QJsonObject>
#include <QObject>

#include <memory>

class QSqlDatabase;

namespace gatehouse::store {

// One thing that happened, as it is chained: by chainHash() over the record's compact JSON with its members
// in order.
struct TrailRecord
{
    qint64 number = 0;   // from 1, without a gap
    QDateTime at;        // also in the record, as "at"
    QByteArray json;     // compact, as it was hashed
    QByteArray previous; // the hash before
    QByteArray hash;
    bool operator==(const TrailRecord &) const = default;
};

// Of a whole trail, recomputed.
struct TrailVerdict
{
    qint64 records = 0;
    QByteArray lastHash;
    std::optional<qint64> brokenAt; // the number of the first record that does not fit
    QString why;                    // plain text; empty when it holds
    bool operator==(const TrailVerdict &) const = default;
};

// Recomputes the chain of records, which begin with the first one.
[[nodiscard]] TrailVerdict verifyTrail(const QList<TrailRecord> &records);

// Adds to the trail inside whatever transaction is open on `database`: on the thread of that database only.
// `record` has at least "action".
[[nodiscard]] Result<void> appendToTrail(QSqlDatabase &database, QJsonObject record, const QDateTime &at);

// The audit trail: append-only and hash-chained, in journal.sqlite, written by every program of this person
// (the journal writes what becomes of decisions, in its own transactions). So that records cannot be cut off
// at the end unseen, the newest number and hash also stand in `anchorPath` (0600). Main thread; the file has
// a thread of its own.
class Trail : public QObject
{
    Q_OBJECT
public:
    Trail(const QString &journalPath, QString anchorPath, QObject *parent = nullptr);
    ~Trail() override;

    struct Query
    {
        QDateTime from;   // null: from the beginning
        QDateTime to;     // null: to the end; exclusive
        int limit = 5000; // the latest so many
    };

    [[nodiscard]] Async<void> append(const QJsonObject &record, const QDateTime &at);
    [[nodiscard]] Async<QList<TrailRecord>> read(const Query &query); // oldest first
    // Recomputes every hash and compares the end with the anchor, then moves the anchor to the end.
    [[nodiscard]] Async<TrailVerdict> verify();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::store
