// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/tokenclient.h"

#include "core/base/follow.h"
#include "core/base/json.h"
#include "core/net/ratelimit.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

constexpr JsonLimits AnswerLimits{.bytes = 64 * 1024, .depth = 8};

bool isPrintable(const QByteArray &text)
{
    return std::all_of(text.cbegin(), text.cend(), [](char c) { return c > 0x20 && c < 0x7f; });
}

// RFC 6749 5.2. The description is the server's: it is for the log, and for recognising rate limiting.
Error oauthError(const net::Response &response)
{
    const Result<net::Response> success = net::requireSuccess(response);
    Error error =
        success ? Error{.kind = Error::Kind::Server, .httpStatus = response.status} : success.error();
    if (response.status == 429 || response.status >= 500)
        return error;
    const auto read = readJson(
        response.body,
        [](JsonReader &r) { return std::pair(r.string("error"), r.optionalString("error_description")); },
        AnswerLimits);
    if (!read)
        return {
            .kind = Error::Kind::Server, .httpStatus = response.status, .detail = u"not an OAuth error"_s};
    error.kind = Error::Kind::SignInRefused;
    error.code = read->first.left(64);
    error.title = read->second.value_or(QString()).left(512);
    if (error.code == u"invalid_client"_s || error.code == u"unauthorized_client"_s)
        error.kind = Error::Kind::Configuration;
    if (error.title.contains(u"rate limit"_s, Qt::CaseInsensitive))
        error.kind = Error::Kind::RateLimited;
    if (error.kind == Error::Kind::RateLimited && !error.retryAfter) // headers of a 429 on another status
        if (const auto wait = net::serverWait(429, response.headers, QDateTime::currentDateTimeUtc()))
            error.retryAfter = std::chrono::ceil<std::chrono::seconds>(*wait);
    return error;
}

// A page that a person is sent to: of the provider, and nothing but a page.
QUrl pageAddress(JsonReader &r, std::string_view name, const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    const bool isSafe = url.isValid() && !url.host().isEmpty() && !url.authority().contains(u'@') &&
                        (url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && net::isLoopback(url)));
    if (!isSafe)
        r.fail(name, "https address");
    return url;
}

DeviceCode readDeviceCode(JsonReader &r)
{
    DeviceCode code;
    code.deviceCode = Secret::take(r.string("device_code").toUtf8());
    code.userCode = r.string("user_code").left(64);
    if (code.deviceCode.isEmpty() || code.userCode.isEmpty())
        r.fail("user_code", "a code");
    code.verificationUri = pageAddress(r, "verification_uri", r.string("verification_uri"));
    if (const std::optional<QString> full = r.optionalString("verification_uri_complete"))
        code.verificationUriFull = pageAddress(r, "verification_uri_complete", *full);
    code.expiresIn = std::chrono::seconds(r.integer("expires_in", 1, 86400));
    code.interval = std::chrono::seconds(r.optionalInteger("interval", 1, 300).value_or(5));
    return code;
}

} // namespace

IdTokenRules rulesFor(const ProviderMetadata &metadata, const Provider &provider, const Tokens &tokens,
                      const QDateTime &now)
{
    IdTokenRules rules;
    rules.issuer = metadata.issuer;
    rules.clientId = provider.clientId;
    rules.algorithms = metadata.allowedIdTokenAlgorithms();
    rules.accessToken = tokens.accessToken;
    rules.now = now;
    rules.skew = provider.skew;
    rules.serverAhead = tokens.serverAhead;
    rules.trustedAudiences = provider.trustedAudiences;
    for (const RoleRule &rule : provider.roles)
        if (!rules.listClaims.contains(rule.claim))
            rules.listClaims.append(rule.claim);
    return rules;
}

bool endsSession(const Error &error)
{
    // idtoken.sub: the provider now speaks of somebody else (T12).
    return error.kind == Error::Kind::SignInRefused &&
           (error.code == u"invalid_grant"_s || error.code == u"idtoken.sub"_s);
}

bool isGone(const Error &error)
{
    return error.httpStatus == 404 || error.httpStatus == 410;
}

Error noDpop(const ProviderMetadata &provider)
{
    return {.kind = Error::Kind::Configuration,
            .code = u"dpop"_s,
            .title = provider.issuer,
            .detail = u"the provider does not say that it takes proofs of possession with ES256"_s};
}

Result<Tokens> readTokens(const net::Response &response, const QDateTime &now, QByteArrayView wanted)
{
    if (response.status != 200)
        return failure(oauthError(response));
    QByteArray type;
    Result<Tokens> tokens = readJson(
        response.body,
        [&type](JsonReader &r) {
            Tokens t;
            QByteArray access = r.string("access_token").toUtf8();
            if (access.isEmpty() || access.size() > 16 * 1024 || !isPrintable(access))
                r.fail("access_token", "1 to 16384 printable characters");
            t.accessToken = Secret::take(std::move(access));
            type = r.string("token_type").toUtf8().toLower();
            t.expiresIn = std::chrono::seconds(r.optionalInteger("expires_in", 0, 366 * 86400).value_or(300));
            t.refreshToken = Secret::take(r.optionalString("refresh_token").value_or(QString()).toUtf8());
            t.idToken = Secret::take(r.optionalString("id_token").value_or(QString()).toUtf8());
            return t;
        },
        AnswerLimits);
    if (!tokens)
        return failure(
            Error{.kind = Error::Kind::SignInRefused, .code = u"tokens"_s, .detail = tokens.error().detail});
    if (type != wanted)
        return failure(Error{.kind = Error::Kind::SignInRefused, .code = u"tokens.type"_s});
    tokens->serverAhead = net::serverAhead(response, now);
    return tokens;
}

TokenClient::TokenClient(net::HttpClient &http, const Clock &clock, QString clientId, Dpop *dpop)
    : m_http(http)
    , m_clock(clock)
    , m_clientId(std::move(clientId))
    , m_dpop(dpop)
{}

net::Request TokenClient::post(const QUrl &endpoint, const Form &form) const
{
    net::Request request;
    request.method = "POST";
    request.url = endpoint;
    request.contentType = "application/x-www-form-urlencoded";
    request.maxResponseBytes = AnswerLimits.bytes;
    request.timeout = std::chrono::seconds(20);
    QByteArrayList pairs;
    for (const auto &[name, value] : form) // per value: QUrlQuery would leave '+' alone
        pairs.append(name + '=' + value.toPercentEncoding());
    request.body = pairs.join('&');
    return request;
}

Async<Tokens> TokenClient::ask(const net::Request &request, QObject *context, std::stop_token stop)
{
    const auto read = [now = m_clock.now(), type = QByteArrayView(m_dpop ? "dpop" : "bearer")](
                          const Result<net::Response> &response) -> Result<Tokens> {
        return response ? readTokens(*response, now, type) : Result<Tokens>(tl::unexpect, response.error());
    };
    if (!m_dpop)
        return follow(m_http.send(request, stop), context, read);
    const auto proven = [request, dpop = m_dpop] {
        net::Request with = request;
        with.headers.append({"DPoP", dpop->proof(request.method, request.url)});
        return with;
    };
    const auto again = [this, proven, stop](const Result<net::Response> &response) -> Async<net::Response> {
        if (!response)
            return readyFailure<net::Response>(response.error());
        if (!m_dpop->learnFrom(*response, Dpop::Server::Authorization))
            return ready<net::Response>(*response);
        return m_http.send(proven(), stop);
    };
    return follow(follow(m_http.send(proven(), stop), context, again).unwrap(), context, read);
}

Async<Tokens> TokenClient::exchange(const ProviderMetadata &provider, const Secret &code,
                                    const Secret &verifier, const QUrl &redirectUri, QObject *context,
                                    std::stop_token stop)
{
    const net::Request request =
        post(provider.tokenEndpoint, {{"grant_type", "authorization_code"},
                                      {"code", code.reveal().toByteArray()},
                                      {"code_verifier", verifier.reveal().toByteArray()},
                                      {"redirect_uri", redirectUri.toEncoded()},
                                      {"client_id", m_clientId.toUtf8()}});
    return ask(request, context, std::move(stop));
}

Async<QString> TokenClient::push(const ProviderMetadata &provider, const Form &parameters, QObject *context,
                                 std::stop_token stop)
{
    return follow(m_http.send(post(provider.pushedRequestEndpoint, parameters), stop), context,
                  [](const Result<net::Response> &response) -> Result<QString> {
                      if (!response)
                          return failure(response.error());
                      if (response->status != 200 && response->status != 201) // 2.2 says 201
                          return failure(oauthError(*response));
                      Result<QString> uri = readJson(
                          response->body,
                          [](JsonReader &r) {
                              (void)r.integer("expires_in", 1);
                              QString text = r.string("request_uri");
                              if (text.isEmpty() || text.size() > 2048)
                                  r.fail("request_uri", "a short address");
                              return text;
                          },
                          AnswerLimits);
                      if (!uri)
                          return failure(Error{.kind = Error::Kind::SignInRefused,
                                               .code = u"par"_s,
                                               .detail = uri.error().detail});
                      return uri;
                  });
}

Async<DeviceCode> TokenClient::deviceCode(const ProviderMetadata &provider, const QStringList &scopes,
                                          QObject *context, std::stop_token stop)
{
    const net::Request request = post(
        provider.deviceEndpoint, {{"client_id", m_clientId.toUtf8()}, {"scope", scopes.join(u' ').toUtf8()}});
    return follow(
        m_http.send(request, stop), context, [](const Result<net::Response> &response) -> Result<DeviceCode> {
            if (!response)
                return failure(response.error());
            if (response->status != 200)
                return failure(oauthError(*response));
            Result<DeviceCode> code = readJson(response->body, readDeviceCode, AnswerLimits);
            if (!code)
                return failure(Error{
                    .kind = Error::Kind::SignInRefused, .code = u"device"_s, .detail = code.error().detail});
            return code;
        });
}

Async<Tokens> TokenClient::redeem(const ProviderMetadata &provider, const Secret &deviceCode,
                                  QObject *context, std::stop_token stop)
{
    const net::Request request =
        post(provider.tokenEndpoint, {{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                                      {"device_code", deviceCode.reveal().toByteArray()},
                                      {"client_id", m_clientId.toUtf8()}});
    return ask(request, context, std::move(stop));
}

void TokenClient::disown(const ProviderMetadata &provider, const Tokens &tokens)
{
    if (!tokens.refreshToken.isEmpty() && !provider.revocationEndpoint.isEmpty())
        (void)revoke(provider, tokens.refreshToken, QCoreApplication::instance());
}

Async<Tokens> TokenClient::refresh(const ProviderMetadata &provider, const Secret &refreshToken,
                                   QObject *context)
{
    const net::Request request =
        post(provider.tokenEndpoint, {{"grant_type", "refresh_token"},
                                      {"refresh_token", refreshToken.reveal().toByteArray()},
                                      {"client_id", m_clientId.toUtf8()}});
    return ask(request, context, {});
}

Async<void> TokenClient::revoke(const ProviderMetadata &provider, const Secret &refreshToken,
                                QObject *context)
{
    net::Request request = post(provider.revocationEndpoint, {{"token", refreshToken.reveal().toByteArray()},
                                                              {"token_type_hint", "refresh_token"},
                                                              {"client_id", m_clientId.toUtf8()}});
    request.accept = {};
    return follow(m_http.send(request), context, [](const Result<net::Response> &response) -> Result<void> {
        if (!response)
            return failure(response.error());
        const Result<net::Response> done = net::requireSuccess(*response);
        return done ? Result<void>{} : Result<void>(tl::unexpect, done.error());
    });
}

} // namespace gatehouse::identity
