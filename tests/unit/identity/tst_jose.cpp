// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 7515, 7517, 7518, 8037 and the policy of RFC 8725. Rule ids are those of the sign-in rules (J*).
#include "core/identity/jose.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTest>

#include "tests/fakes/signingkey.h"

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using test::encoded;
using test::jwksOf;
using test::SigningKey;
using Kind = test::SigningKey::Kind;

namespace {

const QByteArray payload = R"({"sub":"ada"})";

const SigningKey &rsa()
{
    static const SigningKey key = SigningKey::make(Kind::Rsa2048, "rsa");
    return key;
}
const SigningKey &p256()
{
    static const SigningKey key = SigningKey::make(Kind::P256, "p256");
    return key;
}
const SigningKey &ed()
{
    static const SigningKey key = SigningKey::make(Kind::Ed25519, "ed");
    return key;
}

Jwks keys(const QList<QJsonObject> &jwks)
{
    return readJwks(jwksOf(jwks)).value_or(Jwks());
}

QJsonObject header(const QString &alg, const QString &kid)
{
    return {{u"alg"_s, alg}, {u"kid"_s, kid}};
}

// The rule that refused it, or "accepted".
QString rule(const QByteArray &token, const Jwks &set, const QByteArrayList &algorithms = knownAlgorithms())
{
    const Result<VerifiedJws> verified = verifyJws(token, set, algorithms, {"jwt"});
    return verified ? u"accepted"_s : verified.error().code;
}

QByteArray withHeader(const QByteArray &json, const QByteArray &token)
{
    const QByteArrayList parts = token.split('.');
    return encoded(json) + '.' + parts.at(1) + '.' + parts.at(2);
}

} // namespace

class TestJose : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void R1_3_6_verifiesEveryAlgorithm_data()
    {
        QTest::addColumn<QByteArray>("alg");
        QTest::addColumn<int>("kind");
        for (const char *alg : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
            QTest::newRow(alg) << QByteArray(alg) << int(Kind::Rsa2048);
        QTest::newRow("ES256") << QByteArray("ES256") << int(Kind::P256);
        QTest::newRow("ES384") << QByteArray("ES384") << int(Kind::P384);
        QTest::newRow("ES512") << QByteArray("ES512") << int(Kind::P521);
        QTest::newRow("EdDSA") << QByteArray("EdDSA") << int(Kind::Ed25519);
        QTest::newRow("Ed25519") << QByteArray("Ed25519") << int(Kind::Ed25519);
    }
    void R1_3_6_verifiesEveryAlgorithm()
    {
        QFETCH(QByteArray, alg);
        QFETCH(int, kind);
        const SigningKey key = SigningKey::make(Kind(kind), "k");
        const Jwks set = keys({key.jwk()});
        QByteArray token = key.jws(header(QString::fromLatin1(alg), u"k"_s), payload);
        const Result<VerifiedJws> verified = verifyJws(token, set, knownAlgorithms(), {"jwt"});
        QVERIFY(verified);
        QCOMPARE(verified->payload, payload);
        QCOMPARE(verified->alg, alg);
        QCOMPARE(rule(token, set, {"none"}), u"jws.alg"_s); // not on the list
        // Another payload, and one bit of the signature.
        QByteArrayList parts = token.split('.');
        QCOMPARE(rule(parts[0] + '.' + encoded(R"({"sub":"eve"})") + '.' + parts[2], set),
                 u"jws.signature"_s);
        QByteArray bytes = *fromBase64Url(parts[2]);
        bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
        QCOMPARE(rule(parts[0] + '.' + parts[1] + '.' + encoded(bytes), set), u"jws.signature"_s);
        bytes.chop(1);
        QCOMPARE(rule(parts[0] + '.' + parts[1] + '.' + encoded(bytes), set), u"jws.signature"_s);
        QCOMPARE(rule(parts[0] + '.' + parts[1] + '.', set), u"jws.signature"_s);
    }

    void R1_3_7_algNone_data()
    {
        QTest::addColumn<QString>("alg");
        for (const char *alg : {"none", "None", "nOnE", "NONE", "", "none "})
            QTest::newRow(alg) << QString::fromLatin1(alg);
    }
    void R1_3_7_algNone()
    {
        QFETCH(QString, alg);
        const QByteArray unsigned_ =
            encoded(QJsonDocument(header(alg, u"rsa"_s)).toJson(QJsonDocument::Compact)) + '.' +
            encoded(payload) + '.';
        const QByteArrayList trusting = knownAlgorithms() + QByteArrayList{alg.toLatin1()};
        QCOMPARE(rule(unsigned_, keys({rsa().jwk()}), trusting), u"jws.alg"_s);
    }

    void R1_3_8_hmacWithThePublicKey_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::newRow("PEM") << rsa().publicPem();
        QTest::newRow("DER") << rsa().publicDer();
        QTest::newRow("JWK") << QJsonDocument(rsa().jwk()).toJson(QJsonDocument::Compact);
        QTest::newRow("modulus") << *fromBase64Url(rsa().jwk().value(u"n"_s).toString().toLatin1());
    }
    void R1_3_8_hmacWithThePublicKey()
    {
        QFETCH(QByteArray, secret);
        const QByteArray text =
            encoded(QJsonDocument(header(u"HS256"_s, u"rsa"_s)).toJson(QJsonDocument::Compact)) + '.' +
            encoded(payload);
        const QByteArray token =
            text + '.' + encoded(QMessageAuthenticationCode::hash(text, secret, QCryptographicHash::Sha256));
        QCOMPARE(rule(token, keys({rsa().jwk()}), knownAlgorithms() + QByteArrayList{"HS256"}), u"jws.alg"_s);
    }

    void J1_keysFromTheTokenAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("jwk") << u"jwk"_s << QJsonValue(p256().jwk());
        QTest::newRow("jku") << u"jku"_s << QJsonValue(u"https://evil.example/jwks"_s);
        QTest::newRow("x5u") << u"x5u"_s << QJsonValue(u"https://evil.example/x"_s);
        QTest::newRow("x5c") << u"x5c"_s << QJsonValue(QJsonArray{u"MII"_s});
    }
    void J1_keysFromTheTokenAreRefused()
    {
        QFETCH(QString, name);
        QFETCH(QJsonValue, value);
        QJsonObject h = header(u"RS256"_s, u"rsa"_s);
        h.insert(name, value);
        QCOMPARE(rule(rsa().jws(h, payload), keys({rsa().jwk()})),
                 u"jws.embedded_key"_s); // though well signed
    }

    void R1_3_crit_critB64Zip_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("crit") << u"crit"_s << QJsonValue(QJsonArray{u"exp"_s});
        QTest::newRow("empty crit") << u"crit"_s << QJsonValue(QJsonArray());
        QTest::newRow("b64") << u"b64"_s << QJsonValue(false);
        QTest::newRow("zip") << u"zip"_s << QJsonValue(u"DEF"_s);
    }
    void R1_3_crit_critB64Zip()
    {
        QFETCH(QString, name);
        QFETCH(QJsonValue, value);
        QJsonObject h = header(u"RS256"_s, u"rsa"_s);
        h.insert(name, value);
        QCOMPARE(rule(rsa().jws(h, payload), keys({rsa().jwk()})), u"jws.crit"_s);
    }

    void R1_3_typ_typConfusion_data()
    {
        QTest::addColumn<QString>("typ");
        QTest::addColumn<QString>("expected");
        QTest::newRow("JWT") << u"JWT"_s << u"accepted"_s;
        QTest::newRow("jwt") << u"jwt"_s << u"accepted"_s;
        QTest::newRow("access token") << u"at+jwt"_s << u"jws.typ"_s;
        QTest::newRow("logout token") << u"logout+jwt"_s << u"jws.typ"_s;
        QTest::newRow("proof") << u"dpop+jwt"_s << u"jws.typ"_s;
        QTest::newRow("not the short form") << u"application/at+jwt"_s << u"jws.typ"_s;
        QTest::newRow("empty") << u""_s << u"jws.header"_s;
    }
    // What is there and says nothing does not pass for absent.
    void R1_3_typ_neitherNullNorEmpty_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value");
        for (const QString &name : {u"typ"_s, u"kid"_s}) {
            QTest::addRow("%s empty", qPrintable(name)) << name << QJsonValue(QString(u""_s));
            QTest::addRow("%s null", qPrintable(name)) << name << QJsonValue();
            QTest::addRow("%s a number", qPrintable(name)) << name << QJsonValue(1);
        }
    }
    void R1_3_typ_neitherNullNorEmpty()
    {
        QFETCH(QString, name);
        QFETCH(QJsonValue, value);
        QJsonObject h = header(u"RS256"_s, u"rsa"_s);
        h.insert(name, value);
        QCOMPARE(rule(rsa().jws(h, payload), keys({rsa().jwk()})), u"jws.header"_s);
    }
    void R1_3_typ_typConfusion()
    {
        QFETCH(QString, typ);
        QFETCH(QString, expected);
        QJsonObject h = header(u"RS256"_s, u"rsa"_s);
        h.insert(u"typ"_s, typ);
        QCOMPARE(rule(rsa().jws(h, payload), keys({rsa().jwk()})), expected);
    }

    void R1_3_format_format_data()
    {
        const QByteArray token = rsa().jws(header(u"RS256"_s, u"rsa"_s), payload);
        const QByteArrayList parts = token.split('.');
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QString>("expected");
        QTest::newRow("two parts") << QByteArray(parts[0] + '.' + parts[1]) << u"jws.format"_s;
        QTest::newRow("four parts") << QByteArray(token + ".x") << u"jws.format"_s;
        QTest::newRow("five parts: encrypted") << QByteArray("a.b.c.d.e") << u"jws.encrypted"_s;
        QTest::newRow("padding") << QByteArray(parts[0] + '.' + parts[1] + '.' + parts[2] + "==")
                                 << u"jws.format"_s;
        QTest::newRow("standard alphabet")
            << QByteArray(parts[0] + '.' + parts[1] + ".ab+/") << u"jws.format"_s;
        QTest::newRow("line break") << QByteArray(token + '\n') << u"jws.format"_s;
        QTest::newRow("not canonical") << QByteArray(parts[0] + '.' + parts[1] + ".AB") << u"jws.format"_s;
        QTest::newRow("empty") << QByteArray() << u"jws.format"_s;
        QTest::newRow("too long") << QByteArray(70'000, 'a') << u"jws.format"_s;
        QTest::newRow("JSON serialization")
            << QByteArray(R"({"payload":"e30","signatures":[]})") << u"jws.format"_s;
        QTest::newRow("header is no object") << withHeader("[]", token) << u"jws.header"_s;
        QTest::newRow("header is no JSON") << withHeader("{", token) << u"jws.header"_s;
        QTest::newRow("byte-order mark")
            << withHeader("\xef\xbb\xbf{\"alg\":\"RS256\"}", token) << u"jws.header"_s;
        QTest::newRow("alg twice") << withHeader(R"({"alg":"RS256","alg":"RS256"})", token)
                                   << u"jws.header"_s;
        QTest::newRow("alg a number") << withHeader(R"({"alg":5})", token) << u"jws.header"_s;
        QTest::newRow("alg missing") << withHeader(R"({"kid":"rsa"})", token) << u"jws.header"_s;
        QTest::newRow("trailing garbage") << withHeader(R"({"alg":"RS256"}x)", token) << u"jws.header"_s;
        QTest::newRow("deep") << withHeader(QByteArray(R"({"alg":"RS256","x":)") + QByteArray(50, '[') +
                                                QByteArray(50, ']') + '}',
                                            token)
                              << u"jws.header"_s;
        QTest::newRow("invalid UTF-8")
            << withHeader("{\"alg\":\"RS256\",\"x\":\"\xff\"}", token) << u"jws.header"_s;
    }
    void R1_3_format_format()
    {
        QFETCH(QByteArray, token);
        QFETCH(QString, expected);
        QCOMPARE(rule(token, keys({rsa().jwk()})), expected);
    }

    void R1_3_6_derInsteadOfRawEcdsa()
    {
        const QByteArray text =
            encoded(QJsonDocument(header(u"ES256"_s, u"p256"_s)).toJson(QJsonDocument::Compact)) + '.' +
            encoded(payload);
        QCOMPARE(rule(text + '.' + encoded(p256().signRaw("ES256", text)), keys({p256().jwk()})),
                 u"jws.signature"_s);
    }

    void R1_3_6_psychicSignature_data() // CVE-2022-21449
    {
        QTest::addColumn<QByteArray>("signature");
        const QByteArray zero(32, '\0');
        const QByteArray one = QByteArray(31, '\0') + '\1';
        const QByteArray order =
            QByteArray::fromHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        QTest::newRow("r = s = 0") << QByteArray(zero + zero);
        QTest::newRow("r = 0") << QByteArray(zero + one);
        QTest::newRow("s = 0") << QByteArray(one + zero);
        QTest::newRow("r = s = n") << QByteArray(order + order);
        QTest::newRow("all ones") << QByteArray(64, '\xff');
        QTest::newRow("of another curve's length") << QByteArray(96, '\1');
    }
    void R1_3_6_psychicSignature()
    {
        QFETCH(QByteArray, signature);
        const QByteArray text =
            encoded(QJsonDocument(header(u"ES256"_s, u"p256"_s)).toJson(QJsonDocument::Compact)) + '.' +
            encoded(payload);
        QCOMPARE(rule(text + '.' + encoded(signature), keys({p256().jwk()})), u"jws.signature"_s);
    }

    void R1_3_6_psychicSignatureOnLargerCurves_data()
    {
        QTest::addColumn<QByteArray>("alg");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("signature");
        const auto row = [](const char *name, const char *alg, Kind kind, const QByteArray &signature) {
            QTest::newRow(name) << QByteArray(alg) << int(kind) << signature;
        };
        const auto one = [](int size) { return QByteArray(size - 1, '\0') + '\1'; };
        for (const auto &[alg, kind, size, order] :
             {std::tuple(
                  "ES384", Kind::P384, 48,
                  "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196a"
                  "ccc52973"),
              std::tuple(
                  "ES512", Kind::P521, 66,
                  "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7f"
                  "cc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409")}) {
            const QByteArray zero(size, '\0');
            const QByteArray n = QByteArray::fromHex(order);
            QCOMPARE(n.size(), size);
            row(QByteArray(alg + QByteArray(", r = s = 0")), alg, kind, zero + zero);
            row(QByteArray(alg + QByteArray(", r = 0")), alg, kind, zero + one(size));
            row(QByteArray(alg + QByteArray(", s = 0")), alg, kind, one(size) + zero);
            row(QByteArray(alg + QByteArray(", r = s = n")), alg, kind, n + n);
            row(QByteArray(alg + QByteArray(", as long as P-256's")), alg, kind, QByteArray(64, '\1'));
        }
    }
    void R1_3_6_psychicSignatureOnLargerCurves()
    {
        QFETCH(QByteArray, alg);
        QFETCH(int, kind);
        QFETCH(QByteArray, signature);
        const SigningKey key = SigningKey::make(Kind(kind), "k");
        const QByteArray text =
            encoded(QJsonDocument(header(QString::fromLatin1(alg), u"k"_s)).toJson(QJsonDocument::Compact)) +
            '.' + encoded(payload);
        QCOMPARE(rule(text + '.' + encoded(signature), keys({key.jwk()})), u"jws.signature"_s);
    }
    // RFC 8725bis 3.13: a count of rounds that never ends is not even looked at.
    void R1_3_7_pbes2()
    {
        QJsonObject h = header(u"PBES2-HS512+A256KW"_s, u"rsa"_s);
        h.insert(u"p2c"_s, 2'147'483'647);
        h.insert(u"p2s"_s, u"AAAA"_s);
        const QByteArray token = withHeader(QJsonDocument(h).toJson(QJsonDocument::Compact),
                                            rsa().jws(header(u"RS256"_s, u"rsa"_s), payload));
        QCOMPARE(rule(token, keys({rsa().jwk()}), knownAlgorithms() + QByteArrayList{"PBES2-HS512+A256KW"}),
                 u"jws.alg"_s);
    }

    void J4_selectsByKidTypeCurveAndAlgorithm()
    {
        const Jwks both = keys({rsa().jwk(), p256().jwk(), ed().jwk()});
        QCOMPARE(rule(rsa().jws(header(u"RS256"_s, u"rsa"_s), payload), both), u"accepted"_s);
        QCOMPARE(rule(rsa().jws(header(u"RS256"_s, u"p256"_s), payload), both), u"jws.key"_s);
        QCOMPARE(rule(rsa().jws(header(u"RS256"_s, u"../../etc/passwd"_s), payload), both), u"jws.key"_s);
        QCOMPARE(rule(p256().jws(header(u"ES384"_s, u"p256"_s), payload), both),
                 u"jws.key"_s); // the wrong curve
        QJsonObject only384 = rsa().jwk();
        only384.insert(u"alg"_s, u"RS384"_s);
        QCOMPARE(rule(rsa().jws(header(u"RS256"_s, u"rsa"_s), payload), keys({only384})), u"jws.key"_s);
        const SigningKey other = SigningKey::make(Kind::P256, "p256");
        QCOMPARE(rule(other.jws(header(u"ES256"_s, u"p256"_s), payload), both), u"jws.signature"_s);
    }

    void J4_withoutKidOnlyWhenOneKeyFits()
    {
        const QByteArray token = p256().jws({{u"alg"_s, u"ES256"_s}}, payload);
        QCOMPARE(rule(token, keys({p256().jwk(), rsa().jwk()})), u"accepted"_s);
        QCOMPARE(rule(token, keys({p256().jwk(), SigningKey::make(Kind::P256, "second").jwk()})),
                 u"jws.key"_s);
    }

    void J4_leavesOutWhatDoesNotVerify_data()
    {
        QTest::addColumn<QJsonObject>("key");
        const auto with = [](const QString &name, const QJsonValue &value) {
            QJsonObject key = rsa().jwk();
            key.insert(name, value);
            return key;
        };
        QTest::newRow("use enc") << with(u"use"_s, u"enc"_s);
        QTest::newRow("key_ops sign") << with(u"key_ops"_s, QJsonArray{u"sign"_s});
        QTest::newRow("key_ops of nothing") << with(u"key_ops"_s, QJsonArray());
        QTest::newRow("key_ops null") << with(u"key_ops"_s, QJsonValue());
        QTest::newRow("unknown type") << with(u"kty"_s, u"AKP"_s);
        const auto on = [&with](const QString &kty, const QString &crv) {
            QJsonObject key = with(u"kty"_s, kty);
            key.insert(u"crv"_s, crv);
            return key;
        };
        QTest::newRow("secp256k1") << on(u"EC"_s, u"secp256k1"_s);
        QTest::newRow("X25519") << on(u"OKP"_s, u"X25519"_s);
        QTest::newRow("Ed448") << on(u"OKP"_s, u"Ed448"_s);
    }
    void J4_leavesOutWhatDoesNotVerify()
    {
        QFETCH(QJsonObject, key);
        const Result<Jwks> set = readJwks(jwksOf({key, p256().jwk()}));
        QVERIFY(set);
        QCOMPARE(set->keys.size(), 1);
        QVERIFY(!set->hasKid("rsa"));
    }

    void J5_refusesASetWithAnUnsoundKey_data()
    {
        QTest::addColumn<QByteArray>("set");
        const auto changed = [](QJsonObject key, const QString &name, const QJsonValue &value) {
            key.insert(name, value);
            return jwksOf({p256().jwk(), key});
        };
        QJsonObject twin = p256().jwk();
        QTest::newRow("symmetric") << jwksOf({p256().jwk(), {{u"kty"_s, u"oct"_s}, {u"k"_s, u"AAAA"_s}}});
        QTest::newRow("key id twice") << jwksOf({p256().jwk(), twin});
        QTest::newRow("RSA 1024") << jwksOf({SigningKey::make(Kind::Rsa1024, "small").jwk()});
        QTest::newRow("RSA e = 1") << changed(rsa().jwk(), u"e"_s, u"AQ"_s);
        QTest::newRow("RSA e even") << changed(rsa().jwk(), u"e"_s, u"AQAA"_s);
        QTest::newRow("RSA e of 72 bits") << changed(rsa().jwk(), u"e"_s, u"_____________w"_s);
        QTest::newRow("RSA n padded") << changed(rsa().jwk(), u"n"_s, u"AAAA=="_s);
        // CVE-2017-15361: 2048 bits, made as those cards made them; whoever knows can factor it.
        QTest::newRow("RSA of the ROCA kind") << changed(
            rsa().jwk(), u"n"_s,
            QString::fromLatin1(
                "45HZV80-Q7ENBTSjEUQ3DtwZ0NL28K4WXRmPKnkyw1hoBtll41naVkpqgiOIkWvm6W5oT6CndyoExjTieyLkkLUmJK"
                "IMEjClTTNIjMc7-vdWMXaAgE3lBvl24j5QFi9Fuf1rFmtuKNWXUy8iv_9HVFsaNKsQ9QUN-gBeomdzFn5VF_nfMoVX"
                "QztrRuINsD-asyzruQ-CbPbbWw00egkzpFZWo8Ng-hDiGgBR-5k5ks42FmIbf12coS57ejdYrfKxL0lPLN_JQFf0oV"
                "TlkVIfwiOr7lbCKwYOIhi5gOLWS3RkoGfaoWT0qQd4X7yD-nw3pEC92uGHO4YzmKJmIRvfYw"));
        QByteArray even = *fromBase64Url(rsa().jwk().value(u"n"_s).toString().toLatin1());
        even[even.size() - 1] = char(even[even.size() - 1] & ~1);
        QTest::newRow("RSA n even") << changed(rsa().jwk(), u"n"_s, QString::fromLatin1(encoded(even)));
        QTest::newRow("RSA n of one prime") // 2^2203 - 1
            << changed(rsa().jwk(), u"n"_s, QString::fromLatin1(encoded('\x07' + QByteArray(275, '\xff'))));
        QJsonObject close = p256().jwk();
        QByteArray y = *fromBase64Url(close.value(u"y"_s).toString().toLatin1());
        y[31] = char(y[31] ^ 1);
        close.insert(u"kid"_s, u"close"_s);
        close.insert(u"y"_s, QString::fromLatin1(encoded(y)));
        QTest::newRow("point off the curve") << jwksOf({close});
        for (const QString &name : {u"kid"_s, u"use"_s, u"alg"_s}) {
            QTest::addRow("%s empty", qPrintable(name)) << changed(rsa().jwk(), name, u""_s);
            QTest::addRow("%s null", qPrintable(name)) << changed(rsa().jwk(), name, QJsonValue());
        }
        QJsonObject off = p256().jwk();
        off.insert(u"kid"_s, u"off"_s);
        off.insert(u"y"_s, off.value(u"x"_s));
        QTest::newRow("x for y") << jwksOf({off});
        QTest::newRow("Ed25519 of 31 bytes")
            << changed(ed().jwk(), u"x"_s, QString::fromLatin1(encoded(QByteArray(31, 'a'))));
        QTest::newRow("n missing") << jwksOf({{{u"kty"_s, u"RSA"_s}, {u"e"_s, u"AQAB"_s}}});
        QTest::newRow("no keys member") << QByteArray("{}");
        QTest::newRow("not JSON") << QByteArray("<html>");
        QList<QJsonObject> many;
        for (int i = 0; i < 101; ++i)
            many.append({{u"kty"_s, u"AKP"_s}});
        QTest::newRow("101 keys") << jwksOf(many);
    }
    void J5_refusesASetWithAnUnsoundKey()
    {
        QFETCH(QByteArray, set);
        const Result<Jwks> read = readJwks(set);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, Error::Kind::SignInRefused);
        QCOMPARE(read.error().code, u"jwks"_s);
    }

    // Each of the longest takes a second to check: a set of them would hold the program up.
    void J5_refusesMoreThanCanBeCheckedSoon()
    {
        QByteArray modulus(2048, '\xff');
        const auto hasSmallFactor = [&modulus] {
            for (unsigned divisor = 3; divisor < 1000; divisor += 2) {
                unsigned rest = 0;
                for (const char byte : std::as_const(modulus))
                    rest = (rest * 256 + static_cast<unsigned char>(byte)) % divisor;
                if (rest == 0)
                    return true;
            }
            return false;
        };
        for (int i = 0; hasSmallFactor(); ++i) // and by chance it is no prime
            modulus[2000] = char(i), modulus[2001] = char(i / 256);
        const auto setOf = [&modulus](int count) {
            QList<QJsonObject> set;
            for (int i = 0; i < count; ++i)
                set.append({{u"kty"_s, u"RSA"_s},
                            {u"e"_s, u"AQAB"_s},
                            {u"n"_s, QString::fromLatin1(encoded(modulus))}});
            return readJwks(jwksOf(set));
        };
        QVERIFY(setOf(1));
        const Result<Jwks> three = setOf(3);
        QVERIFY(!three);
        QVERIFY2(three.error().detail.contains(u"fewer keys as long"_s), qPrintable(three.error().detail));
    }

    void J3_knowsTheKeyIdBeforeTheKey()
    {
        QCOMPARE(keyIdOf(rsa().jws(header(u"RS256"_s, u"rsa"_s), payload)), QByteArray("rsa"));
        QCOMPARE(keyIdOf("garbage"), QByteArray());
        QCOMPARE(keyIdOf(""), QByteArray());
    }

    // Somebody else's signatures: RFC 7515, appendix A, and RFC 8037, appendix A.4.
    void R1_3_6_verifiesTheStandardsOwnExamples()
    {
        const QByteArray claims = ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvb"
                                  "S9pc19yb290Ijp0cnVlfQ.";
        const Result<Jwks> a2 = readJwks(
            R"({"keys":[{"kty":"RSA","e":"AQAB","n":")"
            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4Q"
            "lL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBY"
            "UsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNm"
            "oudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
            R"("}]})");
        QVERIFY(a2);
        QCOMPARE(rule("eyJhbGciOiJSUzI1NiJ9" + claims +
                          "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_"
                          "lF5YKt_O8W2F"
                          "p5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
                          "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQB"
                          "MHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
                          "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeY"
                          "I2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
                      *a2),
                 u"accepted"_s);
        const Result<Jwks> a3 = readJwks(R"({"keys":[{"kty":"EC","crv":"P-256",
            "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})");
        QVERIFY(a3);
        QCOMPARE(
            rule("eyJhbGciOiJFUzI1NiJ9" + claims +
                     "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
                 *a3),
            u"accepted"_s);
        const Result<Jwks> a4 = readJwks(R"({"keys":[{"kty":"EC","crv":"P-521",
            "x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
            "y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"}]})");
        QVERIFY(a4);
        QCOMPARE(
            rule("eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA."
                 "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtA"
                 "G8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn",
                 *a4),
            u"accepted"_s);
        // A.1 is well signed, with a secret that both sides know: a public client has none. Neither the token
        // nor a set with that key is taken.
        const QByteArray a1 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9" + claims +
                              "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        QCOMPARE(rule(a1, *a2, knownAlgorithms() + QByteArrayList{"HS256"}), u"jws.alg"_s);
        QVERIFY(!readJwks(
            R"({"keys":[{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}]})"));
        // RFC 8037, appendix A.4
        const Result<Jwks> okp = readJwks(
            R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})");
        QVERIFY(okp);
        QCOMPARE(
            rule("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
                 ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
                 *okp),
            u"accepted"_s);
    }
};

QTEST_GUILESS_MAIN(TestJose)
#include "tst_jose.moc"
