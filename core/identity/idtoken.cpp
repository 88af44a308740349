// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/idtoken.h"

#include "core/base/json.h"
#include "core/identity/pkce.h"

#include <QCryptographicHash>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

struct Claims
{
    QString iss;
    QStringList aud;
    bool audIsSound = false;
    std::optional<QString> azp;
    QString sub;
    qint64 exp = 0;
    qint64 iat = 0;
    std::optional<qint64> nbf;
    std::optional<QString> nonce;
    std::optional<QString> atHash;
    std::optional<QString> acr;
    std::optional<qint64> authTime;
    QString name;
    QString email;
    ListClaims lists;
};

constexpr qsizetype MostValues = 1000;
constexpr qint64 LatestTime = qint64(1) << 53;

QStringList listOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().split(u' ', Qt::SkipEmptyParts).mid(0, MostValues);
    QStringList texts;
    for (const QJsonValue entry : value.toArray())
        if (entry.isString() && texts.size() < MostValues)
            texts.append(entry.toString());
    return texts;
}

// Absent, or sound: null and the empty text are not absent. What would be checked is not let off so.
std::optional<QString> text(JsonReader &r, std::string_view name)
{
    return r.has(name) ? std::optional(r.string(name)) : std::nullopt;
}

std::optional<qint64> time(JsonReader &r, std::string_view name)
{
    return r.has(name) ? std::optional(r.integer(name, 0, LatestTime)) : std::nullopt;
}

Claims readClaims(JsonReader &r, const QStringList &listClaims)
{
    Claims c;
    c.iss = r.string("iss");
    const QJsonValue aud = r.raw("aud");
    c.audIsSound = aud.isString() || aud.isArray();
    if (aud.isString())
        c.aud.append(aud.toString());
    for (const QJsonValue value : aud.toArray()) {
        c.audIsSound = c.audIsSound && value.isString();
        c.aud.append(value.toString());
    }
    c.azp = text(r, "azp");
    c.sub = r.string("sub");
    c.exp = r.integer("exp", 0, LatestTime);
    c.iat = r.integer("iat", 0, LatestTime);
    c.nbf = time(r, "nbf");
    c.nonce = text(r, "nonce");
    c.atHash = text(r, "at_hash");
    c.acr = r.optionalString("acr");
    c.authTime = time(r, "auth_time");
    c.name = r.optionalString("name").value_or(QString());
    c.email = r.optionalString("email").value_or(QString());
    for (const QString &name : listClaims)
        if (const QJsonValue value = claimAt(r.rawObject(), name); !value.isUndefined())
            c.lists.insert(name, listOf(value));
    return c;
}

tl::unexpected<Error> refused(const QString &rule)
{
    return failure(Error{.kind = Error::Kind::SignInRefused, .code = u"idtoken."_s + rule});
}

QByteArray halfHash(const Secret &accessToken, const QByteArray &alg)
{
    const int bits = hashBits(alg);
    const auto method = bits == 256   ? QCryptographicHash::Sha256
                        : bits == 384 ? QCryptographicHash::Sha384
                                      : QCryptographicHash::Sha512;
    const QByteArray hash = QCryptographicHash::hash(accessToken.reveal(), method);
    return base64Url(hash.first(hash.size() / 2));
}

Result<void> checkParties(const Claims &c, const IdTokenRules &rules)
{
    if (c.iss != rules.issuer) // step 2
        return refused(u"iss"_s);
    if (!c.audIsSound || !c.aud.contains(rules.clientId)) // step 3
        return refused(u"aud"_s);
    for (const QString &audience : c.aud) // step 3: an audience we do not trust
        if (audience != rules.clientId && !rules.trustedAudiences.contains(audience))
            return refused(u"aud"_s);
    if (c.azp ? *c.azp != rules.clientId : c.aud.size() > 1) // steps 4 and 5
        return refused(u"azp"_s);
    if (rules.originalHadAzp && *rules.originalHadAzp != c.azp.has_value()) // section 12.2
        return refused(u"azp"_s);
    if (c.sub.isEmpty() || c.sub.size() > 255 || std::any_of(c.sub.cbegin(), c.sub.cend(), [](QChar ch) {
            return ch.unicode() > 0x7e || ch.unicode() < 0x20;
        }))
        return refused(u"sub"_s); // section 2
    if (!rules.expectedSubject.isEmpty() && c.sub != rules.expectedSubject)
        return refused(u"sub"_s); // section 12.2
    return {};
}

Result<void> checkTimes(const Claims &c, const IdTokenRules &rules)
{
    const qint64 now = rules.now.toSecsSinceEpoch();
    const qint64 skew = rules.skew.count();
    constexpr qint64 day = 24 * 3600;
    constexpr qint64 tenMinutes = 600;
    const auto late = [&](const QString &rule) -> tl::unexpected<Error> {
        const qint64 ahead = rules.serverAhead.count();
        if (std::abs(ahead) <= skew)
            return refused(rule);
        // Never widened in silence: the person is told that the clock is off.
        return failure(Error{.kind = Error::Kind::SignInRefused,
                             .code = u"idtoken.clock"_s,
                             .title = QString::number(-ahead / 60),
                             .detail = rule});
    };
    if (now >= c.exp + skew) // step 9
        return late(u"exp"_s);
    if (c.exp - c.iat > day)
        return refused(u"exp"_s);
    if (now - c.iat > tenMinutes + skew || now - c.iat < -skew) // step 10
        return late(u"iat"_s);
    if (c.nbf && now < *c.nbf - skew) // RFC 7519 4.1.5
        return late(u"nbf"_s);
    return {};
}

// Steps 12 and 13. A provider may ignore what was asked (Okta does): not said is not met.
Result<void> checkAuthentication(const Claims &c, const IdTokenRules &rules)
{
    const qint64 skew = rules.skew.count();
    if (!rules.acr.isEmpty() && (!c.acr || !rules.acr.contains(*c.acr)))
        return refused(u"acr"_s);
    if ((rules.maxAge || rules.authenticatedSince.isValid()) && !c.authTime)
        return refused(u"auth_time"_s);
    if (c.authTime && *c.authTime > rules.now.toSecsSinceEpoch() + skew) // nobody signed in tomorrow
        return refused(u"auth_time"_s);
    if (c.authTime && rules.originalAuthTime && *c.authTime != *rules.originalAuthTime) // section 12.2
        return refused(u"auth_time"_s);
    if (rules.maxAge && rules.now.toSecsSinceEpoch() - *c.authTime > rules.maxAge->count() + skew)
        return refused(u"auth_time"_s);
    if (rules.authenticatedSince.isValid() &&
        *c.authTime < rules.authenticatedSince.toSecsSinceEpoch() - skew)
        return refused(u"auth_time"_s);
    return {};
}

} // namespace

Result<IdTokenClaims> checkIdToken(QByteArrayView token, const Jwks &keys, const IdTokenRules &rules)
{
    const Result<VerifiedJws> jws =
        verifyJws(token, keys, rules.algorithms, {"jwt", "id_token+jwt"}); // steps 1, 6–8
    if (!jws)
        return failure(jws.error());
    const Result<Claims> claims =
        readJson(jws->payload, [&rules](JsonReader &r) { return readClaims(r, rules.listClaims); },
                 {.bytes = 64 * 1024, .depth = 16});
    if (!claims)
        return failure(Error{.kind = Error::Kind::SignInRefused,
                             .code = u"idtoken.claims"_s,
                             .detail = claims.error().detail});
    if (const Result<void> checked = checkParties(*claims, rules); !checked)
        return failure(checked.error());
    if (const Result<void> checked = checkTimes(*claims, rules); !checked)
        return failure(checked.error());
    if (rules.nonce && (!claims->nonce || !(Secret(claims->nonce->toUtf8()) == *rules.nonce))) // step 11
        return refused(u"nonce"_s);
    if (claims->nonce && rules.originalNonceHash && // section 12.2
        QCryptographicHash::hash(claims->nonce->toUtf8(), QCryptographicHash::Sha256) !=
            *rules.originalNonceHash)
        return refused(u"nonce"_s);
    if (claims->atHash && rules.accessToken &&
        claims->atHash->toUtf8() != halfHash(*rules.accessToken, jws->alg)) // 3.1.3.8
        return refused(u"at_hash"_s);
    if (const Result<void> checked = checkAuthentication(*claims, rules); !checked)
        return failure(checked.error());
    ListClaims lists = claims->lists;
    if (rules.listClaims.contains(u"scope"_s) && !lists.contains(u"scope"_s))
        lists.insert(u"scope"_s, rules.grantedScopes);
    return IdTokenClaims{.subject = claims->sub,
                         .name = claims->name,
                         .email = claims->email,
                         .authTime = claims->authTime,
                         .hasAzp = claims->azp.has_value(),
                         .lists = lists};
}

} // namespace gatehouse::identity
