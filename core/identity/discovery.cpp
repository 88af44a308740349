// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/discovery.h"

#include "core/base/follow.h"
#include "core/base/json.h"
#include "core/identity/jose.h"
#include "core/net/mediatype.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

constexpr JsonLimits MetadataLimits{.bytes = 256 * 1024, .depth = 32};

Error refused(const QString &rule, const QString &detail)
{
    return {.kind = Error::Kind::SignInRefused, .code = u"discovery."_s + rule, .detail = detail};
}

// Of this computer by its number: a name may lead elsewhere.
bool isPlainAndHere(const QUrl &url)
{
    return url.scheme() == "http"_L1 && QHostAddress(url.host()).isLoopback();
}

QUrl endpoint(JsonReader &r, const QUrl &issuer, std::string_view name, bool required)
{
    const QString text = required ? r.string(name) : r.optionalString(name).value_or(QString());
    if (text.isEmpty() && !required)
        return {};
    QUrl url(text, QUrl::StrictMode);
    if (!isAddressOf(issuer, url))
        r.fail(name, "https address");
    return url;
}

} // namespace

QByteArrayList ProviderMetadata::allowedIdTokenAlgorithms() const
{
    if (idTokenAlgorithms.contains("RS256"))
        return {"RS256"};
    QByteArrayList allowed;
    for (const QByteArray &alg : knownAlgorithms()) {
        if (idTokenAlgorithms.contains(alg))
            allowed.append(alg);
    }
    return allowed;
}

bool isAddressOf(const QUrl &issuer, const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() && !url.authority().contains(u'@') && !url.hasFragment() &&
           (url.scheme() == "https"_L1 || (isPlainAndHere(issuer) && isPlainAndHere(url)));
}

Result<void> checkIssuer(const QUrl &issuer)
{
    if (!isAddressOf(issuer, issuer) || issuer.hasQuery())
        return failure(
            Error{.kind = Error::Kind::Configuration,
                  .code = u"issuer"_s,
                  .title = issuer.toDisplayString(QUrl::RemoveUserInfo),
                  .detail = u"the issuer must be an https address without query, fragment or user"_s});
    return {};
}

QUrl discoveryUrl(const QUrl &issuer)
{
    QString text = issuer.toString(QUrl::FullyEncoded);
    if (text.endsWith(u'/'))
        text.chop(1);
    return QUrl(text + u"/.well-known/openid-configuration"_s);
}

QUrl authorizationServerUrl(const QUrl &issuer)
{
    QUrl url = issuer;
    QString path = issuer.path(QUrl::FullyEncoded);
    if (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(u"/.well-known/oauth-authorization-server"_s + path, QUrl::TolerantMode);
    return url;
}

std::chrono::seconds keptFor(const net::Response &response)
{
    using namespace std::chrono_literals;
    return std::clamp<std::chrono::seconds>(net::maxAge(response).value_or(24h), 5min, 24h);
}

Result<ProviderMetadata> readMetadata(QByteArrayView json, const QString &issuer)
{
    Result<ProviderMetadata> metadata = readJson(
        json,
        [from = QUrl(issuer, QUrl::StrictMode)](JsonReader &r) {
            ProviderMetadata m;
            m.issuer = r.string("issuer");
            m.authorizationEndpoint = endpoint(r, from, "authorization_endpoint", true);
            m.tokenEndpoint = endpoint(r, from, "token_endpoint", true);
            m.jwksUri = endpoint(r, from, "jwks_uri", true);
            m.revocationEndpoint = endpoint(r, from, "revocation_endpoint", false);
            m.endSessionEndpoint = endpoint(r, from, "end_session_endpoint", false);
            m.pushedRequestEndpoint = endpoint(r, from, "pushed_authorization_request_endpoint", false);
            m.deviceEndpoint = endpoint(r, from, "device_authorization_endpoint", false);
            m.requiresPushedRequest =
                r.optionalBoolean("require_pushed_authorization_requests").value_or(false);
            if (m.requiresPushedRequest && m.pushedRequestEndpoint.isEmpty())
                r.fail("pushed_authorization_request_endpoint", "an address, since it is required");
            m.takesDpop = r.optionalStrings("dpop_signing_alg_values_supported").contains(u"ES256"_s);
            m.saysS256 = r.optionalStrings("code_challenge_methods_supported").contains(u"S256"_s);
            m.scopes = r.optionalStrings("scopes_supported");
            for (const QString &alg : r.strings("id_token_signing_alg_values_supported"))
                m.idTokenAlgorithms.append(alg.toUtf8());
            if (!r.strings("response_types_supported").contains(u"code"_s))
                r.fail("response_types_supported", "code among them");
            if (r.strings("subject_types_supported").isEmpty()) // D3: required, though nothing hangs on it
                r.fail("subject_types_supported", "a type");
            m.issInResponse =
                r.optionalBoolean("authorization_response_iss_parameter_supported").value_or(false);
            return m;
        },
        MetadataLimits);
    if (!metadata)
        return failure(refused(u"document"_s, metadata.error().detail));
    // D2: code point for code point, no slash or case folding.
    if (metadata->issuer != issuer)
        return failure(refused(u"issuer"_s, u"the document names another issuer"_s));
    return metadata;
}

bool isOfType(const net::Response &response, const QByteArrayList &types)
{
    return types.contains(net::mediaType(response.header("content-type")));
}

Async<ProviderMetadata> discover(net::HttpClient &http, const Issuer &issuer, const QString &clientId,
                                 QObject *context, std::stop_token stop)
{
    if (const Result<void> usable = checkIssuer(issuer.url()); !usable)
        return readyFailure<ProviderMetadata>(usable.error());
    const auto at = [clientId](QUrl url) {
        if (!clientId.isEmpty())
            url.setQuery(u"client_id="_s + QString::fromLatin1(QUrl::toPercentEncoding(clientId)));
        return url;
    };
    net::Request request;
    request.url = at(discoveryUrl(issuer.url()));
    request.timeout = std::chrono::seconds(10);
    request.maxResponseBytes = MetadataLimits.bytes;
    const auto retryElsewhere = [&http, request, elsewhere = at(authorizationServerUrl(issuer.url())),
                                 stop](const Result<net::Response> &response) mutable {
        if (!response || response->status != 404)
            return response ? ready<net::Response>(*response) : readyFailure<net::Response>(response.error());
        request.url = elsewhere;
        return http.send(std::move(request), stop);
    };
    return follow(
        follow(http.send(request, stop), context, retryElsewhere).unwrap(), context,
        [expected = issuer.toString()](const Result<net::Response> &response) -> Result<ProviderMetadata> {
            if (!response)
                return failure(response.error());
            if (response->status >= 500 || response->status == 429)
                return failure(net::requireSuccess(*response).error());
            if (response->status != 200)
                return failure(refused(u"status"_s, u"HTTP %1"_s.arg(response->status)));
            if (!isOfType(*response, {"application/json"}))
                return failure(refused(u"type"_s, u"not application/json"_s));
            Result<ProviderMetadata> metadata = readMetadata(response->body, expected);
            if (metadata)
                metadata->keepFor = keptFor(*response);
            return metadata;
        });
}

} // namespace gatehouse::identity
