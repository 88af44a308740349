// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/tokenclient.h"

#include "core/base/follow.h"
#include "core/base/json.h"
#include "core/identity/oautherror.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

constexpr JsonLimits AnswerLimits{.bytes = 64 * 1024, .depth = 8};
constexpr qsizetype MostScopes = 1000;

bool isPrintable(const QByteArray &text)
{
    return std::all_of(text.cbegin(), text.cend(), [](char c) { return c > 0x20 && c < 0x7f; });
}

// A page that a person is sent to: of the provider, and nothing but a page.
QUrl pageAddress(JsonReader &r, const QUrl &issuer, std::string_view name, const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    QUrl page = url;
    page.setFragment(QString()); // a page may have one
    if (!isAddressOf(issuer, page))
        r.fail(name, "https address");
    return url;
}

DeviceCode readDeviceCode(JsonReader &r, const QUrl &issuer)
{
    DeviceCode code;
    code.deviceCode = Secret::take(r.string("device_code").toUtf8());
    code.userCode = r.string("user_code").left(64);
    if (code.deviceCode.isEmpty() || code.userCode.isEmpty())
        r.fail("user_code", "a code");
    code.verificationUri = pageAddress(r, issuer, "verification_uri", r.string("verification_uri"));
    if (const std::optional<QString> full = r.optionalString("verification_uri_complete"))
        code.verificationUriFull = pageAddress(r, issuer, "verification_uri_complete", *full);
    code.expiresIn = std::chrono::seconds(r.integer("expires_in", 1, 86400));
    code.interval = std::chrono::seconds(r.optionalInteger("interval", 1, 300).value_or(5));
    return code;
}

// RFC 6749 5.1: an answer is JSON, and says so; what only looks like it comes from something in between.
template <typename Read>
auto readAnswer(const net::Response &response, const QString &code, Read &&read)
    -> Result<std::invoke_result_t<Read, JsonReader &>>
{
    const auto refused = [&code](const QString &why) {
        return failure(Error{.kind = Error::Kind::SignInRefused, .code = code, .detail = why});
    };
    if (!isOfType(response, {"application/json"}))
        return refused(u"not application/json"_s);
    auto answer = readJson(response.body, std::forward<Read>(read), AnswerLimits);
    if (!answer)
        return refused(answer.error().detail);
    return answer;
}

PushedRequest readPushedRequest(JsonReader &r)
{
    PushedRequest pushed;
    pushed.expiresIn = std::chrono::seconds(r.integer("expires_in", 1, 86400));
    pushed.uri = r.string("request_uri");
    if (pushed.uri.isEmpty() || pushed.uri.size() > 2048)
        r.fail("request_uri", "a short address");
    return pushed;
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
    // RFC 6749 5.1: not said is as asked.
    rules.grantedScopes = tokens.scopes.value_or(provider.scopes);
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
        return failure(oauthError(response, now));
    QByteArray type;
    Result<Tokens> tokens = readAnswer(response, u"tokens"_s, [&type](JsonReader &r) {
        Tokens t;
        QByteArray access = r.string("access_token").toUtf8();
        if (access.isEmpty() || access.size() > 16 * 1024 || !isPrintable(access))
            r.fail("access_token", "1 to 16384 printable characters");
        t.accessToken = Secret::take(std::move(access));
        type = r.string("token_type").toUtf8().toLower();
        t.expiresIn = std::chrono::seconds(r.optionalInteger("expires_in", 0, 366 * 86400).value_or(300));
        t.refreshToken = Secret::take(r.optionalString("refresh_token").value_or(QString()).toUtf8());
        t.idToken = Secret::take(r.optionalString("id_token").value_or(QString()).toUtf8());
        if (const std::optional<QString> scope = r.optionalString("scope"))
            t.scopes = scope->split(u' ', Qt::SkipEmptyParts).mid(0, MostScopes);
        return t;
    });
    if (!tokens)
        return failure(tokens.error());
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

Async<PushedRequest> TokenClient::push(const ProviderMetadata &provider, const Form &parameters,
                                       QObject *context, std::stop_token stop)
{
    return follow(m_http.send(post(provider.pushedRequestEndpoint, parameters), stop), context,
                  [now = m_clock.now()](const Result<net::Response> &response) -> Result<PushedRequest> {
                      if (!response)
                          return failure(response.error());
                      if (response->status != 200 && response->status != 201) // 2.2 says 201
                          return failure(oauthError(*response, now));
                      return readAnswer(*response, u"par"_s, readPushedRequest);
                  });
}

Async<DeviceCode> TokenClient::deviceCode(const ProviderMetadata &provider, const Provider &asked,
                                          QObject *context, std::stop_token stop)
{
    Form form{{"client_id", m_clientId.toUtf8()}, {"scope", asked.scopes.join(u' ').toUtf8()}};
    if (!asked.resource.isEmpty()) // A20
        form.append({"resource", asked.resource.toUtf8()});
    return follow(m_http.send(post(provider.deviceEndpoint, form), stop), context,
                  [now = m_clock.now(), issuer = QUrl(provider.issuer, QUrl::StrictMode)](
                      const Result<net::Response> &response) -> Result<DeviceCode> {
                      if (!response)
                          return failure(response.error());
                      if (response->status != 200)
                          return failure(oauthError(*response, now));
                      return readAnswer(*response, u"device"_s,
                                        [&issuer](JsonReader &r) { return readDeviceCode(r, issuer); });
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
    if (provider.revocationEndpoint.isEmpty())
        return;
    // RFC 7009 2.1: with a refresh token goes what came with it.
    if (!tokens.refreshToken.isEmpty())
        (void)revoke(provider, tokens.refreshToken, QCoreApplication::instance());
    else
        (void)revoke(provider, tokens.accessToken, QCoreApplication::instance(), "access_token");
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

Async<void> TokenClient::revoke(const ProviderMetadata &provider, const Secret &token, QObject *context,
                                const QByteArray &hint)
{
    net::Request request = post(provider.revocationEndpoint, {{"token", token.reveal().toByteArray()},
                                                              {"token_type_hint", hint},
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
