// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/idtoken.h"
#include "core/identity/keptsession.h"
#include "core/identity/providerkeys.h"
#include "core/identity/refreshlock.h"
#include "core/identity/session.h"
#include "core/identity/tokenclient.h"

namespace gatehouse::identity {

// One refresh: lock, read the store (another process may have rotated, or signed in anew), refresh, keep the
// rotated token, then hand it out (T4, T5). A lost answer is asked for once more with the same token, at once
// (T6). A token that is dead leaves the key store before finished(), and never somebody else's newer one.
class Refresher : public QObject
{
    Q_OBJECT
public:
    Refresher(const Session::Config &config, QString key, KeptSession kept, ProviderKeys &keys,
              TokenClient &client, Dpop *dpop, store::SecretStore &secrets, const Clock &clock,
              QObject *parent = nullptr);

    void start();

signals:
    void
    rotated(const gatehouse::identity::KeptSession &kept); // stored, or kept for this run; before finished()
    void finished(const gatehouse::Result<gatehouse::identity::Tokens> &tokens); // once
    void keepFailed(const gatehouse::Error &error);
    void keptSafely();

private:
    void readStore();
    [[nodiscard]] bool adopt(const Result<Secret> &envelope);
    void refresh(bool mayRepeat);
    void leave(const Error &error);
    void checkIdentity(const Tokens &tokens);
    void keep(const Tokens &tokens);
    void takeRights(const IdTokenClaims &claims);
    void finish(const Result<Tokens> &tokens);

    const Session::Config &m_config;
    QString m_key;
    KeptSession m_kept;
    ProviderKeys &m_keys;
    TokenClient &m_client;
    Dpop *m_dpop;
    store::SecretStore &m_secrets;
    const Clock &m_clock;
    ProviderMetadata m_provider;
    RefreshLock m_lock;
};

} // namespace gatehouse::identity
