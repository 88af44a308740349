// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QPromise>

namespace gatehouse {

// An asynchronous answer. Facts of QFuture in Qt 6.4 the callers rely on:
//  - `then` always names a context object; if it dies, the continuation does not run;
//  - on a ready future the continuation runs inside `then`, before it returns;
//  - a second `then` on the same future replaces the first: one future, one `then`;
//  - a request that was asked to stop cancels its future, and no continuation runs.
template <typename T>
using Async = QFuture<Result<T>>;

template <typename T>
[[nodiscard]] Async<T> ready(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

template <typename T>
[[nodiscard]] Async<T> readyFailure(Error error)
{
    return ready<T>(Result<T>(tl::unexpect, std::move(error)));
}

} // namespace gatehouse
