// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/idtoken.h"
#include "core/identity/keptsession.h"
#include "core/identity/providerkeys.h"
#include "core/identity/refreshlock.h"
#include "core/identity/session.h"
#include "core/identity/tokenclient.h"

#include <functional>

namespace gatehouse::identity {

// Where the lock file of a key of the key store is.
[[nodiscard]] QString lockFileOf(const Session::Config &config, const QString &key);
// Of the same person, and kept later than `known`.
[[nodiscard]] bool isNewer(const KeptSession &stored, const KeptSession &known);
// Signed out by another program: it is over here too (Unauthorized).
[[nodiscard]] Error signedOutElsewhere();

// One refresh: lock, read the store (another process may have rotated, or signed in anew), refresh, keep the
// rotated token, then hand it out (T4, T5). A lost answer is asked for once more with the same token, at once
// (T6). A token that is dead leaves the key store before finished(), and never somebody else's newer one.
class Refresher : public QObject
{
    Q_OBJECT
public:
    // `isInStore`: the key store took it, so that an empty place there means somebody signed out meanwhile.
    Refresher(const Session::Config &config, QString key, KeptSession kept, bool isInStore,
              ProviderKeys &keys, TokenClient &client, Dpop *dpop, store::SecretStore &secrets,
              const Clock &clock, QObject *parent = nullptr);

    void start();
    // The person signs out: what is under way is heard, so that the newest token is known and can be revoked,
    // but nothing is asked for or written any more.
    void renounce();
    [[nodiscard]] bool isUnderWay() const { return m_isUnderWay; } // past the lock

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
    void takeRights(const IdTokenClaims &claims, const Tokens &tokens);
    void write(const std::function<void(const Result<void> &)> &written);
    void finish(const Result<Tokens> &tokens);

    const Session::Config &m_config;
    QString m_key;
    KeptSession m_kept;
    bool m_isInStore;
    bool m_isUnderWay = false;
    bool m_isRenounced = false;
    ProviderKeys &m_keys;
    TokenClient &m_client;
    Dpop *m_dpop;
    store::SecretStore &m_secrets;
    const Clock &m_clock;
    ProviderMetadata m_provider;
    RefreshLock m_lock;
};

} // namespace gatehouse::identity
