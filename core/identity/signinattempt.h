// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/lifetime.h"
#include "core/identity/browseropener.h"
#include "core/identity/idtoken.h"
#include "core/identity/loopbackreceiver.h"
#include "core/identity/provider.h"
#include "core/identity/providerkeys.h"
#include "core/identity/signinoutcome.h"
#include "core/identity/signinwish.h"
#include "core/identity/tokenclient.h"

#include <QObject>
#include <QTimer>

namespace gatehouse::identity {

// One transaction (A16): issuer, redirect address, verifier, state and nonce belong together, are used once,
// and die with it. Discovers, listens, pushes the request where that is asked for, opens the browser,
// exchanges the code, validates the ID token.
class SignInAttempt : public QObject
{
    Q_OBJECT
public:
    // `dpop`: null where tokens are not bound to a key.
    SignInAttempt(Provider provider, SignInWish wish, net::HttpClient &http, ProviderKeys &keys, Dpop *dpop,
                  BrowserOpener &browser, const Clock &clock, std::chrono::milliseconds patience,
                  QObject *parent = nullptr);

    void start();
    [[nodiscard]] QUrl url() const { return m_url; }

signals:
    void waitingForBrowser(); // again when url() has changed
    void finished(const gatehouse::Result<gatehouse::identity::SignInOutcome> &outcome); // once

private:
    void listen();
    void pushRequest();
    void pushAgain();
    void onPushed(const PushedRequest &pushed);
    void setUrl(const TokenClient::Form &parameters);
    void openBrowser(const TokenClient::Form &parameters);
    void onRedirect(const Redirect &redirect);
    void validate(const Tokens &tokens);
    void finish(const Result<SignInOutcome> &outcome);
    [[nodiscard]] TokenClient::Form parameters() const;
    [[nodiscard]] TokenClient::Form reference(const PushedRequest &pushed) const;
    [[nodiscard]] IdTokenRules rules(const Tokens &tokens) const;

    Provider m_provider;
    SignInWish m_wish;
    ProviderKeys &m_keys;
    Dpop *m_dpop;
    BrowserOpener &m_browser;
    const Clock &m_clock;
    TokenClient m_client;
    ProviderMetadata m_metadata;
    Pkce m_pkce;
    Secret m_state;
    Secret m_nonce;
    LoopbackReceiver m_receiver;
    QUrl m_redirectUri;
    QUrl m_url;
    QDateTime m_startedAt;
    QTimer m_limit;       // for all of it
    QTimer m_pushedLimit; // for the address that is shown, where the request was pushed
    bool m_isFinished = false;
    Lifetime m_lifetime;
};

} // namespace gatehouse::identity
