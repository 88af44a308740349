// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pages/accountfixture.h"
#include "ui/models/requestmodel.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/approvals/reasonstrip.h"
#include "ui/pages/approvals/requestdetail.h"
#include "ui/pages/listdetail.h"
#include "ui/pages/pagehead.h"
#include "ui/pages/skeletonrows.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/tableview.h"

#include <QAbstractButton>
#include <QPlainTextEdit>
#include <QTcpSocket>
#include <QUrlQuery>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;
using workspace::Sending;

namespace {

// The page on a desk of its own.
struct Rig : test::AccountFixture
{
    using AccountFixture::AccountFixture;
    std::unique_ptr<workspace::ApprovalDesk> theDesk = desk();
    ApprovalsPage page{preferences, clock};

    ~Rig() { page.setDesk(nullptr, nullptr); }

    void open(QSize size = {1268, 850})
    {
        page.setDesk(theDesk.get(), nullptr);
        theDesk->open();
        show(page, size);
        settleDown(*theDesk);
        page.activate();
    }
    [[nodiscard]] QString shown(int row, int column) const
    {
        return page.table()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] int rows() const { return page.table()->model()->rowCount(); }
    template <typename T>
    [[nodiscard]] T *part() const
    {
        return page.findChild<T *>();
    }
    [[nodiscard]] EmptyState *empty() const
    {
        auto *state = page.findChild<EmptyState *>(u"list-state"_s);
        return state->isVisible() ? state : nullptr;
    }
    // All words on the page that a person sees.
    [[nodiscard]] QString words() const
    {
        QStringList all;
        for (const PlainLabel *label : page.findChildren<PlainLabel *>()) {
            if (label->isVisible())
                all.append(label->text());
        }
        return all.join(u'\n');
    }
    [[nodiscard]] std::optional<workspace::QueueRow> rowOf(const QString &id) const
    {
        return theDesk->row({id});
    }
    void key(int code, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(page.windowHandle(), Qt::Key(code), modifiers);
    }
    void type(const QString &text)
    {
        for (const QChar c : text)
            QTest::keyClick(page.windowHandle(), c.toLatin1());
    }
};

} // namespace

class ApprovalsPageTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void loadingShowsSkeletonRows()
    {
        Rig rig;
        rig.page.setDesk(rig.theDesk.get(), nullptr);
        rig.show(rig.page);
        QVERIFY(rig.part<SkeletonRows>()->isVisible());
        rig.picture(rig.page, u"approvals-loading"_s);
    }

    void listsTheQueueOldestFirst()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        QCOMPARE(rig.rows(), 8);
        QCOMPARE(rig.shown(0, RequestModel::Application), u"alert-triage"_s);
        QCOMPARE(rig.shown(7, RequestModel::Application), u"voice-bot"_s);
        QVERIFY(rig.part<PageHead>()->facts().startsWith(u"8 pending · oldest 4"_s));
        rig.key(Qt::Key_J);
        rig.key(Qt::Key_J);
        rig.key(Qt::Key_J);
        rig.key(Qt::Key_Return);
        QVERIFY(rig.words().contains(u"Ben Castellano · Customer Support"_s));
        rig.picture(rig.page, u"approvals"_s);
    }

    void emptySaysWhatWouldBeHere()
    {
        Rig rig;
        rig.open();
        QVERIFY(rig.empty());
        QCOMPARE(rig.empty()->title(), u"Nothing waits for a decision"_s);
        rig.picture(rig.page, u"approvals-empty"_s);
    }

    void anErrorWithoutRowsStandsInTheirPlace()
    {
        Rig rig;
        rig.gateway.onList = [](const auto &) { return failure(Error{.kind = Error::Kind::Offline}); };
        rig.open();
        QTRY_VERIFY(rig.empty());
        QVERIFY(!rig.empty()->sentence().isEmpty());
        rig.picture(rig.page, u"approvals-error"_s);
        rig.gateway.onList = {};
        rig.tellStory();
        QTest::mouseClick(rig.empty()->button(), Qt::LeftButton);
        QTRY_COMPARE(rig.rows(), 8);
    }

    void anErrorLeavesTheOldRows()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.gateway.onList = [](const auto &) {
            return failure(Error{.kind = Error::Kind::Server, .httpStatus = 500});
        };
        rig.page.refresh();
        QTRY_VERIFY(rig.part<MessageBar>()->has(u"read"_s));
        QCOMPARE(rig.rows(), 8);
        QTRY_VERIFY(rig.words().contains(u"was read"_s));
        rig.picture(rig.page, u"approvals-error-with-rows"_s);
        rig.gateway.onList = {};
        rig.page.refresh();
        QTRY_VERIFY(!rig.part<MessageBar>()->has(u"read"_s));
    }

    void opensFromTheCacheAndSaysSo()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.page.setDesk(nullptr, nullptr);
        rig.theDesk = rig.desk();
        rig.gateway.onList = [](const auto &) { return failure(Error{.kind = Error::Kind::Offline}); };
        rig.page.setDesk(rig.theDesk.get(), nullptr);
        rig.theDesk->open();
        QTRY_COMPARE(rig.rows(), 8);
        QTRY_VERIFY(rig.theDesk->freshness().error);
        QVERIFY(rig.theDesk->freshness().fromCache);
        rig.picture(rig.page, u"approvals-stale"_s);
    }

    void decidesFromTheKeyboard_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<gateway::Verdict>("verdict");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("pill");
        QTest::newRow("approve without a reason")
            << int(Qt::Key_A) << gateway::Verdict::Approve << QString() << u"approved"_s;
        QTest::newRow("approve with one")
            << int(Qt::Key_A) << gateway::Verdict::Approve << u"read-only use"_s << u"approved"_s;
        QTest::newRow("reject") << int(Qt::Key_R) << gateway::Verdict::Reject << u"not needed"_s
                                << u"rejected"_s;
    }
    void decidesFromTheKeyboard()
    {
        QFETCH(const int, key);
        QFETCH(const gateway::Verdict, verdict);
        QFETCH(const QString, reason);
        QFETCH(const QString, pill);
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.key(Qt::Key_J); // risk-notebook: one approval is enough
        rig.key(key);
        QVERIFY(rig.part<ReasonStrip>()->isVisible());
        rig.type(reason);
        rig.picture(rig.page, u"approvals-reason-"_s + pill);
        rig.key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(rig.gateway.sent.size(), 1);
        QCOMPARE(rig.gateway.sent.first().verdict, verdict);
        QCOMPARE(rig.gateway.sent.first().reason, reason);
        QTRY_COMPARE(rig.rowOf(u"sub_48211"_s)->sending, Sending::Recorded);
        QCOMPARE(rig.shown(1, RequestModel::State), pill);
        QCOMPARE(rig.page.selected()->value, u"sub_48212"_s); // on to the next
        QVERIFY(rig.page.table()->hasFocus());
        QVERIFY(!rig.part<ReasonStrip>()->isVisible());
        rig.picture(rig.page, u"approvals-decided-"_s + pill);
    }

    void aRejectionNeedsAReason()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.key(Qt::Key_R);
        auto *strip = rig.part<ReasonStrip>();
        QVERIFY(!strip->canSend());
        rig.key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(strip->isVisible());
        QVERIFY(rig.gateway.sent.isEmpty());
        QVERIFY(rig.words().contains(u"A rejection needs a reason"_s));
        rig.type(u"   "_s);
        QVERIFY(!strip->canSend());
        rig.key(Qt::Key_Escape);
        QVERIFY(!strip->isVisible());
        QVERIFY(rig.page.table()->hasFocus());
        QVERIFY(rig.gateway.sent.isEmpty());
    }

    void firstOfTwoIsRecordedAndStillPending()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.key(Qt::Key_A); // alert-triage needs two
        rig.key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(rig.shown(0, RequestModel::State), u"1 of 2 recorded"_s);
    }

    void whatMayNotBeDecidedSaysWhy()
    {
        Rig rig;
        gateway::Subscription own = test::storyRequests().first();
        own.mayDecide = false;
        own.mayNotDecideBecause = u"You made this request yourself."_s;
        rig.gateway.add(own);
        rig.open();
        QTRY_VERIFY(rig.words().contains(own.mayNotDecideBecause));
        for (const KeyButton *button : rig.part<RequestDetail>()->findChildren<KeyButton *>()) {
            if (button->isVisible())
                QVERIFY(!button->isEnabled());
        }
        rig.key(Qt::Key_A);
        QVERIFY(!rig.part<ReasonStrip>()->isVisible());
        rig.picture(rig.page, u"approvals-may-not"_s);
    }

    void aRefusedDecisionIsReported()
    {
        Rig rig;
        rig.tellStory();
        rig.gateway.onDecide = [](const auto &) {
            return failure(
                Error{.kind = Error::Kind::Forbidden, .httpStatus = 403, .title = u"Not your tenant"_s});
        };
        rig.open();
        rig.key(Qt::Key_J);
        rig.key(Qt::Key_A);
        rig.key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(rig.shown(1, RequestModel::State), u"not recorded"_s);
        QTRY_VERIFY(rig.words().contains(u"was not recorded"_s));
    }

    void filtersAsYouType()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.page.filterField()->setFocus();
        rig.type(u"llm customer"_s);
        QCOMPARE(rig.rows(), 3);
        QCOMPARE(rig.page.filterField()->verdict(), SearchField::Verdict::Good);
        rig.type(u" zzz"_s);
        QCOMPARE(rig.rows(), 0);
        QVERIFY(rig.empty());
        QCOMPARE(rig.page.filterField()->verdict(), SearchField::Verdict::Wrong);
        rig.picture(rig.page, u"approvals-no-match"_s);
        QTest::mouseClick(rig.empty()->button(), Qt::LeftButton);
        QCOMPARE(rig.rows(), 8);
    }

    void selectionAndFilterSurviveARefresh()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.page.select({u"sub_48214"_s});
        gateway::Subscription newer = test::storyRequests().first();
        newer.id = {u"sub_1"_s};
        newer.requestedAt = newer.requestedAt.addDays(-1);
        rig.gateway.add(newer);
        rig.page.refresh();
        QTRY_COMPARE(rig.rows(), 9);
        QCOMPARE(rig.page.selected()->value, u"sub_48214"_s);
    }

    void hostileTextStaysText()
    {
        Rig rig;
        gateway::Subscription hostile = test::storyRequests().first();
        hostile.applicationName = u"<img src=x onerror=alert(1)><b>bold</b>"_s;
        hostile.justification = u"<a href=\"http://evil\">click</a> & \u202Egnp.exe"_s;
        hostile.tenantName = QString(4000, u'x');
        rig.gateway.add(hostile);
        rig.open();
        for (const PlainLabel *label : rig.page.findChildren<PlainLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(rig.words().contains(hostile.applicationName));
        QVERIFY(!rig.words().contains(QChar(0x202E))); // it would turn the rest of the line around
        rig.picture(rig.page, u"approvals-hostile"_s);
    }

    void narrowTheDetailLiesOverTheList()
    {
        Rig rig;
        rig.tellStory();
        rig.open({900, 600});
        auto *split = rig.part<ListDetail>();
        auto *detail = rig.part<RequestDetail>();
        QVERIFY(split->isOverlay());
        QVERIFY(!detail->isVisible());
        rig.key(Qt::Key_Return);
        QVERIFY(detail->isVisible());
        rig.picture(rig.page, u"approvals-narrow"_s);
        rig.key(Qt::Key_Escape);
        QVERIFY(!detail->isVisible());
        rig.page.resize(1200, 600);
        QVERIFY(!split->isOverlay());
        QVERIFY(detail->isVisible());
    }

    void theSplitAndTheColumnsAreRemembered()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        emit rig.part<ListDetail>()->splitMoved();
        QCOMPARE(rig.preferences.approvalsSplit(), rig.part<ListDetail>()->splitState());
        rig.page.table()->setColumnHidden(RequestModel::Tenant, true);
        emit rig.page.table()->columnStateChanged();
        ApprovalsPage another(rig.preferences, rig.clock);
        QVERIFY(another.table()->isColumnHidden(RequestModel::Tenant));
    }

    void whatARoleRuleDeniesIsNeitherShownNorFound()
    {
        Rig rig({{u"groups"_s, u"gw"_s, {u"usage.read"_s}}});
        rig.tellStory();
        rig.signInWith({u"requests.read"_s}, QStringList{u"usage.read"_s});
        rig.open();
        QVERIFY(rig.page.paletteEntries().size() == 8); // nobody has said otherwise yet
        rig.page.setDesk(rig.theDesk.get(), &rig.account);
        QTRY_VERIFY(rig.empty());
        QVERIFY(rig.empty()->sentence().contains(u"groups or roles at the sign-in service"_s));
        QVERIFY(!rig.empty()->sentence().contains(u"gateway"_s));
        QVERIFY(rig.page.paletteEntries().isEmpty());
    }

    void T11_challengedDecisionIsKeptForTheStrongerSignIn()
    {
        Rig rig;
        rig.tellStory();
        rig.signInWith({u"requests.read"_s, u"requests.decide"_s});
        rig.open();
        rig.page.setDesk(rig.theDesk.get(), &rig.account);
        rig.gateway.onDecide = [](const auto &) {
            return failure(
                Error{.kind = Error::Kind::StepUpNeeded,
                      .stepUp = StepUp{.acr = {u"two-factor"_s}, .maxAge = std::chrono::seconds(60)}});
        };
        const QString id = rig.page.selected()->value;
        rig.key(Qt::Key_A);
        rig.key(Qt::Key_Return, Qt::ControlModifier);
        auto *bar = rig.part<MessageBar>();
        QTRY_VERIFY(bar->has(u"step-up-"_s + id));
        QCOMPARE(rig.rowOf(id)->sending, Sending::NotRecorded);
        QVERIFY(!bar->has(u"outcome-"_s + id)); // said once
        rig.picture(rig.page, u"approvals-step-up"_s);

        QAbstractButton *confirm = nullptr;
        for (auto *button : bar->findChildren<QAbstractButton *>())
            if (button->text() == "Confirm and approve"_L1)
                confirm = button;
        QVERIFY(confirm);
        confirm->click();
        QTRY_COMPARE(rig.browser.opened.size(), 1);
        const QUrlQuery query(rig.browser.opened.first());
        QCOMPARE(query.queryItemValue(u"acr_values"_s), u"two-factor"_s);
        QCOMPARE(query.queryItemValue(u"max_age"_s), u"60"_s);
        QCOMPARE(rig.account.state(), workspace::Account::State::SignedIn); // the page stays
        const QUrl back(query.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));
        QVERIFY(isListening(back));
        for (auto *button : bar->findChildren<QAbstractButton *>())
            if (button->accessibleName() == "Dismiss this message"_L1)
                button->click(); // given up
        QVERIFY(!bar->has(u"step-up-"_s + id));
        QVERIFY(!rig.account.isSigningIn());
        QVERIFY(!isListening(back)); // and the door is closed
        QTest::qWait(0);
        QCOMPARE(rig.gateway.sent.size(), 1);
    }

    void T11_aChallengedReadingOffersToConfirm()
    {
        Rig rig;
        rig.open();
        rig.account.restore();
        rig.signInWith({u"requests.read"_s});
        rig.page.setDesk(rig.theDesk.get(), &rig.account);
        rig.gateway.onList = [](const auto &) {
            return failure(Error{.kind = Error::Kind::StepUpNeeded, .stepUp = StepUp{.acr = {u"phr"_s}}});
        };
        rig.theDesk->refresh();
        auto *bar = rig.part<MessageBar>();
        QTRY_VERIFY(bar->has(u"read"_s));
        for (auto *button : bar->findChildren<QAbstractButton *>())
            if (button->text() == "Confirm"_L1)
                button->click();
        QTRY_COMPARE(rig.browser.opened.size(), 1);
        QCOMPARE(QUrlQuery(rig.browser.opened.first()).queryItemValue(u"acr_values"_s), u"phr"_s);
    }

private:
    static bool isListening(const QUrl &url)
    {
        QTcpSocket socket;
        socket.connectToHost(url.host(), quint16(url.port()));
        return socket.waitForConnected(2000);
    }
};

QTEST_MAIN(ApprovalsPageTest)
#include "tst_approvalspage.moc"
