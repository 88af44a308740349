// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fakeidentityprovider.h"

#include "core/base/follow.h"
#include "core/identity/pkce.h"
#include "core/identity/redirectrequest.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gatehouse::test {

namespace {

using Answer = StubServer::Answer;
using Form = QHash<QByteArray, QByteArray>;

Answer json(const QJsonObject &object, int status = 200)
{
    return {.status = status, .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

Answer oauthError(const QString &code)
{
    return json({{u"error"_s, code}}, 400);
}

Form parsed(const QByteArray &encodedForm)
{
    return identity::parseRedirectQuery(encodedForm).value_or(Form());
}

} // namespace

FakeIdentityProvider::FakeIdentityProvider(SigningKey::Kind kind, const QByteArray &alg)
    : FakeIdentityProvider(SigningKey::make(kind, "key-1"), alg)
{}

FakeIdentityProvider::FakeIdentityProvider(SigningKey key, const QByteArray &alg)
    : m_alg(alg)
    , m_key(std::move(key))
{
    m_server.setHandler([this](const StubServer::Seen &seen) { return answer(seen); });
}

qsizetype FakeIdentityProvider::count(const QByteArray &path) const
{
    return std::count_if(m_server.seen().begin(), m_server.seen().end(), [&](const StubServer::Seen &seen) {
        return seen.target.split('?').first() == path;
    });
}

QByteArray FakeIdentityProvider::secret(const QByteArray &prefix)
{
    secrets.append(prefix + "-secret-" + QByteArray::number(++m_serial));
    return secrets.last();
}

Answer FakeIdentityProvider::answer(const StubServer::Seen &seen)
{
    const QByteArray path = seen.target.split('?').first();
    if (instead) {
        if (std::optional<Answer> other = instead(seen))
            return *other;
    }
    if (path == "/.well-known/openid-configuration") {
        const auto at = [this](const QString &name) { return m_server.url(name).toString(); };
        QJsonObject metadata{
            {u"issuer"_s, issuer().toString()},
            {u"authorization_endpoint"_s, at(u"/authorize"_s)},
            {u"token_endpoint"_s, at(u"/token"_s)},
            {u"jwks_uri"_s, at(u"/jwks"_s)},
            {u"revocation_endpoint"_s, at(u"/revoke"_s)},
            {u"end_session_endpoint"_s, at(u"/logout"_s)},
            {u"pushed_authorization_request_endpoint"_s, at(u"/par"_s)},
            {u"device_authorization_endpoint"_s, at(u"/device"_s)},
            {u"response_types_supported"_s, QJsonArray{u"code"_s}},
            {u"subject_types_supported"_s, QJsonArray{u"public"_s}},
            {u"id_token_signing_alg_values_supported"_s, QJsonArray{QString::fromLatin1(m_alg)}},
            {u"authorization_response_iss_parameter_supported"_s, true}};
        if (editMetadata)
            editMetadata(metadata);
        return json(metadata);
    }
    if (path == "/jwks")
        return {.body = jwksOf(keys.isEmpty() ? QList<QJsonObject>{m_key.jwk()} : keys)};
    if (path == "/authorize")
        return authorize(parsed(seen.target.mid(path.size() + 1)));
    m_lastForm = seen.body;
    if (path == "/par") {
        const QByteArray uri = "urn:ietf:params:oauth:request_uri:" + QByteArray::number(++m_serial);
        m_pushed.insert(uri, parsed(seen.body));
        return json({{u"request_uri"_s, QString::fromLatin1(uri)}, {u"expires_in"_s, pushedFor}}, 201);
    }
    if (path == "/device") {
        const QJsonObject given{{u"device_code"_s, QString::fromLatin1(secret("device"))},
                                {u"user_code"_s, u"WDJB-MJHT"_s},
                                {u"verification_uri"_s, m_server.url(u"/activate"_s).toString()},
                                {u"expires_in"_s, 600},
                                {u"interval"_s, 1}};
        return json(given);
    }
    if (path == "/token") {
        if (token) {
            if (std::optional<Answer> other = token())
                return *other;
        }
        return exchange(parsed(seen.body));
    }
    if (path == "/revoke") {
        if (revocation) {
            if (std::optional<Answer> other = revocation())
                return *other;
        }
        m_refreshTokens.removeAll(parsed(seen.body).value("token"));
        return {};
    }
    return {.status = 404};
}

Answer FakeIdentityProvider::authorize(const Form &given)
{
    const Form query = given.contains("request_uri") ? m_pushed.take(given.value("request_uri")) : given;
    if (query.isEmpty())
        return oauthError(u"invalid_request_uri"_s);
    const QByteArray code = secret("code");
    m_codes.insert(code, {query});
    QByteArray back = "code=" + code + "&state=" + query.value("state").toPercentEncoding() +
                      "&iss=" + issuer().toString().toUtf8().toPercentEncoding();
    if (editRedirect)
        editRedirect(back);
    return {.status = 302,
            .headers = {{"Location", query.value("redirect_uri") + '?' + back}},
            .contentType = {}};
}

Answer FakeIdentityProvider::exchange(const Form &form)
{
    Form request;
    if (form.value("grant_type") == "authorization_code") {
        if (!m_codes.contains(form.value("code")))
            return oauthError(u"invalid_grant"_s);
        request = m_codes.take(form.value("code")).request;
        const QByteArray challenge = identity::base64Url(
            QCryptographicHash::hash(form.value("code_verifier"), QCryptographicHash::Sha256));
        if (challenge != request.value("code_challenge") ||
            request.value("code_challenge_method") != "S256" ||
            form.value("redirect_uri") != request.value("redirect_uri"))
            return oauthError(u"invalid_grant"_s);
        secrets.append(form.value("code_verifier"));
    } else if (form.value("grant_type").endsWith("device_code")) {
        if (!deviceAnswer.isEmpty())
            return oauthError(QString::fromLatin1(deviceAnswer));
        request.insert("client_id", form.value("client_id"));
    } else {
        const QByteArray old = form.value("refresh_token");
        if (!m_refreshTokens.contains(old))
            return oauthError(u"invalid_grant"_s);
        if (rotates)
            m_refreshTokens.removeAll(old);
    }
    QJsonObject claims{{u"iss"_s, issuer().toString()},
                       {u"aud"_s, QString::fromLatin1(form.value("client_id"))},
                       {u"sub"_s, u"ada"_s},
                       {u"name"_s, u"Ada Okafor"_s},
                       {u"iat"_s, now.toSecsSinceEpoch()},
                       {u"exp"_s, now.toSecsSinceEpoch() + 300}};
    if (request.contains("nonce"))
        claims.insert(u"nonce"_s, QString::fromLatin1(request.value("nonce")));
    if (heedsAcr && (request.contains("acr_values") || request.contains("max_age"))) {
        claims.insert(u"acr"_s, QString::fromUtf8(request.value("acr_values").split(' ').first()));
        claims.insert(u"auth_time"_s, now.toSecsSinceEpoch());
    }
    if (editClaims)
        editClaims(claims);
    secrets.append(idToken ? idToken(claims) : m_key.jwt(m_alg, claims));
    QJsonObject tokens{{u"id_token"_s, QString::fromLatin1(secrets.last())},
                       {u"access_token"_s, QString::fromLatin1(secret("access"))},
                       {u"token_type"_s, u"Bearer"_s},
                       {u"expires_in"_s, 300}};
    if (givesRefreshToken && (rotates || !request.isEmpty())) {
        m_refreshTokens.append(secret("refresh"));
        tokens.insert(u"refresh_token"_s, QString::fromLatin1(m_refreshTokens.last()));
    }
    if (editTokens)
        editTokens(tokens);
    Answer answer = json(tokens);
    if (editAnswer)
        editAnswer(answer);
    return answer;
}

bool FollowingBrowser::open(const QUrl &url)
{
    opened.append(url);
    get(url);
    return true;
}

void FollowingBrowser::get(const QUrl &url)
{
    net::Request request;
    request.url = url;
    request.accept = {};
    follow(m_http.send(std::move(request)), &m_context, [this](const Result<net::Response> &response) {
        if (response && (response->status == 302 || response->status == 303))
            get(QUrl::fromEncoded(response->header("location")));
        else if (response)
            lastPage = response->body;
    });
}

} // namespace gatehouse::test
