// SPDX-License-Identifier: GPL-3.0-or-later
// The input is the claims of an ID token, signed here. The rules are those of a sign-in and those of a
// step-up.
#include "core/identity/idtoken.h"
#include "tests/fuzz/keys.h"
#include "tests/fuzz/target.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace gatehouse::fuzz;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 now = 1'700'000'000; // the seeds' iat

IdTokenRules signIn()
{
    IdTokenRules rules;
    rules.issuer = u"https://id.example"_s;
    rules.clientId = u"gatehouse"_s;
    rules.algorithms = {"EdDSA"};
    rules.nonce = Secret(QByteArray("n"));
    rules.accessToken = Secret(QByteArray("at"));
    rules.now = QDateTime::fromSecsSinceEpoch(now, Qt::UTC);
    return rules;
}

IdTokenRules stepUp()
{
    IdTokenRules rules = signIn();
    rules.expectedSubject = u"ada"_s;
    rules.trustedAudiences = {u"api"_s};
    rules.acr = {u"phr"_s};
    rules.maxAge = 300s;
    return rules;
}

// The rules once more, over the lenient parser and without the product's code.
void checkClaims(const QJsonObject &claims, const IdTokenClaims &accepted, const IdTokenRules &rules)
{
    require(claims.value(u"iss"_s) == rules.issuer, "iss");
    require(claims.value(u"sub"_s) == accepted.subject && !accepted.subject.isEmpty(), "sub");
    const QJsonValue aud = claims.value(u"aud"_s);
    const QJsonArray audiences = aud.isArray() ? aud.toArray() : QJsonArray{aud};
    require(audiences.contains(rules.clientId), "we are an audience");
    for (const QJsonValue audience : audiences)
        require(audience == rules.clientId || rules.trustedAudiences.contains(audience.toString()),
                "every audience is trusted");
    require(claims.value(u"nonce"_s) == u"n"_s, "nonce");
    const double exp = claims.value(u"exp"_s).toDouble();
    const double iat = claims.value(u"iat"_s).toDouble();
    require(exp > now - 60 && exp - iat <= 86'400, "exp");
    require(iat >= now - 660 && iat <= now + 60, "iat");
    require(claims.value(u"nbf"_s).toDouble() <= now + 60, "nbf");
    const QJsonValue hash = claims.value(u"at_hash"_s);
    // Half of SHA-512 of "at": EdDSA hashes with what Ed25519 does.
    require(hash.isUndefined() || hash == u"dTR5nNqNrsxqjWP_lCTH2ESWpeTv9f1yZraJ_wsSjjE"_s, "at_hash");
    for (const QString &name : {u"azp"_s, u"nonce"_s, u"nbf"_s, u"auth_time"_s})
        require(!claims.value(name).isNull(), "null is not absent");
    require(claims.value(u"auth_time"_s).toDouble() <= now + 60, "nobody signed in tomorrow");
    if (!rules.acr.isEmpty())
        require(claims.value(u"acr"_s) == u"phr"_s, "acr");
    if (rules.maxAge)
        require(claims.value(u"auth_time"_s).toDouble() >= now - 360, "auth_time");
}

template <typename Change>
void refusesWith(const QByteArray &token, IdTokenRules rules, Change change, const char *property)
{
    change(rules);
    require(!checkIdToken(token, standardKeys(), rules), property);
}

void run(const QByteArray &payload, const QByteArray &token, const IdTokenRules &rules)
{
    const Result<IdTokenClaims> accepted = checkIdToken(token, standardKeys(), rules);
    if (!accepted)
        return;
    const QJsonObject claims = QJsonDocument::fromJson(payload).object();
    checkClaims(claims, *accepted, rules);
    require(!checkIdToken(token, Jwks(), rules), "no key");
    refusesWith(
        token, rules, [](auto &r) { r.issuer += u'/'; }, "another issuer");
    refusesWith(
        token, rules, [](auto &r) { r.clientId = u"other"_s; }, "another client");
    refusesWith(
        token, rules, [](auto &r) { r.nonce = Secret(QByteArray("m")); }, "another nonce");
    refusesWith(
        token, rules, [](auto &r) { r.expectedSubject = u"\u00e9"_s; }, "another person");
    refusesWith(
        token, rules, [](auto &r) { r.algorithms = {"RS256"}; }, "another algorithm");
    refusesWith(
        token, rules, [&](auto &r) { r.acr = {claims.value(u"acr"_s).toString() + u'x'}; }, "another acr");
    refusesWith(
        token, rules, [](auto &r) { r.now = r.now.addSecs(90'000); }, "tomorrow");
    refusesWith(
        token, rules, [](auto &r) { r.now = r.now.addSecs(-3600); }, "an hour ago");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray payload = bytesOf(data, size);
    const QByteArray token = signedWithEd25519(R"({"alg":"EdDSA"})", payload);
    static const IdTokenRules rules[] = {signIn(), stepUp()};
    for (const IdTokenRules &each : rules)
        run(payload, token, each);
    return 0;
}
