// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/signinattempt.h"

#include "core/base/follow.h"
#include "core/base/logging.h"
#include "core/identity/oautherror.h"
#include "core/identity/redirecturis.h"

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

Error refused(const QString &code, const QString &title = {})
{
    return {.kind = Error::Kind::SignInRefused, .code = code, .title = title};
}

} // namespace

SignInAttempt::SignInAttempt(Provider provider, SignInWish wish, net::HttpClient &http, ProviderKeys &keys,
                             Dpop *dpop, BrowserOpener &browser, const Clock &clock,
                             std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_provider(std::move(provider))
    , m_wish(std::move(wish))
    , m_keys(keys)
    , m_dpop(dpop)
    , m_browser(browser)
    , m_clock(clock)
    , m_client(http, clock, m_provider.clientId, dpop)
    , m_pkce(Pkce::create())
    , m_state(randomToken())
    , m_nonce(randomToken())
    , m_receiver(m_state, redirectPath(m_provider))
{
    connect(&m_receiver, &LoopbackReceiver::received, this, &SignInAttempt::onRedirect);
    m_limit.setSingleShot(true);
    m_limit.setInterval(patience);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        finish(failure(
            Error{.kind = Error::Kind::Timeout, .code = u"browser"_s, .title = m_redirectUri.toString()}));
    });
    m_pushedLimit.setSingleShot(true);
    connect(&m_pushedLimit, &QTimer::timeout, this, &SignInAttempt::pushAgain);
}

void SignInAttempt::start()
{
    m_startedAt = m_clock.now();
    m_limit.start();
    follow(m_keys.metadata(m_lifetime.token()), this, [this](const Result<ProviderMetadata> &metadata) {
        if (!metadata) {
            finish(failure(metadata.error()));
            return;
        }
        m_metadata = *metadata;
        if (m_dpop && !m_metadata.takesDpop)
            finish(failure(noDpop(m_metadata)));
        else
            listen();
    });
}

void SignInAttempt::listen()
{
    // A6: bound before the address is built.
    const Result<QUrl> redirectUri = m_receiver.listen(m_provider.ports);
    if (!redirectUri) {
        finish(failure(redirectUri.error()));
        return;
    }
    m_redirectUri = *redirectUri;
    const bool pushes = m_metadata.requiresPushedRequest || m_provider.pushesRequest;
    if (!pushes)
        openBrowser(parameters());
    else if (m_metadata.pushedRequestEndpoint.isEmpty())
        finish(failure(Error{.kind = Error::Kind::Configuration,
                             .code = u"par"_s,
                             .title = m_metadata.issuer,
                             .detail = u"the provider offers no pushed requests"_s}));
    else
        pushRequest();
}

// A21: what was asked for travels past the browser, which sees a reference good for one use.
void SignInAttempt::pushRequest()
{
    follow(m_client.push(m_metadata, parameters(), this, m_lifetime.token()), this,
           [this](const Result<PushedRequest> &pushed) {
               if (!pushed) {
                   finish(failure(pushed.error()));
                   return;
               }
               onPushed(*pushed);
               openBrowser(reference(*pushed));
           });
}

// The same request once more: whoever comes to the address late, by copying it for one, finds it good. Nobody
// is sent anywhere anew, for the page that is open may have been reached in time.
void SignInAttempt::pushAgain()
{
    follow(m_client.push(m_metadata, parameters(), this, m_lifetime.token()), this,
           [this](const Result<PushedRequest> &pushed) {
               if (m_isFinished)
                   return;
               if (!pushed && isOutage(pushed.error())) {
                   m_pushedLimit.start(); // once more, later
                   return;
               }
               if (!pushed) { // and with it the address that is shown
                   finish(failure(pushed.error()));
                   return;
               }
               onPushed(*pushed);
               setUrl(reference(*pushed));
               emit waitingForBrowser();
           });
}

void SignInAttempt::onPushed(const PushedRequest &pushed)
{
    m_pushedLimit.start(pushed.expiresIn);
}

TokenClient::Form SignInAttempt::reference(const PushedRequest &pushed) const
{
    return {{"client_id", m_provider.clientId.toUtf8()}, {"request_uri", pushed.uri.toUtf8()}};
}

void SignInAttempt::setUrl(const TokenClient::Form &parameters)
{
    QByteArrayList pairs;
    if (m_metadata.authorizationEndpoint.hasQuery())
        pairs.append(m_metadata.authorizationEndpoint.query(QUrl::FullyEncoded).toLatin1());
    for (const auto &[name, value] : parameters)
        pairs.append(name + '=' + value.toPercentEncoding());
    m_url = m_metadata.authorizationEndpoint;
    m_url.setQuery(QString::fromLatin1(pairs.join('&')), QUrl::StrictMode);
}

void SignInAttempt::openBrowser(const TokenClient::Form &parameters)
{
    setUrl(parameters);
    if (!m_browser.open(m_url))
        qCInfo(log::identity) << "no browser could be opened; the address is shown instead";
    emit waitingForBrowser();
}

TokenClient::Form SignInAttempt::parameters() const
{
    TokenClient::Form parameters{
        {"response_type", "code"},
        {"client_id", m_provider.clientId.toUtf8()},
        {"redirect_uri", m_redirectUri.toEncoded()},
        {"scope", m_provider.scopes.join(u' ').toUtf8()},
        {"state", m_state.reveal().toByteArray()},
        {"nonce", m_nonce.reveal().toByteArray()},
        {"code_challenge", m_pkce.challenge},
        {"code_challenge_method", "S256"},
    };
    const auto add = [&parameters](const QByteArray &name, const QString &value) {
        if (!value.isEmpty())
            parameters.append({name, value.toUtf8()});
    };
    add("resource", m_provider.resource);
    if (m_provider.asksConsent)
        add("prompt", u"consent"_s);
    if (m_dpop) // RFC 9449 10: the code too is good for this key only
        parameters.append({"dpop_jkt", m_dpop->thumbprint()});
    add("login_hint", m_wish.loginHint);
    add("acr_values", m_wish.acr.join(u' '));
    if (m_wish.maxAge)
        add("max_age", QString::number(m_wish.maxAge->count()));
    return parameters;
}

void SignInAttempt::onRedirect(const Redirect &redirect)
{
    m_pushedLimit.stop();
    // RFC 9207 2.4: on errors too; required where it is advertised, equal wherever it is present.
    if (redirect.iss ? *redirect.iss != m_metadata.issuer : m_metadata.issInResponse) {
        finish(failure(refused(u"response.iss"_s)));
        return;
    }
    if (!redirect.error.isEmpty()) {
        finish(failure(refused(providerError(redirect.error), redirect.errorDescription)));
        return;
    }
    follow(m_client.exchange(m_metadata, redirect.code, m_pkce.verifier, m_redirectUri, this,
                             m_lifetime.token()),
           this, [this](const Result<Tokens> &tokens) {
               if (tokens) {
                   validate(*tokens);
                   return;
               }
               if (isGone(tokens.error()))
                   m_keys.distrust();
               finish(failure(tokens.error()));
           });
}

void SignInAttempt::validate(const Tokens &tokens)
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
               const Result<SignInOutcome> outcome = outcomeOf(tokens, m_provider, *keys, rules(tokens));
               if (!outcome)
                   m_client.disown(m_metadata, tokens);
               finish(outcome);
           });
}

IdTokenRules SignInAttempt::rules(const Tokens &tokens) const
{
    IdTokenRules rules = rulesFor(m_metadata, m_provider, tokens, m_clock.now());
    rules.nonce = m_nonce;
    rules.expectedSubject = m_wish.subject;
    rules.acr = m_wish.acr;
    rules.maxAge = m_wish.maxAge;
    if (m_wish.maxAge == std::chrono::seconds(0)) // asked for anew, not only for a recent one
        rules.authenticatedSince = m_startedAt;
    return rules;
}

void SignInAttempt::finish(const Result<SignInOutcome> &outcome)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_limit.stop();
    m_pushedLimit.stop();
    m_receiver.finish(outcome.has_value());
    emit finished(outcome);
}

} // namespace gatehouse::identity
