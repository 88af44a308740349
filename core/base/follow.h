// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"

#include <QCoreApplication>
#include <QPointer>

#include <type_traits>

namespace gatehouse {

namespace detail {

template <typename T>
struct IsAsync : std::false_type
{
};
template <typename T>
struct IsAsync<QFuture<Result<T>>> : std::true_type
{
    using Value = T;
};

} // namespace detail

// `future.then(context, f)` that may outlive its context. In Qt 6.4 a continuation whose context is gone when
// the future finishes runs into an assertion, on whatever thread finishes it; a store's answers come from
// another thread, and a request that was stopped may end later. So the application is the context, which
// outlives them all, and `f` runs on the main thread only while `owner` lives.
template <typename T, typename F>
auto follow(QFuture<T> future, QObject *owner, F f)
{
    using R = std::invoke_result_t<F, const T &>;
    return future.then(QCoreApplication::instance(),
                       [guard = QPointer<QObject>(owner), f = std::move(f)](const T &value) mutable -> R {
                           if (guard)
                               return f(value);
                           const Error gone{.kind = Error::Kind::Internal,
                                            .detail = QStringLiteral("the object that asked is gone")};
                           if constexpr (detail::IsAsync<R>::value)
                               return readyFailure<typename detail::IsAsync<R>::Value>(gone);
                           else if constexpr (!std::is_void_v<R>)
                               return R(tl::unexpect, gone);
                       });
}

} // namespace gatehouse
