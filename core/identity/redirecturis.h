// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/provider.h"

namespace gatehouse::identity {

// "/callback", with the issuer's own part behind it where the provider is to have one (A18).
[[nodiscard]] QByteArray redirectPath(const Provider &provider);
// What is to be registered at the provider, one for each port; without a port where any will do (RFC 8252
// 7.3).
[[nodiscard]] QStringList redirectUris(const Provider &provider);

} // namespace gatehouse::identity
