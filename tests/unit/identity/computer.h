// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/keptsession.h"
#include "core/identity/session.h"
#include "tests/fakes/answers.h"
#include "tests/fakes/fakeidentityprovider.h"
#include "tests/fakes/manualclock.h"
#include "tests/fakes/memorysecretstore.h"

#include <QTemporaryDir>

namespace gatehouse::test {

// One computer: clock, key store and browser outlive the program's runs.
struct Computer
{
    explicit Computer(SigningKey::Kind kind = SigningKey::Kind::P256, const QByteArray &alg = "ES256")
        : Computer(SigningKey::make(kind, "key-1"), alg)
    {}
    Computer(SigningKey key, const QByteArray &alg)
        : provider(std::move(key), alg)
    {
        provider.now = clock.now();
        settings.issuer = provider.issuer();
        settings.clientId = QStringLiteral("gatehouse");
    }
    [[nodiscard]] std::unique_ptr<identity::Session> session() { return session(browser); }
    [[nodiscard]] std::unique_ptr<identity::Session>
    session(identity::BrowserOpener &opener, std::chrono::milliseconds patience = std::chrono::minutes(10))
    {
        return std::make_unique<identity::Session>(
            identity::Session::Config{.connection = QStringLiteral("prod"),
                                      .provider = settings,
                                      .api = QUrl(QStringLiteral("https://gw.example:8443")),
                                      .lockDirectory = dir.path(),
                                      .patience = patience},
            http, secrets, opener, clock);
    }
    [[nodiscard]] std::unique_ptr<identity::Session> signedIn()
    {
        auto made = session();
        if (!resultOf(made->signIn()))
            made.reset();
        return made;
    }
    void passTime(std::chrono::seconds by)
    {
        clock.advance(by);
        provider.now = clock.now();
    }
    [[nodiscard]] Result<identity::KeptSession> kept()
    {
        return identity::KeptSession::fromEnvelope(
            secrets.entries.value(identity::secretKey(QStringLiteral("prod"), settings)), settings);
    }

    QTemporaryDir dir;
    ManualClock clock;
    FakeIdentityProvider provider;
    identity::Provider settings; // of the connection
    MemorySecretStore secrets;
    net::HttpClient http{clock, nullptr, {.attempts = 1, .breakerFailures = 1000}};
    FollowingBrowser browser{http};
};

} // namespace gatehouse::test
