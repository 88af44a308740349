// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/browseropener.h"
#include "core/net/httpclient.h"

#include <QDateTime>
#include <QHash>
#include <QJsonObject>

#include "tests/fakes/signingkey.h"
#include "tests/fakes/stubserver.h"

namespace gatehouse::test {

// An OpenID provider on loopback with real keys and codes that answers at once, as the person who always
// agrees, and errs where told.
class FakeIdentityProvider
{
public:
    explicit FakeIdentityProvider(SigningKey::Kind kind = SigningKey::Kind::P256,
                                  const QByteArray &alg = "ES256");
    FakeIdentityProvider(SigningKey key, const QByteArray &alg);

    [[nodiscard]] QUrl issuer() const { return m_server.url(QString()); }
    [[nodiscard]] StubServer &server() { return m_server; }
    [[nodiscard]] qsizetype count(const QByteArray &path) const; // requests so far
    [[nodiscard]] QByteArray lastForm() const { return m_lastForm; }
    [[nodiscard]] qsizetype liveTokens() const { return m_refreshTokens.size(); } // revoked one by one
    [[nodiscard]] const SigningKey &key() const { return m_key; }

    std::function<void(QJsonObject &)> editMetadata = {};
    std::function<void(QJsonObject &)> editClaims = {};
    std::function<QByteArray(const QJsonObject &)> idToken = {}; // of these claims, instead of a sound one
    std::function<void(QJsonObject &)> editTokens = {};          // the answer of the token endpoint
    std::function<void(StubServer::Answer &)> editAnswer = {};   // and how it is sent
    std::function<void(QByteArray &)> editRedirect = {};         // the query of the way back
    std::function<std::optional<StubServer::Answer>()> token =
        {}; // instead of its own answer, when it gives one
    std::function<std::optional<StubServer::Answer>()> revocation = {}; // likewise
    // The same for any request, before anything else.
    std::function<std::optional<StubServer::Answer>(const StubServer::Seen &)> instead = {};
    QList<QJsonObject> keys = {}; // what /jwks says; empty: its own
    int pushedFor = 60;           // seconds that a pushed request lives; used up by the first who comes
    QDateTime now;
    QByteArray deviceAnswer =
        "authorization_pending"; // an error of RFC 8628 3.5; empty: the person has agreed
    bool heedsAcr = true;        // says the first acr asked for, and auth_time
    bool rotates = true;
    bool givesRefreshToken = true;
    QList<QByteArray> secrets; // all it ever gave out: codes and tokens

private:
    [[nodiscard]] StubServer::Answer answer(const StubServer::Seen &seen);
    [[nodiscard]] StubServer::Answer authorize(const QHash<QByteArray, QByteArray> &given);
    [[nodiscard]] StubServer::Answer exchange(const QHash<QByteArray, QByteArray> &form);
    [[nodiscard]] QByteArray secret(const QByteArray &prefix);

    struct Grant
    {
        QHash<QByteArray, QByteArray> request;
    };

    StubServer m_server;
    QByteArray m_alg;
    SigningKey m_key;
    QHash<QByteArray, Grant> m_codes;
    QHash<QByteArray, QHash<QByteArray, QByteArray>> m_pushed; // by request_uri
    QList<QByteArray> m_refreshTokens;                         // good ones
    QByteArray m_lastForm;
    int m_serial = 0;
};

// The browser of somebody quick: fetches the address and follows the way back to the console.
class FollowingBrowser final : public identity::BrowserOpener
{
public:
    explicit FollowingBrowser(net::HttpClient &http)
        : m_http(http)
    {}
    bool open(const QUrl &url) override;

    QList<QUrl> opened;
    QByteArray lastPage; // what the console's receiver answered

private:
    void get(const QUrl &url);

    net::HttpClient &m_http;
    QObject m_context;
};

} // namespace gatehouse::test
