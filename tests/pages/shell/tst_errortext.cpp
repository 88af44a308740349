// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/errortext.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;

class ErrorTextTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void everyKindHasWords()
    {
        QSet<QString> titles;
        for (const Error::Kind kind : allErrorKinds()) {
            const ErrorText text = describe({.kind = kind});
            QVERIFY2(!text.title.isEmpty(), qPrintable(name(kind)));
            QVERIFY2(!text.title.endsWith(u'.'), qPrintable(text.title));
            for (const QString &part : {text.explanation, text.whatToDo})
                QVERIFY2(part.size() > 15 && part.endsWith(u'.'), qPrintable(name(kind) + u": "_s + part));
            QVERIFY2(!titles.contains(text.title), qPrintable(u"twice: "_s + text.title));
            titles.insert(text.title);
        }
    }

    void theImpactOnTheWorkIsSaid()
    {
        const ErrorText text = describe({.kind = Error::Kind::Offline}, u"The list below is from 14:02."_s);
        QVERIFY(text.explanation.endsWith(u"The list below is from 14:02."_s));
        QVERIFY(text.sentence().contains(text.whatToDo));
    }

    void aRateLimitSaysHowLong()
    {
        const auto wait = [](std::optional<std::chrono::seconds> after) {
            return describe({.kind = Error::Kind::RateLimited, .retryAfter = after}).whatToDo;
        };
        QVERIFY(wait(std::chrono::seconds(30)).contains(u"30"_s));
        QVERIFY(wait(std::chrono::seconds(600)).contains(u"10"_s));
        QVERIFY(!wait(std::nullopt).contains(QRegularExpression(u"\\d"_s)));
    }

    void whatOktaSaysIsExplained_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("text"); // of Okta's error table
        QTest::addColumn<QString>("piece");
        QTest::newRow("groups") << u"server_error"_s
                                << u"The groups claim matched too many groups for the user."_s
                                << u"more than 100 groups"_s;
        QTest::newRow("not assigned")
            << u"access_denied"_s << u"User is not assigned to the client application."_s << u"assign you"_s;
        QTest::newRow("policy") << u"access_denied"_s
                                << u"Policy evaluation failed for this request, please check the policy "
                                   "configurations."_s
                                << u"policies of this authorization server"_s;
        QTest::newRow("scopes") << u"access_denied"_s << u"The requested scopes were rejected."_s
                                << u"one is enough to refuse all"_s;
        QTest::newRow("step-up") << u"unmet_authentication_requirements"_s << QString() << u"second factor"_s;
        QTest::newRow("proof") << u"invalid_dpop_proof"_s << QString() << u"clock"_s;
        QTest::newRow("nonce of a proof") << u"use_dpop_nonce"_s << QString() << u"clock"_s;
        QTest::newRow("scope") << u"invalid_scope"_s
                               << u"One or more scopes are not configured for the authorization server."_s
                               << u"Press Check on the Connections page"_s;
        QTest::newRow("busy") << u"temporarily_unavailable"_s << QString() << u"Wait a moment"_s;
        QTest::newRow("redirect")
            << u"invalid_request"_s
            << u"The 'redirect_uri' parameter must be a Login redirect URI in the client "
               "app settings."_s
            << u"addresses that the Connections page lists"_s;
        QTest::newRow("failed") << u"server_error"_s << QString() << u"tell its administrator"_s;
        QTest::newRow("code too late") << u"expired_token"_s << QString() << u"Use another device again"_s;
        QTest::newRow("no session there") << u"login_required"_s << QString() << u"in the browser"_s;
        QTest::newRow("a question") << u"interaction_required"_s << QString()
                                    << u"answer it in the browser"_s;
        QTest::newRow("consent") << u"consent_required"_s << QString() << u"agree in the browser"_s;
        QTest::newRow("resource") << u"invalid_target"_s << QString() << u"the field Resource"_s;
        QTest::newRow("no words at all") << u"invalid_grant"_s << QString() << u"“invalid_grant”"_s;
    }
    void whatOktaSaysIsExplained()
    {
        QFETCH(QString, code);
        QFETCH(QString, text);
        QFETCH(QString, piece);
        const ErrorText said = describe({.kind = Error::Kind::SignInRefused, .code = code, .title = text});
        QVERIFY2(said.sentence().contains(piece), qPrintable(said.sentence()));
    }
    void aWrongClockIsNamed_data()
    {
        QTest::addColumn<QString>("minutes"); // by which this computer is ahead
        QTest::addColumn<QString>("said");
        QTest::newRow("fast") << u"10"_s << u"This computer's clock is 10 minutes fast."_s;
        QTest::newRow("slow") << u"-7"_s << u"This computer's clock is 7 minutes slow."_s;
        QTest::newRow("one") << u"1"_s << u"This computer's clock is one minute fast."_s;
        QTest::newRow("seconds") << u"0"_s << u"off by less than a minute."_s;
    }
    void aWrongClockIsNamed()
    {
        QFETCH(QString, minutes);
        QFETCH(QString, said);
        const ErrorText text =
            describe({.kind = Error::Kind::SignInRefused, .code = u"idtoken.clock"_s, .title = minutes});
        QVERIFY2(text.explanation.contains(said), qPrintable(text.explanation));
        QVERIFY(text.whatToDo.contains(u"clock"_s));
    }
    void aProvidersWordsAboutAClockAreNoWrongClock()
    {
        const ErrorText text = describe({.kind = Error::Kind::SignInRefused,
                                         .code = u"bad_clock_skew"_s,
                                         .title = u"the clock is 9 minutes off"_s});
        QCOMPARE(text.title, u"The sign-in was not accepted"_s);
    }

    void A22_whoNeverComesBackIsToldWhatToDo()
    {
        const QString uri = u"http://127.0.0.1:18181/callback/1a2b3c4d"_s;
        const ErrorText text = describe({.kind = Error::Kind::Timeout, .code = u"browser"_s, .title = uri});
        QVERIFY(!text.sentence().contains(u"gateway"_s));
        for (const QString &piece : {u"exactly "_s + uri, u"Approve"_s, u"form-action"_s,
                                     u"Chrome and Safari"_s, u"Use another device"_s})
            QVERIFY2(text.whatToDo.contains(piece), qPrintable(text.whatToDo));
    }
    void A7_takenPortsAreNamed()
    {
        const ErrorText text =
            describe({.kind = Error::Kind::Configuration, .code = u"ports"_s, .title = u"18181, 19191"_s});
        QVERIFY(text.title.contains(u"taken"_s));
        QVERIFY(text.explanation.contains(u"18181, 19191"_s));
        QVERIFY(text.whatToDo.contains(u"Use another device"_s));
    }
    void whatTheConnectionAsksForInVainIsNamed_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("piece");
        QTest::newRow("PAR") << u"par"_s << u"Push the request first"_s;
        QTest::newRow("device") << u"device"_s << u"another device"_s;
        QTest::newRow("DPoP") << u"dpop"_s << u"Bind tokens to a key of this computer"_s;
        QTest::newRow("client") << u"invalid_client"_s << u"client ID"_s;
        QTest::newRow("proxy") << u"proxy.authentication"_s << u"another proxy"_s;
        QTest::newRow("policy") << u"policy"_s << u"administrator of this computer"_s;
    }
    void whatTheConnectionAsksForInVainIsNamed()
    {
        QFETCH(QString, code);
        QFETCH(QString, piece);
        const ErrorText text =
            describe({.kind = Error::Kind::Configuration, .code = code, .title = u"id.example"_s});
        QVERIFY2((text.title + text.sentence()).contains(piece), qPrintable(text.sentence()));
        QVERIFY(!text.title.contains(u"cannot be used as it is"_s));
    }
    // The session behind a read may have failed at the sign-in service.
    void noServerIsBlamedByGuess()
    {
        for (const Error::Kind kind : {Error::Kind::Timeout, Error::Kind::Offline, Error::Kind::RateLimited,
                                       Error::Kind::Server, Error::Kind::Decode})
            QVERIFY2(!describe({.kind = kind, .title = u"id.example"_s}).title.contains(u"gateway"_s),
                     qPrintable(name(kind)));
        QVERIFY(describe({.kind = Error::Kind::Timeout, .title = u"id.example"_s})
                    .explanation.contains(u"id.example"_s));
    }
    void aRefusedCertificateIsShown()
    {
        Error error{.kind = Error::Kind::Tls, .code = u"certificate"_s, .title = u"gw.example"_s};
        error.fields = {{.path = u"certificate.subject"_s, .message = u"gw.example\u202e"_s},
                        {.path = u"certificate.issuer"_s, .message = u"Corp <b>CA</b>"_s},
                        {.path = u"certificate.names"_s, .message = u"gw.example, 10.0.0.1"_s},
                        {.path = u"certificate.from"_s, .message = u"2026-01-01T00:00:00Z"_s},
                        {.path = u"certificate.until"_s, .message = u"2026-02-01T00:00:00Z"_s},
                        {.path = u"certificate.sha256"_s, .message = u"AB:CD"_s}};
        const QString text = describe(error).explanation;
        for (const QString &piece :
             {u"gw.example, 10.0.0.1"_s, u"Corp <b>CA</b>"_s, u"2026-01-01"_s, u"2026-02-01"_s, u"AB:CD"_s})
            QVERIFY2(text.contains(piece), qPrintable(text));
        QVERIFY(!text.contains(QChar(0x202e)));
        error.code = u"pins"_s;
        QVERIFY(describe(error).title.contains(u"another key"_s));
        QVERIFY(describe(error).explanation.contains(u"AB:CD"_s));
    }

    void theServersWordsAreQuotedTamely()
    {
        const QString hostile = u"no\nright \u202e\u0007"_s + QString(500, u'x');
        const ErrorText text = describe({.kind = Error::Kind::Forbidden, .title = hostile});
        QVERIFY(!text.explanation.contains(u'\n'));
        QVERIFY(!text.explanation.contains(QChar(0x202e)));
        QVERIFY(!text.explanation.contains(QChar(7)));
        QVERIFY(text.explanation.size() < 250);
    }

    void technicalDetailStaysInTheLog()
    {
        for (const Error::Kind kind : allErrorKinds()) {
            const ErrorText text = describe({.kind = kind, .detail = u"secret-internals"_s});
            QVERIFY(!(text.title + text.sentence()).contains(u"secret-internals"_s));
        }
    }

    void fieldsAreNamed()
    {
        const ErrorText text = describe(
            {.kind = Error::Kind::Invalid, .fields = {{.path = u"/reason"_s, .message = u"is required"_s}}});
        QVERIFY(text.explanation.contains(u"/reason: is required"_s));
    }
};

QTEST_GUILESS_MAIN(ErrorTextTest)
#include "tst_errortext.moc"
