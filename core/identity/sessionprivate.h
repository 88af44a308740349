// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/session.h"

#include "core/identity/devicesignin.h"
#include "core/identity/keptsession.h"
#include "core/identity/refresher.h"
#include "core/identity/sessionsignout.h"
#include "core/identity/signinattempt.h"

namespace gatehouse::identity {

struct Session::Private
{
    Private(Config c, net::HttpClient &h, store::SecretStore &s, BrowserOpener &b, const Clock &k)
        : config(std::move(c))
        , http(h)
        , secrets(s)
        , browser(b)
        , clock(k)
        , keys(config.provider, h, k)
        , dpop(k)
        , tokens(h, k, config.provider.clientId, config.provider.provesPossession ? &dpop : nullptr)
        , key(secretKey(config.connection, config.provider))
    {}

    Config config;
    net::HttpClient &http;
    store::SecretStore &secrets;
    BrowserOpener &browser;
    const Clock &clock;
    ProviderKeys keys;
    Dpop dpop;
    TokenClient tokens;
    QString key;

    State state = State::SignedOut;
    std::optional<KeptSession> kept;
    bool isKept = true;    // the key store has it, or was not asked yet
    bool isLocked = false; // whoever is there, or comes from the key store
    bool isEnded = false;  // the provider ended it; `kept` says whose it was
    Secret accessToken;
    Secret idToken; // for the provider's sign-out page only
    QDateTime freshUntil;
    std::unique_ptr<SignInAttempt> attempt;
    std::unique_ptr<DeviceSignIn> elsewhere;
    std::unique_ptr<Refresher> refresher;
    QPromise<Result<Account>> signingIn;
    std::stop_token signInStop;
    Purpose purpose = Purpose::SignIn; // of the attempt
    QDateTime attemptStartedAt;
    struct Waiting
    {
        std::shared_ptr<QPromise<Result<net::AccessToken>>> promise;
        std::stop_token stop;
    };
    QList<Waiting> waiting; // for the one refresh under way
    // T7: how often it failed in a row, how, and until when nobody is asked again.
    int failures = 0;
    Error lastFailure;
    QDateTime notBefore;
    QObject endings; // SessionSignOut under way; they use what stands above
};

} // namespace gatehouse::identity
