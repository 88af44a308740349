// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/bearer.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

Answer refused(int status, const QByteArray &error, const QString &word, const QString &title)
{
    Answer answer = problem(status, word, title);
    answer.headers.append({"WWW-Authenticate", error.isEmpty()
                                                   ? QByteArray("Bearer realm=\"gatehouse\"")
                                                   : "Bearer realm=\"gatehouse\", error=\"" + error + '"'});
    return answer;
}

} // namespace

std::variant<Caller, Answer> authenticate(const Request &request, const Signer &signer, const QString &issuer,
                                          const QString &scope, const QDateTime &now)
{
    const QByteArray header = request.header("Authorization");
    if (header.left(7).toLower() != "bearer ")
        return refused(401, {}, u"token-required"_s, u"A bearer token is needed."_s);
    const std::optional<QJsonObject> claims = signer.verify(header.mid(7).trimmed(), u"at+jwt"_s);
    const auto invalid = [](const QString &title) {
        return refused(401, "invalid_token", u"invalid-token"_s, title);
    };
    if (!claims)
        return invalid(u"The token's signature does not hold."_s);
    if (claims->value(u"iss"_s) != issuer)
        return invalid(u"The token is of another issuer."_s);
    if (claims->value(u"aud"_s) != Audience)
        return invalid(u"The token is for another audience."_s);
    if (claims->value(u"exp"_s).toInteger() <= now.toSecsSinceEpoch())
        return invalid(u"The token has expired."_s);
    if (claims->value(u"nbf"_s).toInteger() > now.toSecsSinceEpoch())
        return invalid(u"The token is not valid yet."_s);
    const std::optional<Person> person = findPerson(claims->value(u"sub"_s).toString());
    if (!person)
        return invalid(u"The token is of nobody known here."_s);
    const QStringList scopes = claims->value(u"scope"_s).toString().split(u' ', Qt::SkipEmptyParts);
    if (!scope.isEmpty() && !scopes.contains(scope))
        return refused(403, "insufficient_scope", u"insufficient-scope"_s,
                       u"The token lacks the scope %1."_s.arg(scope));
    return Caller{.person = *person,
                  .scopes = scopes,
                  .acr = claims->value(u"acr"_s).toString(),
                  .authTime = claims->value(u"auth_time"_s).toInteger()};
}

std::optional<Answer> stepUpAnswer(const Caller &caller, std::chrono::seconds maxAge, const QDateTime &now)
{
    if (caller.acr == u"urn:okta:loa:2fa:any"_s && now.toSecsSinceEpoch() - caller.authTime <= maxAge.count())
        return std::nullopt;
    Answer answer = problem(401, u"step-up-required"_s,
                            u"A decision on a sensitive API needs a second factor, used lately."_s);
    answer.headers.append(
        {"WWW-Authenticate", "Bearer realm=\"gatehouse\", error=\"insufficient_user_authentication\", "
                             "error_description=\"A second factor is needed\", "
                             "acr_values=\"urn:okta:loa:2fa:any\", max_age=\"" +
                                 QByteArray::number(maxAge.count()) + '"'});
    return answer;
}

} // namespace gatehouse::sandbox
