// SPDX-License-Identifier: GPL-3.0-or-later
// OpenID Connect Core 1.0, 3.1.3.7 and 12.2: what is refused, claim by claim.
#include "core/identity/idtoken.h"
#include "core/identity/pkce.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QTest>

#include "tests/fakes/signingkey.h"

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using test::SigningKey;

namespace {

const QDateTime now(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);
const qint64 nowSeconds = now.toSecsSinceEpoch();

const SigningKey &key()
{
    static const SigningKey made = SigningKey::make(SigningKey::Kind::Rsa2048, "k");
    return made;
}

IdTokenRules rules()
{
    IdTokenRules r;
    r.issuer = u"https://id.example"_s;
    r.clientId = u"gatehouse"_s;
    r.nonce = Secret(QByteArray("the-nonce"));
    r.accessToken = Secret(QByteArray("the-access-token"));
    r.now = now;
    return r;
}

QJsonObject claims()
{
    return {{u"iss"_s, u"https://id.example"_s}, {u"aud"_s, u"gatehouse"_s}, {u"sub"_s, u"ada"_s},
            {u"exp"_s, nowSeconds + 300},        {u"iat"_s, nowSeconds - 1}, {u"nonce"_s, u"the-nonce"_s},
            {u"name"_s, u"Ada Okafor"_s}};
}

QString halfHash(const QByteArray &token)
{
    return QString::fromLatin1(
        base64Url(QCryptographicHash::hash(token, QCryptographicHash::Sha256).first(16)));
}

Result<IdTokenClaims> check(const QJsonObject &with, const IdTokenRules &r = rules())
{
    return checkIdToken(key().jwt("RS256", with), readJwks(test::jwksOf({key().jwk()})).value_or(Jwks()), r);
}

QString rule(const QJsonObject &with, const IdTokenRules &r = rules())
{
    const Result<IdTokenClaims> checked = check(with, r);
    return checked ? u"accepted"_s : checked.error().code;
}

} // namespace

class TestIdToken : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void R1_3_acceptsAGoodOne()
    {
        const Result<IdTokenClaims> checked = check(claims());
        QVERIFY(checked);
        QCOMPARE(checked->subject, u"ada"_s);
        QCOMPARE(checked->name, u"Ada Okafor"_s);
    }

    void R1_3_claim_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value"); // undefined: taken out
        QTest::addColumn<QString>("expected");
        const QJsonValue none(QJsonValue::Undefined);
        const auto row = [](const char *label, const QString &name, const QJsonValue &value,
                            const QString &expected) { QTest::newRow(label) << name << value << expected; };
        row("1.3-2 iss another", u"iss"_s, u"https://evil.example"_s, u"idtoken.iss"_s);
        row("1.3-2 iss with slash", u"iss"_s, u"https://id.example/"_s, u"idtoken.iss"_s);
        row("1.3-2 iss other case", u"iss"_s, u"https://ID.example"_s, u"idtoken.iss"_s);
        row("1.3-2 iss look-alike", u"iss"_s, u"https://\u0456d.example"_s, u"idtoken.iss"_s);
        row("1.3-2 iss missing", u"iss"_s, none, u"idtoken.claims"_s);
        row("1.3-2 iss a list", u"iss"_s, QJsonArray{u"https://id.example"_s}, u"idtoken.claims"_s);
        row("1.3-3 aud another", u"aud"_s, u"other"_s, u"idtoken.aud"_s);
        row("1.3-3 aud prefix", u"aud"_s, u"gatehouse2"_s, u"idtoken.aud"_s);
        row("1.3-3 aud list of one", u"aud"_s, QJsonArray{u"gatehouse"_s}, u"accepted"_s);
        row("1.3-3 aud with a stranger", u"aud"_s, QJsonArray{u"gatehouse"_s, u"stranger"_s},
            u"idtoken.aud"_s);
        row("1.3-3 aud with a number", u"aud"_s, QJsonArray{u"gatehouse"_s, 5}, u"idtoken.aud"_s);
        row("1.3-3 aud empty list", u"aud"_s, QJsonArray(), u"idtoken.aud"_s);
        row("1.3-3 aud missing", u"aud"_s, none, u"idtoken.aud"_s);
        row("1.3-4 azp ours", u"azp"_s, u"gatehouse"_s, u"accepted"_s);
        row("1.3-4 azp another", u"azp"_s, u"other"_s, u"idtoken.azp"_s);
        row("1.3-4 azp a number", u"azp"_s, 7, u"idtoken.claims"_s);
        row("1.3-sub sub missing", u"sub"_s, none, u"idtoken.claims"_s);
        row("1.3-sub sub empty", u"sub"_s, QString(u""_s), u"idtoken.sub"_s);
        row("1.3-sub sub of 255", u"sub"_s, QString(255, u'a'), u"accepted"_s);
        row("1.3-sub sub of 256", u"sub"_s, QString(256, u'a'), u"idtoken.sub"_s);
        row("1.3-sub sub with a control character", u"sub"_s, u"a\nb"_s, u"idtoken.sub"_s);
        row("1.3-sub sub not ASCII", u"sub"_s, u"ад"_s, u"idtoken.sub"_s);
        row("1.3-9 exp a second short of the skew", u"exp"_s, nowSeconds - 59, u"accepted"_s);
        row("1.3-9 exp at the skew", u"exp"_s, nowSeconds - 60, u"idtoken.exp"_s);
        row("1.3-9 exp more than a day after iat", u"exp"_s, nowSeconds + 86'400, u"idtoken.exp"_s);
        row("1.3-9 exp missing", u"exp"_s, none, u"idtoken.claims"_s);
        row("1.3-9 exp a string", u"exp"_s, QString::number(nowSeconds + 300), u"idtoken.claims"_s);
        row("1.3-9 exp a fraction", u"exp"_s, double(nowSeconds) + 300.5, u"idtoken.claims"_s);
        row("1.3-9 exp negative", u"exp"_s, -1, u"idtoken.claims"_s);
        row("1.3-9 exp huge", u"exp"_s, 1e300, u"idtoken.claims"_s);
        row("1.3-10 iat missing", u"iat"_s, none, u"idtoken.claims"_s);
        row("1.3-10 iat at the skew ahead", u"iat"_s, nowSeconds + 60, u"accepted"_s);
        row("1.3-10 iat beyond the skew ahead", u"iat"_s, nowSeconds + 61, u"idtoken.iat"_s);
        row("1.3-10 iat ten minutes and the skew ago", u"iat"_s, nowSeconds - 660, u"accepted"_s);
        row("1.3-10 iat too long ago", u"iat"_s, nowSeconds - 661, u"idtoken.iat"_s);
        row("1.3-nbf nbf at the skew ahead", u"nbf"_s, nowSeconds + 60, u"accepted"_s);
        row("1.3-nbf nbf beyond the skew", u"nbf"_s, nowSeconds + 61, u"idtoken.nbf"_s);
        row("1.3-11 nonce another", u"nonce"_s, u"other"_s, u"idtoken.nonce"_s);
        row("1.3-11 nonce missing", u"nonce"_s, none, u"idtoken.nonce"_s);
        row("1.3-11 nonce empty", u"nonce"_s, QString(u""_s), u"idtoken.nonce"_s);
        row("1.3-at_hash at_hash right", u"at_hash"_s, halfHash("the-access-token"), u"accepted"_s);
        row("1.3-at_hash at_hash of another token", u"at_hash"_s, halfHash("another"), u"idtoken.at_hash"_s);
        row("1.3-at_hash at_hash empty", u"at_hash"_s, QString(u""_s), u"idtoken.at_hash"_s);
        // Null and empty are not absent.
        row("1.3-at_hash at_hash null", u"at_hash"_s, QJsonValue(), u"idtoken.claims"_s);
        row("1.3-4 azp null", u"azp"_s, QJsonValue(), u"idtoken.claims"_s);
        row("1.3-4 azp empty", u"azp"_s, QString(u""_s), u"idtoken.azp"_s);
        row("1.3-11 nonce null", u"nonce"_s, QJsonValue(), u"idtoken.claims"_s);
        row("1.3-nbf nbf null", u"nbf"_s, QJsonValue(), u"idtoken.claims"_s);
        row("1.3-13 auth_time null", u"auth_time"_s, QJsonValue(), u"idtoken.claims"_s);
        row("1.3-13 auth_time at the skew ahead", u"auth_time"_s, nowSeconds + 60, u"accepted"_s);
        row("1.3-13 auth_time in the future", u"auth_time"_s, nowSeconds + 61, u"idtoken.auth_time"_s);
    }
    void R1_3_claim()
    {
        QFETCH(QString, name);
        QFETCH(QJsonValue, value);
        QFETCH(QString, expected);
        QJsonObject with = claims();
        if (value.isUndefined())
            with.remove(name);
        else
            with.insert(name, value);
        QCOMPARE(rule(with), expected);
    }

    void R1_3_6_signatureComesFirst()
    {
        const SigningKey other = SigningKey::make(SigningKey::Kind::Rsa2048, "k");
        QJsonObject wrong = claims();
        wrong.insert(u"iss"_s, u"https://evil.example"_s);
        const Jwks set = readJwks(test::jwksOf({key().jwk()})).value_or(Jwks());
        const Result<IdTokenClaims> checked = checkIdToken(other.jwt("RS256", wrong), set, rules());
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, u"jws.signature"_s);
    }

    void R1_3_7_anAlgorithmNotAskedForIsRefused()
    {
        const Jwks set = readJwks(test::jwksOf({key().jwk()})).value_or(Jwks());
        QCOMPARE(checkIdToken(key().jwt("PS256", claims()), set, rules()).error().code, u"jws.alg"_s);
    }

    void R1_3_refresh_needsNoNonceButTheSamePerson()
    {
        IdTokenRules onRefresh = rules();
        onRefresh.nonce.reset();
        onRefresh.expectedSubject = u"ada"_s;
        QJsonObject with = claims();
        with.remove(u"nonce"_s);
        QCOMPARE(rule(with, onRefresh), u"accepted"_s);
        with.insert(u"sub"_s, u"eve"_s);
        QCOMPARE(rule(with, onRefresh), u"idtoken.sub"_s);
    }
    // 12.2: the nonce, when there is one, is the original one; where none was sent (a code on another device)
    // there is none to come back.
    void R1_3_refresh_theNonceIsTheOriginalOne_data()
    {
        QTest::addColumn<QByteArray>("original");
        QTest::addColumn<QString>("nonce");
        QTest::addColumn<QString>("expected");
        QTest::newRow("the original") << QByteArray("n") << u"n"_s << u"accepted"_s;
        QTest::newRow("another") << QByteArray("n") << u"m"_s << u"idtoken.nonce"_s;
        QTest::newRow("empty") << QByteArray("n") << u""_s << u"idtoken.nonce"_s;
        QTest::newRow("none was sent") << QByteArray() << u"n"_s << u"idtoken.nonce"_s;
        QTest::newRow("none was sent, empty") << QByteArray() << u""_s << u"idtoken.nonce"_s;
    }
    void R1_3_refresh_theNonceIsTheOriginalOne()
    {
        QFETCH(QByteArray, original);
        QFETCH(QString, nonce);
        QFETCH(QString, expected);
        IdTokenRules onRefresh = rules();
        onRefresh.nonce.reset();
        onRefresh.originalNonceHash = original.isEmpty()
                                          ? QByteArray()
                                          : QCryptographicHash::hash(original, QCryptographicHash::Sha256);
        QJsonObject with = claims();
        with.insert(u"nonce"_s, nonce);
        QCOMPARE(rule(with, onRefresh), expected);
        with.remove(u"nonce"_s);
        QCOMPARE(rule(with, onRefresh), u"accepted"_s);
    }
    void R1_3_refresh_azpStaysAsItWas()
    {
        IdTokenRules onRefresh = rules();
        QJsonObject without = claims();
        QJsonObject with = claims();
        with.insert(u"azp"_s, u"gatehouse"_s);
        QCOMPARE(check(with)->hasAzp, true);
        QCOMPARE(check(without)->hasAzp, false);
        onRefresh.originalHadAzp = true;
        QCOMPARE(rule(with, onRefresh), u"accepted"_s);
        QCOMPARE(rule(without, onRefresh), u"idtoken.azp"_s);
        onRefresh.originalHadAzp = false;
        QCOMPARE(rule(with, onRefresh), u"idtoken.azp"_s);
        QCOMPARE(rule(without, onRefresh), u"accepted"_s);
    }

    // Asked for anew, it must be of since then; asked for recent, it may be of before.
    void R1_3_13_sinceTheFlowBegan_data()
    {
        QTest::addColumn<qint64>("authTime"); // against now; -1: none
        QTest::addColumn<bool>("anew");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("just now") << qint64(0) << true << true;
        QTest::newRow("as it began") << qint64(-200) << true << true;
        QTest::newRow("within the skew before") << qint64(-260) << true << true;
        QTest::newRow("before") << qint64(-261) << true << false;
        QTest::newRow("before, not asked anew") << qint64(-261) << false << true;
        QTest::newRow("not said") << qint64(1) << true << false;
    }
    void R1_3_13_sinceTheFlowBegan()
    {
        QFETCH(qint64, authTime);
        QFETCH(bool, anew);
        QFETCH(bool, accepted);
        IdTokenRules r = rules();
        if (anew)
            r.authenticatedSince = now.addSecs(-200);
        QJsonObject with = claims();
        if (authTime <= 0)
            with.insert(u"auth_time"_s, nowSeconds + authTime);
        QCOMPARE(rule(with, r), accepted ? u"accepted"_s : u"idtoken.auth_time"_s);
    }

    void R1_3_roles_mayBeInsideAnObject_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QStringList>("values");
        QTest::newRow("a name") << u"groups"_s << QStringList{u"g"_s};
        QTest::newRow("inside") << u"realm_access.roles"_s << QStringList{u"r1"_s, u"r2"_s};
        QTest::newRow("deeper") << u"resource_access.gatehouse.roles"_s << QStringList{u"c"_s};
        QTest::newRow("behind a name with dots")
            << u"resource_access.my.client.roles"_s << QStringList{u"d"_s};
        QTest::newRow("a name with dots of its own") << u"https://id.example/roles"_s << QStringList{u"e"_s};
        QTest::newRow("nothing there") << u"realm_access.nothing"_s << QStringList();
        QTest::newRow("not an object") << u"groups.roles"_s << QStringList();
        QTest::newRow("dots alone") << u"..."_s << QStringList();
    }
    void R1_3_roles_mayBeInsideAnObject()
    {
        QFETCH(QString, path);
        QFETCH(QStringList, values);
        const auto roles = [](const QJsonArray &list) { return QJsonObject{{u"roles"_s, list}}; };
        QJsonObject with = claims();
        with.insert(u"groups"_s, QJsonArray{u"g"_s});
        with.insert(u"realm_access"_s, roles({u"r1"_s, u"r2"_s}));
        with.insert(u"resource_access"_s,
                    QJsonObject{{u"gatehouse"_s, roles({u"c"_s})}, {u"my.client"_s, roles({u"d"_s})}});
        with.insert(u"https://id.example/roles"_s, QJsonArray{u"e"_s});
        IdTokenRules r = rules();
        r.listClaims = {path};
        QCOMPARE(check(with, r)->lists.value(path), values);
    }
    void R1_3_scope_grantedOnesStandInForTheClaim()
    {
        IdTokenRules r = rules();
        r.grantedScopes = {u"openid"_s, u"gw:read"_s};
        QVERIFY(!check(claims(), r)->lists.contains(u"scope"_s));
        r.listClaims = {u"scope"_s};
        QCOMPARE(check(claims(), r)->lists.value(u"scope"_s), r.grantedScopes);
        QJsonObject with = claims();
        with.insert(u"scope"_s, u"openid"_s); // what is signed is what counts, even when it is less
        QCOMPARE(check(with, r)->lists.value(u"scope"_s), QStringList{u"openid"_s});
        with.insert(u"scope"_s, u""_s);
        QCOMPARE(check(with, r)->lists.value(u"scope"_s), QStringList());
    }

    // OpenID Connect Core 1.0, appendix A.3 and A.7: another's token, with the hash of another's access
    // token.
    void R1_3_at_hash_theStandardsOwnExample()
    {
        const Result<Jwks> set = readJwks(
            R"({"keys":[{"kty":"RSA","kid":"1e9gdk7","e":"AQAB","n":")"
            "w7Zdfmece8iaB0kiTY8pCtiBtzbptJmP28nSWwtdjRu0f2GFpajvWE4VhfJAjEsOcwYzay7XGN0b-X84BfC8hmCTOj2b2eH"
            "T7NsZegFPKRUQzJ9wW8ipn_aDJWMGDuB1XyqT1E7DYqjUCEOD1b4FLpy_xPn6oV_TYOfQ9fZdbE5HGxJUzekuGcOKqOQ8M7"
            "wfYHhHHLxGpQVgL0apWuP2gDDOdTtpuld4D2LK1MZK99s9gaSjRHE8JDb1Z4IGhEcEyzkxswVdPndUWzfvWBBWXWxtSUvQG"
            "BRkuy1BHOa4sP6FKjWEeeF7gm7UMs2Nm2QUgNZw6xvEDGaLk4KASdIxRQ"
            R"("}]})");
        QVERIFY(set);
        const QByteArray token =
            "eyJraWQiOiIxZTlnZGs3IiwiYWxnIjoiUlMyNTYifQ."
            "ewogImlzcyI6ICJodHRwOi8vc2VydmVyLmV4YW1wbGUuY29tIiwKICJzdWIiOiAiMjQ4Mjg5NzYxMDAxIiwKICJhdWQiOiA"
            "iczZCaGRSa3F0MyIsCiAibm9uY2UiOiAibi0wUzZfV3pBMk1qIiwKICJleHAiOiAxMzExMjgxOTcwLAogImlhdCI6IDEzMT"
            "EyODA5NzAsCiAiYXRfaGFzaCI6ICI3N1FtVVB0alBmeld0RjJBbnBLOVJRIgp9."
            "F9gRev0Dt2tKcrBkHy72cmRqnLdzw9FLCCSebV7mWs7o_sv2O5s6zMky2kmhHTVx9HmdvNnx9GaZ8XMYRFeYk8L5NZ7aYlA"
            "5W56nsG1iWOou_-gji0ibWIuuf4Owaho3YSoi7EvsTuLFz6tq-dLyz0dKABMDsiCmJ5wqkPUDTE3QTXjzbUmOzUDli-gCh5"
            "QPuZAq0cNW3pf_2n4zpvTYtbmj12cVcxGIMZby7TMWESRjQ9_o3jvhVNcCGcE0KAQXejhA1ocJhNEvQNqMFGlBb6_0RxxKj"
            "DZ-Oa329eGDidOvvp0h5hoES4a8IuGKS7NOcpp-aFwp0qVMDLI-Xnm-Pg";
        IdTokenRules r;
        r.issuer = u"http://server.example.com"_s;
        r.clientId = u"s6BhdRkqt3"_s;
        r.nonce = Secret(QByteArray("n-0S6_WzA2Mj"));
        r.accessToken = Secret(QByteArray("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"));
        r.now = QDateTime::fromSecsSinceEpoch(1311280970, Qt::UTC);
        const Result<IdTokenClaims> checked = checkIdToken(token, *set, r);
        QVERIFY2(checked, checked ? "" : qPrintable(checked.error().code));
        QCOMPARE(checked->subject, u"248289761001"_s);
        r.accessToken = Secret(QByteArray("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Z"));
        QCOMPARE(checkIdToken(token, *set, r).error().code, u"idtoken.at_hash"_s);
    }

    // The person is told that a clock is off; the rule is not widened.
    void R1_3_9_R1_3_10_aClockThatIsOffIsNamed_data()
    {
        QTest::addColumn<int>("ahead"); // the server's clock, seconds
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("minutes"); // ours against it
        QTest::newRow("20 minutes slow") << 1200 << u"idtoken.clock"_s << u"-20"_s;
        QTest::newRow("20 minutes fast") << -1200 << u"idtoken.clock"_s << u"20"_s;
        QTest::newRow("within the skew") << 30 << u"idtoken.iat"_s << QString();
    }
    void R1_3_9_R1_3_10_aClockThatIsOffIsNamed()
    {
        QFETCH(int, ahead);
        QFETCH(QString, code);
        QFETCH(QString, minutes);
        IdTokenRules r = rules();
        r.serverAhead = std::chrono::seconds(ahead);
        QJsonObject with = claims();
        const int off = ahead == 30 ? 1200 : ahead;
        with.insert(u"iat"_s, nowSeconds + off);
        with.insert(u"exp"_s, nowSeconds + off + 1000);
        const Result<IdTokenClaims> checked = check(with, r);
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, code);
        QCOMPARE(checked.error().title, minutes);
    }
};

QTEST_GUILESS_MAIN(TestIdToken)
#include "tst_idtoken.moc"
