// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/trust.h"

#include <QSslConfiguration>
#include <QUrl>

#include <optional>

namespace gatehouse::net {

// TLS 1.2 or later, the peer verified against the system's authorities and those of `trust`.
[[nodiscard]] QSslConfiguration tlsConfiguration(const Trust &trust);

// Why nothing may be sent to this address: plain http beyond the loopback, another scheme, no host, or a
// password in the address.
[[nodiscard]] std::optional<Error> refusalOf(const QUrl &url);

} // namespace gatehouse::net
