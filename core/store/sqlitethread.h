// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"

#include <QList>
#include <QObject>
#include <QSqlDatabase>
#include <QThread>

#include <functional>
#include <memory>

namespace gatehouse::store {

// One SQLite file on one thread of its own. Closures run there in the order they were posted; their futures
// are continued on the caller's thread by `then(context, …)`. The destructor waits for what is under way.
class SqliteThread
{
public:
    using Migration = Result<void> (*)(QSqlDatabase &);
    struct Options
    {
        QString filePath;
        QList<Migration> migrations;                                 // step i brings user_version i to i + 1
        bool fullSync = false;                                       // synchronous=FULL
        std::function<void(const QString &newPath)> movedAside = {}; // on the database thread
        std::function<void(const Error &)> failed = {};              // likewise, whatever was asked
    };

    explicit SqliteThread(Options options);
    ~SqliteThread();
    SqliteThread(const SqliteThread &) = delete;
    SqliteThread &operator=(const SqliteThread &) = delete;

    template <typename T>
    [[nodiscard]] Async<T> run(std::function<Result<T>(QSqlDatabase &)> work)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        Async<T> future = promise->future();
        post([this, promise, work = std::move(work)] {
            Result<void> opened = ensureOpen();
            Result<T> result = opened ? work(m_database) : Result<T>(tl::unexpect, opened.error());
            if (!result && m_options.failed)
                m_options.failed(result.error());
            promise->addResult(std::move(result));
            promise->finish();
        });
        return future;
    }

private:
    void post(std::function<void()> work);
    [[nodiscard]] Result<void> ensureOpen();
    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<void> moveAside();

    Options m_options;
    QThread m_thread;
    QObject *m_worker; // lives on m_thread
    QSqlDatabase m_database;
    QString m_connectionName;
    bool m_isOpen = false;
};

} // namespace gatehouse::store
