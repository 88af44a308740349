// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/provider.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr qint64 TokenLife = 300;
constexpr qint64 RefreshLife = 90LL * 86400;

QByteArray hashOf(const QString &text)
{
    return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
}

// RFC 6749 5.2.
Answer oauthError(const QString &error, const QString &description)
{
    return json({{u"error"_s, error}, {u"error_description"_s, description}}, 400);
}

} // namespace

Answer Provider::token(const Request &request, const QDateTime &now)
{
    const Parameters form = parseForm(request.body);
    if (!request.header("Content-Type").startsWith("application/x-www-form-urlencoded"))
        return oauthError(u"invalid_request"_s, u"The body must be a form."_s);
    if (form.value(u"client_id"_s) != ClientId)
        return oauthError(u"invalid_client"_s, u"The client is not known."_s);
    QByteArray key;
    if (!request.header("DPoP").isEmpty()) {
        const ProofChecker::Finding finding = m_proofs.check(request, m_issuer + u"/token"_s, {}, now);
        if (!finding.error.isEmpty()) {
            Answer answer = oauthError(finding.error, u"A proof with the nonce of this answer is needed."_s);
            answer.headers.append({"DPoP-Nonce", m_proofs.nonce(now)});
            return answer;
        }
        key = finding.thumbprint;
    }
    if (form.value(u"grant_type"_s) == u"authorization_code"_s)
        return exchange(form, key, now);
    if (form.value(u"grant_type"_s) == u"refresh_token"_s)
        return refresh(form, key, now);
    return oauthError(u"unsupported_grant_type"_s,
                      u"Only authorization_code and refresh_token are offered."_s);
}

Answer Provider::exchange(const Parameters &form, const QByteArray &key, const QDateTime &now)
{
    const auto it = m_grants.find(hashOf(form.value(u"code"_s)));
    const auto invalid = [] { return oauthError(u"invalid_grant"_s, u"The code does not hold."_s); };
    if (it == m_grants.end() || now.toSecsSinceEpoch() > it->expiresAt)
        return invalid();
    if (it->isUsed) { // RFC 6749 4.1.2: somebody has it twice
        revokeFamily(it->family);
        return invalid();
    }
    it->isUsed = true;
    const QByteArray challenge = base64Url(hashOf(form.value(u"code_verifier"_s)));
    if (challenge != it->interaction.challenge.toLatin1() ||
        form.value(u"redirect_uri"_s) != it->interaction.redirectUri)
        return invalid();
    if (!it->interaction.dpopKey.isEmpty() && it->interaction.dpopKey.toLatin1() != key) // RFC 9449 10
        return invalid();
    if (!key.isEmpty())
        m_database.run(u"INSERT OR REPLACE INTO bound_families (family, key) VALUES (?, ?)"_s,
                       {it->family, QString::fromLatin1(key)});
    const Interaction &i = it->interaction;
    const QString acr = i.asksSecondFactor ? u"urn:okta:loa:2fa:any"_s : u"urn:okta:loa:1fa:any"_s;
    return issue(i.subject, i.scopes, acr, now.toSecsSinceEpoch(), i.nonce, it->family, key, now);
}

Answer Provider::refresh(const Parameters &form, const QByteArray &key, const QDateTime &now)
{
    const auto invalid = [] { return oauthError(u"invalid_grant"_s, u"The refresh token does not hold."_s); };
    const QByteArray hash = hashOf(form.value(u"refresh_token"_s));
    QSqlQuery row = m_database.run(
        u"SELECT family, subject, scope, acr, auth_time, expires_at, used, revoked FROM refresh_tokens WHERE hash = ?"_s,
        {hash});
    if (m_chaos.revoke || !row.next() || row.value(7).toBool() ||
        row.value(5).toLongLong() < now.toSecsSinceEpoch())
        return invalid();
    const QString family = row.value(0).toString();
    const QString subject = row.value(1).toString();
    const QStringList scopes = row.value(2).toString().split(u' ', Qt::SkipEmptyParts);
    const QString acr = row.value(3).toString();
    const qint64 authTime = row.value(4).toLongLong();
    if (row.value(6).toBool()) { // RFC 9700 4.14.2: reuse ends the family
        revokeFamily(family);
        return invalid();
    }
    row.finish();
    if (const QByteArray bound = keyOf(family); !bound.isEmpty() && bound != key)
        return invalid();
    m_database.run(u"UPDATE refresh_tokens SET used = 1 WHERE hash = ?"_s, {hash});
    return issue(subject, scopes, acr, authTime, {}, family, key, now);
}

QByteArray Provider::keyOf(const QString &family)
{
    QSqlQuery row = m_database.run(u"SELECT key FROM bound_families WHERE family = ?"_s, {family});
    return row.next() ? row.value(0).toString().toLatin1() : QByteArray();
}

Answer Provider::issue(const QString &subject, const QStringList &scopes, const QString &acr, qint64 authTime,
                       const QString &nonce, const QString &family, const QByteArray &key,
                       const QDateTime &now)
{
    if (m_chaos.expireKeys > 0 && ++m_issued % m_chaos.expireKeys == 0)
        m_signer.rotate();
    const std::optional<Person> person = findPerson(subject);
    const qint64 at = now.toSecsSinceEpoch();
    QJsonObject granted{{u"iss"_s, m_issuer},
                        {u"sub"_s, subject},
                        {u"aud"_s, Audience},
                        {u"client_id"_s, ClientId},
                        {u"scope"_s, scopes.join(u' ')},
                        {u"iat"_s, at},
                        {u"exp"_s, at + TokenLife},
                        {u"jti"_s, QString::fromLatin1(randomWord(16))},
                        {u"acr"_s, acr},
                        {u"auth_time"_s, authTime}};
    if (!key.isEmpty())
        granted.insert(u"cnf"_s, QJsonObject{{u"jkt"_s, QString::fromLatin1(key)}});
    const QByteArray access = m_signer.sign(granted, u"at+jwt"_s);
    const QByteArray accessHash = QCryptographicHash::hash(access, QCryptographicHash::Sha256);
    QJsonObject claims{
        {u"iss"_s, m_issuer},
        {u"sub"_s, subject},
        {u"aud"_s, ClientId},
        {u"azp"_s, ClientId},
        {u"iat"_s, at},
        {u"exp"_s, at + TokenLife},
        {u"auth_time"_s, authTime},
        {u"acr"_s, acr},
        {u"amr"_s, acr.contains(u"2fa"_s) ? QJsonArray{u"pwd"_s, u"hwk"_s} : QJsonArray{u"pwd"_s}},
        {u"at_hash"_s, QString::fromLatin1(base64Url(accessHash.first(16)))}};
    if (!nonce.isEmpty())
        claims.insert(u"nonce"_s, nonce);
    if (scopes.contains(u"profile"_s))
        claims.insert(u"name"_s, person->name);
    if (scopes.contains(u"email"_s))
        claims.insert(u"email"_s, person->email);
    if (scopes.contains(u"groups"_s))
        claims.insert(u"groups"_s, QJsonArray::fromStringList(person->roles));
    QJsonObject answer{{u"access_token"_s, QString::fromLatin1(access)},
                       {u"token_type"_s, key.isEmpty() ? u"Bearer"_s : u"DPoP"_s},
                       {u"expires_in"_s, TokenLife},
                       {u"scope"_s, scopes.join(u' ')},
                       {u"id_token"_s, QString::fromLatin1(m_signer.sign(claims, u"JWT"_s))}};
    if (scopes.contains(u"offline_access"_s)) {
        const QString refreshToken = QString::fromLatin1(randomWord());
        m_database.run(
            u"INSERT INTO refresh_tokens (hash, family, subject, scope, acr, auth_time, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
            {hashOf(refreshToken), family, subject, scopes.join(u' '), acr, authTime, at + RefreshLife});
        answer.insert(u"refresh_token"_s, refreshToken);
    }
    Answer result = json(answer);
    result.headers.append(std::pair<QByteArray, QByteArray>("Cache-Control", "no-store"));
    return result;
}

Answer Provider::revoke(const Request &request)
{
    const Parameters form = parseForm(request.body);
    QSqlQuery row = m_database.run(u"SELECT family FROM refresh_tokens WHERE hash = ?"_s,
                                   {hashOf(form.value(u"token"_s))});
    if (row.next()) {
        const QString family = row.value(0).toString();
        row.finish();
        revokeFamily(family);
    }
    return json({}); // RFC 7009 2.2: unknown tokens too
}

void Provider::revokeFamily(const QString &family)
{
    m_database.run(u"UPDATE refresh_tokens SET revoked = 1 WHERE family = ?"_s, {family});
}

} // namespace gatehouse::sandbox
