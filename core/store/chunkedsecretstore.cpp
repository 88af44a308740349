// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/chunkedsecretstore.h"

#include "core/base/follow.h"

#include <QCborMap>
#include <QCborValue>
#include <QCoreApplication>
#include <QCryptographicHash>

#include <optional>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

const QByteArray Magic = QByteArrayLiteral("gatehouse-chunks\n");
constexpr qint64 MostChunks = 64;
using Inner = std::shared_ptr<SecretStore>;

struct Head
{
    qint64 generation = 0;
    qint64 chunks = 0;
    qint64 length = 0;
    QByteArray hash;
};

QByteArray hashOf(QByteArrayView bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

QString chunkKey(const QString &key, qint64 generation, qint64 index)
{
    return u"%1/%2/%3"_s.arg(key).arg(generation).arg(index);
}

Secret headEntry(const Head &head)
{
    const QCborMap map{{u"gen"_s, head.generation},
                       {u"chunks"_s, head.chunks},
                       {u"len"_s, head.length},
                       {u"sha256"_s, head.hash}};
    QByteArray entry = Magic + QCborValue(map).toCbor();
    return Secret::take(std::move(entry));
}

// Nothing: the entry is the value itself.
std::optional<Head> headIn(const Result<Secret> &entry)
{
    if (!entry || !entry->reveal().startsWith(Magic))
        return std::nullopt;
    const QCborMap map = QCborValue::fromCbor(entry->reveal().sliced(Magic.size()).toByteArray()).toMap();
    return Head{.generation = map[u"gen"_s].toInteger(),
                .chunks = map[u"chunks"_s].toInteger(),
                .length = map[u"len"_s].toInteger(),
                .hash = map[u"sha256"_s].toByteArray()};
}

Error unreadable(const QString &why)
{
    return {.kind = Error::Kind::Decode, .detail = u"the key store's entry is in pieces: "_s + why};
}

// One after the other; the first failure ends it.
Async<Secret> collect(const Inner &inner, const QString &key, const Head &head, qint64 index, Secret soFar)
{
    if (index == head.chunks) {
        if (soFar.size() != head.length || hashOf(soFar.reveal()) != head.hash)
            return readyFailure<Secret>(unreadable(u"they do not fit together"_s));
        return ready<Secret>(std::move(soFar));
    }
    return follow(inner->read(chunkKey(key, head.generation, index)), QCoreApplication::instance(),
                  [inner, key, head, index, soFar](const Result<Secret> &chunk) -> Async<Secret> {
                      if (!chunk)
                          return readyFailure<Secret>(chunk.error().kind == Error::Kind::NotFound
                                                          ? unreadable(u"one is missing"_s)
                                                          : chunk.error());
                      QByteArray joined = soFar.reveal().toByteArray();
                      joined.append(chunk->reveal());
                      return collect(inner, key, head, index + 1, Secret::take(std::move(joined)));
                  })
        .unwrap();
}

Async<void> spread(const Inner &inner, const QString &key, const Head &head, const Secret &value,
                   qsizetype limit, qint64 index)
{
    if (index == head.chunks)
        return inner->write(key, headEntry(head));
    const QByteArrayView part =
        value.reveal().sliced(index * limit).first(std::min<qsizetype>(limit, value.size() - index * limit));
    return follow(inner->write(chunkKey(key, head.generation, index), Secret(part)),
                  QCoreApplication::instance(),
                  [inner, key, head, value, limit, index](const Result<void> &written) -> Async<void> {
                      if (!written)
                          return readyFailure<void>(written.error());
                      return spread(inner, key, head, value, limit, index + 1);
                  })
        .unwrap();
}

// What is left over does no harm, so a failure here is none.
Async<void> clear(const Inner &inner, const QString &key, const std::optional<Head> &head, qint64 index = 0)
{
    if (!head || index >= head->chunks)
        return ready<void>({});
    return follow(
               inner->remove(chunkKey(key, head->generation, index)), QCoreApplication::instance(),
               [inner, key, head, index](const Result<void> &) { return clear(inner, key, head, index + 1); })
        .unwrap();
}

} // namespace

ChunkedSecretStore::ChunkedSecretStore(std::shared_ptr<SecretStore> inner, qsizetype limit)
    : m_inner(std::move(inner))
    , m_limit(limit)
{}

Async<Secret> ChunkedSecretStore::read(const QString &key)
{
    return follow(m_inner->read(key), QCoreApplication::instance(),
                  [inner = m_inner, key](const Result<Secret> &entry) -> Async<Secret> {
                      const std::optional<Head> head = headIn(entry);
                      if (!head)
                          return entry ? ready<Secret>(*entry) : readyFailure<Secret>(entry.error());
                      if (head->chunks < 1 || head->chunks > MostChunks || head->hash.size() != 32)
                          return readyFailure<Secret>(unreadable(u"how many is not said"_s));
                      return collect(inner, key, *head, 0, {});
                  })
        .unwrap();
}

Async<void> ChunkedSecretStore::write(const QString &key, const Secret &value)
{
    const qint64 chunks = (value.size() + m_limit - 1) / m_limit;
    if (chunks > MostChunks)
        return readyFailure<void>({.kind = Error::Kind::TooLarge, .detail = u"a secret of many pieces"_s});
    const auto store = [inner = m_inner, limit = m_limit, key, value,
                        chunks](const Result<Secret> &entry) -> Async<void> {
        if (!entry && entry.error().kind != Error::Kind::NotFound) // pieces may stand there, unseen
            return readyFailure<void>(entry.error());
        const std::optional<Head> old = headIn(entry);
        const Head head{.generation = old ? old->generation + 1 : 1,
                        .chunks = chunks,
                        .length = value.size(),
                        .hash = hashOf(value.reveal())};
        const auto tidy = [inner, key, old](const Result<void> &written) -> Async<void> {
            return written ? clear(inner, key, old) : readyFailure<void>(written.error());
        };
        return follow(chunks <= 1 ? inner->write(key, value) : spread(inner, key, head, value, limit, 0),
                      QCoreApplication::instance(), tidy)
            .unwrap();
    };
    return follow(m_inner->read(key), QCoreApplication::instance(), store).unwrap();
}

Async<void> ChunkedSecretStore::remove(const QString &key)
{
    const auto forget = [inner = m_inner, key](const Result<Secret> &entry) -> Async<void> {
        const auto tidy = [inner, key, head = headIn(entry)](const Result<void> &removed) -> Async<void> {
            return removed ? clear(inner, key, head) : readyFailure<void>(removed.error());
        };
        return follow(inner->remove(key), QCoreApplication::instance(), tidy).unwrap();
    };
    return follow(m_inner->read(key), QCoreApplication::instance(), forget).unwrap();
}

} // namespace gatehouse::store
