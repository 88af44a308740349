// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/navigator.h"
#include "tests/pages/pagefixture.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::StringLiterals;
using workspace::DeepLink;

namespace {

// Another page, with something to type into.
class OtherPage : public ui::Page
{
public:
    OtherPage()
        : Page({.id = u"other"_s, .title = u"Other"_s})
        , field(new QLineEdit)
    {
        (new QVBoxLayout(this))->addWidget(field);
    }
    QLineEdit *field;
};

struct Rig : test::PageFixture
{
    workspace::ConnectionBook book{dir.filePath(u"connections.json"_s)};
    ui::MainWindow window{theme};
    ui::ApprovalsPage *approvals = new ui::ApprovalsPage(preferences, clock);
    OtherPage *other = new OtherPage;
    Navigator navigator{window, *approvals, book};
    QSignalSpy wanted{&navigator, &Navigator::connectionWanted};
    std::unique_ptr<workspace::ApprovalDesk> theDesk = desk();

    Rig()
    {
        for (const QString &name : {u"Production"_s, u"Staging"_s}) {
            workspace::Connection connection;
            connection.name = name;
            connection.api = QUrl(u"https://gw.example.com"_s);
            connection.issuer = QUrl(u"https://id.example.com"_s);
            connection.clientId = u"gatehouse"_s;
            if (!book.put(connection))
                qFatal("the book takes no connection");
        }
        window.addPage(other);
        window.addPage(approvals);
        tellStory();
        window.showPage(u"other"_s);
        show(window, {1280, 850});
    }
    ~Rig() { approvals->setDesk(nullptr, nullptr); }

    // Somebody is signed in, and the queue is read.
    void open(const QString &connection)
    {
        approvals->setDesk(theDesk.get(), nullptr);
        theDesk->open();
        navigator.follow(connection, theDesk.get());
        settleDown(*theDesk);
    }
    void go(const QString &connection, const QString &id)
    {
        navigator.go({.connection = connection, .request = {id}});
    }
    [[nodiscard]] QString page() const { return window.currentPage()->about().id; }
    [[nodiscard]] QString selected() const
    {
        const auto id = approvals->selected();
        return id ? id->value : QString();
    }
    [[nodiscard]] static QString words(const QWidget *bar)
    {
        QStringList all;
        for (const ui::PlainLabel *label : bar->findChildren<ui::PlainLabel *>())
            all.append(label->text());
        return all.join(u'\n');
    }
    [[nodiscard]] QString saidByTheWindow() const { return words(window.messageBar()); }
    [[nodiscard]] QString saidByThePage() const { return words(approvals->messageBar()); }
};

} // namespace

class TestNavigator : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }

    void selectsTheRequest()
    {
        Rig rig;
        rig.open(u"Production"_s);
        rig.go(u"Production"_s, u"sub_48213"_s);
        QCOMPARE(rig.page(), u"approvals"_s);
        QCOMPARE(rig.selected(), u"sub_48213"_s);
        QCOMPARE(rig.wanted.size(), 0);
        QVERIFY(!rig.navigator.target());
        QVERIFY(!rig.approvals->messageBar()->has(u"link"_s));
        QCOMPARE(rig.gateway.sent.size(), 0); // it only navigates
    }

    void opensTheConnectionFirst()
    {
        Rig rig;
        rig.navigator.follow(u"Staging"_s, nullptr);
        rig.go(u"Production"_s, u"sub_48213"_s);
        QCOMPARE(rig.wanted.size(), 1);
        QCOMPARE(rig.wanted.first().first().toString(), u"Production"_s);
        rig.navigator.follow(u"Staging"_s, nullptr);    // it still says something
        rig.navigator.follow(u"Production"_s, nullptr); // nobody is signed in yet
        QCOMPARE(rig.page(), u"other"_s);
        QVERIFY(rig.navigator.target());
        rig.open(u"Production"_s);
        QCOMPARE(rig.selected(), u"sub_48213"_s);
        QCOMPARE(rig.page(), u"approvals"_s);
        QCOMPARE(rig.wanted.size(), 1);
    }

    void whoGoesElsewhereIsNotFetchedBack()
    {
        Rig rig;
        rig.navigator.follow(u"Staging"_s, nullptr);
        rig.go(u"Production"_s, u"sub_48213"_s);
        rig.navigator.follow(u"Production"_s, nullptr);
        rig.navigator.follow(u"Staging"_s, nullptr); // the person chose another connection
        QVERIFY(!rig.navigator.target());
        rig.open(u"Production"_s);
        QCOMPARE(rig.page(), u"other"_s);
        QCOMPARE(rig.wanted.size(), 1);
    }

    void lockedItIsRememberedAndNothingIsSeen()
    {
        Rig rig;
        rig.open(u"Production"_s);
        rig.navigator.setLocked(true);
        rig.go(u"Staging"_s, u"sub_1"_s);
        rig.go(u"Nowhere"_s, u"sub_1"_s);
        rig.go(u"Production"_s, u"sub_48212"_s); // the latest counts
        QCOMPARE(rig.page(), u"other"_s);
        QCOMPARE(rig.wanted.size(), 0);
        QCOMPARE(rig.window.messageBar()->count(), 0);
        rig.navigator.setLocked(false);
        QCOMPARE(rig.selected(), u"sub_48212"_s);
        QCOMPARE(rig.page(), u"approvals"_s);
    }

    void isForgottenWithThePersonWhoWanted()
    {
        Rig rig;
        rig.open(u"Production"_s);
        rig.navigator.setLocked(true);
        rig.go(u"Staging"_s, u"sub_1"_s);
        rig.navigator.forget();
        rig.navigator.setLocked(false);
        QCOMPARE(rig.wanted.size(), 0);
    }

    void aRequestThatIsNotInTheQueueIsSaid()
    {
        Rig rig;
        rig.open(u"Production"_s);
        rig.go(u"Production"_s, u"<b>sub_1</b>\u202e"_s);
        QCOMPARE(rig.page(), u"approvals"_s);
        QVERIFY(rig.saidByThePage().contains(u"Request <b>sub_1</b>\uFFFD is not in the queue"_s));
        QVERIFY(rig.saidByThePage().contains(u"decided or withdrawn"_s));
        for (const QLabel *label : rig.approvals->messageBar()->findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        rig.go(u"Production"_s, u"sub_48210"_s); // the next link takes it away
        QVERIFY(!rig.approvals->messageBar()->has(u"link"_s));
    }

    void waitsForTheQueueAndSaysWhenItCouldNotBeRead()
    {
        Rig rig;
        rig.gateway.onList = [](const gateway::SubscriptionQuery &) -> Result<Page<gateway::Subscription>> {
            return failure(Error{.kind = Error::Kind::Offline});
        };
        rig.navigator.follow(u"Production"_s, rig.theDesk.get());
        rig.approvals->setDesk(rig.theDesk.get(), nullptr);
        rig.go(u"Production"_s, u"sub_48210"_s);
        QVERIFY(rig.navigator.target()); // nothing has been read
        rig.theDesk->open();
        Rig::settleDown(*rig.theDesk);
        QVERIFY(!rig.navigator.target());
        QVERIFY(rig.saidByThePage().contains(u"It may be among those that could not be read."_s));
    }

    void anUnknownConnectionIsRefusedWithASentence()
    {
        Rig rig;
        rig.open(u"Production"_s);
        rig.go(u"<img src=x>"_s, u"sub_48210"_s);
        QCOMPARE(rig.page(), u"other"_s);
        QCOMPARE(rig.wanted.size(), 0);
        QVERIFY(
            rig.saidByTheWindow().contains(u"There is no connection named <img src=x> on this computer."_s));
        QVERIFY(!rig.navigator.target());
    }

    void whatSomebodyTypesIsNotTakenAway()
    {
        Rig rig;
        rig.open(u"Staging"_s);
        rig.other->field->setFocus();
        QTest::keyClicks(rig.other->field, u"why"_s);
        rig.go(u"Production"_s, u"sub_48213"_s);
        QCOMPARE(rig.wanted.size(), 0);
        QCOMPARE(rig.page(), u"other"_s);
        QVERIFY(rig.saidByTheWindow().contains(u"A link leads to request sub_48213 of Production"_s));
        QAbstractButton *open = nullptr;
        for (QAbstractButton *each : rig.window.messageBar()->findChildren<QAbstractButton *>())
            if (each->text() == u"Open it"_s)
                open = each;
        QVERIFY(open);
        open->click();
        QCOMPARE(rig.wanted.size(), 1);
        rig.open(u"Production"_s);
        QCOMPARE(rig.page(), u"approvals"_s);
        QCOMPARE(rig.selected(), u"sub_48213"_s);
        QCOMPARE(rig.window.messageBar()->count(), 0);
    }

    void aFilterIsNoWork()
    {
        Rig rig;
        rig.open(u"Production"_s);
        rig.window.showPage(u"approvals"_s);
        QTest::keyClick(&rig.window, Qt::Key_Slash);
        QTest::keyClicks(rig.window.focusWidget(), u"voice"_s);
        QCOMPARE(rig.selected(), u"sub_48217"_s);
        rig.go(u"Production"_s, u"sub_48210"_s); // hidden by the filter
        QCOMPARE(rig.selected(), u"sub_48210"_s);
    }
};

QTEST_MAIN(TestNavigator)
#include "tst_navigator.moc"
