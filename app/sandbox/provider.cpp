// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/provider.h"

#include "app/sandbox/pages.h"

#include <QCryptographicHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

const QString Provider::ClientId = u"gatehouse-console"_s;

namespace {

constexpr qint64 CodeLife = 60;
constexpr qint64 InteractionLife = 600;

QByteArray hashOf(const QString &text)
{
    return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
}

// RFC 8252 7.3: loopback literals, any port, our path.
bool isRegistered(const QString &redirectUri)
{
    static const QRegularExpression loopback(
        uR"(^http://(127\.0\.0\.1|\[::1\]):[0-9]{1,5}/callback(/[0-9a-f]{1,64})?$)"_s);
    return loopback.match(redirectUri).hasMatch();
}

QByteArray withParameters(const QString &address, const QList<std::pair<QByteArray, QString>> &parameters)
{
    QByteArrayList pairs;
    for (const auto &[name, value] : parameters)
        pairs.append(name + '=' + QUrl::toPercentEncoding(value));
    return address.toUtf8() + '?' + pairs.join('&');
}

bool isRepeated(const Parameters &parameters)
{
    const QStringList keys = parameters.uniqueKeys();
    return std::any_of(keys.cbegin(), keys.cend(),
                       [&](const QString &key) { return parameters.count(key) > 1; });
}

} // namespace

Provider::Provider(Database &database, Signer &signer, ProofChecker &proofs, const Chaos &chaos,
                   QString loginAs, QString issuer)
    : m_database(database)
    , m_signer(signer)
    , m_proofs(proofs)
    , m_chaos(chaos)
    , m_loginAs(std::move(loginAs))
    , m_issuer(std::move(issuer))
{
    // Beside the tables of the schema: a sandbox made by an older version gets it too.
    m_database.run(
        u"CREATE TABLE IF NOT EXISTS bound_families (family TEXT PRIMARY KEY, key TEXT NOT NULL)"_s);
}

Answer Provider::answer(const Request &request, const QDateTime &realNow)
{
    const QDateTime now = realNow.addSecs(m_chaos.skewSeconds);
    const bool isGet = request.method == "GET";
    const QByteArray path = request.path.mid(5); // after "/oidc"
    if (path == "/.well-known/openid-configuration" && isGet)
        return discovery();
    if (path == "/jwks" && isGet)
        return json(m_signer.jwks());
    if (path == "/authorize" && isGet)
        return authorize(request, now);
    if (path == "/login" && !isGet)
        return login(request, now);
    if (path == "/consent" && !isGet)
        return consent(request, now);
    if (path == "/token" && !isGet)
        return token(request, now);
    if (path == "/revoke" && !isGet)
        return revoke(request);
    if (path == "/userinfo" && isGet)
        return userInfo(request, now);
    if (path == "/logout" && isGet)
        return messagePage(200, u"Signed out"_s,
                           u"The sandbox keeps no session in the browser. You can close this page."_s);
    return messagePage(404, u"Not found"_s, u"There is nothing here."_s);
}

Answer Provider::discovery() const
{
    const auto list = [](const QStringList &words) { return QJsonArray::fromStringList(words); };
    return json(
        {{u"issuer"_s, m_issuer},
         {u"authorization_endpoint"_s, m_issuer + u"/authorize"_s},
         {u"token_endpoint"_s, m_issuer + u"/token"_s},
         {u"jwks_uri"_s, m_issuer + u"/jwks"_s},
         {u"revocation_endpoint"_s, m_issuer + u"/revoke"_s},
         {u"userinfo_endpoint"_s, m_issuer + u"/userinfo"_s},
         {u"end_session_endpoint"_s, m_issuer + u"/logout"_s},
         {u"response_types_supported"_s, list({u"code"_s})},
         {u"response_modes_supported"_s, list({u"query"_s})},
         {u"grant_types_supported"_s, list({u"authorization_code"_s, u"refresh_token"_s})},
         {u"subject_types_supported"_s, list({u"public"_s})},
         {u"id_token_signing_alg_values_supported"_s, list({u"RS256"_s})},
         {u"dpop_signing_alg_values_supported"_s, list({u"ES256"_s})},
         {u"code_challenge_methods_supported"_s, list({u"S256"_s})},
         {u"token_endpoint_auth_methods_supported"_s, list({u"none"_s})},
         {u"acr_values_supported"_s, list({u"urn:okta:loa:1fa:any"_s, u"urn:okta:loa:2fa:any"_s})},
         {u"scopes_supported"_s, list({u"openid"_s, u"profile"_s, u"email"_s, u"groups"_s,
                                       u"offline_access"_s, u"gw:read"_s, u"gw:decide"_s, u"gw:usage"_s})},
         {u"authorization_response_iss_parameter_supported"_s, true}});
}

Answer Provider::authorize(const Request &request, const QDateTime &now)
{
    const Parameters &q = request.query;
    // Until client and address hold, nothing is redirected anywhere.
    if (isRepeated(q) || q.value(u"client_id"_s) != ClientId || !isRegistered(q.value(u"redirect_uri"_s)))
        return messagePage(400, u"This request cannot be trusted"_s,
                           u"The client or its redirect address is not registered here."_s);
    Interaction interaction;
    interaction.csrf = QString::fromLatin1(randomWord());
    interaction.redirectUri = q.value(u"redirect_uri"_s);
    interaction.state = q.value(u"state"_s);
    interaction.nonce = q.value(u"nonce"_s);
    interaction.challenge = q.value(u"code_challenge"_s);
    interaction.dpopKey = q.value(u"dpop_jkt"_s);
    interaction.scopes = q.value(u"scope"_s).split(u' ', Qt::SkipEmptyParts);
    interaction.asksSecondFactor = q.value(u"acr_values"_s).contains(u"2fa"_s);
    interaction.startedAt = now.toSecsSinceEpoch();
    const auto refuse = [&](const QString &error, const QString &description) {
        return redirectTo(withParameters(interaction.redirectUri, {{"error", error},
                                                                   {"error_description", description},
                                                                   {"state", interaction.state},
                                                                   {"iss", m_issuer}}),
                          description);
    };
    if (q.value(u"response_type"_s) != u"code"_s)
        return refuse(u"unsupported_response_type"_s, u"Only the code flow is offered."_s);
    if (interaction.challenge.size() != 43 || q.value(u"code_challenge_method"_s) != u"S256"_s)
        return refuse(u"invalid_request"_s, u"PKCE with S256 is required."_s);
    if (!interaction.scopes.contains(u"openid"_s))
        return refuse(u"invalid_scope"_s, u"The scope openid is required."_s);
    if (!m_loginAs.isEmpty()) {
        interaction.subject = m_loginAs;
        return grantTo(interaction, now);
    }
    const QString id = QString::fromLatin1(randomWord(16));
    m_interactions.insert(id, interaction);
    return peoplePage(id, interaction.csrf);
}

Provider::Interaction *Provider::find(const Parameters &form, const QDateTime &now)
{
    m_interactions.removeIf(
        [&](const auto &entry) { return now.toSecsSinceEpoch() - entry->startedAt > InteractionLife; });
    const auto it = m_interactions.find(form.value(u"interaction"_s));
    return it != m_interactions.end() && it->csrf == form.value(u"csrf"_s) ? &*it : nullptr;
}

Answer Provider::login(const Request &request, const QDateTime &now)
{
    const Parameters form = parseForm(request.body);
    Interaction *interaction = find(form, now);
    const std::optional<Person> person = findPerson(form.value(u"subject"_s));
    if (!interaction || !person)
        return messagePage(400, u"This page is no longer valid"_s,
                           u"Start the sign-in again in Gatehouse."_s);
    interaction->subject = person->subject;
    return consentPage(form.value(u"interaction"_s), interaction->csrf, *person, interaction->scopes,
                       interaction->asksSecondFactor);
}

Answer Provider::consent(const Request &request, const QDateTime &now)
{
    const Parameters form = parseForm(request.body);
    const Interaction *found = find(form, now);
    if (!found || found->subject.isEmpty())
        return messagePage(400, u"This page is no longer valid"_s,
                           u"Start the sign-in again in Gatehouse."_s);
    const Interaction interaction = *found;
    m_interactions.remove(form.value(u"interaction"_s));
    const bool lacksFactor = interaction.asksSecondFactor && form.value(u"second_factor"_s) != u"yes"_s;
    if (form.value(u"answer"_s) != u"allow"_s || lacksFactor)
        return redirectTo(
            withParameters(interaction.redirectUri, {{"error", u"access_denied"_s},
                                                     {"error_description", u"You denied the request."_s},
                                                     {"state", interaction.state},
                                                     {"iss", m_issuer}}),
            u"You denied the request."_s);
    return grantTo(interaction, now);
}

Answer Provider::grantTo(const Interaction &interaction, const QDateTime &now)
{
    const QString code = QString::fromLatin1(randomWord());
    m_grants.removeIf(
        [&](const auto &entry) { return now.toSecsSinceEpoch() > entry->expiresAt + InteractionLife; });
    m_grants.insert(hashOf(code), {.interaction = interaction,
                                   .family = QString::fromLatin1(randomWord(16)),
                                   .isUsed = false,
                                   .expiresAt = now.toSecsSinceEpoch() + CodeLife});
    const QString says =
        m_loginAs.isEmpty()
            ? u"You are signed in."_s
            : u"The sandbox was started with --login-as and answered this page itself, as %1."_s.arg(
                  m_loginAs);
    return redirectTo(withParameters(interaction.redirectUri,
                                     {{"code", code}, {"state", interaction.state}, {"iss", m_issuer}}),
                      says);
}

Answer Provider::userInfo(const Request &request, const QDateTime &now)
{
    const auto caller =
        authenticate(request, m_issuer + u"/userinfo"_s, m_signer, m_proofs, m_issuer, u"openid"_s, now);
    if (const auto *refused = std::get_if<Answer>(&caller))
        return *refused;
    const Person &person = std::get<Caller>(caller).person;
    return json({{u"sub"_s, person.subject}, {u"name"_s, person.name}, {u"email"_s, person.email}});
}

} // namespace gatehouse::sandbox
