// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"

#include <QDateTime>
#include <QObject>

#include <memory>
#include <optional>

namespace gatehouse::store {

// The last known answers, so that every list opens at once. SQLite in $XDG_CACHE_HOME/gatehouse/cache.sqlite
// (0600), on a thread of its own; futures finish on the caller's thread via `then(context, …)`. Holds no
// tokens and no request bodies. A damaged file is moved aside ("cache.sqlite.damaged-<time>"), rebuilt and
// announced.
class Cache : public QObject
{
    Q_OBJECT
public:
    struct Entry
    {
        QByteArray body;
        QDateTime storedAt; // UTC
    };

    explicit Cache(const QString &filePath, QObject *parent = nullptr);
    ~Cache() override; // waits for what is under way

    // scope: connection and person ("conn/sub"); key: what ("approvals/pending"). nullopt when nothing is
    // kept.
    [[nodiscard]] Async<std::optional<Entry>> read(const QString &scope, const QString &key);
    [[nodiscard]] Async<void> write(const QString &scope, const QString &key, const QByteArray &body,
                                    const QDateTime &at);
    [[nodiscard]] Async<void> forget(const QString &scope); // "erase local data"

signals:
    // The file could not be read and was moved aside; the console says so.
    void damagedFileMovedAside(const QString &newPath);
    // Something could not be kept or read (a full disk, a folder that is read-only); the console says so,
    // once.
    void failed(const gatehouse::Error &error);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::store
