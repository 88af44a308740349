// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

namespace gatehouse {

// A failure is a value. Functions that can fail return this and are [[nodiscard]].
template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

[[nodiscard]] inline tl::unexpected<Error> failure(Error::Kind kind, QString detail, QString title = {})
{
    Error error;
    error.kind = kind;
    error.title = std::move(title);
    error.detail = std::move(detail);
    return tl::unexpected<Error>(std::move(error));
}

} // namespace gatehouse
