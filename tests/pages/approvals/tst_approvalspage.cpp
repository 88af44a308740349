// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pages/accountfixture.h"
#include "ui/models/requestmodel.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/approvals/reasonstrip.h"
#include "ui/pages/approvals/requestdetail.h"
#include "ui/pages/approvals/savedviewsbutton.h"
#include "ui/pages/listdetail.h"
#include "ui/pages/pagehead.h"
#include "ui/pages/skeletonrows.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/filterchips.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/tableview.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QStandardItemModel>
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

    void theFilterSaysWhyItCannotBeRead()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.page.filterField()->setFocus();
        rig.page.filterField()->setText(u"tenant:fraud cost>"_s);
        QCOMPARE(rig.page.filterField()->verdict(), SearchField::Verdict::Wrong);
        QCOMPARE(rig.page.filterField()->accessibleDescription(), u"cost> needs a number such as 100."_s);
        QVERIFY(rig.words().contains(u"cost> needs a number such as 100."_s));
        QCOMPARE(rig.rows(), 8); // as they were
        rig.picture(rig.page, u"approvals-filter-wrong"_s);
        rig.page.filterField()->setText(u"tenant:fraud cost>100"_s);
        QCOMPARE(rig.rows(), 1);
        QCOMPARE(rig.page.filterField()->verdict(), SearchField::Verdict::Good);
        QVERIFY(!rig.words().contains(u"needs a number"_s));
    }

    void chipsTakeTermsAway()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.page.filterField()->setText(u"tenant:fraud -app:kyc sort:cost"_s);
        QCOMPARE(rig.rows(), 2);
        QCOMPARE(rig.shown(0, RequestModel::Application), u"alert-triage"_s);
        auto *chips = rig.part<FilterChips>();
        QVERIFY(chips->isVisible());
        QCOMPARE(chips->terms(), (QStringList{u"tenant:fraud"_s, u"-app:kyc"_s, u"sort:cost"_s}));
        rig.picture(rig.page, u"approvals-chips"_s);
        rig.part<FilterChip>()->setFocus(Qt::TabFocusReason);
        rig.key(Qt::Key_Right);
        rig.key(Qt::Key_Delete);
        QCOMPARE(rig.page.filterField()->text(), u"tenant:fraud sort:cost"_s);
        QCOMPARE(rig.rows(), 3);
        // A click on a header says more than the term.
        rig.page.table()->sortByColumn(RequestModel::Tenant, Qt::AscendingOrder);
        QCOMPARE(rig.page.filterField()->text(), u"tenant:fraud"_s);
        rig.page.filterField()->clear();
        QVERIFY(!chips->isVisible());
    }

    void completesByKeyboard()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.page.filterField()->setFocus();
        rig.type(u"te"_s);
        QCOMPARE(rig.page.filterField()->candidates(), QStringList{u"tenant:"_s});
        rig.key(Qt::Key_Tab);
        QCOMPARE(rig.page.filterField()->text(), u"tenant:"_s);
        QCOMPARE(
            rig.page.filterField()->candidates(),
            (QStringList{u"\"Customer Support\""_s, u"\"Fraud Analysts\""_s, u"\"Market Researchers\""_s}));
        rig.key(Qt::Key_Down);
        rig.key(Qt::Key_Down);
        rig.picture(rig.page, u"approvals-completion"_s);
        rig.key(Qt::Key_Return);
        QCOMPARE(rig.page.filterField()->text(), u"tenant:\"Fraud Analysts\""_s);
        QVERIFY(rig.page.filterField()->hasFocus());
        QVERIFY(rig.page.filterField()->candidates().isEmpty());
        QCOMPARE(rig.rows(), 3);
        rig.type(u" s"_s);
        QVERIFY(!rig.page.filterField()->candidates().isEmpty());
        rig.key(Qt::Key_Escape); // closes the candidates, not the filter
        QVERIFY(rig.page.filterField()->candidates().isEmpty());
        QCOMPARE(rig.page.filterField()->text(), u"tenant:\"Fraud Analysts\" s"_s);
    }

    void savedViewsSurviveARestart()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        const auto menuAction = [](ApprovalsPage &page, const QString &text) {
            auto *button = page.findChild<SavedViewsButton *>();
            emit button->menu()->aboutToShow();
            for (QAction *action : button->menu()->actions())
                if (action->text() == text)
                    return action;
            return static_cast<QAction *>(nullptr);
        };
        rig.page.filterField()->setText(u"tenant:fraud"_s);
        rig.page.table()->sortByColumn(RequestModel::Cost, Qt::AscendingOrder);
        rig.page.table()->setColumnHidden(RequestModel::Plan, false);
        QVERIFY(menuAction(rig.page, u"Save this view as…"_s));
        menuAction(rig.page, u"Save this view as…"_s)->trigger();
        rig.picture(rig.page, u"approvals-view-name"_s);
        rig.type(u"Fraud & co"_s);
        rig.key(Qt::Key_Return);
        QVERIFY(menuAction(rig.page, u"Fraud && co"_s)->isChecked());
        rig.page.filterField()->clear();
        rig.page.table()->sortByColumn(RequestModel::Application, Qt::AscendingOrder);
        menuAction(rig.page, u"Fraud && co"_s)->trigger();
        QCOMPARE(rig.page.filterField()->text(), u"tenant:fraud"_s);
        QCOMPARE(rig.shown(0, RequestModel::Application), u"kyc-batch"_s); // the cheapest
        menuAction(rig.page, u"Rename Fraud && co…"_s)->trigger();
        auto *name = rig.page.findChild<QLineEdit *>(u"view-name"_s);
        name->setText(u"Fraud"_s);
        rig.key(Qt::Key_Return);
        menuAction(rig.page, u"Begin with Fraud"_s)->trigger();

        ApprovalsPage another(rig.preferences, rig.clock);
        QCOMPARE(another.filterField()->text(), u"tenant:fraud"_s);
        QVERIFY(!another.table()->isColumnHidden(RequestModel::Plan));
        QCOMPARE(another.table()->horizontalHeader()->sortIndicatorSection(), int(RequestModel::Cost));

        menuAction(rig.page, u"Delete Fraud"_s)->trigger();
        QVERIFY(!menuAction(rig.page, u"Fraud (to begin with)"_s));
        QVERIFY(rig.preferences.approvalsViews().views.isEmpty());
        for (auto *button : rig.part<MessageBar>()->findChildren<QAbstractButton *>())
            if (button->text() == "Undo"_L1)
                button->click();
        QVERIFY(menuAction(rig.page, u"Fraud (to begin with)"_s));
        QCOMPARE(rig.preferences.approvalsViews().standard, u"Fraud"_s);
    }

    void columnsOfAnotherVersionAreLeftAlone()
    {
        Rig rig;
        QHeaderView old(Qt::Horizontal); // seven columns, as they once were
        QStandardItemModel seven(1, 7);
        old.setModel(&seven);
        old.hideSection(3);
        rig.preferences.setApprovalsColumns(old.saveState());
        const ApprovalsPage page(rig.preferences, rig.clock);
        QVERIFY(!page.table()->isColumnHidden(RequestModel::Tenant));
        QVERIFY(page.table()->isColumnHidden(RequestModel::Agree));
        QCOMPARE(page.table()->horizontalHeader()->count(), 11);
    }

    void keysPassOverTheHeadsOfGroups()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        rig.page.filterField()->setText(u"group:tenant"_s);
        QCOMPARE(rig.rows(), 11);
        rig.picture(rig.page, u"approvals-groups"_s);
        rig.page.table()->setFocus();
        QStringList walked;
        rig.page.select({u"sub_48213"_s}); // the first of Customer Support
        for (int i = 0; i < 8; ++i) {
            walked.append(rig.page.selected() ? rig.page.selected()->value : QString());
            rig.key(Qt::Key_J);
        }
        QCOMPARE(walked.removeDuplicates(), 0);
        QVERIFY(!walked.contains(QString()));
        for (int i = 0; i < 9; ++i)
            rig.key(Qt::Key_K);
        QCOMPARE(rig.page.selected()->value, u"sub_48213"_s); // the head above stays where it is
    }

    void severalAreMarkedByKeyboard()
    {
        Rig rig;
        rig.tellStory();
        rig.open();
        const auto marked = [&rig] { return rig.page.selectedIds().size(); };
        QCOMPARE(marked(), 1);
        rig.key(Qt::Key_X); // the first
        rig.key(Qt::Key_J);
        rig.key(Qt::Key_J);
        QCOMPARE(rig.page.selectedIds(), QList<gateway::SubscriptionId>{{u"sub_48210"_s}});
        rig.key(Qt::Key_X);
        rig.key(Qt::Key_J, Qt::ShiftModifier);
        QCOMPARE(marked(), 3);
        QVERIFY(rig.part<PageHead>()->facts().endsWith(u"· 3 marked"_s));
        QCOMPARE(rig.page.selectedIds(),
                 (QList<gateway::SubscriptionId>{{u"sub_48210"_s}, {u"sub_48212"_s}, {u"sub_48213"_s}}));
        rig.picture(rig.page, u"approvals-marked"_s);
        rig.page.refresh(); // marks go with their requests
        gateway::Subscription newer = test::storyRequests().first();
        newer.id = {u"sub_1"_s};
        newer.requestedAt = newer.requestedAt.addDays(-1);
        rig.gateway.add(newer);
        rig.page.refresh();
        QTRY_COMPARE(rig.rows(), 9);
        QCOMPARE(marked(), 3);
        QCOMPARE(rig.page.selectedIds().first().value, u"sub_48210"_s);
        rig.key(Qt::Key_X); // the current one no more
        QCOMPARE(marked(), 2);
        rig.key(Qt::Key_A); // not one of several by accident
        QVERIFY(!rig.part<ReasonStrip>()->isVisible());
        rig.key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(marked(), 9);
        rig.key(Qt::Key_Escape);
        QCOMPARE(marked(), 1);
        QVERIFY(!rig.part<PageHead>()->facts().contains(u"marked"_s));
    }

    void arrivalsAboveLeaveTheRowsInPlace()
    {
        Rig rig;
        QList<gateway::Subscription> many;
        for (int i = 0; i < 200; ++i) {
            gateway::Subscription each = test::storyRequests().first();
            each.id = {u"many_%1"_s.arg(i, 3, 10, QChar(u'0'))};
            each.requestedAt = each.requestedAt.addSecs(i);
            each.etag = each.id.value.toUtf8();
            rig.gateway.add(each);
        }
        rig.open();
        QTRY_COMPARE(rig.rows(), 200);
        TableView *table = rig.page.table();
        rig.page.select({u"many_100"_s});
        table->setFocus();
        const int before = table->rowViewportPosition(table->currentIndex().row());
        for (int i = 0; i < 30; ++i) {
            gateway::Subscription each = test::storyRequests().first();
            each.id = {u"above_%1"_s.arg(i)};
            each.requestedAt = each.requestedAt.addDays(-1);
            each.etag = each.id.value.toUtf8();
            rig.gateway.add(each);
        }
        rig.page.refresh();
        QTRY_COMPARE(rig.rows(), 230);
        QCOMPARE(rig.page.selected()->value, u"many_100"_s);
        QCOMPARE(table->rowViewportPosition(table->currentIndex().row()), before);
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
