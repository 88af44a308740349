// SPDX-License-Identifier: GPL-3.0-or-later
// A provider that answers badly, one fault at a time: the whole way of a real sign-in or refresh, and which
// rule refused it. The rows marked "accepted by the reference RP" are those that a certified relying party
// lets pass.
#include "tests/unit/identity/computer.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Computer;
using test::SigningKey;
using test::StubServer;
using State = Session::State;
using Provider = test::FakeIdentityProvider;
using Setup = std::function<void(Computer &)>;

Q_DECLARE_METATYPE(Setup)

namespace {

// Made once: a key of 2048 bits takes a while under the sanitizers.
const SigningKey &rsaKey()
{
    static const SigningKey key = SigningKey::make(SigningKey::Kind::Rsa2048, "key-1");
    return key;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject header(const QString &alg = u"RS256"_s)
{
    return {{u"alg"_s, alg}, {u"kid"_s, u"key-1"_s}, {u"typ"_s, u"JWT"_s}};
}

Setup claim(const QString &name, const QJsonValue &value)
{
    return [=](Computer &pc) {
        pc.provider.editClaims = [=](QJsonObject &claims) {
            if (value.isUndefined())
                claims.remove(name);
            else
                claims.insert(name, value);
        };
    };
}

Setup claims(const std::function<void(QJsonObject &, qint64 now)> &edit)
{
    return [=](Computer &pc) {
        pc.provider.editClaims = [=, &pc](QJsonObject &c) { edit(c, pc.clock.now().toSecsSinceEpoch()); };
    };
}

// A token signed by the provider's key under another header, or over another payload.
Setup signedAs(const std::function<QByteArray(const SigningKey &, const QJsonObject &)> &make)
{
    return [=](Computer &pc) {
        pc.provider.idToken = [=, &pc](const QJsonObject &c) { return make(pc.provider.key(), c); };
    };
}

Setup headed(const QString &name, const QJsonValue &value)
{
    return signedAs([=](const SigningKey &key, const QJsonObject &c) {
        QJsonObject head = header();
        head.insert(name, value);
        if (value.isUndefined())
            head.remove(name);
        return key.jws(head, compact(c));
    });
}

// Signed over what these bytes have become; for faults that QJsonObject cannot express.
Setup payload(const std::function<QByteArray(QByteArray)> &edit)
{
    return signedAs(
        [=](const SigningKey &key, const QJsonObject &c) { return key.jws(header(), edit(compact(c))); });
}

Setup token(const std::function<QByteArray(QByteArray)> &edit)
{
    return signedAs([=](const SigningKey &key, const QJsonObject &c) { return edit(key.jwt("RS256", c)); });
}

Setup member(const QString &name, const QJsonValue &value)
{
    return [=](Computer &pc) {
        pc.provider.editTokens = [=](QJsonObject &tokens) {
            if (value.isUndefined())
                tokens.remove(name);
            else
                tokens.insert(name, value);
        };
    };
}

Setup answer(const std::function<void(StubServer::Answer &)> &edit)
{
    return [=](Computer &pc) { pc.provider.editAnswer = edit; };
}

Setup redirect(const std::function<void(QByteArray &)> &edit)
{
    return [=](Computer &pc) { pc.provider.editRedirect = edit; };
}

QByteArray hmacJwt(const QByteArray &secret, const QJsonObject &c)
{
    const QByteArray text = test::encoded(compact(header(u"HS256"_s))) + '.' + test::encoded(compact(c));
    return text + '.' +
           test::encoded(QMessageAuthenticationCode::hash(text, secret, QCryptographicHash::Sha256));
}

QByteArray replaced(QByteArray text, const char *from, const QByteArray &to)
{
    if (!text.contains(from))
        qFatal("the fault does not apply: %s", from);
    return text.replace(from, to);
}

void row(const char *name, const QString &rule, const Setup &setup)
{
    QTest::newRow(name) << rule << setup;
}

} // namespace

class TestHostileProvider : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void idTokenIsRefused_data();
    void idTokenIsRefused() { signInIsRefused(); }
    void signatureIsRefused_data();
    void signatureIsRefused() { signInIsRefused(); }
    void tokenResponseIsRefused_data();
    void tokenResponseIsRefused() { signInIsRefused(); }
    void redirectIsRefused_data();
    void redirectIsRefused() { signInIsRefused(); }
    void redirectIsNotOurs_data();
    void redirectIsNotOurs();
    void refreshIsRefused_data();
    void refreshIsRefused();
    void stepUpIsRefused_data();
    void stepUpIsRefused();
    void soundAnswerIsTaken_data();
    void soundAnswerIsTaken();
    void cleanupTestCase() { qInfo("bad responses refused: %d; sound ones taken: %d", m_refused, m_taken); }

private:
    static void columns()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<Setup>("setup");
    }
    void signInIsRefused()
    {
        QFETCH(QString, rule);
        QFETCH(Setup, setup);
        Computer pc(rsaKey(), "RS256");
        setup(pc);
        const auto session = pc.session();
        const Result<Account> account = test::resultOf(session->signIn());
        QVERIFY(!account);
        const QString found =
            account.error().code.isEmpty() ? gatehouse::name(account.error().kind) : account.error().code;
        QCOMPARE(found, rule);
        QCOMPARE(session->state(), State::SignedOut);
        QVERIFY(pc.secrets.entries.isEmpty());
        QVERIFY(!test::resultOf(session->fresh({})));
        ++m_refused;
    }

    int m_refused = 0;
    int m_taken = 0;
};

void TestHostileProvider::idTokenIsRefused_data()
{
    columns();
    const QJsonValue missing(QJsonValue::Undefined);
    row("iss wrong", u"idtoken.iss"_s, claim(u"iss"_s, u"https://evil.example"_s));
    row("iss with a trailing slash", u"idtoken.iss"_s,
        claims([](QJsonObject &c, qint64) { c[u"iss"_s] = c[u"iss"_s].toString() + u'/'; }));
    row("iss that looks alike", u"idtoken.iss"_s, claims([](QJsonObject &c, qint64) {
            c[u"iss"_s] = c[u"iss"_s].toString().replace(u"127"_s, u"\uFF1127"_s);
        }));
    row("iss missing", u"idtoken.claims"_s, claim(u"iss"_s, missing));
    row("aud wrong", u"idtoken.aud"_s, claim(u"aud"_s, u"other"_s));
    row("aud missing", u"idtoken.aud"_s, claim(u"aud"_s, missing));
    row("aud in another case", u"idtoken.aud"_s, claim(u"aud"_s, u"Gatehouse"_s));
    row("aud with a number", u"idtoken.aud"_s, claim(u"aud"_s, QJsonArray{u"gatehouse"_s, 1}));
    row("aud nobody", u"idtoken.aud"_s, claim(u"aud"_s, QJsonArray{}));
    row("aud with an untrusted one, no azp", u"idtoken.aud"_s,
        claim(u"aud"_s, QJsonArray{u"gatehouse"_s, u"other"_s}));
    row("aud with an untrusted one, azp wrong", u"idtoken.aud"_s, claims([](QJsonObject &c, qint64) {
            c[u"aud"_s] = QJsonArray{u"gatehouse"_s, u"other"_s};
            c[u"azp"_s] = u"other"_s;
        }));
    row("two trusted aud, no azp", u"idtoken.azp"_s, [](Computer &pc) {
        pc.settings.trustedAudiences = {u"other"_s};
        claim(u"aud"_s, QJsonArray{u"gatehouse"_s, u"other"_s})(pc);
    });
    row("azp wrong (accepted by the reference RP)", u"idtoken.azp"_s, claim(u"azp"_s, u"other"_s));
    row("exp past", u"idtoken.exp"_s, claims([](QJsonObject &c, qint64 now) {
            c[u"iat"_s] = now - 400;
            c[u"exp"_s] = now - 61;
        }));
    row("exp missing", u"idtoken.claims"_s, claim(u"exp"_s, missing));
    row("exp as a text", u"idtoken.claims"_s, claim(u"exp"_s, u"9999999999"_s));
    row("exp 1e30 (accepted by the reference RP)", u"idtoken.claims"_s, claim(u"exp"_s, 1e30));
    row("exp negative", u"idtoken.claims"_s, claim(u"exp"_s, -1));
    row("exp with a fraction", u"idtoken.claims"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"exp"_s] = double(now) + 300.5; }));
    row("exp in a month", u"idtoken.exp"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"exp"_s] = now + 30 * 86400; }));
    row("iat missing", u"idtoken.claims"_s, claim(u"iat"_s, missing));
    row("iat a week old (accepted by the reference RP)", u"idtoken.exp"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"iat"_s] = now - 7 * 86400; }));
    row("iat twelve minutes old (accepted by the reference RP)", u"idtoken.iat"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"iat"_s] = now - 720; }));
    row("iat an hour ahead (accepted by the reference RP)", u"idtoken.iat"_s,
        claims([](QJsonObject &c, qint64 now) {
            c[u"iat"_s] = now + 3600;
            c[u"exp"_s] = now + 3900;
        }));
    row("nbf ahead", u"idtoken.nbf"_s, claims([](QJsonObject &c, qint64 now) { c[u"nbf"_s] = now + 120; }));
    row("nonce wrong", u"idtoken.nonce"_s, claim(u"nonce"_s, u"guessed"_s));
    row("nonce missing", u"idtoken.nonce"_s, claim(u"nonce"_s, missing));
    row("nonce a list", u"idtoken.claims"_s, claim(u"nonce"_s, QJsonArray{u"n"_s}));
    row("sub missing", u"idtoken.claims"_s, claim(u"sub"_s, missing));
    row("sub a number", u"idtoken.claims"_s, claim(u"sub"_s, 7));
    row("sub empty (accepted by the reference RP)", u"idtoken.sub"_s, claim(u"sub"_s, u""_s));
    row("sub of 300 characters (accepted by the reference RP)", u"idtoken.sub"_s,
        claim(u"sub"_s, QString(300, u'a')));
    row("sub beyond ASCII", u"idtoken.sub"_s, claim(u"sub"_s, u"ad\u00e4"_s));
    row("at_hash wrong (accepted by the reference RP)", u"idtoken.at_hash"_s,
        claim(u"at_hash"_s, u"AAAAAAAAAAAAAAAAAAAAAA"_s));
    row("payload no JSON", u"idtoken.claims"_s, payload([](const QByteArray &) { return "hello"; }));
    row("payload a list", u"idtoken.claims"_s, payload([](QByteArray p) { return '[' + p + ']'; }));
    row("payload with a byte-order mark", u"idtoken.claims"_s,
        payload([](QByteArray p) { return "\xEF\xBB\xBF" + p; }));
    row("payload not UTF-8", u"idtoken.claims"_s,
        payload([](const QByteArray &p) { return replaced(p, "Ada Okafor", "Ada \xff"); }));
    row("payload with something after it", u"idtoken.claims"_s,
        payload([](const QByteArray &p) { return p + "{}"; }));
    row("payload forty deep", u"idtoken.claims"_s, payload([](const QByteArray &p) {
            return replaced(p, "{", "{\"x\":" + QByteArray(40, '[') + QByteArray(40, ']') + ',');
        }));
    row("payload a JWT of its own", u"idtoken.claims"_s,
        signedAs([](const SigningKey &key, const QJsonObject &c) {
            return key.jws(header(), key.jwt("RS256", c));
        }));
    row("iss twice (accepted by the reference RP)", u"idtoken.claims"_s,
        payload([](const QByteArray &p) { return replaced(p, "{", R"({"iss":"https://evil.example",)"); }));
    row("sub twice (accepted by the reference RP)", u"idtoken.claims"_s,
        payload([](const QByteArray &p) { return replaced(p, "{", R"({"sub":"mallory",)"); }));
}

void TestHostileProvider::signatureIsRefused_data()
{
    columns();
    const QJsonValue missing(QJsonValue::Undefined);
    const auto last = [](QByteArray t, const QByteArray &signature) {
        return t.first(t.lastIndexOf('.') + 1) + signature;
    };
    row("signature flipped", u"jws.signature"_s, token([](QByteArray t) {
            const qsizetype at = t.lastIndexOf('.') + 10;
            t[at] = t.at(at) == 'A' ? 'B' : 'A';
            return t;
        }));
    row("signature stripped", u"jws.signature"_s, token([=](const QByteArray &t) { return last(t, {}); }));
    for (const char *none : {"none", "NONE", "nOnE"})
        row(qPrintable(u"alg "_s + QString::fromLatin1(none)), u"jws.alg"_s,
            signedAs([=](const SigningKey &, const QJsonObject &c) {
                return test::encoded(compact(header(QString::fromLatin1(none)))) + '.' +
                       test::encoded(compact(c)) + '.';
            }));
    row("alg missing", u"jws.header"_s, headed(u"alg"_s, missing));
    row("alg in small letters", u"jws.alg"_s, headed(u"alg"_s, u"rs256"_s));
    row("HS256 keyed with the public key", u"jws.alg"_s,
        signedAs([](const SigningKey &key, const QJsonObject &c) { return hmacJwt(key.publicPem(), c); }));
    row("HS256 keyed with the client id", u"jws.alg"_s,
        signedAs([](const SigningKey &, const QJsonObject &c) { return hmacJwt("gatehouse", c); }));
    row("ES256 of zeros", u"jws.alg"_s, signedAs([=](const SigningKey &, const QJsonObject &c) {
            return test::encoded(compact(header(u"ES256"_s))) + '.' + test::encoded(compact(c)) + '.' +
                   test::encoded(QByteArray(64, '\0'));
        }));
    row("ES256 although only RS256 is said (accepted by the reference RP)", u"jws.alg"_s,
        signedAs([](const SigningKey &, const QJsonObject &c) {
            static const SigningKey key = SigningKey::make(SigningKey::Kind::P256, "key-1");
            return key.jwt("ES256", c);
        }));
    row("PBES2", u"jws.alg"_s, headed(u"alg"_s, u"PBES2-HS256+A128KW"_s));
    row("another's key under our key's id", u"jws.signature"_s,
        signedAs([](const SigningKey &, const QJsonObject &c) {
            static const SigningKey other = SigningKey::make(SigningKey::Kind::Rsa2048, "key-1");
            return other.jwt("RS256", c);
        }));
    row("unknown kid", u"jws.key"_s, headed(u"kid"_s, u"key-9"_s));
    row("kid a path", u"jws.key"_s, headed(u"kid"_s, u"../../../dev/null"_s));
    row("kid an injection", u"jws.key"_s, headed(u"kid"_s, u"x' UNION SELECT 'key"_s));
    row("kid with a NUL", u"jws.key"_s, headed(u"kid"_s, u"key-1\0x"_s));
    row("kid of a megabyte", u"too_large"_s, headed(u"kid"_s, QString(1'000'000, u'k')));
    row("embedded jwk", u"jws.embedded_key"_s, signedAs([](const SigningKey &key, const QJsonObject &c) {
            QJsonObject head = header();
            head.insert(u"jwk"_s, key.jwk());
            return key.jws(head, compact(c));
        }));
    for (const QString &name : {u"jku"_s, u"x5u"_s})
        row(qPrintable(name + u" with a good signature (jku: accepted by the reference RP)"_s),
            u"jws.embedded_key"_s, headed(name, u"https://evil.example/keys"_s));
    row("x5c", u"jws.embedded_key"_s, headed(u"x5c"_s, QJsonArray{u"MII"_s}));
    row("crit", u"jws.crit"_s, headed(u"crit"_s, QJsonArray{u"exp"_s}));
    row("b64 false", u"jws.crit"_s, headed(u"b64"_s, false));
    row("zip", u"jws.crit"_s, headed(u"zip"_s, u"DEF"_s));
    for (const QString &typ : {u"at+jwt"_s, u"logout+jwt"_s, u"dpop+jwt"_s, u"application/at+jwt"_s})
        row(qPrintable(u"typ "_s + typ + u" (accepted by the reference RP)"_s), u"jws.typ"_s,
            headed(u"typ"_s, typ));
    row("header with alg twice", u"jws.header"_s, signedAs([](const SigningKey &key, const QJsonObject &c) {
            const QByteArray text = test::encoded(R"({"alg":"none","alg":"RS256","kid":"key-1"})") + '.' +
                                    test::encoded(compact(c));
            return text + '.' + test::encoded(key.signRaw("RS256", text));
        }));
    row("base64 with padding (accepted by the reference RP)", u"jws.format"_s,
        token([](const QByteArray &t) { return t + "=="; }));
    row("something after it", u"jws.format"_s, token([](const QByteArray &t) { return t + " "; }));
    row("five parts", u"jws.encrypted"_s, token([](const QByteArray &t) { return t + ".e30.e30"; }));
    row("four parts", u"jws.format"_s, token([](const QByteArray &t) { return t + ".e30"; }));
    row("JSON serialization", u"jws.format"_s, token([](const QByteArray &t) {
            const QByteArrayList p = t.split('.');
            return compact({{u"protected"_s, QString::fromLatin1(p.at(0))},
                            {u"payload"_s, QString::fromLatin1(p.at(1))},
                            {u"signature"_s, QString::fromLatin1(p.at(2))}});
        }));
    row("an access token in its place", u"jws.format"_s, member(u"id_token"_s, u"access-secret-1"_s));
}

void TestHostileProvider::tokenResponseIsRefused_data()
{
    columns();
    const QJsonValue missing(QJsonValue::Undefined);
    row("no ID token", u"tokens.id_token"_s, member(u"id_token"_s, missing));
    row("no access token", u"tokens"_s, member(u"access_token"_s, missing));
    row("empty access token", u"tokens"_s, member(u"access_token"_s, u""_s));
    row("access token a number", u"tokens"_s, member(u"access_token"_s, 7));
    row("access token with a line break", u"tokens"_s, member(u"access_token"_s, u"a\r\nX-Admin: 1"_s));
    row("access token of 17 KiB", u"tokens"_s, member(u"access_token"_s, QString(17 * 1024, u'a')));
    row("no token type", u"tokens"_s, member(u"token_type"_s, missing));
    row("token type mac", u"tokens.type"_s, member(u"token_type"_s, u"mac"_s));
    row("token type DPoP, which was not asked for", u"tokens.type"_s, member(u"token_type"_s, u"DPoP"_s));
    row("expires_in negative", u"tokens"_s, member(u"expires_in"_s, -1));
    row("expires_in a text (accepted by the reference RP)", u"tokens"_s, member(u"expires_in"_s, u"300"_s));
    row("HTML", u"decode"_s, answer([](auto &a) {
            a.body = "<html>Welcome to the hotel</html>";
            a.contentType = "text/html";
        }));
    row("text/plain (accepted by the reference RP)", u"decode"_s,
        answer([](auto &a) { a.contentType = "text/plain"; }));
    row("201", u"server"_s, answer([](auto &a) { a.status = 201; }));
    row("302", u"server"_s, answer([](auto &a) {
            a.status = 302;
            a.headers = {{"Location", "https://evil.example/token"}};
        }));
    row("cut", u"tokens"_s, answer([](auto &a) { a.body.chop(1); }));
    row("access_token twice", u"tokens"_s,
        answer([](auto &a) { a.body.insert(1, R"("access_token":"evil",)"); }));
    row("larger than 64 KiB", u"too_large"_s, answer([](auto &a) { a.body += QByteArray(70 * 1024, ' '); }));
}

void TestHostileProvider::redirectIsRefused_data()
{
    columns();
    row("iss wrong", u"response.iss"_s,
        redirect([](QByteArray &q) { q = q.left(q.indexOf("&iss=")) + "&iss=https%3A%2F%2Fevil.example"; }));
    row("iss missing although it is promised", u"response.iss"_s,
        redirect([](QByteArray &q) { q = q.left(q.indexOf("&iss=")); }));
    row("iss empty", u"response.iss"_s,
        redirect([](QByteArray &q) { q = q.left(q.indexOf("&iss=")) + "&iss="; }));
    row("error, with the iss of another", u"response.iss"_s, redirect([](QByteArray &q) {
            q = "error=access_denied" + q.mid(q.indexOf("&state=")).replace("127", "128");
        }));
    row("access_denied", u"access_denied"_s,
        redirect([](QByteArray &q) { q = "error=access_denied" + q.mid(q.indexOf("&state=")); }));
    row("a code of another attempt", u"invalid_grant"_s,
        redirect([](QByteArray &q) { q = "code=stolen" + q.mid(q.indexOf("&state=")); }));
}

// None of these ends the attempt: they may come from anybody. The right one still does afterwards.
void TestHostileProvider::redirectIsNotOurs_data()
{
    columns();
    row("state wrong", {}, redirect([](QByteArray &q) { q.replace("&state=", "&state=x"); }));
    row("state missing", {}, redirect([](QByteArray &q) { q.replace("&state=", "&stat="); }));
    row("state twice", {}, redirect([](QByteArray &q) { q += "&state=x"; }));
    row("state hidden in another value", {},
        redirect([](QByteArray &q) { q.replace("&state=", "%26state%3D"); }));
    row("error without state", {}, redirect([](QByteArray &q) { q = "error=access_denied"; }));
    row("code twice", {}, redirect([](QByteArray &q) { q += "&code=evil"; }));
    row("code missing", {}, redirect([](QByteArray &q) { q = q.mid(q.indexOf('&') + 1); }));
    row("code and error", {}, redirect([](QByteArray &q) { q += "&error=access_denied"; }));
}

void TestHostileProvider::redirectIsNotOurs()
{
    QFETCH(Setup, setup);
    Computer pc(rsaKey(), "RS256");
    setup(pc);
    const auto session = pc.session();
    const Async<Account> account = session->signIn();
    QTRY_VERIFY(pc.browser.lastPage.contains("There is nothing here"));
    QVERIFY(!account.isFinished());
    QCOMPARE(session->state(), State::WaitingForBrowser);
    QCOMPARE(pc.provider.count("/token"), 0);
    pc.provider.editRedirect = {};
    pc.browser.open(session->signInUrl());
    QVERIFY(test::resultOf(account));
    ++m_refused;
}

void TestHostileProvider::refreshIsRefused_data()
{
    columns();
    row("iss changed", u"idtoken.iss"_s, claim(u"iss"_s, u"https://evil.example"_s));
    row("aud changed", u"idtoken.aud"_s, claim(u"aud"_s, u"other"_s));
    row("sub changed (accepted by the reference RP)", u"idtoken.sub"_s, claim(u"sub"_s, u"mallory"_s));
    row("another's nonce (accepted by the reference RP)", u"idtoken.nonce"_s,
        claim(u"nonce"_s, u"of another sign-in"_s));
    row("auth_time changed", u"idtoken.auth_time"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"auth_time"_s] = now; }));
    row("expired", u"idtoken.exp"_s, claims([](QJsonObject &c, qint64 now) {
            c[u"iat"_s] = now - 400;
            c[u"exp"_s] = now - 100;
        }));
    row("signature of another", u"jws.signature"_s, signedAs([](const SigningKey &, const QJsonObject &c) {
            static const SigningKey other = SigningKey::make(SigningKey::Kind::Rsa2048, "key-1");
            return other.jwt("RS256", c);
        }));
    row("token type changed", u"tokens.type"_s, member(u"token_type"_s, u"mac"_s));
}

void TestHostileProvider::refreshIsRefused()
{
    QFETCH(QString, rule);
    QFETCH(Setup, setup);
    Computer pc(rsaKey(), "RS256");
    const qint64 signedInAt = pc.clock.now().toSecsSinceEpoch();
    pc.provider.editClaims = [=](QJsonObject &c) { c[u"auth_time"_s] = signedInAt; };
    const auto session = pc.signedIn();
    QVERIFY(session);
    pc.passTime(400s);
    pc.provider.editClaims = {};
    setup(pc);
    const Result<net::AccessToken> token = test::resultOf(session->fresh({}));
    QVERIFY(!token);
    QCOMPARE(token.error().code, rule);
    // Somebody else's token ends the session (T12); a bad one alone does not: the next may be sound.
    const bool isOver = rule == "idtoken.sub"_L1;
    QCOMPARE(session->state(), isOver ? State::Ended : State::SignedIn);
    QCOMPARE(pc.secrets.entries.isEmpty(), isOver);
    if (isOver)
        QTRY_COMPARE(pc.provider.count("/revoke"), 1);
    ++m_refused;
}

void TestHostileProvider::stepUpIsRefused_data()
{
    columns();
    row("acr downgraded (accepted by the reference RP)", u"idtoken.acr"_s, claim(u"acr"_s, u"one-factor"_s));
    row("acr not said", u"idtoken.acr"_s, claim(u"acr"_s, QJsonValue(QJsonValue::Undefined)));
    row("auth_time not said", u"idtoken.auth_time"_s,
        claim(u"auth_time"_s, QJsonValue(QJsonValue::Undefined)));
    row("auth_time too old", u"idtoken.auth_time"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"auth_time"_s] = now - 121; }));
    row("somebody else", u"idtoken.sub"_s, claim(u"sub"_s, u"mallory"_s));
}

void TestHostileProvider::stepUpIsRefused()
{
    QFETCH(QString, rule);
    QFETCH(Setup, setup);
    Computer pc(rsaKey(), "RS256");
    const auto session = pc.signedIn();
    QVERIFY(session);
    const QHash<QString, Secret> before = pc.secrets.entries;
    setup(pc);
    const Result<Account> account = test::resultOf(session->stepUp({u"two-factor"_s}, 60s));
    QVERIFY(!account);
    QCOMPARE(account.error().code, rule);
    // The session as it was goes on, and what came instead is good for nobody.
    QCOMPARE(session->state(), State::SignedIn);
    QCOMPARE(session->account()->subject, u"ada"_s);
    QCOMPARE(pc.secrets.entries, before);
    QTRY_COMPARE(pc.provider.count("/revoke"), 1);
    QVERIFY(test::resultOf(session->fresh({})));
    ++m_refused;
}

void TestHostileProvider::soundAnswerIsTaken_data()
{
    columns();
    const QJsonValue missing(QJsonValue::Undefined);
    row("as it comes", {}, [](Computer &) {});
    row("aud a list of one", {}, claim(u"aud"_s, QJsonArray{u"gatehouse"_s}));
    row("aud with a trusted one and azp", {}, [](Computer &pc) {
        pc.settings.trustedAudiences = {u"other"_s};
        claims([](QJsonObject &c, qint64) {
            c[u"aud"_s] = QJsonArray{u"gatehouse"_s, u"other"_s};
            c[u"azp"_s] = u"gatehouse"_s;
        })(pc);
    });
    row("no kid, one key", {}, headed(u"kid"_s, missing));
    row("no typ", {}, headed(u"typ"_s, missing));
    row("typ id_token+jwt", {}, headed(u"typ"_s, u"id_token+jwt"_s));
    row("token type BEARER", {}, member(u"token_type"_s, u"BEARER"_s));
    row("no expires_in", {}, member(u"expires_in"_s, missing));
    row("expires_in 0", {}, member(u"expires_in"_s, 0));
    row("fewer scopes", {}, member(u"scope"_s, u"openid"_s));
    row("members nobody knows", {}, member(u"x-foo"_s, QJsonObject{{u"a"_s, 1}}));
    row("claims nobody knows", {}, claim(u"x-foo"_s, QJsonArray{1, u"a"_s}));
    row("clocks 59 seconds apart", {}, claims([](QJsonObject &c, qint64 now) { c[u"iat"_s] = now + 59; }));
    row("no refresh token", {}, [](Computer &pc) { pc.provider.givesRefreshToken = false; });
    row("iss neither promised nor sent", {}, [](Computer &pc) {
        pc.provider.editMetadata = [](QJsonObject &m) {
            m.remove(u"authorization_response_iss_parameter_supported"_s);
        };
        pc.provider.editRedirect = [](QByteArray &q) { q = q.left(q.indexOf("&iss=")); };
    });
}

void TestHostileProvider::soundAnswerIsTaken()
{
    QFETCH(Setup, setup);
    Computer pc(rsaKey(), "RS256");
    setup(pc);
    const auto session = pc.session();
    const Result<Account> account = test::resultOf(session->signIn());
    QVERIFY2(account, account ? "" : qPrintable(account.error().code + account.error().detail));
    QCOMPARE(session->state(), State::SignedIn);
    ++m_taken;
}

QTEST_GUILESS_MAIN(TestHostileProvider)
#include "tst_hostileprovider.moc"
