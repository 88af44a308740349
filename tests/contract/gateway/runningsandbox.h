// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/adapters/contract/contractgateway.h"
#include "core/identity/session.h"
#include "tests/fakes/answers.h"
#include "tests/fakes/fakeidentityprovider.h"
#include "tests/fakes/memorysecretstore.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace gatehouse::test {

// The real gatehouse-sandbox as a process, and a platform admin signed in to it.
class RunningSandbox
{
public:
    explicit RunningSandbox(const QString &program)
    {
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        // What is decided takes effect tomorrow: nothing changes by itself while the tests look.
        process.start(program, {QStringLiteral("--port=0"), QStringLiteral("--data"), dir.path(),
                                QStringLiteral("--login-as=ada.okafor"), QStringLiteral("--rate-limit=0"),
                                QStringLiteral("--propagation=86400000")});
        const bool isReady =
            QTest::qWaitFor([this] { return process.canReadLine() || isOver(); }, 60'000) && !isOver();
        if (!isReady)
            qFatal("the sandbox did not start");
        const QJsonObject ready = QJsonDocument::fromJson(process.readLine()).object();
        const QUrl api(ready.value(QStringLiteral("api")).toString());
        identity::Provider provider{.issuer = QUrl(ready.value(QStringLiteral("issuer")).toString()),
                                    .clientId = ready.value(QStringLiteral("client_id")).toString()};
        provider.scopes +=
            {QStringLiteral("gw:read"), QStringLiteral("gw:decide"), QStringLiteral("gw:usage")};
        session = std::make_unique<identity::Session>(
            identity::Session::Config{.connection = QStringLiteral("Sandbox"),
                                      .provider = provider,
                                      .api = api,
                                      .lockDirectory = dir.path()},
            identityHttp, secrets, browser, clock);
        const Result<identity::Account> account = resultOf(session->signIn());
        if (!account)
            qFatal("sign-in: %s", qPrintable(account.error().code + account.error().detail));
        http = std::make_unique<net::HttpClient>(clock, session.get());
        gateway = std::make_unique<gateway::contract::ContractGateway>(api, *http);
    }
    ~RunningSandbox()
    {
        process.terminate();
        process.waitForFinished(20'000);
    }

    QTemporaryDir dir;
    QProcess process;
    SystemClock clock;
    net::HttpClient identityHttp{clock, nullptr};
    MemorySecretStore secrets;
    FollowingBrowser browser{identityHttp};
    std::unique_ptr<identity::Session> session;
    std::unique_ptr<net::HttpClient> http;
    std::unique_ptr<gateway::contract::ContractGateway> gateway;

private:
    [[nodiscard]] bool isOver() const { return process.state() == QProcess::NotRunning; }
};

} // namespace gatehouse::test
