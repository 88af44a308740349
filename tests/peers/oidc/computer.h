// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/keptsession.h"
#include "core/identity/session.h"
#include "core/identity/tokenclient.h"

#include <QTemporaryDir>
#include <QUrlQuery>

#include "tests/fakes/answers.h"
#include "tests/fakes/memorysecretstore.h"
#include "tests/fakes/shiftedclock.h"
#include "tests/peers/oidc/curlbrowser.h"
#include "tests/peers/oidc/peer.h"

namespace gatehouse::test {

// One computer and the person at it.
struct Computer
{
    explicit Computer(Peer &p, const QString &clientId = {})
        : peer(p)
        , provider{.issuer = p.issuer(),
                   .clientId = clientId.isEmpty() ? p.text("client_id") : clientId,
                   .ports = p.ports()}
        , browser(p)
    {}
    [[nodiscard]] std::unique_ptr<identity::Session>
    session(std::chrono::milliseconds patience = std::chrono::seconds(60))
    {
        return std::make_unique<identity::Session>(
            identity::Session::Config{.connection = QStringLiteral("prod"),
                                      .provider = provider,
                                      .api = provider.issuer.url(),
                                      .lockDirectory = dir.path(),
                                      .patience = patience},
            http, secrets, browser, clock);
    }
    [[nodiscard]] std::unique_ptr<identity::Session> signedIn()
    {
        auto made = session();
        const Result<identity::Account> account = resultOf(made->signIn());
        if (!account)
            qWarning("sign-in: %s %s", qPrintable(account.error().code), qPrintable(account.error().detail));
        return account ? std::move(made) : nullptr;
    }
    [[nodiscard]] identity::KeptSession kept() const
    {
        return identity::KeptSession::fromEnvelope(
                   secrets.entries.value(identity::secretKey(QStringLiteral("prod"), provider)), provider)
            .value_or(identity::KeptSession());
    }
    // Without a session around it: what the provider says of the token itself.
    [[nodiscard]] Result<identity::Tokens> refresh(const Secret &token, identity::Dpop *dpop = nullptr)
    {
        const Result<identity::ProviderMetadata> metadata =
            resultOf(identity::discover(http, peer.issuer(), {}, &context, {}));
        if (!metadata)
            return failure(metadata.error());
        return resultOf(
            identity::TokenClient(http, clock, provider.clientId, dpop).refresh(*metadata, token, &context));
    }

    const Peer &peer;
    identity::Provider provider;
    QTemporaryDir dir;
    test::ShiftedClock clock;
    MemorySecretStore secrets;
    net::HttpClient http{clock, nullptr, {.attempts = 1, .breakerFailures = 1000}};
    CurlBrowser browser;
    QObject context;
};

inline Result<net::AccessToken> renewed(identity::Session &session)
{
    if (const Result<net::AccessToken> old = resultOf(session.fresh({})))
        session.reject(*old);
    return resultOf(session.fresh({}));
}

// Whom the provider takes the bearer for.
inline QString subjectOfBearer(Computer &pc, identity::Session &session)
{
    net::HttpClient http(pc.clock, &session, {.attempts = 1});
    const auto read = [&http](const net::Request &request) {
        const Result<net::Response> response = resultOf(http.send(request));
        return response ? QJsonDocument::fromJson(response->body).object() : QJsonObject();
    };
    net::Request request{.url = identity::discoveryUrl(pc.peer.issuer())};
    request.url = QUrl(read(request).value(QStringLiteral("userinfo_endpoint")).toString());
    request.authorization = net::Request::Authorization::Bearer;
    return read(request).value(QStringLiteral("sub")).toString();
}

} // namespace gatehouse::test
