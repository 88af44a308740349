// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/sessionprivate.h"

#include "core/base/follow.h"
#include "core/base/logging.h"
#include "core/identity/signoutpage.h"

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
    d->refresher = std::make_unique<Refresher>(d->config, d->key, *d->kept, d->keys, d->tokens, dpop(),
                                               d->secrets, d->clock);
    connect(d->refresher.get(), &Refresher::keepFailed, this,
            [this](const Error &error) { noteKept(failure(error)); });
    connect(d->refresher.get(), &Refresher::keptSafely, this, [this] { noteKept({}); });
    connect(d->refresher.get(), &Refresher::rotated, this,
            [this](const KeptSession &kept) { d->kept = kept; });
    connect(d->refresher.get(), &Refresher::finished, this, [this](const Result<Tokens> &tokens) {
        d->refresher.release()->deleteLater();
        if (tokens && d->isLocked) { // locked meanwhile: it stays with whoever asked before
            answerWaiting(asToken(tokens->accessToken));
        } else if (tokens) {
            adopt(*tokens);
            answerWaiting(asToken(d->accessToken));
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
    const Secret refreshToken = d->kept ? d->kept->refreshToken : Secret();
    const Secret idToken = std::exchange(d->idToken, {});
    d->kept.reset();
    d->isEnded = false;
    d->isLocked = false;
    d->accessToken = {};
    d->refresher.reset();
    d->dpop.forget();
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
