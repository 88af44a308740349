// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/secretstore.h"

#include <QHash>

namespace gatehouse::test {

// A key store in memory that can be locked, absent or full.
class MemorySecretStore final : public store::SecretStore
{
public:
    std::optional<Error::Kind> failWith; // every call ends so while set
    QHash<QString, Secret> entries;

    [[nodiscard]] Async<Secret> read(const QString &key) override
    {
        if (failWith)
            return readyFailure<Secret>(Error{.kind = *failWith});
        if (const auto it = entries.constFind(key); it != entries.cend())
            return ready<Secret>(*it);
        return readyFailure<Secret>(Error{.kind = Error::Kind::NotFound});
    }
    [[nodiscard]] Async<void> write(const QString &key, const Secret &value) override
    {
        if (failWith)
            return readyFailure<void>(Error{.kind = *failWith});
        entries.insert(key, value);
        return ready<void>({});
    }
    [[nodiscard]] Async<void> remove(const QString &key) override
    {
        if (failWith)
            return readyFailure<void>(Error{.kind = *failWith});
        entries.remove(key);
        return ready<void>({});
    }
};

} // namespace gatehouse::test
