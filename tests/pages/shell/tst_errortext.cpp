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
    }
    void whatOktaSaysIsExplained()
    {
        QFETCH(QString, code);
        QFETCH(QString, text);
        QFETCH(QString, piece);
        const ErrorText said = describe({.kind = Error::Kind::SignInRefused, .code = code, .title = text});
        QVERIFY2(said.sentence().contains(piece), qPrintable(said.sentence()));
    }
    void aWrongClockIsNamed()
    {
        const ErrorText text = describe({.kind = Error::Kind::SignInRefused, .code = u"clock_skew"_s});
        QVERIFY(text.title.contains(u"clock"_s));
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
