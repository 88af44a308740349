// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/devicesignin.h"

#include "core/base/follow.h"
#include "core/identity/oautherror.h"

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

constexpr std::chrono::seconds SlowDown{5}; // RFC 8628 3.5
constexpr std::chrono::seconds Longest{60};

Error refused(const QString &code)
{
    return {.kind = Error::Kind::SignInRefused, .code = code};
}

} // namespace

std::chrono::seconds nextInterval(std::chrono::seconds interval, const Error &answer)
{
    if (answer.code == "slow_down"_L1)
        return interval + SlowDown;
    return isOutage(answer) ? std::max(interval, std::min(Longest, 2 * interval)) : interval;
}

DeviceSignIn::DeviceSignIn(Provider provider, SignInWish wish, net::HttpClient &http, ProviderKeys &keys,
                           Dpop *dpop, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_provider(std::move(provider))
    , m_wish(std::move(wish))
    , m_keys(keys)
    , m_dpop(dpop)
    , m_clock(clock)
    , m_client(http, clock, m_provider.clientId, dpop)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &DeviceSignIn::poll);
}

void DeviceSignIn::start()
{
    follow(m_keys.metadata(m_lifetime.token()), this, [this](const Result<ProviderMetadata> &metadata) {
        if (!metadata) {
            finish(failure(metadata.error()));
            return;
        }
        m_metadata = *metadata;
        if (!m_provider.allowsDeviceGrant || m_metadata.deviceEndpoint.isEmpty())
            finish(failure(Error{.kind = Error::Kind::Configuration,
                                 .code = u"device"_s,
                                 .title = m_metadata.issuer,
                                 .detail = u"the device grant is not allowed or not offered"_s}));
        else if (m_dpop && !m_metadata.takesDpop)
            finish(failure(noDpop(m_metadata)));
        else
            askForCode();
    });
}

void DeviceSignIn::askForCode()
{
    follow(m_client.deviceCode(m_metadata, m_provider, this, m_lifetime.token()), this,
           [this](const Result<DeviceCode> &code) {
               if (!code) {
                   finish(failure(code.error()));
                   return;
               }
               m_code = *code;
               m_interval = m_code.interval;
               m_expiresAt = m_clock.now().addSecs(m_code.expiresIn.count());
               emit codeGiven();
               m_next.start(m_interval);
           });
}

void DeviceSignIn::poll()
{
    if (m_clock.now() >= m_expiresAt) {
        finish(failure(refused(u"expired_token"_s)));
        return;
    }
    follow(m_client.redeem(m_metadata, m_code.deviceCode, this, m_lifetime.token()), this,
           [this](const Result<Tokens> &tokens) { onAnswer(tokens); });
}

void DeviceSignIn::onAnswer(const Result<Tokens> &tokens)
{
    if (tokens) {
        validate(*tokens);
        return;
    }
    const Error &error = tokens.error();
    if (error.code != "slow_down"_L1 && error.code != "authorization_pending"_L1 && !isOutage(error)) {
        finish(failure(error));
        return;
    }
    m_interval = nextInterval(m_interval, error);
    m_next.start(std::max(m_interval, error.retryAfter.value_or(m_interval)));
}

void DeviceSignIn::validate(const Tokens &tokens)
{
    if (tokens.idToken.isEmpty()) {
        m_client.disown(m_metadata, tokens);
        finish(failure(refused(u"tokens.id_token"_s)));
        return;
    }
    follow(m_keys.keysFor(m_metadata, keyIdOf(tokens.idToken.reveal()), m_lifetime.token()), this,
           [this, tokens](const Result<Jwks> &keys) {
               if (!keys) {
                   m_client.disown(m_metadata, tokens);
                   finish(failure(keys.error()));
                   return;
               }
               IdTokenRules rules = rulesFor(m_metadata, m_provider, tokens, m_clock.now());
               rules.expectedSubject = m_wish.subject;
               rules.originalNonceHash = QByteArray(); // none was sent
               const Result<SignInOutcome> outcome = outcomeOf(tokens, m_provider, *keys, rules);
               if (!outcome)
                   m_client.disown(m_metadata, tokens);
               finish(outcome);
           });
}

void DeviceSignIn::finish(const Result<SignInOutcome> &outcome)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_next.stop();
    emit finished(outcome);
}

} // namespace gatehouse::identity
