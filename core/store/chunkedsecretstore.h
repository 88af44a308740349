// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/secretstore.h"

#include <memory>

namespace gatehouse::store {

// For a key store that takes no long values (Windows: 2560 bytes each). A value over the limit is kept in
// pieces under "<key>/<generation>/<i>"; the entry under the key itself, written last, says how many they
// are, how long together, and their SHA-256. So a write that dies half way leaves the old value whole. The
// pieces of the generation before are removed after. Pieces that do not fit their entry are a Decode error:
// never "not found", and never part of a value.
class ChunkedSecretStore final : public SecretStore
{
public:
    static constexpr qsizetype WindowsLimit = 2000;

    // `limit`: of one entry, in bytes.
    explicit ChunkedSecretStore(std::shared_ptr<SecretStore> inner, qsizetype limit = WindowsLimit);

    [[nodiscard]] Async<Secret> read(const QString &key) override;
    [[nodiscard]] Async<void> write(const QString &key, const Secret &value) override;
    [[nodiscard]] Async<void> remove(const QString &key) override;

private:
    const std::shared_ptr<SecretStore> m_inner; // what is under way holds it too
    qsizetype m_limit;
};

} // namespace gatehouse::store
