// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/refresher.h"

#include "core/base/follow.h"
#include "core/base/logging.h"

#include <QCoreApplication>
#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

bool isLostAnswer(const Error &error)
{
    return error.kind == Error::Kind::Offline || error.kind == Error::Kind::Timeout;
}

} // namespace

QString lockFileOf(const Session::Config &config, const QString &key)
{
    const QByteArray hash =
        QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return config.lockDirectory + u"/refresh-"_s + QString::fromLatin1(hash) + u".lock"_s;
}

bool isNewer(const KeptSession &stored, const KeptSession &known)
{
    return stored.account.subject == known.account.subject && !(stored.refreshToken == known.refreshToken) &&
           (stored.generation > known.generation || stored.savedAt > known.savedAt);
}

Error signedOutElsewhere()
{
    return {.kind = Error::Kind::Unauthorized, .code = u"signed_out"_s};
}

Refresher::Refresher(const Session::Config &config, QString key, KeptSession kept, bool isInStore,
                     ProviderKeys &keys, TokenClient &client, Dpop *dpop, store::SecretStore &secrets,
                     const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_key(std::move(key))
    , m_kept(std::move(kept))
    , m_isInStore(isInStore)
    , m_keys(keys)
    , m_client(client)
    , m_dpop(dpop)
    , m_secrets(secrets)
    , m_clock(clock)
    , m_lock(lockFileOf(config, m_key), config.lockPatience)
{
    connect(&m_lock, &RefreshLock::acquired, this, &Refresher::readStore);
    connect(&m_lock, &RefreshLock::contended, this,
            [this] { finish(failure(Error{.kind = Error::Kind::Timeout, .code = u"refresh_lock"_s})); });
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
    m_isUnderWay = true;
    follow(m_secrets.read(m_key), this, [this](const Result<Secret> &envelope) {
        if (m_isRenounced || (m_isInStore && !envelope && envelope.error().kind == Error::Kind::NotFound)) {
            finish(failure(signedOutElsewhere()));
            return;
        }
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
    if (!stored || !isNewer(*stored, m_kept))
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
               else if (m_isRenounced)
                   finish(failure(tokens.error()));
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
        if (m_isRenounced) {
            finish(failure(error));
            return;
        }
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
    write([this, tokens](const Result<void> &kept) {
        if (kept)
            emit keptSafely();
        else
            emit keepFailed(kept.error());
        emit rotated(m_kept);
        checkIdentity(tokens);
    });
}

// Nothing is written behind somebody who signs out.
void Refresher::write(const std::function<void(const Result<void> &)> &written)
{
    if (m_isRenounced)
        written({});
    else
        follow(m_secrets.write(m_key, m_kept.toEnvelope(m_config.provider.clientId)), this, written);
}

void Refresher::renounce()
{
    m_isRenounced = true;
}

// Core 12.2: a new ID token must speak of the same person; having none is fine.
void Refresher::checkIdentity(const Tokens &tokens)
{
    if (tokens.idToken.isEmpty() || m_isRenounced) {
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
               rules.originalHadAzp = m_kept.hadAzp;
               const Result<IdTokenClaims> claims = checkIdToken(tokens.idToken.reveal(), *keys, rules);
               if (claims) {
                   takeRights(*claims, tokens);
               } else if (endsSession(claims.error())) {
                   (void)m_client.revoke(m_provider, m_kept.refreshToken, QCoreApplication::instance());
                   leave(claims.error());
               } else {
                   finish(failure(claims.error()));
               }
           });
}

// A right withdrawn at the provider is gone with the next ID token, here and after a restart. Written before
// the lock is given back: whoever has it next must not be overwritten.
void Refresher::takeRights(const IdTokenClaims &claims, const Tokens &tokens)
{
    const std::optional<QStringList> rights = rightsBy(m_config.provider.roles, claims.lists);
    if (rights == m_kept.account.rights) {
        finish(tokens);
        return;
    }
    m_kept.account.rights = rights;
    emit rotated(m_kept);
    write([this, tokens](const Result<void> &kept) {
        if (!kept)
            emit keepFailed(kept.error());
        finish(tokens);
    });
}

void Refresher::finish(const Result<Tokens> &tokens)
{
    m_lock.release();
    emit finished(tokens);
}

} // namespace gatehouse::identity
