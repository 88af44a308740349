// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/sessionsignout.h"

#include "core/base/follow.h"
#include "core/base/logging.h"
#include "core/identity/signoutpage.h"

namespace gatehouse::identity {

SessionSignOut::SessionSignOut(What what, std::unique_ptr<Refresher> refresher, ProviderKeys &keys,
                               TokenClient &client, store::SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_what(std::move(what))
    , m_refresher(std::move(refresher))
    , m_keys(keys)
    , m_client(client)
    , m_secrets(secrets)
    , m_lock(lockFileOf(m_what.config, m_what.key), m_what.config.lockPatience)
{
    // Not without the person's wish: a lock that cannot be had holds nobody here.
    connect(&m_lock, &RefreshLock::acquired, this, &SessionSignOut::readStore);
    connect(&m_lock, &RefreshLock::contended, this, &SessionSignOut::readStore);
    if (m_refresher && !m_refresher->isUnderWay())
        m_refresher.reset();
}

Async<QUrl> SessionSignOut::start()
{
    m_done.start();
    Async<QUrl> future = m_done.future();
    if (!m_refresher) {
        m_lock.acquire();
        return future;
    }
    // It holds the lock already, on our behalf.
    m_refresher->disconnect();
    m_refresher->renounce();
    connect(m_refresher.get(), &Refresher::rotated, this,
            [this](const KeptSession &newest) { m_what.kept = newest; });
    connect(m_refresher.get(), &Refresher::finished, this, [this] {
        m_refresher.release()->deleteLater();
        if (!m_isFirstPass)
            m_lock.acquire();
    });
    m_isFirstPass = true; // at once; and once more when it is through, for it may have been writing
    readStore();
    return future;
}

void SessionSignOut::readStore()
{
    follow(m_secrets.read(m_what.key), this, [this](const Result<Secret> &envelope) {
        const Result<KeptSession> stored = envelope
                                               ? KeptSession::fromEnvelope(*envelope, m_what.config.provider)
                                               : Result<KeptSession>(tl::unexpect, envelope.error());
        if (stored && !m_leavesStoreAlone &&
            (!m_what.kept || m_what.kept->refreshToken.isEmpty() || isNewer(*stored, *m_what.kept)))
            m_what.kept = *stored;
        forget();
    });
}

void SessionSignOut::forget()
{
    follow(m_leavesStoreAlone ? ready<void>({}) : m_secrets.remove(m_what.key), this,
           [this](const Result<void> &removed) {
               m_forgotten = removed;
               m_lock.release();
               if (!std::exchange(m_isFirstPass, false))
                   revoke();
               else if (!m_refresher)
                   m_lock.acquire();
           });
}

void SessionSignOut::revoke()
{
    follow(m_keys.metadata(), this, [this](const Result<ProviderMetadata> &provider) {
        if (!provider) {
            qCInfo(log::identity) << "the provider was not told of the sign-out:"
                                  << name(provider.error().kind);
            finish();
            return;
        }
        m_page = signOutPage(*provider, m_what.config.provider, m_what.idToken);
        if (!m_what.kept || m_what.kept->refreshToken.isEmpty() || provider->revocationEndpoint.isEmpty()) {
            finish();
            return;
        }
        follow(m_client.revoke(*provider, m_what.kept->refreshToken, this), this,
               [this](const Result<void> &revoked) {
                   if (!revoked)
                       qCInfo(log::identity)
                           << "the provider did not confirm the revocation:" << name(revoked.error().kind);
                   finish();
               });
    });
}

void SessionSignOut::finish()
{
    m_done.addResult(m_forgotten ? Result<QUrl>(m_page) : Result<QUrl>(tl::unexpect, m_forgotten.error()));
    m_done.finish();
    deleteLater();
}

} // namespace gatehouse::identity
