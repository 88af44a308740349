// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/usagecodec.h"

#include <QDataStream>
#include <QIODevice>

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 kVersion = 0x47485501; // "GHU", 1

void readTime(QDataStream &in, QDateTime &time)
{
    qint64 ms = 0;
    in >> ms;
    time = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
}

template <typename E>
void readEnum(QDataStream &in, E &value, E last)
{
    qint32 number = 0;
    in >> number;
    if (number < 0 || number > static_cast<qint32>(last))
        in.setStatus(QDataStream::ReadCorruptData);
    else
        value = static_cast<E>(number);
}

// One value for each bucket. Not through QDataStream's own list: it reserves whatever a damaged length says.
void readValues(QDataStream &in, QList<qint64> &values, qint64 buckets)
{
    for (qint64 i = 0; i < buckets && in.status() == QDataStream::Ok; ++i)
        in >> values.emplaceBack();
}

void writeValues(QDataStream &out, const QList<qint64> &values, qsizetype buckets)
{
    for (qsizetype i = 0; i < buckets; ++i)
        out << values.value(i);
}

} // namespace

QByteArray encodeUsage(const analytics::UsageTable &table)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    const analytics::UsageQuery &query = table.query;
    out << kVersion << query.from.toMSecsSinceEpoch() << query.to.toMSecsSinceEpoch()
        << static_cast<qint32>(query.bucket) << static_cast<qint32>(query.by) << qint32(query.top)
        << table.start.toMSecsSinceEpoch() << table.bucketSeconds << qint64(table.buckets)
        << table.completeUntil.toMSecsSinceEpoch() << table.currency << quint32(table.series.size());
    for (const analytics::UsageSeries &s : table.series) {
        out << s.key << s.label;
        for (const QList<qint64> *values : {&s.requests, &s.errors, &s.tokensIn, &s.tokensOut, &s.costMicros})
            writeValues(out, *values, table.buckets);
    }
    return bytes;
}

Result<analytics::UsageTable> decodeUsage(const QByteArray &bytes)
{
    QDataStream in(bytes);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 version = 0;
    in >> version;
    analytics::UsageTable table;
    qint32 top = 0;
    qint64 buckets = 0;
    quint32 count = 0;
    if (version == kVersion) {
        readTime(in, table.query.from);
        readTime(in, table.query.to);
        readEnum(in, table.query.bucket, analytics::Bucket::Day);
        readEnum(in, table.query.by, analytics::Grouping::Api);
        in >> top;
        readTime(in, table.start);
        in >> table.bucketSeconds >> buckets;
        readTime(in, table.completeUntil);
        in >> table.currency >> count;
        table.query.top = top;
        table.buckets = static_cast<qsizetype>(buckets);
    }
    bool isGood = version == kVersion;
    for (quint32 i = 0; i < count && isGood; ++i) {
        analytics::UsageSeries s;
        in >> s.key >> s.label;
        for (QList<qint64> *values : {&s.requests, &s.errors, &s.tokensIn, &s.tokensOut, &s.costMicros})
            readValues(in, *values, buckets);
        isGood = in.status() == QDataStream::Ok;
        table.series.append(std::move(s));
    }
    if (!isGood || in.status() != QDataStream::Ok || !in.atEnd())
        return failure(Error::Kind::Decode, u"the cached usage is damaged or of another version"_s);
    return table;
}

} // namespace gatehouse::workspace
