// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/session.h"

#include "core/base/follow.h"
#include "core/base/logging.h"
#include "core/identity/keptsession.h"
#include "core/identity/refresher.h"
#include "core/identity/signinattempt.h"

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

struct Session::Private
{
    Private(Config c, net::HttpClient &h, store::SecretStore &s, BrowserOpener &b, const Clock &k)
        : config(std::move(c))
        , http(h)
        , secrets(s)
        , browser(b)
        , clock(k)
        , keys(config.provider.issuer, h, k)
        , tokens(h, k, config.provider.clientId)
        , key(secretKey(config.connection, config.provider))
    {}

    Config config;
    net::HttpClient &http;
    store::SecretStore &secrets;
    BrowserOpener &browser;
    const Clock &clock;
    ProviderKeys keys;
    TokenClient tokens;
    QString key;

    State state = State::SignedOut;
    std::optional<KeptSession> kept;
    Secret accessToken;
    QDateTime freshUntil;
    std::unique_ptr<SignInAttempt> attempt;
    std::unique_ptr<Refresher> refresher;
    QPromise<Result<Account>> signingIn;
    struct Waiting
    {
        std::shared_ptr<QPromise<Result<net::AccessToken>>> promise;
        std::stop_token stop;
    };
    QList<Waiting> waiting; // for the one refresh under way
};

Session::Session(Config config, net::HttpClient &http, store::SecretStore &secrets, BrowserOpener &browser,
                 const Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(config), http, secrets, browser, clock))
{}

Session::~Session() = default;

Session::State Session::state() const
{
    return d->state;
}

std::optional<Account> Session::account() const
{
    return d->kept ? std::optional(d->kept->account) : std::nullopt;
}

QUrl Session::signInUrl() const
{
    return d->attempt ? d->attempt->url() : QUrl();
}

const Session::Config &Session::config() const
{
    return d->config;
}

void Session::setState(State state)
{
    if (d->state == state)
        return;
    d->state = state;
    emit stateChanged(state);
}

Async<Account> Session::restore()
{
    setState(State::Restoring);
    return follow(d->secrets.read(d->key), this, [this](const Result<Secret> &envelope) -> Result<Account> {
        if (d->state != State::Restoring) // signed in meanwhile
            return d->kept ? Result<Account>(d->kept->account)
                           : Result<Account>(tl::unexpect, Error{.kind = Error::Kind::NotFound});
        Result<KeptSession> kept = envelope ? KeptSession::fromEnvelope(*envelope, d->config.provider)
                                            : Result<KeptSession>(tl::unexpect, envelope.error());
        if (!kept) {
            setState(State::SignedOut);
            return failure(kept.error());
        }
        d->kept = *std::move(kept);
        setState(State::SignedIn);
        return d->kept->account;
    });
}

Async<Account> Session::signIn(std::stop_token stop)
{
    cancelSignIn();
    d->signingIn = QPromise<Result<Account>>();
    d->signingIn.start();
    Async<Account> future = d->signingIn.future();
    d->attempt = std::make_unique<SignInAttempt>(d->config.provider, d->http, d->keys, d->browser, d->clock,
                                                 d->config.patience);
    connect(d->attempt.get(), &SignInAttempt::waitingForBrowser, this,
            [this] { emit stateChanged(State::WaitingForBrowser); });
    connect(d->attempt.get(), &SignInAttempt::finished, this,
            [this, stop](const Result<SignInAttempt::Outcome> &outcome) {
                d->attempt.release()->deleteLater();
                if (stop.stop_requested())
                    endSignIn(failure(Error{.kind = Error::Kind::SignInRefused, .code = u"cancelled"_s}));
                else if (outcome)
                    keep(outcome->tokens, outcome->account);
                else
                    endSignIn(failure(outcome.error()));
            });
    setState(State::WaitingForBrowser);
    d->attempt->start();
    return future;
}

void Session::cancelSignIn()
{
    if (!d->attempt)
        return;
    d->attempt.reset();
    d->signingIn.future().cancel();
    d->signingIn.finish();
    setState(d->kept ? State::Ended : State::SignedOut);
}

void Session::keep(const Tokens &tokens, const Account &account)
{
    d->kept = KeptSession{
        .account = account, .refreshToken = tokens.refreshToken, .savedAt = d->clock.now(), .generation = 1};
    adopt(tokens);
    if (tokens.refreshToken.isEmpty()) {
        endSignIn(account);
        return;
    }
    follow(d->secrets.write(d->key, d->kept->toEnvelope(d->config.provider.clientId)), this,
           [this, account](const Result<void> &kept) {
               if (!kept)
                   emit keepFailed(kept.error());
               endSignIn(account);
           });
}

void Session::endSignIn(const Result<Account> &result)
{
    if (result)
        setState(State::SignedIn);
    else
        setState(d->kept ? State::Ended : State::SignedOut);
    d->signingIn.addResult(result);
    d->signingIn.finish();
}

// T3: fresh while more than a minute, or a tenth of its life, is left.
void Session::adopt(const Tokens &tokens)
{
    using namespace std::chrono_literals;
    d->accessToken = tokens.accessToken;
    const auto margin =
        std::min(std::max<std::chrono::seconds>(60s, tokens.expiresIn / 10), tokens.expiresIn / 2);
    d->freshUntil = d->clock.now().addSecs((tokens.expiresIn - margin).count());
}

Async<net::AccessToken> Session::fresh(std::stop_token stop)
{
    if (!d->kept || d->state == State::Ended || d->state == State::SignedOut)
        return readyFailure<net::AccessToken>({.kind = Error::Kind::Unauthorized});
    if (!d->accessToken.isEmpty() && d->clock.now() < d->freshUntil)
        return ready<net::AccessToken>(net::AccessToken{.value = d->accessToken});
    if (d->kept->refreshToken.isEmpty()) {
        end({});
        return readyFailure<net::AccessToken>({.kind = Error::Kind::Unauthorized});
    }
    auto promise = std::make_shared<QPromise<Result<net::AccessToken>>>();
    promise->start();
    d->waiting.append({promise, stop});
    if (!d->refresher)
        startRefresh();
    return promise->future();
}

void Session::startRefresh()
{
    d->refresher =
        std::make_unique<Refresher>(d->config, d->key, *d->kept, d->keys, d->tokens, d->secrets, d->clock);
    connect(d->refresher.get(), &Refresher::keepFailed, this, &Session::keepFailed);
    connect(d->refresher.get(), &Refresher::rotated, this,
            [this](const KeptSession &kept) { d->kept = kept; });
    connect(d->refresher.get(), &Refresher::finished, this, [this](const Result<Tokens> &tokens) {
        d->refresher.release()->deleteLater();
        if (tokens) {
            adopt(*tokens);
            answerWaiting(net::AccessToken{.value = d->accessToken});
        } else if (endsSession(tokens.error())) {
            end(tokens.error().code);
        } else {
            answerWaiting(failure(tokens.error()));
        }
    });
    d->refresher->start();
}

void Session::answerWaiting(const Result<net::AccessToken> &result)
{
    for (const Private::Waiting &waiting : std::exchange(d->waiting, {})) {
        if (waiting.stop.stop_requested())
            waiting.promise->future().cancel();
        else
            waiting.promise->addResult(result);
        waiting.promise->finish();
    }
}

// Whoever waits hears of it when the token is out of the key store: a program may leave at once.
void Session::end(const QString &code)
{
    d->accessToken = {};
    d->kept->refreshToken = {};
    setState(State::Ended);
    follow(d->secrets.remove(d->key), this, [this, code](const Result<void> &removed) {
        if (!removed)
            qCInfo(log::identity) << "the ended session stays in the key store:"
                                  << name(removed.error().kind);
        answerWaiting(failure(Error{.kind = Error::Kind::Unauthorized, .code = code}));
    });
}

void Session::reject(const net::AccessToken &token)
{
    if (token.value == d->accessToken)
        d->accessToken = {};
}

bool Session::allows(const QUrl &url) const
{
    const QUrl &api = d->config.api;
    const auto port = [](const QUrl &u) { return u.port(u.scheme() == u"https"_s ? 443 : 80); };
    return url.scheme() == api.scheme() && url.host() == api.host() && port(url) == port(api) &&
           url.userInfo().isEmpty();
}

Async<void> Session::signOut()
{
    cancelSignIn();
    const Secret refreshToken = d->kept ? d->kept->refreshToken : Secret();
    d->kept.reset();
    d->accessToken = {};
    d->refresher.reset();
    answerWaiting(failure(Error{.kind = Error::Kind::Unauthorized}));
    setState(State::SignedOut);
    // T8: revoked first, forgotten whatever the server said.
    return follow(follow(d->keys.metadata(), this,
                         [this, refreshToken](const Result<ProviderMetadata> &provider) -> Async<void> {
                             if (!provider || refreshToken.isEmpty() ||
                                 provider->revocationEndpoint.isEmpty())
                                 return ready<void>({});
                             return d->tokens.revoke(*provider, refreshToken, this);
                         })
                      .unwrap(),
                  this,
                  [this](const Result<void> &revoked) -> Async<void> {
                      if (!revoked)
                          qCInfo(log::identity)
                              << "the provider did not confirm the revocation:" << name(revoked.error().kind);
                      return d->secrets.remove(d->key);
                  })
        .unwrap();
}

} // namespace gatehouse::identity
