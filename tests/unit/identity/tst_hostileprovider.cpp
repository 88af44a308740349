// SPDX-License-Identifier: GPL-3.0-or-later
// A provider that answers badly, one fault at a time: the whole way of a real sign-in or refresh, and which
// rule refused it. Rows begin with the rule's id; behind them, in brackets, stands the module of the OpenID
// conformance suite that does the same. Slack marks those that a certified relying party (openid-client
// 6.8.9) lets pass. At the end the bad answers that were refused are counted against those that there were.
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

enum class Peer { Refuses, Slack, NotAsked }; // what the reference RP does with it

int badRows = 0; // by now in a table
int soundRows = 0;

// `part`: of the error's detail, where one code stands for many reasons.
void row(const char *name, const QString &rule, const Setup &setup, const char *part = "",
         Peer peer = Peer::NotAsked)
{
    static const QStringList coarse{u"idtoken.claims"_s, u"tokens"_s,     u"decode"_s,    u"server"_s,
                                    u"jws.header"_s,     u"jws.format"_s, u"too_large"_s, u"jws.key"_s};
    if (coarse.contains(rule) && !*part)
        qFatal("%s: which of its reasons?", name);
    ++badRows;
    QTest::newRow(name) << rule << QString::fromLatin1(part) << (peer == Peer::Slack) << setup;
}

void row(const char *name, const QString &rule, const Setup &setup, Peer peer)
{
    row(name, rule, setup, "", peer);
}

void sound(const char *name, const Setup &setup)
{
    ++soundRows;
    QTest::newRow(name) << setup;
}

// Keys beside the provider's own, and the algorithms it says it uses.
Setup with(const QList<QJsonObject> &more, const QJsonArray &algorithms, const Setup &setup)
{
    return [=](Computer &pc) {
        pc.provider.keys = QList<QJsonObject>{pc.provider.key().jwk()} + more;
        pc.provider.editMetadata = [=](QJsonObject &m) {
            m.insert(u"id_token_signing_alg_values_supported"_s, algorithms);
        };
        setup(pc);
    };
}

const SigningKey &ecKey()
{
    static const SigningKey key = SigningKey::make(SigningKey::Kind::P256, "key-1");
    return key;
}

const SigningKey &foreignKey()
{
    static const SigningKey key = SigningKey::make(SigningKey::Kind::Rsa2048, "key-1");
    return key;
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
    void A10_aSoundNoIsSaid_data();
    void A10_aSoundNoIsSaid();
    void cleanupTestCase()
    {
        qInfo("bad responses refused: %d of %d; sound ones taken: %d of %d", m_refused, badRows, m_taken,
              soundRows);
        QCOMPARE(m_refused, badRows);
        QCOMPARE(m_taken, soundRows);
    }

private:
    static void columns()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("part");
        QTest::addColumn<bool>("passesTheReferenceRP");
        QTest::addColumn<Setup>("setup");
    }
    static void compare(const Error &error)
    {
        QFETCH(QString, rule);
        QFETCH(QString, part);
        QCOMPARE(error.code.isEmpty() ? gatehouse::name(error.kind) : error.code, rule);
        QVERIFY2(error.detail.contains(part), qPrintable(error.detail));
    }
    void signInIsRefused()
    {
        QFETCH(Setup, setup);
        Computer pc(rsaKey(), "RS256");
        setup(pc);
        const auto session = pc.session();
        const Result<Account> account = test::resultOf(session->signIn());
        QVERIFY(!account);
        compare(account.error());
        if (QTest::currentTestFailed())
            return;
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
    const QString unreadable = u"idtoken.claims"_s;
    row("1.3-2 iss wrong (oidcc-client-test-invalid-iss)", u"idtoken.iss"_s,
        claim(u"iss"_s, u"https://evil.example"_s), Peer::Refuses);
    row("1.3-2 iss with a trailing slash", u"idtoken.iss"_s,
        claims([](QJsonObject &c, qint64) { c[u"iss"_s] = c[u"iss"_s].toString() + u'/'; }), Peer::Refuses);
    row("1.3-2 iss that looks alike", u"idtoken.iss"_s, claims([](QJsonObject &c, qint64) {
            c[u"iss"_s] = c[u"iss"_s].toString().replace(u"127"_s, u"\uFF1127"_s);
        }));
    row("1.3-2 iss missing (fapi2-security-profile-final-client-test-invalid-missing-iss)", unreadable,
        claim(u"iss"_s, missing), "$.iss: expected string", Peer::Refuses);
    row("1.3-2 iss twice", unreadable,
        payload([](const QByteArray &p) { return replaced(p, "{", R"({"iss":"https://evil.example",)"); }),
        "duplicate name \"iss\"", Peer::Slack);
    row("1.3-3 aud wrong (oidcc-client-test-invalid-aud)", u"idtoken.aud"_s, claim(u"aud"_s, u"other"_s),
        Peer::Refuses);
    row("1.3-3 aud missing (oidcc-client-test-missing-aud)", u"idtoken.aud"_s, claim(u"aud"_s, missing),
        Peer::Refuses);
    row("1.3-3 aud in another case", u"idtoken.aud"_s, claim(u"aud"_s, u"Gatehouse"_s), Peer::Refuses);
    row("1.3-3 aud with a number", u"idtoken.aud"_s, claim(u"aud"_s, QJsonArray{u"gatehouse"_s, 1}));
    row("1.3-3 aud nobody", u"idtoken.aud"_s, claim(u"aud"_s, QJsonArray{}));
    row("1.3-3 aud with an untrusted one, no azp "
        "(fapi2-security-profile-final-client-test-invalid-secondary-aud)",
        u"idtoken.aud"_s, claim(u"aud"_s, QJsonArray{u"gatehouse"_s, u"other"_s}), Peer::Refuses);
    row("1.3-3 aud with an untrusted one, azp ours", u"idtoken.aud"_s, claims([](QJsonObject &c, qint64) {
            c[u"aud"_s] = QJsonArray{u"gatehouse"_s, u"other"_s};
            c[u"azp"_s] = u"gatehouse"_s;
        }));
    const auto trusting = [](const QJsonValue &azp) {
        return [=](Computer &pc) {
            pc.settings.trustedAudiences = {u"other"_s};
            claims([=](QJsonObject &c, qint64) {
                c[u"aud"_s] = QJsonArray{u"gatehouse"_s, u"other"_s};
                if (!azp.isUndefined())
                    c[u"azp"_s] = azp;
            })(pc);
        };
    };
    row("1.3-4 two trusted aud, no azp", u"idtoken.azp"_s, trusting(missing));
    row("1.3-5 two trusted aud, azp of the other", u"idtoken.azp"_s, trusting(u"other"_s), Peer::Refuses);
    row("1.3-5 one aud, azp wrong", u"idtoken.azp"_s, claim(u"azp"_s, u"other"_s), Peer::Slack);
    row("1.3-5 azp empty", u"idtoken.azp"_s, claim(u"azp"_s, u""_s));
    row("1.3-5 azp null", unreadable, claim(u"azp"_s, QJsonValue()), "$.azp: expected string");
    row("1.3-9 exp past (fapi2-security-profile-final-client-test-invalid-expired-exp)", u"idtoken.exp"_s,
        claims([](QJsonObject &c, qint64 now) {
            c[u"iat"_s] = now - 400;
            c[u"exp"_s] = now - 61;
        }),
        Peer::Refuses);
    row("1.3-9 exp missing (fapi2-security-profile-final-client-test-invalid-missing-exp)", unreadable,
        claim(u"exp"_s, missing), "$.exp: expected integer", Peer::Refuses);
    row("1.3-9 exp as a text", unreadable, claim(u"exp"_s, u"9999999999"_s), "$.exp: expected integer",
        Peer::Refuses);
    row("1.3-9 exp 1e30", unreadable, claim(u"exp"_s, 1e30), "$.exp: expected integer", Peer::Slack);
    row("1.3-9 exp negative", unreadable, claim(u"exp"_s, -1), "$.exp: expected integer");
    row("1.3-9 exp with a fraction", unreadable,
        claims([](QJsonObject &c, qint64 now) { c[u"exp"_s] = double(now) + 300.5; }),
        "$.exp: expected integer");
    row("1.3-9 exp in a month", u"idtoken.exp"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"exp"_s] = now + 30 * 86400; }));
    row("1.3-9 iat a week old, good for longer than a day", u"idtoken.exp"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"iat"_s] = now - 7 * 86400; }), Peer::Slack);
    row("1.3-10 iat missing (oidcc-client-test-missing-iat)", unreadable, claim(u"iat"_s, missing),
        "$.iat: expected integer", Peer::Refuses);
    row("1.3-10 iat 23 hours old", u"idtoken.iat"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"iat"_s] = now - 23 * 3600; }));
    row("1.3-10 iat twelve minutes old", u"idtoken.iat"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"iat"_s] = now - 720; }));
    row("1.3-10 iat an hour ahead", u"idtoken.iat"_s, claims([](QJsonObject &c, qint64 now) {
            c[u"iat"_s] = now + 3600;
            c[u"exp"_s] = now + 3900;
        }),
        Peer::Slack);
    row("1.3-nbf nbf ahead", u"idtoken.nbf"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"nbf"_s] = now + 120; }), Peer::Refuses);
    row("1.3-nbf nbf null", unreadable, claim(u"nbf"_s, QJsonValue()), "$.nbf: expected integer");
    row("1.3-11 nonce wrong (oidcc-client-test-nonce-invalid)", u"idtoken.nonce"_s,
        claim(u"nonce"_s, u"guessed"_s), Peer::Refuses);
    row("1.3-11 nonce missing (fapi2-security-profile-final-client-test-invalid-missing-nonce)",
        u"idtoken.nonce"_s, claim(u"nonce"_s, missing), Peer::Refuses);
    row("1.3-11 nonce a list", unreadable, claim(u"nonce"_s, QJsonArray{u"n"_s}), "$.nonce: expected string",
        Peer::Refuses);
    row("1.3-11 nonce null", unreadable, claim(u"nonce"_s, QJsonValue()), "$.nonce: expected string");
    row("1.3-13 auth_time tomorrow", u"idtoken.auth_time"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"auth_time"_s] = now + 86400; }));
    row("1.3-sub sub missing (oidcc-client-test-missing-sub)", unreadable, claim(u"sub"_s, missing),
        "$.sub: expected string", Peer::Refuses);
    row("1.3-sub sub a number", unreadable, claim(u"sub"_s, 7), "$.sub: expected string", Peer::Refuses);
    row("1.3-sub sub empty", u"idtoken.sub"_s, claim(u"sub"_s, u""_s), Peer::Slack);
    row("1.3-sub sub of 300 characters", u"idtoken.sub"_s, claim(u"sub"_s, QString(300, u'a')), Peer::Slack);
    row("1.3-sub sub beyond ASCII", u"idtoken.sub"_s, claim(u"sub"_s, u"ad\u00e4"_s));
    row("1.3-sub sub twice, the evil one first", unreadable,
        payload([](const QByteArray &p) { return replaced(p, "{", R"({"sub":"mallory",)"); }),
        "duplicate name \"sub\"", Peer::Slack);
    row("1.3-at_hash at_hash wrong (oidcc-client-test-invalid-athash)", u"idtoken.at_hash"_s,
        claim(u"at_hash"_s, u"AAAAAAAAAAAAAAAAAAAAAA"_s), Peer::Slack);
    row("1.3-at_hash at_hash null", unreadable, claim(u"at_hash"_s, QJsonValue()),
        "$.at_hash: expected string");
    row("1.3-format payload no JSON", unreadable, payload([](const QByteArray &) { return "hello"; }),
        "line 1, byte", Peer::Refuses);
    row("1.3-format payload a list", unreadable, payload([](QByteArray p) { return '[' + p + ']'; }),
        "$: expected object", Peer::Refuses);
    row("1.3-UTF-8 payload with a byte-order mark", unreadable,
        payload([](QByteArray p) { return "\xEF\xBB\xBF" + p; }), "byte-order mark");
    row("1.3-UTF-8 payload not UTF-8", unreadable,
        payload([](const QByteArray &p) { return replaced(p, "Ada Okafor", "Ada \xff"); }),
        "not valid UTF-8");
    row("1.3-format payload with something after it", unreadable,
        payload([](const QByteArray &p) { return p + "{}"; }), "not JSON");
    row("1.3-format payload forty deep", unreadable, payload([](const QByteArray &p) {
            return replaced(p, "{", "{\"x\":" + QByteArray(40, '[') + QByteArray(40, ']') + ',');
        }),
        "nested too deep");
    row("1.3-format payload a JWT of its own", unreadable,
        signedAs([](const SigningKey &key, const QJsonObject &c) {
            return key.jws(header(), key.jwt("RS256", c));
        }),
        ": not JSON");
}

void TestHostileProvider::signatureIsRefused_data()
{
    columns();
    const QJsonValue missing(QJsonValue::Undefined);
    const auto last = [](QByteArray t, const QByteArray &signature) {
        return t.first(t.lastIndexOf('.') + 1) + signature;
    };
    row("1.3-6 signature flipped (oidcc-client-test-invalid-sig-rs256)", u"jws.signature"_s,
        token([](QByteArray t) {
            const qsizetype at = t.lastIndexOf('.') + 10;
            t[at] = t.at(at) == 'A' ? 'B' : 'A';
            return t;
        }),
        Peer::Refuses);
    row("1.3-6 signature stripped", u"jws.signature"_s,
        token([=](const QByteArray &t) { return last(t, {}); }), Peer::Refuses);
    for (const char *none : {"none", "NONE", "nOnE"})
        row(qPrintable(u"1.3-7 alg %1 (oidcc-client-test-idtoken-sig-none)"_s.arg(QLatin1StringView(none))),
            u"jws.alg"_s, signedAs([=](const SigningKey &, const QJsonObject &c) {
                return test::encoded(compact(header(QString::fromLatin1(none)))) + '.' +
                       test::encoded(compact(c)) + '.';
            }),
            Peer::Refuses);
    row("1.3-7 none, though the provider says it does that too", u"jws.alg"_s,
        with({}, {u"none"_s, u"RS256"_s}, signedAs([](const SigningKey &, const QJsonObject &c) {
                 return test::encoded(compact(header(u"none"_s))) + '.' + test::encoded(compact(c)) + '.';
             })));
    row("1.3-7 alg missing", u"jws.header"_s, headed(u"alg"_s, missing), "$.alg: expected string",
        Peer::Refuses);
    row("1.3-7 alg in small letters", u"jws.alg"_s, headed(u"alg"_s, u"rs256"_s));
    row("1.3-8 HS256 keyed with the public key, PEM (oidcc-client-test-invalid-sig-hs256)", u"jws.alg"_s,
        signedAs([](const SigningKey &key, const QJsonObject &c) { return hmacJwt(key.publicPem(), c); }),
        Peer::Refuses);
    row("1.3-8 HS256 keyed with the public key, DER", u"jws.alg"_s,
        signedAs([](const SigningKey &key, const QJsonObject &c) { return hmacJwt(key.publicDer(), c); }));
    row("1.3-8 HS256 keyed with the public key, JWK", u"jws.alg"_s,
        signedAs([](const SigningKey &key, const QJsonObject &c) { return hmacJwt(compact(key.jwk()), c); }));
    row("1.3-8 HS256, though the provider says it does that too", u"jws.alg"_s,
        with({}, {u"HS256"_s, u"RS256"_s}, signedAs([](const SigningKey &key, const QJsonObject &c) {
                 return hmacJwt(key.publicPem(), c);
             })));
    row("1.3-8 HS256 keyed with the client id", u"jws.alg"_s,
        signedAs([](const SigningKey &, const QJsonObject &c) { return hmacJwt("gatehouse", c); }),
        Peer::Refuses);
    const auto zeros = signedAs([](const SigningKey &, const QJsonObject &c) {
        return test::encoded(compact(header(u"ES256"_s))) + '.' + test::encoded(compact(c)) + '.' +
               test::encoded(QByteArray(64, '\0'));
    });
    row("1.3-6 ES256 of zeros (CVE-2022-21449)", u"jws.signature"_s,
        with({ecKey().jwk()}, {u"ES256"_s}, zeros), Peer::Refuses);
    row("1.3-6 ES256 in DER (oidcc-client-test-invalid-sig-es256)", u"jws.signature"_s,
        with({ecKey().jwk()}, {u"ES256"_s}, signedAs([](const SigningKey &, const QJsonObject &c) {
                 const QByteArray text =
                     test::encoded(compact(header(u"ES256"_s))) + '.' + test::encoded(compact(c));
                 return text + '.' + test::encoded(ecKey().signRaw("ES256", text));
             })));
    row("1.3-7 ES256 of zeros, though it is RS256 here", u"jws.alg"_s,
        with({ecKey().jwk()}, {u"RS256"_s}, zeros));
    const auto es256 =
        signedAs([](const SigningKey &, const QJsonObject &c) { return ecKey().jwt("ES256", c); });
    row("1.3-7 ES256 with a key of the set, though only RS256 is said", u"jws.alg"_s,
        with({ecKey().jwk()}, {u"RS256"_s}, es256), Peer::Slack);
    row("1.3-7 ES256 with a key of the set, though RS256 is said too", u"jws.alg"_s,
        with({ecKey().jwk()}, {u"RS256"_s, u"ES256"_s}, es256));
    row("1.3-7 PBES2", u"jws.alg"_s, headed(u"alg"_s, u"PBES2-HS256+A128KW"_s));
    row("1.3-6 another's key under our key's id", u"jws.signature"_s,
        signedAs([](const SigningKey &, const QJsonObject &c) { return foreignKey().jwt("RS256", c); }),
        Peer::Refuses);
    row("J3 unknown kid", u"jws.key"_s, headed(u"kid"_s, u"key-9"_s), "no key fits", Peer::Refuses);
    row("J4 kid a path", u"jws.key"_s, headed(u"kid"_s, u"../../../dev/null"_s), "no key fits",
        Peer::Refuses);
    row("J4 kid an injection", u"jws.key"_s, headed(u"kid"_s, u"x' UNION SELECT 'key"_s), "no key fits");
    row("J4 kid with a NUL", u"jws.key"_s, headed(u"kid"_s, u"key-1\0x"_s), "no key fits");
    row("J4 kid empty", u"jws.header"_s, headed(u"kid"_s, u""_s), "$.kid");
    row("J4 kid null", u"jws.header"_s, headed(u"kid"_s, QJsonValue()), "$.kid");
    row("J4 kid of 40 KiB", u"jws.header"_s, headed(u"kid"_s, QString(40'000, u'k')), "at most 8192");
    row("J4 kid of a megabyte, in an answer as large", u"too_large"_s,
        headed(u"kid"_s, QString(1'000'000, u'k')), "bytes announced");
    row("J4 no kid, two keys (oidcc-client-test-kid-absent-multiple-jwks)", u"jws.key"_s,
        with({[] {
                 QJsonObject second = foreignKey().jwk();
                 second.insert(u"kid"_s, u"key-2"_s);
                 return second;
             }()},
             {u"RS256"_s}, headed(u"kid"_s, missing)),
        "several fit");
    row("J1 embedded jwk", u"jws.embedded_key"_s, signedAs([](const SigningKey &key, const QJsonObject &c) {
            QJsonObject head = header();
            head.insert(u"jwk"_s, key.jwk());
            return key.jws(head, compact(c));
        }),
        "jwk", Peer::Refuses);
    row("J1 jku, well signed", u"jws.embedded_key"_s, headed(u"jku"_s, u"https://evil.example/keys"_s), "jku",
        Peer::Slack);
    row("J1 x5u, well signed", u"jws.embedded_key"_s, headed(u"x5u"_s, u"https://evil.example/keys"_s),
        "x5u");
    row("J1 x5c", u"jws.embedded_key"_s, headed(u"x5c"_s, QJsonArray{u"MII"_s}), "x5c");
    row("1.3-crit crit", u"jws.crit"_s, headed(u"crit"_s, QJsonArray{u"exp"_s}), "crit", Peer::Refuses);
    row("1.3-crit b64 false", u"jws.crit"_s, headed(u"b64"_s, false), "b64");
    row("1.3-crit zip", u"jws.crit"_s, headed(u"zip"_s, u"DEF"_s), "zip");
    row("1.3-typ at+jwt", u"jws.typ"_s, headed(u"typ"_s, u"at+jwt"_s), "at+jwt", Peer::Slack);
    for (const QString &typ : {u"logout+jwt"_s, u"dpop+jwt"_s, u"application/at+jwt"_s})
        row(qPrintable(u"1.3-typ "_s + typ), u"jws.typ"_s, headed(u"typ"_s, typ), qPrintable(typ));
    row("1.3-typ empty", u"jws.header"_s, headed(u"typ"_s, u""_s), "$.typ");
    row("1.3-typ null", u"jws.header"_s, headed(u"typ"_s, QJsonValue()), "$.typ");
    row("1.3-format header with alg twice", u"jws.header"_s,
        signedAs([](const SigningKey &key, const QJsonObject &c) {
            const QByteArray text = test::encoded(R"({"alg":"none","alg":"RS256","kid":"key-1"})") + '.' +
                                    test::encoded(compact(c));
            return text + '.' + test::encoded(key.signRaw("RS256", text));
        }),
        "duplicate name \"alg\"");
    row("1.3-format base64 with padding", u"jws.format"_s,
        token([](const QByteArray &t) { return t + "=="; }), "not canonical base64url", Peer::Slack);
    row("1.3-format something after it", u"jws.format"_s, token([](const QByteArray &t) { return t + " "; }),
        "not canonical base64url");
    row("1.3-1 five parts", u"jws.encrypted"_s, token([](const QByteArray &t) { return t + ".e30.e30"; }),
        Peer::Refuses);
    row("1.3-format four parts", u"jws.format"_s, token([](const QByteArray &t) { return t + ".e30"; }),
        "not three parts");
    row("1.3-format JSON serialization", u"jws.format"_s, token([](const QByteArray &t) {
            const QByteArrayList p = t.split('.');
            return compact({{u"protected"_s, QString::fromLatin1(p.at(0))},
                            {u"payload"_s, QString::fromLatin1(p.at(1))},
                            {u"signature"_s, QString::fromLatin1(p.at(2))}});
        }),
        "not three parts");
    const auto accessToken = [](const QJsonObject &head) {
        return signedAs([=](const SigningKey &key, const QJsonObject &c) {
            return key.jws(head, compact({{u"iss"_s, c[u"iss"_s]},
                                          {u"aud"_s, u"urn:gw:admin"_s},
                                          {u"sub"_s, c[u"sub"_s]},
                                          {u"iat"_s, c[u"iat"_s]},
                                          {u"exp"_s, c[u"exp"_s]},
                                          {u"client_id"_s, u"gatehouse"_s},
                                          {u"scope"_s, u"openid gw:admin"_s}}));
        });
    };
    row("1.3-3 an access token in its place", u"idtoken.aud"_s, accessToken(header()), Peer::Refuses);
    QJsonObject rfc9068 = header();
    rfc9068.insert(u"typ"_s, u"at+jwt"_s);
    row("1.3-typ an access token of RFC 9068 in its place", u"jws.typ"_s, accessToken(rfc9068), "at+jwt");
    row("1.3-format an opaque access token in its place", u"jws.format"_s,
        member(u"id_token"_s, u"access-secret-1"_s), "not three parts");
}

void TestHostileProvider::tokenResponseIsRefused_data()
{
    columns();
    const QJsonValue missing(QJsonValue::Undefined);
    row("1.3 no ID token", u"tokens.id_token"_s, member(u"id_token"_s, missing), Peer::Refuses);
    row("1.3 no access token", u"tokens"_s, member(u"access_token"_s, missing), "$.access_token",
        Peer::Refuses);
    row("1.3 empty access token", u"tokens"_s, member(u"access_token"_s, u""_s), "$.access_token");
    row("1.3 access token a number", u"tokens"_s, member(u"access_token"_s, 7), "$.access_token",
        Peer::Refuses);
    row("1.3 access token with a line break", u"tokens"_s, member(u"access_token"_s, u"a\r\nX-Admin: 1"_s),
        "$.access_token");
    row("1.3 access token of 17 KiB", u"tokens"_s, member(u"access_token"_s, QString(17 * 1024, u'a')),
        "$.access_token");
    row("1.3 no token type", u"tokens"_s, member(u"token_type"_s, missing), "$.token_type", Peer::Refuses);
    row("1.3 token type mac", u"tokens.type"_s, member(u"token_type"_s, u"mac"_s), Peer::Refuses);
    row("1.3 token type DPoP, which was not asked for", u"tokens.type"_s, member(u"token_type"_s, u"DPoP"_s));
    row("1.3 expires_in negative", u"tokens"_s, member(u"expires_in"_s, -1), "$.expires_in", Peer::Refuses);
    row("1.3 expires_in a text", u"tokens"_s, member(u"expires_in"_s, u"300"_s), "$.expires_in", Peer::Slack);
    row("1.3 scope a list", u"tokens"_s, member(u"scope"_s, QJsonArray{u"openid"_s}), "$.scope");
    row("1.3 HTML", u"decode"_s, answer([](auto &a) {
            a.body = "<html>Welcome to the hotel</html>";
            a.contentType = "text/html";
        }),
        "got text/html: a web page", Peer::Refuses);
    row("1.3 text/plain", u"decode"_s, answer([](auto &a) { a.contentType = "text/plain"; }),
        "expected application/json, got text/plain", Peer::Slack);
    row("1.3 JSON of another kind", u"tokens"_s,
        answer([](auto &a) { a.contentType = "application/x+json"; }), "not application/json");
    row("1.3 201", u"server"_s, answer([](auto &a) { a.status = 201; }), "not an OAuth error", Peer::Refuses);
    row("1.3 302", u"server"_s, answer([](auto &a) {
            a.status = 302;
            a.headers = {{"Location", "https://evil.example/token"}};
        }),
        "not an OAuth error", Peer::Refuses);
    row("1.3 cut", u"tokens"_s, answer([](auto &a) { a.body.chop(1); }), "line 1, byte", Peer::Refuses);
    row("1.3 access_token twice", u"tokens"_s,
        answer([](auto &a) { a.body.insert(1, R"("access_token":"evil",)"); }),
        "duplicate name \"access_token\"");
    row("1.3 larger than 64 KiB", u"too_large"_s,
        answer([](auto &a) { a.body += QByteArray(70 * 1024, ' '); }), "bytes announced");
}

void TestHostileProvider::redirectIsRefused_data()
{
    columns();
    const auto withoutIss = [](const QByteArray &q) { return q.left(q.indexOf("&iss=")); };
    const QByteArray another = "&iss=https%3A%2F%2Fevil.example";
    row("A17 iss wrong (fapi2-security-profile-final-client-test-invalid-authorization-response-iss)",
        u"response.iss"_s, redirect([=](QByteArray &q) { q = withoutIss(q) + another; }), Peer::Refuses);
    row("A17 iss missing although it is promised "
        "(fapi2-security-profile-final-client-test-remove-authorization-response-iss)",
        u"response.iss"_s, redirect([=](QByteArray &q) { q = withoutIss(q); }), Peer::Refuses);
    row("A17 iss empty", u"response.iss"_s, redirect([=](QByteArray &q) { q = withoutIss(q) + "&iss="; }));
    row("A17 iss empty, not promised", u"response.iss"_s, [=](Computer &pc) {
        pc.provider.editMetadata = [](QJsonObject &m) {
            m.remove(u"authorization_response_iss_parameter_supported"_s);
        };
        pc.provider.editRedirect = [=](QByteArray &q) { q = withoutIss(q) + "&iss="; };
    });
    row("A17 error, with the iss of another", u"response.iss"_s, redirect([=](QByteArray &q) {
            q = "error=access_denied" + withoutIss(q.mid(q.indexOf("&state="))) + another;
        }));
    row("A17 error, iss missing although it is promised", u"response.iss"_s, redirect([=](QByteArray &q) {
            q = "error=access_denied" + withoutIss(q.mid(q.indexOf("&state=")));
        }));
    row("A23 error in a word of ours", u"unknown_error"_s,
        redirect([](QByteArray &q) { q = "error=idtoken.sub" + q.mid(q.indexOf("&state=")); }));
}

// A sound provider that says no, and a code that it does not know: not bad answers, and told as they are.
void TestHostileProvider::A10_aSoundNoIsSaid_data()
{
    QTest::addColumn<QByteArray>("beginning"); // instead of the code
    QTest::addColumn<QString>("code");
    QTest::newRow("access_denied") << QByteArray("error=access_denied") << u"access_denied"_s;
    QTest::newRow("a code of another attempt") << QByteArray("code=stolen") << u"invalid_grant"_s;
}

void TestHostileProvider::A10_aSoundNoIsSaid()
{
    QFETCH(QByteArray, beginning);
    QFETCH(QString, code);
    Computer pc(rsaKey(), "RS256");
    pc.provider.editRedirect = [&](QByteArray &q) { q = beginning + q.mid(q.indexOf("&state=")); };
    const auto session = pc.session();
    const Result<Account> account = test::resultOf(session->signIn());
    QVERIFY(!account);
    QCOMPARE(account.error().code, code);
    QCOMPARE(session->state(), State::SignedOut);
    QVERIFY(pc.secrets.entries.isEmpty());
}

// None of these ends the attempt: they may come from anybody. The right one still does afterwards.
void TestHostileProvider::redirectIsNotOurs_data()
{
    columns();
    row("A10 state wrong "
        "(fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-state-fails)",
        {}, redirect([](QByteArray &q) { q.replace("&state=", "&state=x"); }), Peer::Refuses);
    row("A10 state missing "
        "(fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-missing-state-"
        "fails)",
        {}, redirect([](QByteArray &q) { q.replace("&state=", "&stat="); }), Peer::Refuses);
    row("A11 state twice", {}, redirect([](QByteArray &q) { q += "&state=x"; }), Peer::Refuses);
    row("A11 state hidden in another value", {},
        redirect([](QByteArray &q) { q.replace("&state=", "%26state%3D"); }));
    row("A10 error without state", {}, redirect([](QByteArray &q) { q = "error=access_denied"; }));
    row("A11 code twice", {}, redirect([](QByteArray &q) { q += "&code=evil"; }), Peer::Refuses);
    row("A10 code missing", {}, redirect([](QByteArray &q) { q = q.mid(q.indexOf('&') + 1); }),
        Peer::Refuses);
    row("A10 code empty", {}, redirect([](QByteArray &q) { q = "code=" + q.mid(q.indexOf('&')); }));
    row("A10 error empty", {}, redirect([](QByteArray &q) { q = "error=" + q.mid(q.indexOf('&')); }));
    row("A10 error of control characters", {},
        redirect([](QByteArray &q) { q = "error=%00%1b" + q.mid(q.indexOf('&')); }));
    row("A10 code and error", {}, redirect([](QByteArray &q) { q += "&error=access_denied"; }),
        Peer::Refuses);
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
    row("1.3-refresh iss changed (oidcc-client-test-refresh-token-invalid-issuer)", u"idtoken.iss"_s,
        claim(u"iss"_s, u"https://evil.example"_s), Peer::Refuses);
    row("1.3-refresh aud changed", u"idtoken.aud"_s, claim(u"aud"_s, u"other"_s), Peer::Refuses);
    row("1.3-refresh sub changed (oidcc-client-test-refresh-token-invalid-sub)", u"idtoken.sub"_s,
        claim(u"sub"_s, u"mallory"_s), Peer::Slack);
    row("1.3-refresh azp of another", u"idtoken.azp"_s, claim(u"azp"_s, u"other"_s));
    row("1.3-refresh azp that was not there", u"idtoken.azp"_s, claim(u"azp"_s, u"gatehouse"_s));
    row("1.3-refresh another's nonce", u"idtoken.nonce"_s, claim(u"nonce"_s, u"of another sign-in"_s),
        Peer::Slack);
    row("1.3-refresh nonce null", u"idtoken.claims"_s, claim(u"nonce"_s, QJsonValue()), "$.nonce");
    row("1.3-refresh auth_time changed", u"idtoken.auth_time"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"auth_time"_s] = now; }));
    row("1.3-refresh auth_time null", u"idtoken.claims"_s, claim(u"auth_time"_s, QJsonValue()),
        "$.auth_time");
    row("1.3-9 expired", u"idtoken.exp"_s, claims([](QJsonObject &c, qint64 now) {
            c[u"iat"_s] = now - 400;
            c[u"exp"_s] = now - 100;
        }));
    row("1.3-6 signature of another", u"jws.signature"_s,
        signedAs([](const SigningKey &, const QJsonObject &c) { return foreignKey().jwt("RS256", c); }));
    row("1.3 token type changed", u"tokens.type"_s, member(u"token_type"_s, u"mac"_s));
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
    // Somebody else's token ends the session (T12); a bad one alone does not: the next may be sound.
    const bool isOver = rule == "idtoken.sub"_L1;
    if (isOver) // and no more is said of it
        QCOMPARE(token.error().code, rule);
    else
        compare(token.error());
    QCOMPARE(session->state(), isOver ? State::Ended : State::SignedIn);
    QCOMPARE(pc.secrets.entries.isEmpty(), isOver);
    if (isOver)
        QTRY_COMPARE(pc.provider.count("/revoke"), 1);
    if (!QTest::currentTestFailed())
        ++m_refused;
}

void TestHostileProvider::stepUpIsRefused_data()
{
    columns();
    const QJsonValue missing(QJsonValue::Undefined);
    row("1.3-12 acr downgraded", u"idtoken.acr"_s, claim(u"acr"_s, u"one-factor"_s), Peer::Slack);
    row("1.3-12 acr not said", u"idtoken.acr"_s, claim(u"acr"_s, missing));
    row("1.3-13 auth_time not said", u"idtoken.auth_time"_s, claim(u"auth_time"_s, missing), Peer::Refuses);
    row("1.3-13 auth_time null", u"idtoken.claims"_s, claim(u"auth_time"_s, QJsonValue()), "$.auth_time");
    row("1.3-13 auth_time too old", u"idtoken.auth_time"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"auth_time"_s] = now - 121; }), Peer::Refuses);
    row("1.3-13 auth_time ahead", u"idtoken.auth_time"_s,
        claims([](QJsonObject &c, qint64 now) { c[u"auth_time"_s] = now + 61; }));
    row("T12 somebody else", u"idtoken.sub"_s, claim(u"sub"_s, u"mallory"_s));
}

void TestHostileProvider::stepUpIsRefused()
{
    QFETCH(Setup, setup);
    Computer pc(rsaKey(), "RS256");
    const auto session = pc.signedIn();
    QVERIFY(session);
    const QHash<QString, Secret> before = pc.secrets.entries;
    setup(pc);
    const Result<Account> account = test::resultOf(session->stepUp({u"two-factor"_s}, 60s));
    QVERIFY(!account);
    compare(account.error());
    // The session as it was goes on, and what came instead is good for nobody.
    QCOMPARE(session->state(), State::SignedIn);
    QCOMPARE(session->account()->subject, u"ada"_s);
    QCOMPARE(pc.secrets.entries, before);
    QTRY_COMPARE(pc.provider.count("/revoke"), 1);
    QVERIFY(test::resultOf(session->fresh({})));
    if (!QTest::currentTestFailed())
        ++m_refused;
}

void TestHostileProvider::soundAnswerIsTaken_data()
{
    QTest::addColumn<Setup>("setup");
    const QJsonValue missing(QJsonValue::Undefined);
    sound("as it comes (oidcc-client-test, oidcc-client-test-idtoken-sig-rs256)", [](Computer &) {});
    sound("1.3-3 aud a list of one (fapi2-security-profile-final-client-test-valid-aud-as-array)",
          claim(u"aud"_s, QJsonArray{u"gatehouse"_s}));
    sound("1.3-4 aud with a trusted one and azp", [](Computer &pc) {
        pc.settings.trustedAudiences = {u"other"_s};
        claims([](QJsonObject &c, qint64) {
            c[u"aud"_s] = QJsonArray{u"gatehouse"_s, u"other"_s};
            c[u"azp"_s] = u"gatehouse"_s;
        })(pc);
    });
    sound("J4 no kid, one key (oidcc-client-test-kid-absent-single-jwks)", headed(u"kid"_s, missing));
    sound("J4 no kid, one key of that type", with({ecKey().jwk()}, {u"RS256"_s}, headed(u"kid"_s, missing)));
    sound("1.3-7 ES256 where that is all it does",
          with({ecKey().jwk()}, {u"ES256"_s},
               signedAs([](const SigningKey &, const QJsonObject &c) { return ecKey().jwt("ES256", c); })));
    sound("1.3-7 RS256 where it does none too", with({}, {u"none"_s, u"RS256"_s}, [](Computer &) {}));
    sound("J5 a key on a curve nobody knows beside it",
          with({{{u"kty"_s, u"EC"_s}, {u"crv"_s, u"secp256k1"_s}, {u"x"_s, u"AA"_s}, {u"y"_s, u"AA"_s}}},
               {u"RS256"_s}, [](Computer &) {}));
    sound("1.3-typ no typ", headed(u"typ"_s, missing));
    sound("1.3-typ id_token+jwt", headed(u"typ"_s, u"id_token+jwt"_s));
    sound("1.3 token type BEARER (fapi2-security-profile-final-client-test-token-type-case-insensitivity)",
          member(u"token_type"_s, u"BEARER"_s));
    sound("1.3 no expires_in "
          "(fapi2-security-profile-final-client-test-token-endpoint-response-without-expires_in)",
          member(u"expires_in"_s, missing));
    sound("1.3 expires_in 0", member(u"expires_in"_s, 0));
    sound("1.3 fewer scopes", member(u"scope"_s, u"openid"_s));
    sound("1.3 members nobody knows", member(u"x-foo"_s, QJsonObject{{u"a"_s, 1}}));
    sound("1.3 claims nobody knows", claim(u"x-foo"_s, QJsonArray{1, u"a"_s}));
    sound("1.3-10 clocks 59 seconds apart",
          claims([](QJsonObject &c, qint64 now) { c[u"iat"_s] = now + 59; }));
    sound("1.3 no refresh token", [](Computer &pc) { pc.provider.givesRefreshToken = false; });
    sound("A17 iss neither promised nor sent", [](Computer &pc) {
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
