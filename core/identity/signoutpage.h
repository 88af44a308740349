// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/identity/discovery.h"
#include "core/identity/provider.h"

namespace gatehouse::identity {

// Where a person ends the sign-in at the provider itself (OpenID Connect RP-Initiated Logout 1.0, 2); empty:
// not offered. A provider that is told whose sign-in it is need not ask; the ID token goes where it came
// from.
[[nodiscard]] QUrl signOutPage(const ProviderMetadata &metadata, const Provider &provider,
                               const Secret &idToken);

} // namespace gatehouse::identity
