// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/connectioncheck.h"
#include "tests/fakes/fakeidentityprovider.h"
#include "tests/fakes/manualclock.h"
#include "tests/fakes/scriptedgateway.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using Step = CheckLine::Step;
using State = CheckLine::State;

namespace {

struct Rig
{
    test::ManualClock clock;
    test::FakeIdentityProvider provider;
    test::ScriptedGateway gateway;
    net::HttpClient http{clock, nullptr, net::HttpClient::Options{.attempts = 1}};
    Connection connection;

    Rig()
    {
        connection.name = u"prod"_s;
        connection.api = QUrl(u"https://gw.example"_s);
        connection.issuer = provider.issuer();
        connection.clientId = u"gatehouse"_s;
    }
    // Every line as "Step State", in order.
    [[nodiscard]] QMap<Step, CheckLine> run()
    {
        ConnectionCheck check(connection, http, gateway, clock);
        check.start();
        if (!QTest::qWaitFor([&] { return check.isFinished(); }, 10'000))
            qFatal("the check did not end");
        QMap<Step, CheckLine> lines;
        Step last = Step::Issuer;
        for (const CheckLine &line : check.lines()) {
            if (line.step < last)
                qFatal("out of order");
            last = line.step;
            lines.insert(line.step, line);
        }
        return lines;
    }
};

} // namespace

class TestConnectionCheck : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void everyStepOfASoundOneIsGood()
    {
        Rig rig;
        rig.provider.editMetadata = [](QJsonObject &m) {
            m.insert(u"code_challenge_methods_supported"_s, QJsonArray{u"S256"_s});
        };
        const auto lines = rig.run();
        QCOMPARE(lines.size(), 8);
        for (const CheckLine &line : lines)
            QCOMPARE(line.state, State::Good);
        QCOMPARE(lines.value(Step::Keys).fact, u"1"_s);
        QCOMPARE(rig.provider.count("/token"), 0); // nobody was signed in
    }
    void anotherIssuerEndsIt()
    {
        Rig rig;
        rig.provider.editMetadata = [](QJsonObject &m) { m.insert(u"issuer"_s, u"https://evil.example"_s); };
        const auto lines = rig.run();
        QCOMPARE(lines.value(Step::Document).state, State::Bad);
        QCOMPARE(lines.value(Step::Document).error->code, u"discovery.issuer"_s);
        QVERIFY(!lines.contains(Step::Keys));
        QCOMPARE(lines.value(Step::Gateway).state, State::Good); // the other half is looked at all the same
    }
    void anUnusableAddressAsksNobody()
    {
        Rig rig;
        rig.connection.issuer = QUrl(u"https://id.example/?tenant=1"_s);
        const auto lines = rig.run();
        QCOMPARE(lines.value(Step::Issuer).state, State::Bad);
        QCOMPARE(lines.size(), 2);
    }
    void providerThatIsAway()
    {
        Rig rig;
        rig.provider.server().goDown();
        const auto lines = rig.run();
        QCOMPARE(lines.value(Step::Document).error->kind, Error::Kind::Offline);
    }
    void whatIsWorthKnowing()
    {
        Rig rig;
        rig.provider.editMetadata = [](QJsonObject &m) {
            m.remove(u"authorization_response_iss_parameter_supported"_s);
            m.insert(u"scopes_supported"_s, QJsonArray{u"openid"_s, u"profile"_s, u"email"_s});
        };
        const auto lines = rig.run();
        QCOMPARE(lines.value(Step::Pkce).state, State::Look);
        QCOMPARE(lines.value(Step::ResponseIssuer).state, State::Look);
        QCOMPARE(lines.value(Step::Scopes).state, State::Look);
        QCOMPARE(lines.value(Step::Scopes).fact, u"offline_access gw:read gw:decide gw:usage"_s);
        QCOMPARE(lines.value(Step::Keys).state, State::Good);
    }
    void weakSignaturesAreBad()
    {
        Rig rig;
        rig.provider.editMetadata = [](QJsonObject &m) {
            m.insert(u"id_token_signing_alg_values_supported"_s, QJsonArray{u"none"_s, u"HS256"_s});
        };
        const auto lines = rig.run();
        QCOMPARE(lines.value(Step::Algorithms).state, State::Bad);
        QCOMPARE(lines.value(Step::Algorithms).fact, u"none, HS256"_s);
    }
};

QTEST_GUILESS_MAIN(TestConnectionCheck)
#include "tst_connectioncheck.moc"
