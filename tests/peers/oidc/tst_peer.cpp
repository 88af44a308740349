// SPDX-License-Identifier: GPL-3.0-or-later
// What a session relies on, held against a real OpenID provider:
//   tst_peer [QtTest options] -- <command line of the provider; see peer.h>
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

class TestPeer : public QObject
{
    Q_OBJECT
public:
    explicit TestPeer(const QStringList &commandLine)
        : m_peer(commandLine)
    {}

private slots:
    void initTestCase() { QVERIFY(m_peer.isReady()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void signsIn()
    {
        Computer pc(m_peer);
        const auto session = pc.session();
        const Result<Account> account = resultOf(session->signIn());
        QVERIFY2(account, account ? "" : qPrintable(account.error().code + account.error().detail));
        QCOMPARE(account->issuer, m_peer.issuer().toString());
        QVERIFY(!account->subject.isEmpty());
        if (const QString subject = m_peer.text("subject"); !subject.isEmpty())
            QCOMPARE(account->subject, subject);
        QCOMPARE(account->name, u"Ada Okafor"_s);
        QCOMPARE(account->email, u"ada@example.test"_s);
        QCOMPARE(session->state(), State::SignedIn);
        QTRY_VERIFY(pc.browser.lastPage.contains("You are signed in"));
        QCOMPARE(subjectOfBearer(pc, *session), account->subject);
    }

    void theTokenIsHandedOutWhileItIsFresh()
    {
        Computer pc(m_peer);
        const auto session = pc.signedIn();
        QVERIFY(session);
        const KeptSession before = pc.kept();
        QVERIFY(!before.refreshToken.isEmpty());
        const Result<net::AccessToken> one = resultOf(session->fresh({}));
        const Result<net::AccessToken> other = resultOf(session->fresh({}));
        QVERIFY(one && other);
        QVERIFY(one->value == other->value);
        QCOMPARE(pc.kept(), before);
    }

    void aRejectedTokenIsRenewedAndTheRefreshTokenRotated()
    {
        Computer pc(m_peer);
        const auto session = pc.signedIn();
        QVERIFY(session);
        const KeptSession before = pc.kept();
        const Result<net::AccessToken> old = resultOf(session->fresh({}));
        const Result<net::AccessToken> token = renewed(*session);
        QVERIFY(old && token);
        QVERIFY(!(token->value == old->value));
        QCOMPARE(pc.kept().generation, before.generation + 1);
        QVERIFY(!(pc.kept().refreshToken == before.refreshToken));
        QCOMPARE(subjectOfBearer(pc, *session), before.account.subject);
    }

    void aSpentRefreshTokenEndsTheSession()
    {
        Computer pc(m_peer);
        const auto session = pc.signedIn();
        QVERIFY(session);
        Computer thief(m_peer);
        thief.secrets.entries = pc.secrets.entries;
        QVERIFY(renewed(*session));

        const auto stolen = thief.session();
        QVERIFY(resultOf(stolen->restore()));
        const Result<net::AccessToken> token = resultOf(stolen->fresh({}));
        QVERIFY(!token);
        // The token that replaced it is dead with it: the provider cannot tell the thief from the person.
        const Result<net::AccessToken> next = renewed(*session);
        QVERIFY(!next);
        if (!m_peer.can("names_errors")) { // 400 and nothing else: no reason to throw a session away
            QCOMPARE(token.error().kind, Error::Kind::Server);
            QCOMPARE(session->state(), State::SignedIn);
            return;
        }
        QCOMPARE(token.error().kind, Error::Kind::Unauthorized);
        QCOMPARE(token.error().code, u"invalid_grant"_s);
        QCOMPARE(stolen->state(), State::Ended);
        QVERIFY(thief.secrets.entries.isEmpty());
        QCOMPARE(next.error().code, u"invalid_grant"_s);
        QCOMPARE(session->state(), State::Ended);
        QVERIFY(pc.secrets.entries.isEmpty());
    }

    void twoProgramsShareOneRefreshToken()
    {
        Computer pc(m_peer);
        const auto console = pc.signedIn();
        QVERIFY(console);
        const auto ctl = pc.session();
        QVERIFY(resultOf(ctl->restore()));
        QVERIFY(resultOf(ctl->fresh({})));
        for (int round = 0; round < 3; ++round) { // the provider would end the family at the first old token
            for (Session *session : {console.get(), ctl.get()})
                session->reject(resultOf(session->fresh({})).value_or(net::AccessToken()));
            const auto one = console->fresh({});
            const auto other = ctl->fresh({}); // at the same time
            QVERIFY(resultOf(one));
            QVERIFY(resultOf(other));
        }
        QCOMPARE(pc.kept().generation, 8); // one sign-in, and seven refreshes that knew of each other
    }

    void signingOutRevokes()
    {
        Computer pc(m_peer);
        const auto session = pc.signedIn();
        QVERIFY(session);
        const Secret token = pc.kept().refreshToken;
        QVERIFY(resultOf(session->signOut()));
        QCOMPARE(session->state(), State::SignedOut);
        QVERIFY(pc.secrets.entries.isEmpty());
        const Result<Tokens> after = pc.refresh(token);
        QCOMPARE(after.has_value(), !m_peer.can("revokes_public"));
        if (!after)
            QVERIFY(endsSession(after.error()));
    }

    void aRefusalIsSaid()
    {
        if (!m_peer.can("person_can_refuse"))
            QSKIP("nobody can refuse at this provider: its page only offers to go on");
        Computer pc(m_peer);
        pc.browser.person = u"refuses"_s;
        const auto session = pc.session();
        const Result<Account> account = resultOf(session->signIn());
        QVERIFY(!account);
        QCOMPARE(account.error().kind, Error::Kind::SignInRefused);
        QCOMPARE(account.error().code, u"access_denied"_s);
        QCOMPARE(session->state(), State::SignedOut);
        QTRY_VERIFY(pc.browser.lastPage.contains("did not succeed"));
    }

    // The provider must not send anybody back then (RFC 6749 4.1.2.1): only the browser shows why.
    void anUnknownClientNeverComesBack()
    {
        Computer pc(m_peer, u"nobody"_s);
        const auto session = pc.session(3s);
        const Result<Account> account = resultOf(session->signIn());
        QVERIFY(!account);
        QCOMPARE(account.error().kind, Error::Kind::Timeout);
        QCOMPARE(account.error().code, u"browser"_s);
        QCOMPARE(session->state(), State::SignedOut);
        QTRY_VERIFY(pc.browser.lastStatus >= 400 && pc.browser.lastStatus < 500);
    }

    void anUnregisteredPortNeverComesBack()
    {
        if (m_peer.ports() == QList<quint16>{0})
            QSKIP("any port does at this provider");
        Computer pc(m_peer);
        pc.provider.ports = {0};
        const Result<Account> account = resultOf(pc.session(3s)->signIn());
        QVERIFY(!account);
        QCOMPARE(account.error().code, u"browser"_s);
        QTRY_VERIFY(pc.browser.lastStatus >= 400 && pc.browser.lastStatus < 500);
    }

    void anUnknownClientCannotRefresh()
    {
        Computer pc(m_peer);
        QVERIFY(pc.signedIn());
        const Result<Tokens> tokens = Computer(m_peer, u"nobody"_s).refresh(pc.kept().refreshToken);
        QVERIFY(!tokens);
        QVERIFY(!endsSession(tokens.error())); // the configuration is wrong, the session is not
        if (m_peer.can("names_errors")) {
            QCOMPARE(tokens.error().kind, Error::Kind::Configuration);
            QCOMPARE(tokens.error().code, u"invalid_client"_s);
        }
    }

    void restoresFromTheKeyStore()
    {
        Computer pc(m_peer);
        auto session = pc.signedIn();
        QVERIFY(session);
        const std::optional<Account> before = session->account();
        session.reset(); // the program ends
        const auto again = pc.session();
        const Result<Account> account = resultOf(again->restore());
        QVERIFY(account);
        QCOMPARE(*account, *before);
        QCOMPARE(again->state(), State::SignedIn);
        QCOMPARE(subjectOfBearer(pc, *again), before->subject);
    }

    void withoutARefreshTokenASessionLastsAsLongAsItsToken()
    {
        const QString clientId = m_peer.text("client_without_refresh");
        if (clientId.isEmpty())
            QSKIP("every client gets a refresh token at this provider");
        Computer pc(m_peer, clientId);
        const auto session = pc.signedIn();
        QVERIFY(session);
        QVERIFY(pc.secrets.entries.isEmpty());
        QVERIFY(resultOf(session->fresh({})));
        QCOMPARE(renewed(*session).error().kind, Error::Kind::Unauthorized);
        QCOMPARE(session->state(), State::Ended);
    }

private:
    test::Peer m_peer;
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList all = app.arguments();
    const auto separator = all.indexOf(u"--"_s);
    if (separator < 0 || separator + 1 == all.size())
        qFatal("usage: tst_peer [QtTest options] -- program [argument ...]");
    TestPeer test(all.mid(separator + 1));
    return QTest::qExec(&test, all.first(separator));
}

#include "tst_peer.moc"
