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

    void acceptsAGoodOne()
    {
        const Result<IdTokenClaims> checked = check(claims());
        QVERIFY(checked);
        QCOMPARE(checked->subject, u"ada"_s);
        QCOMPARE(checked->name, u"Ada Okafor"_s);
    }

    void claim_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value"); // undefined: taken out
        QTest::addColumn<QString>("expected");
        const QJsonValue none(QJsonValue::Undefined);
        const auto row = [](const char *label, const QString &name, const QJsonValue &value,
                            const QString &expected) { QTest::newRow(label) << name << value << expected; };
        row("iss another", u"iss"_s, u"https://evil.example"_s, u"idtoken.iss"_s);
        row("iss with slash", u"iss"_s, u"https://id.example/"_s, u"idtoken.iss"_s);
        row("iss other case", u"iss"_s, u"https://ID.example"_s, u"idtoken.iss"_s);
        row("iss look-alike", u"iss"_s, u"https://\u0456d.example"_s, u"idtoken.iss"_s);
        row("iss missing", u"iss"_s, none, u"idtoken.claims"_s);
        row("iss a list", u"iss"_s, QJsonArray{u"https://id.example"_s}, u"idtoken.claims"_s);
        row("aud another", u"aud"_s, u"other"_s, u"idtoken.aud"_s);
        row("aud prefix", u"aud"_s, u"gatehouse2"_s, u"idtoken.aud"_s);
        row("aud list of one", u"aud"_s, QJsonArray{u"gatehouse"_s}, u"accepted"_s);
        row("aud with a stranger", u"aud"_s, QJsonArray{u"gatehouse"_s, u"stranger"_s}, u"idtoken.aud"_s);
        row("aud with a number", u"aud"_s, QJsonArray{u"gatehouse"_s, 5}, u"idtoken.aud"_s);
        row("aud empty list", u"aud"_s, QJsonArray(), u"idtoken.aud"_s);
        row("aud missing", u"aud"_s, none, u"idtoken.aud"_s);
        row("azp ours", u"azp"_s, u"gatehouse"_s, u"accepted"_s);
        row("azp another", u"azp"_s, u"other"_s, u"idtoken.azp"_s);
        row("azp a number", u"azp"_s, 7, u"idtoken.claims"_s);
        row("sub missing", u"sub"_s, none, u"idtoken.claims"_s);
        row("sub empty", u"sub"_s, QString(u""_s), u"idtoken.sub"_s);
        row("sub of 255", u"sub"_s, QString(255, u'a'), u"accepted"_s);
        row("sub of 256", u"sub"_s, QString(256, u'a'), u"idtoken.sub"_s);
        row("sub with a control character", u"sub"_s, u"a\nb"_s, u"idtoken.sub"_s);
        row("sub not ASCII", u"sub"_s, u"ад"_s, u"idtoken.sub"_s);
        row("exp a second short of the skew", u"exp"_s, nowSeconds - 59, u"accepted"_s);
        row("exp at the skew", u"exp"_s, nowSeconds - 60, u"idtoken.exp"_s);
        row("exp more than a day after iat", u"exp"_s, nowSeconds + 86'400, u"idtoken.exp"_s);
        row("exp missing", u"exp"_s, none, u"idtoken.claims"_s);
        row("exp a string", u"exp"_s, QString::number(nowSeconds + 300), u"idtoken.claims"_s);
        row("exp a fraction", u"exp"_s, double(nowSeconds) + 300.5, u"idtoken.claims"_s);
        row("exp negative", u"exp"_s, -1, u"idtoken.claims"_s);
        row("exp huge", u"exp"_s, 1e300, u"idtoken.claims"_s);
        row("iat missing", u"iat"_s, none, u"idtoken.claims"_s);
        row("iat at the skew ahead", u"iat"_s, nowSeconds + 60, u"accepted"_s);
        row("iat beyond the skew ahead", u"iat"_s, nowSeconds + 61, u"idtoken.iat"_s);
        row("iat ten minutes and the skew ago", u"iat"_s, nowSeconds - 660, u"accepted"_s);
        row("iat too long ago", u"iat"_s, nowSeconds - 661, u"idtoken.iat"_s);
        row("nbf at the skew ahead", u"nbf"_s, nowSeconds + 60, u"accepted"_s);
        row("nbf beyond the skew", u"nbf"_s, nowSeconds + 61, u"idtoken.nbf"_s);
        row("nonce another", u"nonce"_s, u"other"_s, u"idtoken.nonce"_s);
        row("nonce missing", u"nonce"_s, none, u"idtoken.nonce"_s);
        row("nonce empty", u"nonce"_s, QString(u""_s), u"idtoken.nonce"_s);
        row("at_hash right", u"at_hash"_s, halfHash("the-access-token"), u"accepted"_s);
        row("at_hash of another token", u"at_hash"_s, halfHash("another"), u"idtoken.at_hash"_s);
        row("at_hash empty", u"at_hash"_s, QString(u""_s), u"idtoken.at_hash"_s);
    }
    void claim()
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

    void signatureComesFirst()
    {
        const SigningKey other = SigningKey::make(SigningKey::Kind::Rsa2048, "k");
        QJsonObject wrong = claims();
        wrong.insert(u"iss"_s, u"https://evil.example"_s);
        const Jwks set = readJwks(test::jwksOf({key().jwk()})).value_or(Jwks());
        const Result<IdTokenClaims> checked = checkIdToken(other.jwt("RS256", wrong), set, rules());
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, u"jws.signature"_s);
    }

    void anAlgorithmNotAskedForIsRefused()
    {
        const Jwks set = readJwks(test::jwksOf({key().jwk()})).value_or(Jwks());
        QCOMPARE(checkIdToken(key().jwt("PS256", claims()), set, rules()).error().code, u"jws.alg"_s);
    }

    void refreshNeedsNoNonceButTheSamePerson()
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

    // The person is told that a clock is off; the rule is not widened.
    void aClockThatIsOffIsNamed_data()
    {
        QTest::addColumn<int>("ahead"); // the server's clock, seconds
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("minutes"); // ours against it
        QTest::newRow("20 minutes slow") << 1200 << u"idtoken.clock"_s << u"-20"_s;
        QTest::newRow("20 minutes fast") << -1200 << u"idtoken.clock"_s << u"20"_s;
        QTest::newRow("within the skew") << 30 << u"idtoken.iat"_s << QString();
    }
    void aClockThatIsOffIsNamed()
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
