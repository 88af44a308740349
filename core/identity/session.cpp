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

QDateTime Session::signedInAt() const
{
    return d->kept ? d->kept->signedInAt : QDateTime();
}

bool Session::isKept() const
{
    return !d->kept || d->isEnded || d->isKept;
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
        if (d->config.provider.provesPossession && !d->dpop.takeKey(kept->dpopKey)) {
            // T10: without the key that they are bound to, the tokens are good for nothing.
            setState(State::SignedOut);
            return failure(Error::Kind::Decode, u"the kept session has no usable key"_s);
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
    if (d->isLocked)
        return unlock(std::move(stop));
    Async<Account> future = prepare(std::move(stop), Purpose::SignIn);
    setState(State::WaitingForBrowser);
    open(wishForAnybody());
    return future;
}

Async<Account> Session::unlock(std::stop_token stop)
{
    Async<Account> future = prepare(std::move(stop), Purpose::Unlock);
    if (stateWithoutAttempt() != State::SignedIn)
        setState(State::WaitingForBrowser);
    SignInWish wish = wishForAnybody();
    wish.maxAge = std::chrono::seconds(0);
    open(std::move(wish));
    return future;
}

Async<Account> Session::unlockElsewhere(std::stop_token stop)
{
    return elsewhere(std::move(stop), Purpose::Unlock);
}

Async<Account> Session::stepUp(const QStringList &acr, std::optional<std::chrono::seconds> maxAge,
                               std::stop_token stop)
{
    if (!d->kept || d->isEnded)
        return readyFailure<Account>({.kind = Error::Kind::Unauthorized});
    Async<Account> future = prepare(std::move(stop), Purpose::StepUp);
    SignInWish wish = wishForAnybody();
    wish.acr = acr;
    wish.maxAge = maxAge;
    if (acr.isEmpty() && !maxAge) { // a bare challenge; signed in again silently would be nothing
        wish.acr = d->config.stepUpAcr;
        if (wish.acr.isEmpty())
            wish.maxAge = std::chrono::seconds(0);
    }
    open(std::move(wish));
    return future;
}

Async<Account> Session::signInElsewhere(std::stop_token stop)
{
    return elsewhere(std::move(stop), d->isLocked ? Purpose::Unlock : Purpose::SignIn);
}

Async<Account> Session::elsewhere(std::stop_token stop, Purpose purpose)
{
    Async<Account> future = prepare(std::move(stop), purpose);
    d->elsewhere = std::make_unique<DeviceSignIn>(d->config.provider, wishForAnybody(), d->http, d->keys,
                                                  dpop(), d->clock);
    connect(d->elsewhere.get(), &DeviceSignIn::codeGiven, this, &Session::showAttempt);
    connect(d->elsewhere.get(), &DeviceSignIn::finished, this, [this](const Result<SignInOutcome> &outcome) {
        d->elsewhere.release()->deleteLater();
        take(outcome);
    });
    if (purpose != Purpose::Unlock || stateWithoutAttempt() != State::SignedIn)
        setState(State::WaitingForBrowser);
    d->elsewhere->start();
    return future;
}

// signInUrl() and userCode() are others now.
void Session::showAttempt()
{
    emit stateChanged(d->state);
}

Async<Account> Session::prepare(std::stop_token stop, Purpose purpose)
{
    cancelSignIn();
    if (d->config.provider.provesPossession && !d->dpop.hasKey())
        d->dpop.makeKey();
    d->purpose = purpose;
    d->attemptStartedAt = d->clock.now();
    d->signInStop = std::move(stop);
    d->signingIn = QPromise<Result<Account>>();
    d->signingIn.start();
    return d->signingIn.future();
}

void Session::open(SignInWish wish)
{
    d->attempt = std::make_unique<SignInAttempt>(d->config.provider, std::move(wish), d->http, d->keys,
                                                 dpop(), d->browser, d->clock, d->config.patience);
    connect(d->attempt.get(), &SignInAttempt::waitingForBrowser, this, &Session::showAttempt);
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
    else if (d->purpose == Purpose::Unlock && outcome->authTime &&
             *outcome->authTime <
                 d->attemptStartedAt.addSecs(-d->config.provider.skew.count()).toSecsSinceEpoch())
        // A code on another device asks for no age: what the provider says of it counts (Core 3.1.3.7, 13).
        endSignIn(failure(Error{.kind = Error::Kind::SignInRefused, .code = u"idtoken.auth_time"_s}));
    else
        keep({.account = outcome->account,
              .refreshToken = outcome->tokens.refreshToken,
              .savedAt = d->clock.now(),
              .nonceHash = outcome->nonceHash,
              .authTime = outcome->authTime,
              .hadAzp = outcome->hasAzp,
              .dpopKey = d->dpop.keep(),
              .signedInAt = d->clock.now(),
              .generation = d->kept ? d->kept->generation + 1 : 1},
             outcome->tokens);
}

bool Session::isSigningIn() const
{
    return d->attempt || d->elsewhere;
}

void Session::cancelSignIn()
{
    if (!d->attempt && !d->elsewhere)
        return;
    d->attempt.reset();
    d->elsewhere.reset();
    d->signingIn.future().cancel();
    d->signingIn.finish();
    if (d->state == stateWithoutAttempt())
        showAttempt();
    else
        setState(stateWithoutAttempt());
}

void Session::lock()
{
    d->isLocked = true;
    cancelSignIn(); // one that began before is no unlocking
    d->accessToken = {};
    d->idToken = {};
}

bool Session::isLocked() const
{
    return d->isLocked && d->kept;
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
    d->failures = 0;
    d->notBefore = {};
    if (d->purpose == Purpose::Unlock)
        d->isLocked = false;
    if (!d->isLocked)
        adopt(tokens);
    for (SessionSignOut *ending : d->endings.findChildren<SessionSignOut *>())
        ending->leaveStoreAlone(); // what stands there now is of this sign-in
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
