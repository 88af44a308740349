// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QTimer>

namespace gatehouse::test {

// Waits, in a test only. With a loop of its own, because QTest::qWaitFor sleeps 10 ms between any two events.
// A cancelled future is an Error too.
template <typename T>
[[nodiscard]] Result<T> resultOf(const QFuture<Result<T>> &future)
{
    QEventLoop loop;
    QFutureWatcher<Result<T>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished())
        loop.exec();
    if (!future.isFinished())
        return failure(Error::Kind::Internal, QStringLiteral("the test waited in vain"));
    if (future.resultCount() == 0)
        return failure(Error::Kind::Internal, QStringLiteral("cancelled"));
    return future.result();
}

} // namespace gatehouse::test
