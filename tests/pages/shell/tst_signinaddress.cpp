// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pages/pagefixture.h"
#include "ui/shell/lockscreen.h"
#include "ui/shell/signinaddress.h"
#include "ui/widgets/plainlabel.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QUrl page(u"https://id.example.com/authorize?state=s1"_s);

QString clipboard()
{
    return QGuiApplication::clipboard()->text();
}

void copy(const QWidget &widget)
{
    widget.findChild<QAbstractButton *>(u"copy-address"_s)->click();
}

struct Shown
{
    QWidget window;
    SignInAddress address;

    explicit Shown(std::chrono::milliseconds time = SignInAddress::ClipboardTime)
        : address(&window, time)
    {
        window.show();
        address.setAddress(page, {});
        QGuiApplication::clipboard()->clear();
    }
};

} // namespace

class SignInAddressTest : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }

    void A22_theAddressCanBeCopied()
    {
        Shown shown;
        QVERIFY(shown.address.isVisible());
        QCOMPARE(shown.address.findChild<QLineEdit *>()->text(), page.toString());
        copy(shown.address);
        QCOMPARE(clipboard(), page.toString());
    }
    void whatWasCopiedIsTakenBackAfterItsTime()
    {
        Shown shown(1ms);
        copy(shown.address);
        QTRY_VERIFY(clipboard().isEmpty());
    }
    void whatSomebodyElseCopiedStays()
    {
        Shown shown(1ms);
        copy(shown.address);
        QGuiApplication::clipboard()->setText(u"a shopping list"_s);
        QTest::qWait(20);
        QCOMPARE(clipboard(), u"a shopping list"_s);
    }
    void whatWasCopiedIsTakenBackWhenHidden()
    {
        Shown shown;
        copy(shown.address);
        shown.window.hide(); // another page, or the lock
        QVERIFY(clipboard().isEmpty());
    }
    void whatWasCopiedIsTakenBackWithTheAttempt()
    {
        Shown shown;
        copy(shown.address);
        shown.address.setAddress({}, {});
        QVERIFY(clipboard().isEmpty());
        QVERIFY(!shown.address.isVisible());
    }
    void whatWasCopiedIsTakenBackAtTheEnd()
    {
        {
            Shown shown;
            copy(shown.address);
            QVERIFY(!clipboard().isEmpty());
        }
        QVERIFY(clipboard().isEmpty());
    }
    void T13_anotherDeviceIsOfferedWhereItIsAllowed()
    {
        Shown shown;
        auto *elsewhere = shown.address.findChild<QAbstractButton *>(u"elsewhere"_s);
        QVERIFY(!elsewhere->isVisible());
        shown.address.setElsewhereOffered(true);
        shown.address.setAddress(page, {});
        QVERIFY(elsewhere->isVisible());
        QSignalSpy asked(&shown.address, &SignInAddress::elsewhereRequested);
        elsewhere->click();
        QCOMPARE(asked.size(), 1);
        shown.address.setAddress(page, u"WDJB\u202E-MJHT"_s);
        QVERIFY(!elsewhere->isVisible());
        const QString words = shown.address.findChild<PlainLabel *>()->text();
        QVERIFY(words.contains(u"WDJB\uFFFD-MJHT"_s)); // hostile text stays visible
        QVERIFY(words.contains(u"never enter a code that somebody sent you"_s));
    }

    void A22_theLockScreenSaysWhereToSignInAndGivesUp()
    {
        LockScreen screen;
        screen.show();
        auto *unlock = screen.findChild<QAbstractButton *>(u"unlock"_s);
        auto *cancel = screen.findChild<QAbstractButton *>(u"cancel"_s);
        auto *address = screen.findChild<SignInAddress *>();
        QVERIFY(unlock->isVisible() && !cancel->isVisible() && !address->isVisible());
        screen.setElsewhereAllowed(true);
        screen.setAttempt(true, page, {});
        QVERIFY(!unlock->isVisible() && cancel->isVisible() && address->isVisible());
        QSignalSpy elsewhere(&screen, &LockScreen::unlockElsewhereRequested);
        screen.findChild<QAbstractButton *>(u"elsewhere"_s)->click();
        QCOMPARE(elsewhere.size(), 1);
        QSignalSpy cancelled(&screen, &LockScreen::cancelRequested);
        cancel->click();
        QCOMPARE(cancelled.size(), 1);
        screen.setAttempt(false, {}, {});
        QVERIFY(unlock->isVisible() && !cancel->isVisible() && !address->isVisible());
        screen.setProblem(u"It was somebody else."_s);
        QVERIFY(unlock->isVisible());
    }
};

QTEST_MAIN(SignInAddressTest)
#include "tst_signinaddress.moc"
