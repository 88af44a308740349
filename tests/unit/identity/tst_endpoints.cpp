// SPDX-License-Identifier: GPL-3.0-or-later
// Every endpoint of a provider, answering as it must not, through whole sign-ins, refreshes and sign-outs:
// nothing follows a redirect, nothing is believed that did not come as it should (D4, D5, J2, J3, 1.3).
#include "tests/unit/identity/computer.h"

#include <QJsonArray>
#include <QLocale>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Computer;
using test::SigningKey;
using test::StubServer;
using State = Session::State;
using Answer = StubServer::Answer;

namespace {

QByteArray pathOf(const StubServer::Seen &seen)
{
    return seen.target.split('?').first();
}

// That endpoint answers so, the others as ever.
void answerAt(Computer &pc, const QByteArray &path, const Answer &answer)
{
    pc.provider.instead = [=](const StubServer::Seen &seen) {
        return pathOf(seen) == path ? std::optional(answer) : std::nullopt;
    };
}

QByteArray httpDate(const QDateTime &time)
{
    return QLocale::c().toString(time, u"ddd, dd MMM yyyy hh:mm:ss"_s).toLatin1() + " GMT";
}

const QByteArray document = "/.well-known/openid-configuration";

} // namespace

class TestEndpoints : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    // Codes, verifiers and tokens would travel along: Qt's own policy sends the body of a 307 anywhere.
    void noRedirectIsFollowed_data()
    {
        QTest::addColumn<QByteArray>("endpoint");
        QTest::addColumn<QByteArray>("during");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isElsewhere");
        const std::tuple<const char *, QByteArray, const char *> places[] = {
            {"D4 discovery", document, "sign-in"},
            {"J2 jwks", "/jwks", "sign-in"},
            {"A21 par", "/par", "pushed"},
            {"T13 device", "/device", "device"},
            {"1.3 token, by code", "/token", "sign-in"},
            {"T13 token, by device code", "/token", "polling"},
            {"1.3 token, by refresh", "/token", "refresh"},
            {"T8 revoke", "/revoke", "sign-out"},
            {"T12 revoke, of a refused sign-in", "/revoke", "disowning"}};
        for (const auto &[name, endpoint, during] : places)
            for (const int status : {301, 302, 303, 307, 308})
                for (const bool isElsewhere : {true, false})
                    QTest::addRow("%s, %d to %s", name, status, isElsewhere ? "another origin" : "the same")
                        << endpoint << QByteArray(during) << status << isElsewhere;
    }
    void noRedirectIsFollowed()
    {
        QFETCH(QByteArray, endpoint);
        QFETCH(QByteArray, during);
        QFETCH(int, status);
        QFETCH(bool, isElsewhere);
        StubServer elsewhere;
        elsewhere.setHandler([](const StubServer::Seen &) { return Answer{.body = "{}"}; });
        Computer pc;
        pc.settings.pushesRequest = during == "pushed";
        pc.settings.allowsDeviceGrant = true;
        pc.provider.deviceAnswer.clear();
        if (during == "disowning")
            pc.provider.editClaims = [](QJsonObject &c) { c.insert(u"sub"_s, u""_s); };
        const auto session = pc.session();
        const bool isLater = during == "refresh" || during == "sign-out";
        if (isLater)
            QVERIFY(test::resultOf(session->signIn()));
        pc.passTime(400s);
        const auto before = pc.provider.count(endpoint);
        const QUrl target =
            isElsewhere ? elsewhere.url(u"/stolen"_s) : pc.provider.server().url(u"/stolen"_s);
        answerAt(pc, endpoint, {.status = status, .headers = {{"Location", target.toEncoded()}}});
        if (during == "refresh") {
            QVERIFY(!test::resultOf(session->fresh({})));
            QCOMPARE(session->state(), State::SignedIn); // T7: and lives on
            QVERIFY(pc.kept());
        } else if (during == "sign-out") {
            QVERIFY(test::resultOf(session->signOut()));
            QVERIFY(pc.secrets.entries.isEmpty());
        } else if (during == "polling") { // it waits for a better answer
            const Async<Account> account = session->signInElsewhere();
            QTRY_COMPARE(pc.provider.count(endpoint), before + 1);
            QVERIFY(!account.isFinished());
            session->cancelSignIn();
        } else {
            QVERIFY(!test::resultOf(during == "device" ? session->signInElsewhere() : session->signIn()));
            QCOMPARE(session->state(), State::SignedOut);
            QVERIFY(pc.secrets.entries.isEmpty());
        }
        QTRY_COMPARE(pc.provider.count(endpoint), before + 1); // it was asked, once
        QCOMPARE(pc.provider.count("/stolen"), 0);
        QVERIFY(elsewhere.seen().isEmpty());
    }

    void J2_keysAreRefusedAtSignIn_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("part"); // of the detail
        const QByteArray keys = R"({"keys":[]})";
        const QString jwks = u"jwks"_s;
        QTest::newRow("redirect") << Answer{.status = 302, .headers = {{"Location", "https://evil.example/"}}}
                                  << jwks << u"HTTP 302"_s;
        QTest::newRow("not there") << Answer{.status = 404} << jwks << u"HTTP 404"_s;
        QTest::newRow("HTML") << Answer{.body = "<html>", .contentType = "text/html"} << jwks
                              << u"media type"_s;
        QTest::newRow("JSON of another kind")
            << Answer{.body = keys, .contentType = "application/x+json"} << jwks << u"media type"_s;
        QTest::newRow("over 256 KiB") << Answer{.body = QByteArray(1024, ' '), .repeatBody = 300}
                                      << u"too_large"_s << u"bytes announced"_s;
        QTest::newRow("names twice") << Answer{.body = R"({"keys":[],"keys":[]})"} << jwks
                                     << u"duplicate name \"keys\""_s;
        QTest::newRow("a key's name twice") << Answer{.body = R"({"keys":[{"kty":"RSA","kty":"EC"}]})"}
                                            << jwks << u"duplicate name \"kty\""_s;
        QTest::newRow("a list") << Answer{.body = "[]"} << jwks << u"expected object"_s;
        QTest::newRow("a symmetric key")
            << Answer{.body = R"({"keys":[{"kty":"oct","k":"AAAA"}]})"} << jwks << u"an asymmetric key"_s;
        QTest::newRow("without ours") << Answer{.body = keys} << u"jws.key"_s << u"no key fits"_s;
        QTest::newRow("cut") << Answer{.body = keys, .fault = Answer::Fault::CutInBody} << u"offline"_s
                             << QString();
    }
    void J2_keysAreRefusedAtSignIn()
    {
        QFETCH(Answer, answer);
        QFETCH(QString, code);
        QFETCH(QString, part);
        Computer pc;
        answerAt(pc, "/jwks", answer);
        const auto session = pc.session();
        const Result<Account> account = test::resultOf(session->signIn());
        QVERIFY(!account);
        const Error &error = account.error();
        QCOMPARE(error.code.isEmpty() ? name(error.kind) : error.code, code);
        QVERIFY2(error.detail.contains(part), qPrintable(error.detail));
        QVERIFY(pc.secrets.entries.isEmpty());
        QTRY_COMPARE(pc.provider.count("/revoke"), 1); // T12
    }

    // The suite's signing-key-rotation and -just-before-signing: a key that came since is found.
    void J3_signing_key_rotation_data()
    {
        QTest::addColumn<bool>("justBefore");
        QTest::addColumn<qint64>("seconds"); // since the keys were read
        QTest::addColumn<bool>("found");
        QTest::newRow("signing-key-rotation") << false << qint64(400) << true;
        QTest::newRow("signing-key-rotation-just-before-signing") << true << qint64(400) << true;
        QTest::newRow("within the minute") << true << qint64(30) << false; // at most one fetch in it
    }
    void J3_signing_key_rotation()
    {
        QFETCH(bool, justBefore);
        QFETCH(qint64, seconds);
        QFETCH(bool, found);
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(session);
        pc.passTime(std::chrono::seconds(seconds));
        const SigningKey next = SigningKey::make(SigningKey::Kind::P256, "key-2");
        const auto rotate = [&] { pc.provider.keys = {next.jwk()}; };
        if (!justBefore)
            rotate();
        pc.provider.idToken = [&](const QJsonObject &claims) {
            rotate();
            return next.jwt("ES256", claims);
        };
        const Result<Account> account = test::resultOf(session->stepUp({u"two-factor"_s}, {}));
        QCOMPARE(account ? QString() : account.error().code, found ? QString() : u"jws.key"_s);
        QCOMPARE(pc.provider.count("/jwks"), found ? 2 : 1);
        QVERIFY(session->state() == State::SignedIn);
    }

    // The person is told that a clock is off, by the server's Date; the rule is not widened.
    void R1_3_9_R1_3_10_aClockThatIsOffIsNamedAtSignIn_data()
    {
        QTest::addColumn<int>("ahead"); // the provider's clock, seconds
        QTest::addColumn<bool>("saysDate");
        QTest::addColumn<QString>("code"); // empty: signed in
        QTest::addColumn<QString>("minutes");
        QTest::newRow("ours ten minutes slow") << 600 << true << u"idtoken.clock"_s << u"-10"_s;
        QTest::newRow("ours ten minutes fast") << -600 << true << u"idtoken.clock"_s << u"10"_s;
        QTest::newRow("slow, no Date") << 600 << false << u"idtoken.iat"_s << QString();
        QTest::newRow("fast, no Date") << -600 << false << u"idtoken.exp"_s << QString();
        QTest::newRow("within the skew") << 59 << true << QString() << QString();
    }
    void R1_3_9_R1_3_10_aClockThatIsOffIsNamedAtSignIn()
    {
        QFETCH(int, ahead);
        QFETCH(bool, saysDate);
        QFETCH(QString, code);
        QFETCH(QString, minutes);
        Computer pc;
        pc.provider.now = pc.clock.now().addSecs(ahead);
        pc.provider.editAnswer = [&](Answer &answer) {
            if (saysDate)
                answer.headers = {{"Date", httpDate(pc.provider.now)}};
        };
        const Result<Account> account = test::resultOf(pc.session()->signIn());
        QCOMPARE(account ? QString() : account.error().code, code);
        QCOMPARE(account ? QString() : account.error().title, minutes);
    }

    // D5: an endpoint that is gone may have moved; the document is asked for again, and only then.
    void D5_aTokenEndpointThatIsGone_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("documents"); // asked for in all
        QTest::newRow("404") << 404 << 2;
        QTest::newRow("410") << 410 << 2;
        QTest::newRow("400") << 400 << 1;
        QTest::newRow("503") << 503 << 1;
    }
    void D5_aTokenEndpointThatIsGone()
    {
        QFETCH(int, status);
        QFETCH(int, documents);
        Computer pc;
        pc.provider.editMetadata = [&](QJsonObject &m) {
            m.insert(u"token_endpoint"_s, pc.provider.server().url(u"/old-token"_s).toString());
        };
        answerAt(pc, "/old-token", {.status = status});
        const auto session = pc.session();
        QVERIFY(!test::resultOf(session->signIn()));
        QCOMPARE(pc.provider.count(document), 1);
        pc.provider.editMetadata = {}; // it has moved
        QCOMPARE(test::resultOf(session->signIn()).has_value(), documents == 2);
        QCOMPARE(pc.provider.count(document), documents);
    }
    void D5_aTokenEndpointThatIsGoneAtARefresh()
    {
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(session);
        pc.passTime(400s);
        answerAt(pc, "/token", {.status = 410});
        QVERIFY(!test::resultOf(session->fresh({})));
        QCOMPARE(session->state(), State::SignedIn); // T7
        QCOMPARE(pc.provider.count(document), 1);
        pc.provider.instead = {};
        pc.passTime(1s); // the pause after a failure (T7)
        QVERIFY(test::resultOf(session->fresh({})));
        QCOMPARE(pc.provider.count(document), 2);
    }

    void R1_3_refresh_withoutAnIdTokenIsFine()
    {
        Computer pc;
        const auto session = pc.signedIn();
        QVERIFY(session);
        const std::optional<Account> before = session->account();
        pc.provider.editTokens = [](QJsonObject &tokens) { tokens.remove(u"id_token"_s); };
        for (int i = 0; i < 2; ++i) {
            pc.passTime(400s);
            QVERIFY(test::resultOf(session->fresh({})));
        }
        QCOMPARE(pc.provider.count("/token"), 3);
        QCOMPARE(session->account(), before);
    }
};

QTEST_GUILESS_MAIN(TestEndpoints)
#include "tst_endpoints.moc"
