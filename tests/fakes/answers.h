// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"

#include <QTest>

namespace gatehouse::test {

// Waits, in a test only. A cancelled future is an Error too.
template <typename T>
[[nodiscard]] Result<T> resultOf(QFuture<Result<T>> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000) || future.resultCount() == 0)
        return failure(Error::Kind::Internal, QStringLiteral("the test waited in vain"));
    return future.result();
}

} // namespace gatehouse::test
