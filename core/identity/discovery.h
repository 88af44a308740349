// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"
#include "core/identity/issuer.h"
#include "core/net/httpclient.h"

#include <QByteArrayList>
#include <QUrl>

namespace gatehouse::identity {

// What a provider says of itself (OpenID Connect Discovery 1.0, 3), checked: every endpoint is https without
// user info or fragment. Plain http is for a provider that is itself plain http on this computer.
struct ProviderMetadata
{
    QString issuer;
    QUrl authorizationEndpoint;
    QUrl tokenEndpoint;
    QUrl jwksUri;
    QUrl revocationEndpoint;          // empty: not offered
    QUrl endSessionEndpoint;          // empty: not offered
    QUrl pushedRequestEndpoint;       // RFC 9126; empty: not offered
    QUrl deviceEndpoint;              // RFC 8628; empty: not offered
    QByteArrayList idTokenAlgorithms; // as advertised
    bool issInResponse = false;       // RFC 9207 2: authorization_response_iss_parameter_supported
    bool requiresPushedRequest = false;
    bool saysS256 = false;                   // that it does PKCE; it is used either way (A14)
    QStringList scopes;                      // that it names; need not be all of them
    bool takesDpop = false;                  // RFC 9449 with ES256
    std::chrono::seconds keepFor{24 * 3600}; // D5: the answer's max-age, within 5 minutes and 24 hours
    bool operator==(const ProviderMetadata &) const = default;

    // RS256 unless the provider says it cannot (section 1.3, step 7); never what we do not know.
    [[nodiscard]] QByteArrayList allowedIdTokenAlgorithms() const;
};

// Whether something that a provider names may be asked or shown: an https address of some host; plain http
// only on a loopback address, and only where the issuer is one too (A2, D3): a provider elsewhere has no
// business on this computer's ports.
[[nodiscard]] bool isAddressOf(const QUrl &issuer, const QUrl &url);
// Configuration error when the issuer itself cannot be used: https only (loopback excepted), no query,
// fragment or user info (D1).
[[nodiscard]] Result<void> checkIssuer(const QUrl &issuer);
// D1: the issuer, minus one trailing slash, plus /.well-known/openid-configuration.
[[nodiscard]] QUrl discoveryUrl(const QUrl &issuer);
// RFC 8414 3.1: the well-known part between host and path; asked where the first is not found.
[[nodiscard]] QUrl authorizationServerUrl(const QUrl &issuer);
// J2, D5: what the answer says, within 5 minutes and 24 hours; 24 hours when it says nothing.
[[nodiscard]] std::chrono::seconds keptFor(const net::Response &response);
// Whether the answer says it is one of these media types, and not only something like it (D4).
[[nodiscard]] bool isOfType(const net::Response &response, const QByteArrayList &types);
// D2, D3, D4. SignInRefused with code "discovery.<rule>".
[[nodiscard]] Result<ProviderMetadata> readMetadata(QByteArrayView json, const QString &issuer);

// `clientId`: said along where the provider's answer depends on it (D6); empty otherwise.
[[nodiscard]] Async<ProviderMetadata> discover(net::HttpClient &http, const Issuer &issuer,
                                               const QString &clientId, QObject *context,
                                               std::stop_token stop);

} // namespace gatehouse::identity
