// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/sessionprivate.h"

#include "core/base/follow.h"

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

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
        if (d->config.provider.provesPossession && !d->dpop.takeKey(d->kept->dpopKey))
            d->dpop.makeKey(); // bound from now on, where the provider lets a bearer become so
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
    d->elsewhere = std::make_unique<DeviceSignIn>(d->config.provider, wishForAnybody(), d->http, d->keys,
                                                  dpop(), d->clock);
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
    if (d->config.provider.provesPossession && !d->dpop.hasKey())
        d->dpop.makeKey();
    d->isStepUp = isStepUp;
    d->signInStop = std::move(stop);
    d->signingIn = QPromise<Result<Account>>();
    d->signingIn.start();
    return d->signingIn.future();
}

void Session::open(SignInWish wish)
{
    d->attempt = std::make_unique<SignInAttempt>(d->config.provider, std::move(wish), d->http, d->keys,
                                                 dpop(), d->browser, d->clock, d->config.patience);
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
              .dpopKey = d->dpop.keep(),
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
               noteKept(stored);
               endSignIn(d->kept ? Result<Account>(d->kept->account)
                                 : Result<Account>(tl::unexpect, Error{.kind = Error::Kind::Unauthorized}));
           });
}

void Session::noteKept(const Result<void> &kept)
{
    const bool wasKept = std::exchange(d->isKept, kept.has_value());
    if (!kept)
        emit keepFailed(kept.error());
    else if (!wasKept)
        emit keptAgain();
}

Async<void> Session::keepAgain()
{
    if (!d->kept || d->isEnded || d->kept->refreshToken.isEmpty())
        return readyFailure<void>({.kind = Error::Kind::Unauthorized});
    if (d->refresher)
        return ready<void>({}); // it keeps a newer one in a moment
    return follow(d->secrets.write(d->key, d->kept->toEnvelope(d->config.provider.clientId)), this,
                  [this](const Result<void> &kept) {
                      noteKept(kept);
                      return kept;
                  });
}

void Session::endSignIn(const Result<Account> &result)
{
    setState(stateWithoutAttempt());
    d->signingIn.addResult(result);
    d->signingIn.finish();
}

} // namespace gatehouse::identity
