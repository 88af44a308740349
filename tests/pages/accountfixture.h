// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/keptsession.h"
#include "core/workspace/account.h"
#include "tests/fakes/memorysecretstore.h"
#include "tests/fakes/stubserver.h"
#include "tests/pages/pagefixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace gatehouse::test {

class RecordingBrowser final : public identity::BrowserOpener
{
public:
    QList<QUrl> opened;
    bool open(const QUrl &url) override
    {
        opened.append(url);
        return true;
    }
};

// A person at a real session: a provider on this computer, a key store in memory, a gateway that says what
// the person may do.
struct AccountFixture : PageFixture
{
    const QList<identity::RoleRule> roles; // of the connection
    StubServer provider;
    MemorySecretStore secrets;
    RecordingBrowser browser;
    net::HttpClient http{clock, nullptr, net::HttpClient::Options{.attempts = 1}};
    identity::Session session{
        {.connection = u"Sandbox"_s,
         .provider = {.issuer = provider.url(QString()), .clientId = u"gatehouse"_s, .roles = roles},
         .api = provider.url(),
         .lockDirectory = dir.path()},
        http,
        secrets,
        browser,
        clock};
    workspace::Account account{session, gateway};

    explicit AccountFixture(QList<identity::RoleRule> roleRules = {})
        : roles(std::move(roleRules))
    {
        provider.setHandler([this](const auto &seen) { return answer(seen); });
    }

    // As an earlier run left it.
    void keepSession(const std::optional<QStringList> &rightsByRoles = {})
    {
        const identity::Provider &at = session.config().provider;
        identity::KeptSession kept;
        kept.account = {
            .issuer = at.issuer.toString(), .subject = u"ada"_s, .name = u"Ada Okafor"_s, .email = {}};
        kept.account.rights = rightsByRoles;
        kept.refreshToken = Secret("refresh-1");
        kept.savedAt = clock.now();
        kept.generation = 1;
        secrets.entries.insert(identity::secretKey(u"Sandbox"_s, at), kept.toEnvelope(at.clientId));
    }
    // Signed in, and the gateway has said who this is. `rightsByRoles`: what the connection's role rules
    // leave.
    void signInWith(const QStringList &rights, const std::optional<QStringList> &rightsByRoles = {})
    {
        gateway.person = {.subject = u"ada"_s,
                          .name = u"Ada Okafor"_s,
                          .email = {},
                          .roles = {},
                          .scopes = {},
                          .tenants = {},
                          .may = rights};
        keepSession(rightsByRoles);
        QVERIFY(resultOf(account.restore()));
        QTRY_VERIFY(account.person());
    }
    // The provider no longer knows the session.
    void endSession()
    {
        const auto token = resultOf(session.fresh({}));
        QVERIFY(!token);
        QCOMPARE(account.state(), workspace::Account::State::Ended);
    }

private:
    [[nodiscard]] StubServer::Answer answer(const StubServer::Seen &seen) const
    {
        const auto at = [this](const QString &path) { return provider.url(path).toString(); };
        if (seen.target.startsWith("/.well-known/openid-configuration")) {
            const QJsonObject metadata{{u"issuer"_s, provider.url(QString()).toString()},
                                       {u"authorization_endpoint"_s, at(u"/authorize"_s)},
                                       {u"token_endpoint"_s, at(u"/token"_s)},
                                       {u"jwks_uri"_s, at(u"/jwks"_s)},
                                       {u"id_token_signing_alg_values_supported"_s, QJsonArray{u"RS256"_s}},
                                       {u"subject_types_supported"_s, QJsonArray{u"public"_s}},
                                       {u"response_types_supported"_s, QJsonArray{u"code"_s}}};
            return {.body = QJsonDocument(metadata).toJson()};
        }
        if (seen.target.startsWith("/token"))
            return {.status = 400, .body = R"({"error":"invalid_grant"})"};
        return {.status = 404, .body = "{}"};
    }
};

} // namespace gatehouse::test
