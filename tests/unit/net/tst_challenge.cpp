// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/challenge.h"
#include "core/net/httpmessage.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::net;
using namespace std::chrono_literals;

class TestChallenge : public QObject
{
    Q_OBJECT
private slots:
    void T11_readsWhatIsAsked_data();
    void T11_readsWhatIsAsked()
    {
        QFETCH(QByteArray, header);
        QFETCH(QStringList, acr);
        QFETCH(int, maxAge);
        const std::optional<StepUp> asked = stepUpChallenge(header);
        QTEST(asked.has_value(), "isStepUp");
        if (!asked)
            return;
        QCOMPARE(asked->acr, acr);
        QCOMPARE(asked->maxAge ? int(asked->maxAge->count()) : -1, maxAge);
    }
    void T11_isAnErrorOfItsOwn()
    {
        const Response answer{
            .status = 401,
            .headers = {{"WWW-Authenticate",
                         R"(Bearer error="insufficient_user_authentication", acr_values="two")"}}};
        const Result<Response> result = requireSuccess(answer);
        QCOMPARE(result.error().kind, Error::Kind::StepUpNeeded);
        QCOMPARE(result.error().stepUp->acr, QStringList{u"two"_s});
        QCOMPARE(requireSuccess({.status = 401}).error().kind, Error::Kind::Unauthorized);
    }
};

// Below the class: moc 6.4 does not find its way out of a raw string with an escaped quote in it.
void TestChallenge::T11_readsWhatIsAsked_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("isStepUp");
    QTest::addColumn<QStringList>("acr");
    QTest::addColumn<int>("maxAge"); // -1: not said
    const auto row = [](const char *name, const QByteArray &header, const QStringList &acr, int maxAge) {
        QTest::newRow(name) << header << true << acr << maxAge;
    };
    const auto none = [](const char *name, const QByteArray &header) {
        QTest::newRow(name) << header << false << QStringList() << -1;
    };
    row("RFC 9470, figure 3",
        R"(Bearer error="insufficient_user_authentication", error_description="A different authentication level is required", acr_values="myACR")",
        {u"myACR"_s}, -1);
    row("RFC 9470, figure 4",
        R"(Bearer error="insufficient_user_authentication",error_description="More recent authentication is required", max_age="5")",
        {}, 5);
    row("both, in tokens", "bearer ERROR=insufficient_user_authentication, acr_values=\"a b\", max_age=0",
        {u"a"_s, u"b"_s}, 0);
    row("nothing said", "DPoP error=\"insufficient_user_authentication\"", {}, -1);
    row("a comma, an equals sign and a quote in a text",
        R"(Bearer realm="x, y", error_description="say \"acr_values=evil\"", error="insufficient_user_authentication", acr_values="two")",
        {u"two"_s}, -1);
    row("two challenges", R"(Basic realm="a", Bearer realm="b", error="insufficient_user_authentication")",
        {}, -1);
    none("another error", "Bearer error=\"invalid_token\"");
    none("the words elsewhere", "Bearer error_description=\"insufficient_user_authentication\"");
    none("not closed", "Bearer error=\"insufficient_user_authentication");
    none("error twice", "Bearer error=\"insufficient_user_authentication\", error=\"invalid_token\"");
    none("max_age no number", "Bearer error=\"insufficient_user_authentication\", max_age=\"soon\"");
    none("max_age negative", "Bearer error=\"insufficient_user_authentication\", max_age=\"-1\"");
    none("empty", "");
    none("very long",
         "Bearer error=\"insufficient_user_authentication\", x=\"" + QByteArray(5000, 'x') + '"');
}

QTEST_GUILESS_MAIN(TestChallenge)
#include "tst_challenge.moc"
