// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pages/accountfixture.h"
#include "ui/pages/signin/signinpage.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/progressline.h"

#include <QClipboard>
#include <QLineEdit>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;
using State = workspace::Account::State;

namespace {

struct Rig : test::AccountFixture
{
    SignInPage page;

    ~Rig() { page.setAccount(nullptr, {}); }

    [[nodiscard]] workspace::Connection connection(const QString &name = u"Sandbox"_s) const
    {
        workspace::Connection made;
        made.name = name;
        made.api = provider.url();
        made.issuer = provider.url(QString());
        made.clientId = u"gatehouse"_s;
        return made;
    }
    void open()
    {
        page.setAccount(&account, connection());
        show(page, {900, 600});
        page.activate();
    }
    void openWithoutConnection()
    {
        show(page, {900, 600});
        page.activate();
    }
    [[nodiscard]] KeyButton *button(const QString &text) const
    {
        for (KeyButton *each : page.findChildren<KeyButton *>())
            if (each->isVisible() && each->text() == text)
                return each;
        return nullptr;
    }
    [[nodiscard]] QString words() const
    {
        QStringList all;
        for (const PlainLabel *label : page.findChildren<PlainLabel *>())
            if (label->isVisible())
                all.append(label->text());
        return all.join(u'\n');
    }
    [[nodiscard]] MessageBar *messages() const { return page.findChild<MessageBar *>(); }
    void key(int code) { QTest::keyClick(page.windowHandle(), Qt::Key(code)); }
    void press(const QString &text)
    {
        KeyButton *wanted = button(text);
        QVERIFY2(wanted, qPrintable(text));
        for (int i = 0; i < 20 && !wanted->hasFocus(); ++i)
            key(Qt::Key_Tab);
        QVERIFY2(wanted->hasFocus(), qPrintable(text));
        key(Qt::Key_Space);
    }
};

} // namespace

class SignInPageTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void withoutAConnectionItOffersToAddOne()
    {
        Rig rig;
        rig.openWithoutConnection();
        QVERIFY(rig.words().contains(u"Welcome to Gatehouse"_s));
        QVERIFY(!rig.button(u"Sign in"_s));
        QSignalSpy asked(&rig.page, &SignInPage::connectionsRequested);
        QVERIFY(rig.button(u"Add a connection"_s)->hasFocus());
        rig.key(Qt::Key_Space);
        QCOMPARE(asked.count(), 1);
        rig.picture(rig.page, u"signin-welcome"_s);
    }

    void aConnectionBeingMadeReadySaysSo()
    {
        Rig rig;
        rig.page.setAccount(nullptr, rig.connection(), u"The sandbox is starting."_s);
        rig.openWithoutConnection();
        QVERIFY(rig.words().contains(u"The sandbox is starting."_s));
        QVERIFY(rig.page.findChild<ProgressLine *>()->isVisible());
        QVERIFY(!rig.button(u"Sign in"_s));
        rig.page.setProblem(Error{.kind = Error::Kind::Internal, .title = u"sandbox"_s});
        QVERIFY(!rig.words().contains(u"The sandbox is starting."_s));
        QCOMPARE(rig.messages()->count(), 1);
        QVERIFY(rig.button(u"Connections…"_s)); // the way on
        rig.picture(rig.page, u"signin-problem"_s);
    }

    void signsInWithReturnAndCanBeCancelled()
    {
        Rig rig;
        rig.open();
        QVERIFY(rig.words().contains(u"Sign in to Sandbox"_s));
        QVERIFY(rig.words().contains(u"127.0.0.1"_s)); // who will ask for the password
        QVERIFY(rig.page.signInButton()->hasFocus());
        rig.picture(rig.page, u"signin"_s);
        rig.key(Qt::Key_Return);
        QTRY_COMPARE(rig.browser.opened.size(), 1);
        QCOMPARE(rig.account.state(), State::WaitingForBrowser);
        QVERIFY(rig.words().contains(u"Finish in your browser"_s));
        auto *address = rig.page.findChild<QLineEdit *>();
        QVERIFY(address->isVisible() && address->isReadOnly());
        QCOMPARE(address->text().toUtf8(), rig.browser.opened.first().toEncoded());
        rig.picture(rig.page, u"signin-browser"_s);

        rig.press(u"Copy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), address->text());
        rig.press(u"Cancel"_s);
        QCOMPARE(rig.account.state(), State::SignedOut);
        QVERIFY(!address->isVisible());
        QVERIFY(!rig.button(u"Cancel"_s));
        rig.press(u"Sign in"_s); // and once more
        QTRY_COMPARE(rig.browser.opened.size(), 2);
    }

    void focusStaysOnThePageWhenItsButtonLeaves()
    {
        Rig rig;
        rig.open();
        rig.key(Qt::Key_Return);
        QTRY_COMPARE(rig.browser.opened.size(), 1);
        QVERIFY(rig.page.isAncestorOf(QApplication::focusWidget()));
        QVERIFY(QApplication::focusWidget()->isVisible());
        rig.press(u"Cancel"_s);
        QVERIFY(QApplication::focusWidget() && QApplication::focusWidget()->isVisible());
    }

    void aProviderThatCannotBeReachedIsSaid()
    {
        Rig rig;
        rig.provider.goDown();
        rig.open();
        rig.key(Qt::Key_Return);
        QTRY_COMPARE(rig.messages()->count(), 1);
        QVERIFY(rig.browser.opened.isEmpty());
        QVERIFY(rig.button(u"Sign in"_s)); // to try again
        rig.picture(rig.page, u"signin-offline"_s);
        rig.provider.comeUp();
        rig.press(u"Sign in"_s);
        QTRY_COMPARE(rig.browser.opened.size(), 1);
        QCOMPARE(rig.messages()->count(), 0);
    }

    void aLockedKeyStoreDoesNotPreventSigningIn()
    {
        Rig rig;
        rig.secrets.failWith = Error::Kind::SecretsLocked;
        rig.open();
        QVERIFY(!test::resultOf(rig.account.restore()));
        QTRY_COMPARE(rig.messages()->count(), 1);
        QVERIFY(rig.words().contains(u"the session then ends with the program"_s));
        QVERIFY(rig.page.signInButton()->isVisible());
        rig.picture(rig.page, u"signin-locked"_s);

        // Unlocked meanwhile: what is kept in it is looked for again.
        rig.secrets.failWith.reset();
        rig.keepSession();
        rig.press(u"Look again"_s);
        QTRY_COMPARE(rig.account.state(), State::SignedIn);
    }

    void aSessionThatEndedSaysWhoEndedIt()
    {
        Rig rig;
        rig.signInWith({u"requests.read"_s});
        rig.open();
        rig.endSession();
        QVERIFY(rig.words().contains(u"Your session at Sandbox has ended"_s));
        QVERIFY(rig.words().contains(u"nothing is lost"_s));
        rig.press(u"Sign in"_s);
        QTRY_COMPARE(rig.browser.opened.size(), 1);
        rig.picture(rig.page, u"signin-ended"_s);
    }

    void otherConnectionsAreOneKeyAway()
    {
        Rig rig;
        rig.open();
        QSignalSpy asked(&rig.page, &SignInPage::connectionsRequested);
        rig.press(u"Connections…"_s);
        QCOMPARE(asked.count(), 1);
    }

    void hostileNamesStayText()
    {
        Rig rig;
        rig.page.setAccount(&rig.account, rig.connection(u"<b>x</b>&nbsp;"_s));
        rig.openWithoutConnection();
        for (const QLabel *label : rig.page.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(rig.words().contains(u"<b>x</b>&nbsp;"_s));
    }
};

QTEST_MAIN(SignInPageTest)
#include "tst_signinpage.moc"
