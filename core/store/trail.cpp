// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/trail.h"

#include "core/base/hashchain.h"
#include "core/base/json.h"
#include "core/store/journalschema.h"
#include "core/store/settings.h"

#include <QFile>
#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

Error trailError(const QSqlQuery &query)
{
    return Error{.kind = Error::Kind::Storage, .title = u"audit trail"_s, .detail = query.lastError().text()};
}

// The newest record as it was last seen: {"number": …, "hash": "…"}.
struct Anchor
{
    qint64 number = 0;
    QByteArray hash;
};

Result<Anchor> readAnchor(const QString &path)
{
    if (!QFile::exists(path))
        return Anchor{};
    const Result<QByteArray> bytes = readFile(path, 4096);
    if (!bytes)
        return failure(bytes.error());
    return readJson(*bytes, [](JsonReader &r) {
        return Anchor{.number = r.integer("number", 0),
                      .hash = QByteArray::fromHex(r.string("hash").toLatin1())};
    });
}

Result<void> writeAnchor(const QString &path, const TrailVerdict &verdict)
{
    return writePrivateFile(path, writeJson({{u"number"_s, verdict.records},
                                             {u"hash"_s, QString::fromLatin1(verdict.lastHash.toHex())}}));
}

TrailVerdict broken(TrailVerdict verdict, qint64 number, const QString &why)
{
    verdict.brokenAt = number;
    verdict.why = why;
    return verdict;
}

// Adds `record` to what was verified so far.
TrailVerdict extended(TrailVerdict verdict, const TrailRecord &record)
{
    const qint64 expected = verdict.records + 1;
    if (record.number != expected)
        return broken(verdict, expected, u"Record %1 is missing."_s.arg(expected));
    if (record.hash != chainHash(verdict.lastHash, record.json))
        return broken(verdict, expected,
                      u"Record %1 or the one before it is not what was written."_s.arg(expected));
    verdict.records = expected;
    verdict.lastHash = record.hash;
    return verdict;
}

TrailRecord recordOf(const QSqlQuery &query)
{
    return {.number = query.value(0).toLongLong(),
            .at = QDateTime::fromMSecsSinceEpoch(query.value(1).toLongLong(), Qt::UTC),
            .json = query.value(2).toString().toUtf8(),
            .previous = query.value(4).isNull() ? chainStart() : query.value(4).toByteArray(),
            .hash = query.value(3).toByteArray()};
}

Result<TrailVerdict> verifyAll(QSqlDatabase &database, const QString &anchorPath)
{
    const Result<Anchor> anchor = readAnchor(anchorPath);
    if (!anchor)
        return failure(anchor.error());
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.exec(u"SELECT number, at, record, hash, NULL FROM trail ORDER BY number"_s))
        return failure(trailError(query));
    TrailVerdict verdict{.records = 0, .lastHash = chainStart(), .brokenAt = {}, .why = {}};
    while (query.next() && !verdict.brokenAt) {
        const TrailRecord record = recordOf(query);
        verdict = extended(verdict, record);
        if (!verdict.brokenAt && record.number == anchor->number && record.hash != anchor->hash)
            verdict =
                broken(verdict, record.number,
                       u"Record %1 is another one than was last seen here: the trail was rewritten."_s.arg(
                           record.number));
    }
    if (!verdict.brokenAt && anchor->number > verdict.records)
        verdict = broken(
            verdict, verdict.records + 1,
            u"The trail ends at record %1, and %2 were seen here: the end was cut off."_s.arg(verdict.records)
                .arg(anchor->number));
    return verdict;
}

} // namespace

TrailVerdict verifyTrail(const QList<TrailRecord> &records)
{
    TrailVerdict verdict{.records = 0, .lastHash = chainStart(), .brokenAt = {}, .why = {}};
    for (const TrailRecord &record : records) {
        verdict = extended(verdict, record);
        if (verdict.brokenAt)
            break;
    }
    return verdict;
}

Result<void> appendToTrail(QSqlDatabase &database, QJsonObject record, const QDateTime &at)
{
    QSqlQuery query(database);
    if (!query.exec(u"SELECT number, hash FROM trail ORDER BY number DESC LIMIT 1"_s))
        return failure(trailError(query));
    const bool isFirst = !query.next();
    const qint64 number = isFirst ? 1 : query.value(0).toLongLong() + 1;
    const QByteArray before = isFirst ? chainStart() : query.value(1).toByteArray();
    record.insert(u"number"_s, number);
    record.insert(u"at"_s, at.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s));
    const QByteArray json = writeJson(record);
    query.prepare(u"INSERT INTO trail (number, at, record, hash) VALUES (?, ?, ?, ?)"_s);
    query.addBindValue(number);
    query.addBindValue(at.toMSecsSinceEpoch());
    query.addBindValue(QString::fromUtf8(json));
    query.addBindValue(chainHash(before, json));
    if (!query.exec())
        return failure(trailError(query));
    return {};
}

struct Trail::Private
{
    SqliteThread thread;
    QString anchorPath;
};

Trail::Trail(const QString &journalPath, QString anchorPath, QObject *parent)
    : QObject(parent)
    , d(new Private{
          SqliteThread({.filePath = journalPath, .migrations = journalMigrations(), .fullSync = true}),
          std::move(anchorPath)})
{}

Trail::~Trail() = default;

Async<void> Trail::append(const QJsonObject &record, const QDateTime &at)
{
    return d->thread.run<void>([record, at](QSqlDatabase &database) -> Result<void> {
        QSqlQuery query(database);
        if (!query.exec(u"BEGIN IMMEDIATE"_s)) // the number and the hash before it are ours until the end
            return failure(trailError(query));
        Result<void> added = appendToTrail(database, record, at);
        if (added && !query.exec(u"COMMIT"_s))
            added = failure(trailError(query));
        if (!added)
            query.exec(u"ROLLBACK"_s);
        return added;
    });
}

Async<QList<TrailRecord>> Trail::read(const Query &query)
{
    return d->thread.run<QList<TrailRecord>>([query](QSqlDatabase &database) -> Result<QList<TrailRecord>> {
        QSqlQuery select(database);
        select.setForwardOnly(true);
        select.prepare(
            u"SELECT number, at, record, hash, (SELECT hash FROM trail WHERE number = t.number - 1) "
            "FROM (SELECT * FROM trail WHERE at >= ? AND at < ? ORDER BY number DESC LIMIT ?) AS t "
            "ORDER BY number"_s);
        select.addBindValue(query.from.isValid() ? query.from.toMSecsSinceEpoch()
                                                 : std::numeric_limits<qint64>::min());
        select.addBindValue(query.to.isValid() ? query.to.toMSecsSinceEpoch()
                                               : std::numeric_limits<qint64>::max());
        select.addBindValue(query.limit);
        if (!select.exec())
            return failure(trailError(select));
        QList<TrailRecord> records;
        while (select.next())
            records.append(recordOf(select));
        return records;
    });
}

Async<TrailVerdict> Trail::verify()
{
    return d->thread.run<TrailVerdict>(
        [anchorPath = d->anchorPath](QSqlDatabase &database) -> Result<TrailVerdict> {
            Result<TrailVerdict> verdict = verifyAll(database, anchorPath);
            if (verdict && !verdict->brokenAt)
                if (Result<void> kept = writeAnchor(anchorPath, *verdict); !kept)
                    return failure(kept.error());
            return verdict;
        });
}

} // namespace gatehouse::store
