// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/session.h"

#include "core/base/follow.h"
#include "core/base/logging.h"
#include "core/identity/devicesignin.h"
#include "core/identity/keptsession.h"
#include "core/identity/refresher.h"
#include "core/identity/signinattempt.h"
#include "core/identity/signoutpage.h"

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
    bool isLocked = false;
    bool isEnded = false; // the provider ended it; `kept` says whose it was
    Secret accessToken;
    Secret idToken; // for the provider's sign-out page only
    QDateTime freshUntil;
    std::unique_ptr<SignInAttempt> attempt;
    std::unique_ptr<DeviceSignIn> elsewhere;
    std::unique_ptr<Refresher> refresher;
    QPromise<Result<Account>> signingIn;
    std::stop_token signInStop;
    bool isStepUp = false; // what the attempt is for
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
    if (d->elsewhere)
        return d->elsewhere->code().verificationUri;
    return d->attempt ? d->attempt->url() : QUrl();
}

QString Session::userCode() const
{
    return d->elsewhere ? d->elsewhere->code().userCode : QString();
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

SignInWish Session::wishForAnybody() const
{
    if (!d->kept)
        return {};
    return {.subject = d->kept->account.subject, .loginHint = d->kept->account.email};
}

Async<Account> Session::signIn(std::stop_token stop)
{
    Async<Account> future = prepare(std::move(stop), false);
    setState(State::WaitingForBrowser);
    open(wishForAnybody());
    return future;
}

Async<Account> Session::stepUp(const QStringList &acr, std::optional<std::chrono::seconds> maxAge,
                               std::stop_token stop)
{
    if (!d->kept || d->isEnded)
        return readyFailure<Account>({.kind = Error::Kind::Unauthorized});
    Async<Account> future = prepare(std::move(stop), true);
    SignInWish wish = wishForAnybody();
    wish.acr = acr;
    wish.maxAge = maxAge;
    open(std::move(wish));
    return future;
}

Async<Account> Session::signInElsewhere(std::stop_token stop)
{
    Async<Account> future = prepare(std::move(stop), false);
    d->elsewhere =
        std::make_unique<DeviceSignIn>(d->config.provider, wishForAnybody(), d->http, d->keys, d->clock);
    connect(d->elsewhere.get(), &DeviceSignIn::codeGiven, this, [this] { emit stateChanged(d->state); });
    connect(d->elsewhere.get(), &DeviceSignIn::finished, this, [this](const Result<SignInOutcome> &outcome) {
        d->elsewhere.release()->deleteLater();
        take(outcome);
    });
    setState(State::WaitingForBrowser);
    d->elsewhere->start();
    return future;
}

Async<Account> Session::prepare(std::stop_token stop, bool isStepUp)
{
    cancelSignIn();
    d->isStepUp = isStepUp;
    d->signInStop = std::move(stop);
    d->signingIn = QPromise<Result<Account>>();
    d->signingIn.start();
    return d->signingIn.future();
}

void Session::open(SignInWish wish)
{
    d->attempt = std::make_unique<SignInAttempt>(d->config.provider, std::move(wish), d->http, d->keys,
                                                 d->browser, d->clock, d->config.patience);
    connect(d->attempt.get(), &SignInAttempt::waitingForBrowser, this,
            [this] { emit stateChanged(d->state); });
    connect(d->attempt.get(), &SignInAttempt::finished, this, [this](const Result<SignInOutcome> &outcome) {
        d->attempt.release()->deleteLater();
        take(outcome);
    });
    d->attempt->start();
}

void Session::take(const Result<SignInOutcome> &outcome)
{
    if (d->signInStop.stop_requested())
        endSignIn(failure(Error{.kind = Error::Kind::SignInRefused, .code = u"cancelled"_s}));
    else if (!outcome)
        endSignIn(failure(outcome.error()));
    else
        keep({.account = outcome->account,
              .refreshToken = outcome->tokens.refreshToken,
              .savedAt = d->clock.now(),
              .nonceHash = outcome->nonceHash,
              .authTime = outcome->authTime,
              .generation = d->kept ? d->kept->generation + 1 : 1},
             outcome->tokens);
}

void Session::cancelSignIn()
{
    if (!d->attempt && !d->elsewhere)
        return;
    d->attempt.reset();
    d->elsewhere.reset();
    d->signingIn.future().cancel();
    d->signingIn.finish();
    setState(stateWithoutAttempt());
}

void Session::lock()
{
    d->isLocked = true;
    d->accessToken = {};
    d->idToken = {};
}

bool Session::isLocked() const
{
    return d->isLocked;
}

Session::State Session::stateWithoutAttempt() const
{
    if (!d->kept)
        return State::SignedOut;
    return d->isEnded ? State::Ended : State::SignedIn;
}

void Session::keep(KeptSession kept, const Tokens &tokens)
{
    // A provider may give none at a step-up: the one in hand goes on.
    const bool isNew = !kept.refreshToken.isEmpty();
    if (!isNew && d->kept && !d->isEnded)
        kept.refreshToken = d->kept->refreshToken;
    d->kept = std::move(kept);
    d->isEnded = false;
    d->isLocked = false;
    adopt(tokens);
    if (!isNew) {
        endSignIn(d->kept->account);
        return;
    }
    follow(d->secrets.write(d->key, d->kept->toEnvelope(d->config.provider.clientId)), this,
           [this](const Result<void> &stored) {
               if (!stored)
                   emit keepFailed(stored.error());
               endSignIn(d->kept ? Result<Account>(d->kept->account)
                                 : Result<Account>(tl::unexpect, Error{.kind = Error::Kind::Unauthorized}));
           });
}

void Session::endSignIn(const Result<Account> &result)
{
    setState(stateWithoutAttempt());
    d->signingIn.addResult(result);
    d->signingIn.finish();
}

// T3: fresh while more than a minute, or a tenth of its life, is left.
void Session::adopt(const Tokens &tokens)
{
    using namespace std::chrono_literals;
    d->accessToken = tokens.accessToken;
    if (!tokens.idToken.isEmpty())
        d->idToken = tokens.idToken;
    const auto margin =
        std::min(std::max<std::chrono::seconds>(60s, tokens.expiresIn / 10), tokens.expiresIn / 2);
    d->freshUntil = d->clock.now().addSecs((tokens.expiresIn - margin).count());
}

Async<net::AccessToken> Session::fresh(std::stop_token stop)
{
    if (!d->kept || d->isEnded)
        return readyFailure<net::AccessToken>({.kind = Error::Kind::Unauthorized});
    if (d->isLocked)
        return readyFailure<net::AccessToken>({.kind = Error::Kind::Unauthorized, .code = u"locked"_s});
    if (!d->accessToken.isEmpty() && d->clock.now() < d->freshUntil)
        return ready<net::AccessToken>(net::AccessToken{.value = d->accessToken});
    if (d->kept->refreshToken.isEmpty()) {
        end({.kind = Error::Kind::Unauthorized});
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
        if (tokens && d->isLocked) { // locked meanwhile: it stays with whoever asked before
            answerWaiting(net::AccessToken{.value = tokens->accessToken});
        } else if (tokens) {
            adopt(*tokens);
            answerWaiting(net::AccessToken{.value = d->accessToken});
        } else if (endsSession(tokens.error())) {
            end(tokens.error());
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

// The refresher took the dead token out of the key store before it said so.
void Session::end(const Error &error)
{
    d->accessToken = {};
    d->idToken = {};
    d->kept->refreshToken = {};
    d->isEnded = true;
    if (!d->attempt && !d->elsewhere)
        setState(State::Ended);
    answerWaiting(failure(Error{.kind = Error::Kind::Unauthorized, .code = error.code}));
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

Async<QUrl> Session::signOut()
{
    cancelSignIn();
    const Secret refreshToken = d->kept ? d->kept->refreshToken : Secret();
    const Secret idToken = std::exchange(d->idToken, {});
    d->kept.reset();
    d->isEnded = false;
    d->isLocked = false;
    d->accessToken = {};
    d->refresher.reset();
    answerWaiting(failure(Error{.kind = Error::Kind::Unauthorized}));
    setState(State::SignedOut);
    // T8: revoked first, forgotten whatever the server said.
    const auto page = std::make_shared<QUrl>();
    const auto revoke = [this, refreshToken, idToken,
                         page](const Result<ProviderMetadata> &provider) -> Async<void> {
        if (!provider)
            return readyFailure<void>(provider.error());
        *page = signOutPage(*provider, d->config.provider, idToken);
        if (refreshToken.isEmpty() || provider->revocationEndpoint.isEmpty())
            return ready<void>({});
        return d->tokens.revoke(*provider, refreshToken, this);
    };
    const auto forget = [this](const Result<void> &revoked) -> Async<void> {
        if (!revoked)
            qCInfo(log::identity) << "the provider did not confirm the revocation:"
                                  << name(revoked.error().kind);
        return d->secrets.remove(d->key);
    };
    return follow(follow(follow(d->keys.metadata(), this, revoke).unwrap(), this, forget).unwrap(), this,
                  [page](const Result<void> &forgotten) -> Result<QUrl> {
                      if (!forgotten)
                          return failure(forgotten.error());
                      return *page;
                  });
}

} // namespace gatehouse::identity
