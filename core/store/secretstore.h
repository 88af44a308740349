// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"

#include <QString>

namespace gatehouse::store {

// The system's key store. Fails closed: there is no other place for a secret.
// Errors: SecretsLocked (there, but locked), NoSecretStore (none running), NotFound (nothing under that key).
// A locked keyring answers "not found" (qtkeychain 0.13.2): an implementation keeps a non-secret marker of
// what it wrote, and reports SecretsLocked when a marked entry cannot be found.
class SecretStore
{
public:
    virtual ~SecretStore() = default;
    [[nodiscard]] virtual Async<Secret> read(const QString &key) = 0;
    [[nodiscard]] virtual Async<void> write(const QString &key, const Secret &value) = 0;
    [[nodiscard]] virtual Async<void> remove(const QString &key) = 0; // absent is success
};

} // namespace gatehouse::store
