// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/refresher.h"

#include <memory>

namespace gatehouse::identity {

// T8: the end of a session, by the person's wish. The key store forgets first, under the lock that every
// refresh holds: whoever quits or dies meanwhile leaves nothing behind, and no refresh writes it back. Then
// the newest token there is, in memory or in the store, is revoked. Deletes itself when done.
class SessionSignOut : public QObject
{
    Q_OBJECT
public:
    struct What
    {
        const Session::Config &config;
        QString key;
        Secret idToken;
        std::optional<KeptSession> kept; // nothing: what the store has is ended all the same
    };

    // `refresher`: one under way or null; what it brings is the newest.
    SessionSignOut(What what, std::unique_ptr<Refresher> refresher, ProviderKeys &keys, TokenClient &client,
                   store::SecretStore &secrets, QObject *parent);

    // Where the person can sign out at the provider; the store's error when it would not let go.
    [[nodiscard]] Async<QUrl> start();
    // Somebody signed in meanwhile: what stands in the store is theirs.
    void leaveStoreAlone() { m_leavesStoreAlone = true; }
    // A refresh under way may have to prove possession once more.
    [[nodiscard]] bool needsProof() const { return m_refresher != nullptr; }

private:
    void readStore();
    void forget();
    void revoke();
    void finish();

    What m_what;
    std::unique_ptr<Refresher> m_refresher;
    ProviderKeys &m_keys;
    TokenClient &m_client;
    store::SecretStore &m_secrets;
    RefreshLock m_lock;
    bool m_isFirstPass = false;
    bool m_leavesStoreAlone = false;
    Result<void> m_forgotten = {};
    QUrl m_page;
    QPromise<Result<QUrl>> m_done;
};

} // namespace gatehouse::identity
