// SPDX-License-Identifier: GPL-3.0-or-later
// What not every provider has, held against one that has it all: requests that are pushed, tokens that are
// bound to a key, a code on another device, a stronger sign-in, the end of the sign-in at the provider.
//   tst_peerextras [QtTest options] -- <command line of the provider; see peer.h>
#include "core/identity/dpop.h"
#include "tests/peers/oidc/computer.h"

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Computer;
using test::renewed;
using test::resultOf;
using test::subjectOfBearer;
using State = Session::State;

namespace {

QByteArray why(const Result<Account> &account)
{
    return account ? QByteArray() : (account.error().code + u' ' + account.error().detail).toUtf8();
}

} // namespace

class TestPeerExtras : public QObject
{
    Q_OBJECT
public:
    explicit TestPeerExtras(const QStringList &commandLine)
        : m_peer(commandLine)
    {}

private slots:
    void initTestCase() { QVERIFY(m_peer.isReady()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    // RFC 9126: the browser carries a reference, and nothing that could be changed on the way.
    void PAR_theBrowserCarriesAReferenceOnly()
    {
        Computer pc(m_peer);
        pc.provider.pushesRequest = true;
        const auto session = pc.session();
        const Result<Account> account = resultOf(session->signIn());
        QVERIFY2(account, why(account));
        QStringList names;
        for (const auto &[name, value] : QUrlQuery(pc.browser.lastOpened).queryItems())
            names.append(name);
        names.sort();
        QCOMPARE(names, (QStringList{u"client_id"_s, u"request_uri"_s}));
    }

    void PAR_aClientThatMustPushIsRefusedWithout()
    {
        Computer pc(m_peer, m_peer.text("client_bound"));
        pc.provider.provesPossession = true;
        const Result<Account> account = resultOf(pc.session()->signIn());
        QVERIFY(!account);
        QCOMPARE(account.error().kind, Error::Kind::SignInRefused);
        QCOMPARE(account.error().code, u"invalid_request"_s);
    }

    // RFC 9449, with the provider's nonce at the token endpoint and at the resource.
    void DPOP_signsInReadsAndRefreshes()
    {
        Computer pc(m_peer, m_peer.text("client_bound"));
        pc.provider.provesPossession = true;
        pc.provider.pushesRequest = true;
        const auto session = pc.session();
        const Result<Account> account = resultOf(session->signIn());
        QVERIFY2(account, why(account));
        QCOMPARE(subjectOfBearer(pc, *session), account->subject);
        const KeptSession before = pc.kept();
        QVERIFY(renewed(*session));
        QCOMPARE(pc.kept().generation, before.generation + 1);
        QCOMPARE(subjectOfBearer(pc, *session), account->subject);
    }

    void DPOP_aRefreshTokenIsWorthNothingWithoutTheKey()
    {
        Computer pc(m_peer, m_peer.text("client_bound"));
        pc.provider.provesPossession = true;
        pc.provider.pushesRequest = true;
        const auto session = pc.signedIn();
        QVERIFY(session);
        Dpop another(pc.clock);
        another.makeKey();
        const Result<Tokens> stolen = pc.refresh(pc.kept().refreshToken, &another);
        QVERIFY(!stolen);
        QCOMPARE(stolen.error().code, u"invalid_grant"_s);
        const Result<Tokens> bare = pc.refresh(pc.kept().refreshToken);
        QVERIFY(!bare);
        QVERIFY(renewed(*session)); // and whose key it is goes on
    }

    void DPOP_theKeyComesBackWithTheSession()
    {
        Computer pc(m_peer, m_peer.text("client_bound"));
        pc.provider.provesPossession = true;
        pc.provider.pushesRequest = true;
        QVERIFY(pc.signedIn()); // and the program ends
        const auto again = pc.session();
        const Result<Account> account = resultOf(again->restore());
        QVERIFY2(account, why(account));
        QCOMPARE(subjectOfBearer(pc, *again), account->subject);
    }

    // RFC 8628
    void DEVICE_signsInWhenThePersonAgreesElsewhere()
    {
        Computer pc(m_peer);
        pc.provider.allowsDeviceGrant = true;
        const auto session = pc.session();
        const Result<Account> account = decideElsewhere(*session, u"agrees"_s);
        QVERIFY2(account, why(account));
        QCOMPARE(account->name, u"Ada Okafor"_s);
        QVERIFY(pc.browser.lastOpened.isEmpty());
        QVERIFY(renewed(*session));
        QCOMPARE(subjectOfBearer(pc, *session), account->subject);
    }

    void DEVICE_aRefusalElsewhereIsSaid()
    {
        Computer pc(m_peer);
        pc.provider.allowsDeviceGrant = true;
        const auto session = pc.session();
        const Result<Account> account = decideElsewhere(*session, u"refuses"_s);
        QVERIFY(!account);
        QCOMPARE(account.error().kind, Error::Kind::SignInRefused);
        QCOMPARE(account.error().code, u"access_denied"_s);
        QCOMPARE(session->state(), State::SignedOut);
    }

    // RFC 9470 and OpenID Connect Core 3.1.2.1
    void STEPUP_aStrongerSignInIsAskedForAndProved()
    {
        Computer pc(m_peer);
        const auto session = pc.signedIn();
        QVERIFY(session);
        const Result<Account> account = resultOf(session->stepUp({m_peer.text("acr")}, std::nullopt));
        QVERIFY2(account, why(account));
        QCOMPARE(session->state(), State::SignedIn);
        QCOMPARE(subjectOfBearer(pc, *session), account->subject);
    }

    void STEPUP_aRecentSignInIsAskedForAndProved()
    {
        Computer pc(m_peer);
        const auto session = pc.signedIn();
        QVERIFY(session);
        const Result<Account> account = resultOf(session->stepUp({}, 0s));
        QVERIFY2(account, why(account));
        QCOMPARE(session->state(), State::SignedIn);
    }

    void STEPUP_whoCannotKeepsTheSessionAsItIs()
    {
        Computer pc(m_peer);
        const auto session = pc.signedIn();
        QVERIFY(session);
        const KeptSession before = pc.kept();
        pc.browser.person = u"weak"_s;
        const Result<Account> account = resultOf(session->stepUp({m_peer.text("acr")}, std::nullopt));
        QVERIFY(!account);
        QCOMPARE(account.error().code, u"unmet_authentication_requirements"_s);
        QCOMPARE(session->state(), State::SignedIn);
        QCOMPARE(pc.kept(), before);
        QVERIFY(renewed(*session));
    }

    // OpenID Connect RP-Initiated Logout 1.0
    void T8_signingOutLeadsToTheProvidersOwnEnd()
    {
        Computer pc(m_peer);
        const auto session = pc.signedIn();
        QVERIFY(session);
        const Result<QUrl> page = resultOf(session->signOut());
        QVERIFY(page);
        QVERIFY(page->toString().startsWith(m_peer.issuer().toString()));
        QVERIFY(QUrlQuery(*page).hasQueryItem(u"client_id"_s) ||
                QUrlQuery(*page).hasQueryItem(u"id_token_hint"_s));
        pc.browser.lastStatus = 0;
        pc.browser.open(*page);
        QTRY_COMPARE(pc.browser.lastStatus, 200);
        QVERIFY(pc.browser.lastPage.contains("op.logoutForm")); // it asks whether to
    }

private:
    // Shows the code to the person, as the sign-in page does.
    Result<Account> decideElsewhere(Session &session, const QString &decision)
    {
        QProcess person;
        person.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QObject::connect(&session, &Session::stateChanged, &person, [&] {
            if (session.signInUrl().isEmpty() || person.state() != QProcess::NotRunning ||
                person.processId() > 0)
                return;
            person.start(u"/usr/bin/python3"_s, {QStringLiteral(PERSON), session.signInUrl().toString(),
                                                 session.userCode(), decision});
        });
        const Result<Account> account = resultOf(session.signInElsewhere());
        person.waitForFinished();
        return account;
    }

    test::Peer m_peer;
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList all = app.arguments();
    const auto separator = all.indexOf(u"--"_s);
    if (separator < 0 || separator + 1 == all.size())
        qFatal("usage: tst_peerextras [QtTest options] -- program [argument ...]");
    TestPeerExtras test(all.mid(separator + 1));
    return QTest::qExec(&test, all.first(separator));
}

#include "tst_peerextras.moc"
