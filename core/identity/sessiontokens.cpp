// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/sessionprivate.h"

#include "core/base/follow.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

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
        return ready<net::AccessToken>(asToken(d->accessToken));
    if (!d->refresher && d->clock.now() < d->notBefore)
        return readyFailure<net::AccessToken>(heldBack());
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
    d->refresher = std::make_unique<Refresher>(d->config, d->key, *d->kept, d->isKept, d->keys, d->tokens,
                                               dpop(), d->secrets, d->clock);
    connect(d->refresher.get(), &Refresher::keepFailed, this,
            [this](const Error &error) { noteKept(failure(error)); });
    connect(d->refresher.get(), &Refresher::keptSafely, this, [this] { noteKept({}); });
    connect(d->refresher.get(), &Refresher::rotated, this,
            [this](const KeptSession &kept) { d->kept = kept; });
    connect(d->refresher.get(), &Refresher::finished, this, [this](const Result<Tokens> &tokens) {
        d->refresher.release()->deleteLater();
        if (tokens) {
            d->failures = 0;
            d->notBefore = {};
        }
        if (tokens && d->isLocked) { // locked meanwhile: it stays with whoever asked before
            answerWaiting(asToken(tokens->accessToken));
        } else if (tokens) {
            adopt(*tokens);
            answerWaiting(asToken(d->accessToken));
        } else if (endsSession(tokens.error()) || tokens.error() == signedOutElsewhere()) {
            end(tokens.error());
        } else {
            holdBack(tokens.error());
            answerWaiting(failure(tokens.error()));
        }
    });
    d->refresher->start();
}

// T7: 1, 2, 4 … 60 s, the last half of each by chance, so that a whole office does not come back at once; and
// never before the provider said.
void Session::holdBack(const Error &error)
{
    using namespace std::chrono_literals;
    const std::chrono::milliseconds window =
        std::min<std::chrono::milliseconds>(60s, std::chrono::seconds(1LL << std::min(d->failures, 6)));
    ++d->failures;
    const auto pause = std::chrono::milliseconds(
        qint64(double(window.count()) * (0.5 + QRandomGenerator::global()->generateDouble() / 2)));
    const std::chrono::milliseconds asked = error.retryAfter.value_or(0s);
    d->lastFailure = error;
    d->notBefore = d->clock.now().addMSecs(std::max(pause, asked).count());
}

Error Session::heldBack() const
{
    Error error = d->lastFailure;
    if (error.retryAfter)
        error.retryAfter = std::chrono::seconds(d->clock.now().msecsTo(d->notBefore) / 1000 + 1);
    return error;
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

Dpop *Session::dpop()
{
    return d->config.provider.provesPossession ? &d->dpop : nullptr;
}

net::AccessToken Session::asToken(const Secret &accessToken) const
{
    return {.value = accessToken, .scheme = d->config.provider.provesPossession ? "DPoP" : "Bearer"};
}

net::Headers Session::proofFor(const net::AccessToken &token, const QByteArray &method, const QUrl &url)
{
    if (!dpop())
        return {};
    return {{"DPoP", d->dpop.proof(method, url, &token.value)}};
}

bool Session::learnFrom(const net::Response &response)
{
    return dpop() && d->dpop.learnFrom(response, Dpop::Server::Resource);
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
    auto *ending = new SessionSignOut(
        {.config = d->config, .key = d->key, .idToken = std::exchange(d->idToken, {}), .kept = d->kept},
        std::move(d->refresher), d->keys, d->tokens, d->secrets, &d->endings);
    d->kept.reset();
    d->isEnded = false;
    d->isKept = true;
    d->accessToken = {};
    d->failures = 0;
    d->notBefore = {};
    if (!ending->needsProof())
        d->dpop.forget();
    answerWaiting(failure(Error{.kind = Error::Kind::Unauthorized}));
    setState(State::SignedOut);
    return follow(ending->start(), this, [this](const Result<QUrl> &page) {
        if (!d->kept && !d->attempt && !d->elsewhere)
            d->dpop.forget();
        return page;
    });
}

} // namespace gatehouse::identity
