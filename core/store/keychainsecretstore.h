// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/secretstore.h"

#include <QStringList>

namespace gatehouse::store {

// The Secret Service, KWallet, Windows or macOS key store through qtkeychain. Never falls back to a file.
// `markerFile` lists the keys that were written (names only, 0600): an entry that is listed and not found is
// locked, not absent, and cannot be removed (SecretsLocked). A key leaves the list only when its entry is
// gone.
class KeychainSecretStore final : public SecretStore
{
public:
    explicit KeychainSecretStore(QString markerFile);

    [[nodiscard]] Async<Secret> read(const QString &key) override;
    [[nodiscard]] Async<void> write(const QString &key, const Secret &value) override;
    [[nodiscard]] Async<void> remove(const QString &key) override;

private:
    [[nodiscard]] Async<void> erase(const QString &key);

    QString m_markerFile;
};

} // namespace gatehouse::store
