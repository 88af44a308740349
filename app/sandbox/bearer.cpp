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

// RFC 9449 7.1, 9.
Answer unproven(const QByteArray &error, const QByteArray &nonce)
{
    Answer answer =
        problem(401, u"proof-required"_s, u"The token is bound to a key, and the proof is missing."_s);
    answer.headers.append({"WWW-Authenticate", "DPoP error=\"" + error + "\", algs=\"ES256\""});
    answer.headers.append({"DPoP-Nonce", nonce});
    return answer;
}

} // namespace

std::variant<Caller, Answer> authenticate(const Request &request, const QString &url, const Signer &signer,
                                          ProofChecker &proofs, const QString &issuer, const QString &scope,
                                          const QDateTime &now)
{
    const QByteArray header = request.header("Authorization");
    const QByteArray scheme = header.left(header.indexOf(' ')).toLower();
    if (scheme != "bearer" && scheme != "dpop")
        return refused(401, {}, u"token-required"_s, u"A bearer token is needed."_s);
    const QByteArray token = header.mid(scheme.size()).trimmed();
    const std::optional<QJsonObject> claims = signer.verify(token, u"at+jwt"_s);
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
    const QString bound = claims->value(u"cnf"_s).toObject().value(u"jkt"_s).toString();
    if (bound.isEmpty() != (scheme == "bearer"))
        return invalid(u"The token does not go with this scheme."_s);
    if (!bound.isEmpty()) {
        const ProofChecker::Finding finding = proofs.check(request, url, token, now);
        if (!finding.error.isEmpty())
            return unproven(finding.error.toLatin1(), proofs.nonce(now));
        if (finding.thumbprint != bound.toLatin1())
            return invalid(u"The token is bound to another key."_s);
    }
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
