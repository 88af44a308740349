// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/discovery.h"
#include "core/identity/dpop.h"
#include "core/identity/idtoken.h"
#include "core/identity/pkce.h"
#include "core/identity/provider.h"

namespace gatehouse::identity {

// A token endpoint's answer (RFC 6749 5.1), checked.
struct Tokens
{
    Secret accessToken;
    Secret refreshToken; // empty: none given
    Secret idToken;      // empty: none given
    std::chrono::seconds expiresIn{300};
    std::optional<QStringList> scopes = {}; // granted; nothing: as asked for, or as before
    std::chrono::seconds serverAhead{0};    // the answer's Date minus our clock; 0 when it had none
    bool operator==(const Tokens &) const = default;
};

// A pushed authorization request (RFC 9126 2.2).
struct PushedRequest
{
    QString uri; // good for one use
    std::chrono::seconds expiresIn{0};
    bool operator==(const PushedRequest &) const = default;
};

// A device authorization answer (RFC 8628 3.2), checked.
struct DeviceCode
{
    Secret deviceCode;
    QString userCode;         // to be typed elsewhere; hostile, plain
    QUrl verificationUri;     // https, or http of a provider on this computer
    QUrl verificationUriFull; // with the code in it; empty: not offered
    std::chrono::seconds expiresIn{0};
    std::chrono::seconds interval{5};
    bool operator==(const DeviceCode &) const = default;
};

// What every ID token of this provider that came with `tokens` must fit.
[[nodiscard]] IdTokenRules rulesFor(const ProviderMetadata &metadata, const Provider &provider,
                                    const Tokens &tokens, const QDateTime &now);

// Whether a refresh that failed so ends the session: invalid_grant, and neither rate limiting in disguise
// (Okta) nor 429; or an ID token of somebody else.
[[nodiscard]] bool endsSession(const Error &error);
// D5: the endpoint is not there any more; the provider's document is to be asked for again.
[[nodiscard]] bool isGone(const Error &error);
// Configuration: the connection asks for bound tokens and the provider does not make them.
[[nodiscard]] Error noDpop(const ProviderMetadata &provider);
// `type`: the token type that was asked for, in lower case: "bearer" or "dpop"; another is refused.
[[nodiscard]] Result<Tokens> readTokens(const net::Response &response, const QDateTime &now,
                                        QByteArrayView type = "bearer");

// Talks to the token and revocation endpoints as a public client. A code is never sent twice, but for the
// nonce that a proof of possession lacked (RFC 9449 8).
class TokenClient
{
public:
    using Form = QList<std::pair<QByteArray, QByteArray>>;

    // `dpop`: tokens are asked for bound to its key, which it must have by then; null: bearers.
    TokenClient(net::HttpClient &http, const Clock &clock, QString clientId, Dpop *dpop = nullptr);

    [[nodiscard]] Async<Tokens> exchange(const ProviderMetadata &provider, const Secret &code,
                                         const Secret &verifier, const QUrl &redirectUri, QObject *context,
                                         std::stop_token stop);
    // RFC 9126: the parameters of an authorization request, posted.
    [[nodiscard]] Async<PushedRequest> push(const ProviderMetadata &provider, const Form &parameters,
                                            QObject *context, std::stop_token stop);
    [[nodiscard]] Async<DeviceCode> deviceCode(const ProviderMetadata &provider, const Provider &asked,
                                               QObject *context, std::stop_token stop);
    // SignInRefused "authorization_pending" or "slow_down" until the person has decided.
    [[nodiscard]] Async<Tokens> redeem(const ProviderMetadata &provider, const Secret &deviceCode,
                                       QObject *context, std::stop_token stop);
    // T12: tokens of a sign-in that is refused, of another person for one, are good for nobody. Goes on by
    // itself.
    void disown(const ProviderMetadata &provider, const Tokens &tokens);
    [[nodiscard]] Async<Tokens> refresh(const ProviderMetadata &provider, const Secret &refreshToken,
                                        QObject *context);
    [[nodiscard]] Async<void> revoke(const ProviderMetadata &provider, const Secret &token, QObject *context,
                                     const QByteArray &hint = "refresh_token");

private:
    [[nodiscard]] net::Request post(const QUrl &endpoint, const Form &form) const;
    [[nodiscard]] Async<Tokens> ask(const net::Request &request, QObject *context, std::stop_token stop);

    net::HttpClient &m_http;
    const Clock &m_clock;
    QString m_clientId;
    Dpop *m_dpop;
};

} // namespace gatehouse::identity
