// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/refresher.h"

#include "core/base/follow.h"
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
                     TokenClient &client, store::SecretStore &secrets, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_key(std::move(key))
    , m_kept(std::move(kept))
    , m_keys(keys)
    , m_client(client)
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
        if (envelope) {
            const Result<KeptSession> stored = KeptSession::fromEnvelope(*envelope, m_config.provider);
            if (stored && stored->account.subject == m_kept.account.subject &&
                stored->generation > m_kept.generation)
                m_kept = *stored; // another process rotated it
        }
        refresh(true);
    });
}

void Refresher::refresh(bool mayRepeat)
{
    follow(m_client.refresh(m_provider, m_kept.refreshToken, this), this,
           [this, mayRepeat](const Result<Tokens> &tokens) {
               if (tokens)
                   keep(*tokens);
               else if (mayRepeat && isLostAnswer(tokens.error()))
                   refresh(false);
               else
                   finish(failure(tokens.error()));
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
               if (!kept)
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
               IdTokenRules rules;
               rules.issuer = m_provider.issuer;
               rules.clientId = m_config.provider.clientId;
               rules.algorithms = m_provider.allowedIdTokenAlgorithms();
               rules.accessToken = tokens.accessToken;
               rules.now = m_clock.now();
               rules.serverAhead = tokens.serverAhead;
               rules.expectedSubject = m_kept.account.subject;
               const Result<IdTokenClaims> claims = checkIdToken(tokens.idToken.reveal(), *keys, rules);
               finish(claims ? Result<Tokens>(tokens) : Result<Tokens>(tl::unexpect, claims.error()));
           });
}

void Refresher::finish(const Result<Tokens> &tokens)
{
    m_lock.release();
    emit finished(tokens);
}

} // namespace gatehouse::identity
