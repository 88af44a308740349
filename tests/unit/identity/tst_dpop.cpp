// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 9449: proofs, nonces, and what a session does with them. The proofs are looked at by the sandbox's own
// checker, which shares no code with what makes them.
#include "core/identity/dpop.h"

#include "app/sandbox/proof.h"
#include "tests/unit/identity/computer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using test::Computer;
using test::StubServer;

namespace {

QJsonObject part(const QByteArray &proof, int index)
{
    return QJsonDocument::fromJson(
               QByteArray::fromBase64(proof.split('.').at(index), QByteArray::Base64UrlEncoding))
        .object();
}

net::Response answerWith(const net::Headers &headers, int status = 200, const QByteArray &body = {})
{
    return {.status = status, .headers = headers, .body = body, .url = QUrl(u"https://op.example/token"_s)};
}

// The provider binds: it answers with the type of the request.
void bind(Computer &pc)
{
    pc.settings.provesPossession = true;
    pc.provider.editMetadata = [](QJsonObject &m) {
        m.insert(u"dpop_signing_alg_values_supported"_s, QJsonArray{u"ES256"_s});
    };
    pc.provider.editTokens = [](QJsonObject &t) { t.insert(u"token_type"_s, u"DPoP"_s); };
}

QByteArray lastProof(Computer &pc)
{
    QByteArray proof;
    for (const StubServer::Seen &seen : pc.provider.server().seen())
        if (seen.target == "/token")
            proof = seen.header("DPoP");
    return proof;
}

} // namespace

class TestDpop : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    // RFC 7638, 3.1, and the key of RFC 9449, 4.
    void T9_theStandardsOwnThumbprints()
    {
        const QJsonObject rsa{
            {u"kty"_s, u"RSA"_s},
            {u"n"_s,
             u"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJEC"
             "PebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY3"
             "68QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4l"
             "Fd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"_s},
            {u"e"_s, u"AQAB"_s}};
        QCOMPARE(thumbprintOf(rsa), QByteArray("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
        const QJsonObject ec{{u"kty"_s, u"EC"_s},
                             {u"x"_s, u"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs"_s},
                             {u"y"_s, u"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"_s},
                             {u"crv"_s, u"P-256"_s}};
        QCOMPARE(thumbprintOf(ec), QByteArray("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"));
    }
    void T9_aProofHoldsForItsRequestOnly()
    {
        const SystemClock clock;
        sandbox::ProofChecker checker;
        Dpop dpop(clock);
        dpop.makeKey();
        const Secret token(QByteArrayView("the-token"));
        const QUrl url(u"https://op.example/token?a=b#c"_s);
        (void)dpop.learnFrom(answerWith({{"DPoP-Nonce", checker.nonce(clock.now())}}),
                             Dpop::Server::Resource);
        const auto check = [&](const QByteArray &method, const QString &htu, const QByteArray &access) {
            sandbox::Request request;
            request.method = method;
            request.headers.append({"DPoP", dpop.proof("GET", url, &token)});
            return checker.check(request, htu, access, clock.now());
        };
        const sandbox::ProofChecker::Finding good = check("GET", u"https://op.example/token"_s, "the-token");
        QCOMPARE(good.error, QString());
        QCOMPARE(good.thumbprint, dpop.thumbprint());
        QCOMPARE(check("POST", u"https://op.example/token"_s, "the-token").error, u"invalid_dpop_proof"_s);
        QCOMPARE(check("GET", u"https://op.example/other"_s, "the-token").error, u"invalid_dpop_proof"_s);
        QCOMPARE(check("GET", u"https://op.example/token"_s, "another").error, u"invalid_dpop_proof"_s);
    }
    void T9_noTwoProofsAreEqual()
    {
        const test::ManualClock clock;
        Dpop dpop(clock);
        dpop.makeKey();
        const QUrl url(u"https://op.example/token"_s);
        const QByteArray one = dpop.proof("POST", url);
        const QByteArray other = dpop.proof("POST", url);
        QVERIFY(part(one, 1).value(u"jti"_s) != part(other, 1).value(u"jti"_s));
        QVERIFY(!part(one, 0).value(u"jwk"_s).toObject().contains(u"d"_s));
        QVERIFY(!part(one, 1).contains(u"ath"_s));
    }
    void T9_noncesAreKeptApart()
    {
        const test::ManualClock clock;
        Dpop dpop(clock);
        dpop.makeKey();
        const Secret token(QByteArrayView("the-token"));
        (void)dpop.learnFrom(answerWith({{"DPoP-Nonce", "of-the-provider"}}), Dpop::Server::Authorization);
        (void)dpop.learnFrom(answerWith({{"DPoP-Nonce", "of-the-api"}}), Dpop::Server::Resource);
        const QUrl here(u"https://op.example/x"_s);
        const QUrl elsewhere(u"https://op.example:8443/x"_s);
        QCOMPARE(part(dpop.proof("POST", here), 1).value(u"nonce"_s), u"of-the-provider"_s);
        QCOMPARE(part(dpop.proof("POST", here, &token), 1).value(u"nonce"_s), u"of-the-api"_s);
        QVERIFY(!part(dpop.proof("POST", elsewhere), 1).contains(u"nonce"_s));
    }
    void T9_whatIsNoNonceIsNotTaken_data()
    {
        QTest::addColumn<QByteArray>("nonce");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("spaces") << QByteArray("a b");
        QTest::newRow("quote") << QByteArray("a\"b");
        QTest::newRow("not ASCII") << QByteArray("\xc3\xa4");
        QTest::newRow("long") << QByteArray(513, 'a');
    }
    void T9_whatIsNoNonceIsNotTaken()
    {
        QFETCH(QByteArray, nonce);
        const test::ManualClock clock;
        Dpop dpop(clock);
        dpop.makeKey();
        const auto answer = answerWith({{"DPoP-Nonce", nonce}}, 400, R"({"error":"use_dpop_nonce"})");
        QVERIFY(!dpop.learnFrom(answer, Dpop::Server::Authorization));
        QVERIFY(!part(dpop.proof("POST", answer.url), 1).contains(u"nonce"_s));
    }
    void T9_oneRepeatForOneNonce()
    {
        const test::ManualClock clock;
        Dpop dpop(clock);
        dpop.makeKey();
        const auto answer = answerWith({{"DPoP-Nonce", "n1"}}, 400, R"({"error":"use_dpop_nonce"})");
        QVERIFY(dpop.learnFrom(answer, Dpop::Server::Authorization));
        QVERIFY(!dpop.learnFrom(answer, Dpop::Server::Authorization)); // it had that one
        const auto other = answerWith({{"DPoP-Nonce", "n2"}}, 400, R"({"error":"invalid_grant"})");
        QVERIFY(!dpop.learnFrom(other, Dpop::Server::Authorization));
    }
    void T9_proofsGoByTheServersClock()
    {
        const test::ManualClock clock;
        Dpop dpop(clock);
        dpop.makeKey();
        const QDateTime there = clock.now().addSecs(-600);
        const QByteArray date = QLocale::c().toString(there, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
        (void)dpop.learnFrom(answerWith({{"Date", date}}), Dpop::Server::Authorization);
        const qint64 iat =
            part(dpop.proof("POST", QUrl(u"https://op.example/token"_s)), 1).value(u"iat"_s).toInteger();
        QVERIFY(std::abs(iat - there.toSecsSinceEpoch()) <= 1);
    }
    void T10_theKeyIsKeptAndFoundAgain()
    {
        const test::ManualClock clock;
        Dpop one(clock);
        one.makeKey();
        Dpop other(clock);
        QVERIFY(other.takeKey(one.keep()));
        QCOMPARE(other.thumbprint(), one.thumbprint());
        QVERIFY(!other.takeKey(Secret(QByteArrayView("no key"))));
        QVERIFY(!other.hasKey());
        QVERIFY(!other.takeKey({}));
    }

    void T9_aSessionIsBoundFromTheStart()
    {
        Computer pc;
        bind(pc);
        const auto session = pc.signedIn();
        QVERIFY(session);
        const QByteArray proof = lastProof(pc);
        QCOMPARE(part(proof, 1).value(u"htm"_s), u"POST"_s);
        QCOMPARE(part(proof, 1).value(u"htu"_s), pc.provider.server().url(u"/token"_s).toString());
        Dpop kept(pc.clock);
        QVERIFY(kept.takeKey(pc.kept()->dpopKey));
        QCOMPARE(QUrlQuery(pc.browser.opened.first()).queryItemValue(u"dpop_jkt"_s).toLatin1(),
                 kept.thumbprint());
        const Result<net::AccessToken> token = test::resultOf(session->fresh({}));
        QCOMPARE(token->scheme, "DPoP");
        const net::Headers proofs = session->proofFor(*token, "GET", QUrl(u"https://gw.example:8443/x"_s));
        QCOMPARE(proofs.size(), 1);
        QVERIFY(part(proofs.first().second, 1).contains(u"ath"_s));
    }
    void T9_theNonceIsAskedForAndGiven()
    {
        Computer pc;
        bind(pc);
        pc.provider.token = [&pc]() -> std::optional<StubServer::Answer> {
            if (part(lastProof(pc), 1).value(u"nonce"_s) == u"n1"_s)
                return std::nullopt;
            return StubServer::Answer{
                .status = 400, .headers = {{"DPoP-Nonce", "n1"}}, .body = R"({"error":"use_dpop_nonce"})"};
        };
        QVERIFY(pc.signedIn());
        QCOMPARE(pc.provider.count("/token"), 2);
    }
    void T9_aServerThatNeverHasEnoughIsNotAskedForEver()
    {
        Computer pc;
        bind(pc);
        pc.provider.token = [serial = 0]() mutable -> std::optional<StubServer::Answer> {
            return StubServer::Answer{.status = 400,
                                      .headers = {{"DPoP-Nonce", "n" + QByteArray::number(++serial)}},
                                      .body = R"({"error":"use_dpop_nonce"})"};
        };
        const auto session = pc.session();
        const Result<Account> account = test::resultOf(session->signIn());
        QCOMPARE(account.error().code, u"use_dpop_nonce"_s);
        QCOMPARE(pc.provider.count("/token"), 2);
    }
    void T9_aBearerInsteadIsRefused()
    {
        Computer pc;
        bind(pc);
        pc.provider.editTokens = {};
        const auto session = pc.session();
        QCOMPARE(test::resultOf(session->signIn()).error().code, u"tokens.type"_s);
    }
    void T9_notOfferedIsSaidBeforeTheBrowserOpens()
    {
        Computer pc;
        pc.settings.provesPossession = true;
        const auto session = pc.session();
        const Result<Account> account = test::resultOf(session->signIn());
        QCOMPARE(account.error().kind, Error::Kind::Configuration);
        QCOMPARE(account.error().code, u"dpop"_s);
        QVERIFY(pc.browser.opened.isEmpty());
    }
    void T10_theSameKeyAfterARestart()
    {
        Computer pc;
        bind(pc);
        QVERIFY(pc.signedIn());
        const QJsonObject before = part(lastProof(pc), 0).value(u"jwk"_s).toObject();
        const auto session = pc.session();
        QVERIFY(test::resultOf(session->restore()));
        QVERIFY(test::resultOf(session->fresh({})));
        QCOMPARE(part(lastProof(pc), 0).value(u"jwk"_s).toObject(), before);
        QVERIFY(test::resultOf(session->signOut()));
        QVERIFY(test::resultOf(session->signIn()));
        QVERIFY(part(lastProof(pc), 0).value(u"jwk"_s).toObject() != before);
    }
};

QTEST_GUILESS_MAIN(TestDpop)
#include "tst_dpop.moc"
