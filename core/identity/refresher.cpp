// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/refresher.h"

#include "core/base/follow.h"
#include "core/base/logging.h"

#include <QCoreApplication>
#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

QString lockFile(const Session::Config &config, const QString &key)
{
    const QByteArray hash =
        QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return config.lockDirectory + u"/refresh-"_s + QString::fromLatin1(hash) + u".lock"_s;
}

bool isLostAnswer(const Error &error)
{
    return error.kind == Error::Kind::Offline || error.kind == Error::Kind::Timeout;
}

} // namespace

Refresher::Refresher(const Session::Config &config, QString key, KeptSession kept, ProviderKeys &keys,
                     TokenClient &client, Dpop *dpop, store::SecretStore &secrets, const Clock &clock,
                     QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_key(std::move(key))
    , m_kept(std::move(kept))
    , m_keys(keys)
    , m_client(client)
    , m_dpop(dpop)
    , m_secrets(secrets)
    , m_clock(clock)
    , m_lock(lockFile(config, m_key))
{
    connect(&m_lock, &RefreshLock::acquired, this, &Refresher::readStore);
}

void Refresher::start()
{
    follow(m_keys.metadata(), this, [this](const Result<ProviderMetadata> &provider) {
        if (!provider) {
            finish(failure(provider.error()));
            return;
        }
        m_provider = *provider;
        m_lock.acquire();
    });
}

void Refresher::readStore()
{
    follow(m_secrets.read(m_key), this, [this](const Result<Secret> &envelope) {
        (void)adopt(envelope);
        refresh(true);
    });
}

// Whether the store holds another token of this person, kept since: then it is the one to use.
bool Refresher::adopt(const Result<Secret> &envelope)
{
    if (!envelope)
        return false;
    const Result<KeptSession> stored = KeptSession::fromEnvelope(*envelope, m_config.provider);
    const bool isNewer = stored && stored->account.subject == m_kept.account.subject &&
                         !(stored->refreshToken == m_kept.refreshToken) &&
                         (stored->generation > m_kept.generation || stored->savedAt > m_kept.savedAt);
    if (!isNewer)
        return false;
    m_kept = *stored;
    if (m_dpop && !m_kept.dpopKey.isEmpty()) // bound to the key of whoever signed in there
        (void)m_dpop->takeKey(m_kept.dpopKey);
    return true;
}

void Refresher::refresh(bool mayRepeat)
{
    follow(m_client.refresh(m_provider, m_kept.refreshToken, this), this,
           [this, mayRepeat](const Result<Tokens> &tokens) {
               if (tokens)
                   keep(*tokens);
               else if (mayRepeat && isLostAnswer(tokens.error()))
                   refresh(false);
               else if (endsSession(tokens.error()))
                   leave(tokens.error());
               else {
                   if (isGone(tokens.error()))
                       m_keys.distrust();
                   finish(failure(tokens.error()));
               }
           });
}

// The lock may not have been ours: before the session ends, the store is asked once more whether the person
// has another token by now; and only our own dead one is taken out.
void Refresher::leave(const Error &error)
{
    follow(m_secrets.read(m_key), this, [this, error](const Result<Secret> &envelope) {
        if (adopt(envelope)) {
            refresh(false);
            return;
        }
        const Result<KeptSession> stored = envelope ? KeptSession::fromEnvelope(*envelope, m_config.provider)
                                                    : Result<KeptSession>(tl::unexpect, envelope.error());
        if (!stored || !(stored->refreshToken == m_kept.refreshToken)) {
            finish(failure(error));
            return;
        }
        follow(m_secrets.remove(m_key), this, [this, error](const Result<void> &removed) {
            if (!removed)
                qCInfo(log::identity)
                    << "the ended session stays in the key store:" << name(removed.error().kind);
            finish(failure(error));
        });
    });
}

// Before anything else is looked at: the old token is spent, and whatever comes next must find the new one.
void Refresher::keep(const Tokens &tokens)
{
    if (tokens.refreshToken.isEmpty()) { // not rotated: the current one stays
        checkIdentity(tokens);
        return;
    }
    m_kept.refreshToken = tokens.refreshToken;
    m_kept.savedAt = m_clock.now();
    ++m_kept.generation;
    follow(m_secrets.write(m_key, m_kept.toEnvelope(m_config.provider.clientId)), this,
           [this, tokens](const Result<void> &kept) {
               if (kept)
                   emit keptSafely();
               else
                   emit keepFailed(kept.error());
               emit rotated(m_kept);
               checkIdentity(tokens);
           });
}

// Core 12.2: a new ID token must speak of the same person; having none is fine.
void Refresher::checkIdentity(const Tokens &tokens)
{
    if (tokens.idToken.isEmpty()) {
        finish(tokens);
        return;
    }
    follow(m_keys.keysFor(m_provider, keyIdOf(tokens.idToken.reveal())), this,
           [this, tokens](const Result<Jwks> &keys) {
               if (!keys) {
                   finish(failure(keys.error()));
                   return;
               }
               IdTokenRules rules = rulesFor(m_provider, m_config.provider, tokens, m_clock.now());
               rules.expectedSubject = m_kept.account.subject;
               rules.originalNonceHash = m_kept.nonceHash;
               rules.originalAuthTime = m_kept.authTime;
               const Result<IdTokenClaims> claims = checkIdToken(tokens.idToken.reveal(), *keys, rules);
               if (claims) {
                   takeRights(*claims);
                   finish(tokens);
               } else if (endsSession(claims.error())) {
                   (void)m_client.revoke(m_provider, m_kept.refreshToken, QCoreApplication::instance());
                   leave(claims.error());
               } else {
                   finish(failure(claims.error()));
               }
           });
}

// A right withdrawn at the provider is gone with the next ID token, here and after a restart.
void Refresher::takeRights(const IdTokenClaims &claims)
{
    const std::optional<QStringList> rights = rightsBy(m_config.provider.roles, claims.lists);
    if (rights == m_kept.account.rights)
        return;
    m_kept.account.rights = rights;
    emit rotated(m_kept);
    follow(m_secrets.write(m_key, m_kept.toEnvelope(m_config.provider.clientId)), this,
           [this](const Result<void> &kept) {
               if (!kept)
                   emit keepFailed(kept.error());
           });
}

void Refresher::finish(const Result<Tokens> &tokens)
{
    m_lock.release();
    emit finished(tokens);
}

} // namespace gatehouse::identity
